from tenfold.ops.random.stateless import fold_in as stateless_fold_in
from tenfold.ops.random.stateless import split as stateless_split
from tenfold.ops.random.shuffling import index_shuffle as index_shuffle
from tenfold.ops.random.shuffling import stateless_shuffle as stateless_shuffle
