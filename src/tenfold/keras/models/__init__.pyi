from tenfold.keras.models.model import Model as Model
from tenfold.keras.models.sequential import Sequential as Sequential
