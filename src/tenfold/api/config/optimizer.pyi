from tenfold.core.settings import get_experimental_options as get_experimental_options
from tenfold.core.settings import get_jit as get_jit
from tenfold.core.settings import set_experimental_options as set_experimental_options
from tenfold.core.settings import set_jit as set_jit
