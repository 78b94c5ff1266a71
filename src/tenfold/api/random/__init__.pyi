from tenfold.api.random import experimental as experimental
from tenfold.core.random_state import set_seed as set_seed
from tenfold.ops.nn.samplers import all_candidate_sampler as all_candidate_sampler
from tenfold.ops.nn.samplers import (
    fixed_unigram_candidate_sampler as fixed_unigram_candidate_sampler,
)
from tenfold.ops.nn.samplers import (
    learned_unigram_candidate_sampler as learned_unigram_candidate_sampler,
)
from tenfold.ops.nn.samplers import (
    log_uniform_candidate_sampler as log_uniform_candidate_sampler,
)
from tenfold.ops.nn.samplers import uniform_candidate_sampler as uniform_candidate_sampler
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
