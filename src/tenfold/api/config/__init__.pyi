from tenfold.api.config import experimental as experimental
from tenfold.api.config import optimizer as optimizer
from tenfold.api.config import threading as threading
from tenfold.core.config import LogicalDevice as LogicalDevice
from tenfold.core.config import LogicalDeviceConfiguration as LogicalDeviceConfiguration
from tenfold.core.config import PhysicalDevice as PhysicalDevice
from tenfold.core.config import get_logical_device_configuration as get_logical_device_configuration
from tenfold.core.config import get_visible_devices as get_visible_devices
from tenfold.core.config import list_logical_devices as list_logical_devices
from tenfold.core.config import list_physical_devices as list_physical_devices
from tenfold.core.config import set_logical_device_configuration as set_logical_device_configuration
from tenfold.core.config import set_visible_devices as set_visible_devices
from tenfold.core.placement import get_soft_device_placement as get_soft_device_placement
from tenfold.core.placement import set_soft_device_placement as set_soft_device_placement
from tenfold.engine.function.polymorphic import (
    functions_run_eagerly as experimental_functions_run_eagerly,
)
from tenfold.engine.function.polymorphic import functions_run_eagerly as functions_run_eagerly
from tenfold.engine.function.polymorphic import (
    run_functions_eagerly as experimental_run_functions_eagerly,
)
from tenfold.engine.function.polymorphic import run_functions_eagerly as run_functions_eagerly
