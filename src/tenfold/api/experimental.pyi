# tf.experimental
from tenfold.core.convert import BatchableExtensionType as BatchableExtensionType
from tenfold.core.convert import ExtensionType as ExtensionType
