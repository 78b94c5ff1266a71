from tenfold.keras.losses.base import Loss as Loss
from tenfold.keras.losses.crossentropy import BinaryCrossentropy as BinaryCrossentropy
from tenfold.keras.losses.crossentropy import CategoricalCrossentropy as CategoricalCrossentropy
from tenfold.keras.losses.crossentropy import (
    SparseCategoricalCrossentropy as SparseCategoricalCrossentropy,
)
from tenfold.keras.losses.crossentropy import binary_crossentropy as binary_crossentropy
from tenfold.keras.losses.crossentropy import categorical_crossentropy as categorical_crossentropy
from tenfold.keras.losses.crossentropy import (
    sparse_categorical_crossentropy as sparse_categorical_crossentropy,
)
from tenfold.keras.losses.lookup import deserialize as deserialize
from tenfold.keras.losses.lookup import get as get
from tenfold.keras.losses.lookup import serialize as serialize
from tenfold.keras.losses.regression import MeanAbsoluteError as MeanAbsoluteError
from tenfold.keras.losses.regression import MeanSquaredError as MeanSquaredError
from tenfold.keras.losses.regression import mean_absolute_error as mean_absolute_error
from tenfold.keras.losses.regression import mean_squared_error as mean_squared_error
