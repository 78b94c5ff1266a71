from tenfold.keras.naming import clear_session as clear_session
