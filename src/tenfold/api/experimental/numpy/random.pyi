# tf.experimental.numpy.random
from tenfold.ops.numpy_api.sampling import poisson as poisson
from tenfold.ops.numpy_api.sampling import rand as rand
from tenfold.ops.numpy_api.sampling import randint as randint
from tenfold.ops.numpy_api.sampling import randn as randn
from tenfold.ops.numpy_api.sampling import random as random
from tenfold.ops.numpy_api.sampling import seed as seed
from tenfold.ops.numpy_api.sampling import standard_normal as standard_normal
from tenfold.ops.numpy_api.sampling import uniform as uniform
