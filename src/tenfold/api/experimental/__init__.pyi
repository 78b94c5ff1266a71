# tf.experimental
from tenfold.api.experimental import dlpack as dlpack
from tenfold.api.experimental import numpy as numpy
from tenfold.core.convert import BatchableExtensionType as BatchableExtensionType
from tenfold.core.convert import ExtensionType as ExtensionType
