# tf.experimental
from tenfold.api.experimental import dlpack as dlpack
from tenfold.api.experimental import numpy as numpy
from tenfold.core.api_handlers import dispatch_for_api as dispatch_for_api
from tenfold.core.api_handlers import (
    dispatch_for_binary_elementwise_apis as dispatch_for_binary_elementwise_apis,
)
from tenfold.core.api_handlers import (
    dispatch_for_binary_elementwise_assert_apis as dispatch_for_binary_elementwise_assert_apis,
)
from tenfold.core.api_handlers import (
    dispatch_for_unary_elementwise_apis as dispatch_for_unary_elementwise_apis,
)
from tenfold.core.api_handlers import unregister_dispatch_for as unregister_dispatch_for
from tenfold.core.convert import BatchableExtensionType as BatchableExtensionType
from tenfold.core.convert import ExtensionType as ExtensionType
