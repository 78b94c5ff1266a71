# tf.experimental
from tenfold.core.extension import BatchableExtensionType as BatchableExtensionType
from tenfold.core.extension import ExtensionType as ExtensionType
