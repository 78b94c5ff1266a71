# The table of contents of tf.compat.v1.test.
from tenfold.observe.testing.benchmarking import Benchmark as Benchmark
from tenfold.observe.testing.benchmarking import benchmark_config as benchmark_config
from tenfold.observe.testing.building import disable_with_predicate as disable_with_predicate
from tenfold.observe.testing.building import gpu_device_name as gpu_device_name
from tenfold.observe.testing.building import is_built_with_cuda as is_built_with_cuda
from tenfold.observe.testing.building import is_built_with_gpu_support as is_built_with_gpu_support
from tenfold.observe.testing.building import is_built_with_rocm as is_built_with_rocm
from tenfold.observe.testing.building import is_built_with_xla as is_built_with_xla
from tenfold.observe.testing.building import is_cpu_target_available as is_cpu_target_available
from tenfold.observe.testing.building import is_gpu_available as is_gpu_available
from tenfold.observe.testing.building import with_eager_op_as_function as with_eager_op_as_function
from tenfold.observe.testing.case import TestCase as TestCase
from tenfold.observe.testing.case import main as main
