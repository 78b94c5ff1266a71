from tenfold.keras.losses.crossentropy import binary_crossentropy as binary_crossentropy
from tenfold.keras.losses.crossentropy import categorical_crossentropy as categorical_crossentropy
from tenfold.keras.losses.crossentropy import (
    sparse_categorical_crossentropy as sparse_categorical_crossentropy,
)
from tenfold.keras.losses.regression import mean_absolute_error as mean_absolute_error
from tenfold.keras.losses.regression import mean_squared_error as mean_squared_error
from tenfold.keras.metrics.accuracy import Accuracy as Accuracy
from tenfold.keras.metrics.accuracy import BinaryAccuracy as BinaryAccuracy
from tenfold.keras.metrics.accuracy import CategoricalAccuracy as CategoricalAccuracy
from tenfold.keras.metrics.accuracy import SparseCategoricalAccuracy as SparseCategoricalAccuracy
from tenfold.keras.metrics.accuracy import binary_accuracy as binary_accuracy
from tenfold.keras.metrics.accuracy import categorical_accuracy as categorical_accuracy
from tenfold.keras.metrics.accuracy import (
    sparse_categorical_accuracy as sparse_categorical_accuracy,
)
from tenfold.keras.metrics.base import Metric as Metric
from tenfold.keras.metrics.lookup import get as get
from tenfold.keras.metrics.mean import Mean as Mean
from tenfold.keras.metrics.mean import MeanMetricWrapper as MeanMetricWrapper
from tenfold.keras.metrics.mean import Sum as Sum
from tenfold.keras.metrics.regression import MeanAbsoluteError as MeanAbsoluteError
from tenfold.keras.metrics.regression import MeanSquaredError as MeanSquaredError
