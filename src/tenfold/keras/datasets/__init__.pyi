from tenfold.keras.datasets import mnist as mnist
