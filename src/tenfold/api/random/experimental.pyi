from tenfold.ops.random.stateless import fold_in as stateless_fold_in
from tenfold.ops.random.stateless import split as stateless_split
