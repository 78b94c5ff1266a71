# The table of contents of tf.compat.v1.random.
from tenfold.api.random import experimental as experimental
from tenfold.compat.v1.drawing import multinomial as multinomial
from tenfold.compat.v1.drawing import random_poisson as poisson
from tenfold.compat.v1.drawing import stateless_multinomial as stateless_multinomial
from tenfold.compat.v1.scoping import get_seed as get_seed
from tenfold.compat.v1.scoping import set_random_seed as set_random_seed
from tenfold.core.random_state import set_seed as set_seed
from tenfold.ops.nn.samplers import all_candidate_sampler as all_candidate_sampler
from tenfold.ops.nn.samplers import (
    fixed_unigram_candidate_sampler as fixed_unigram_candidate_sampler,
)
from tenfold.ops.nn.samplers import (
    learned_unigram_candidate_sampler as learned_unigram_candidate_sampler,
)
from tenfold.ops.nn.samplers import log_uniform_candidate_sampler as log_uniform_candidate_sampler
from tenfold.ops.nn.samplers import uniform_candidate_sampler as uniform_candidate_sampler
from tenfold.ops.random.algorithms import Algorithm as Algorithm
from tenfold.ops.random.binomial_sampling import stateless_binomial as stateless_binomial
from tenfold.ops.random.gamma_sampling import gamma as gamma
from tenfold.ops.random.gamma_sampling import stateless_gamma as stateless_gamma
from tenfold.ops.random.generators import Generator as Generator
from tenfold.ops.random.generators import create_rng_state as create_rng_state
from tenfold.ops.random.generators import get_global_generator as get_global_generator
from tenfold.ops.random.generators import set_global_generator as set_global_generator
from tenfold.ops.random.poisson_sampling import stateless_poisson as stateless_poisson
from tenfold.ops.random.stateful import categorical as categorical
from tenfold.ops.random.stateful import normal as normal
from tenfold.ops.random.stateful import shuffle as shuffle
from tenfold.ops.random.stateful import truncated_normal as truncated_normal
from tenfold.ops.random.stateful import uniform as uniform
from tenfold.ops.random.stateless import fold_in as fold_in
from tenfold.ops.random.stateless import split as split
from tenfold.ops.random.stateless import stateless_categorical as stateless_categorical
from tenfold.ops.random.stateless import stateless_normal as stateless_normal
from tenfold.ops.random.stateless import stateless_truncated_normal as stateless_truncated_normal
from tenfold.ops.random.stateless import stateless_uniform as stateless_uniform
from tenfold.ops.random.truncated_sampling import (
    stateless_parameterized_truncated_normal as stateless_parameterized_truncated_normal,
)
