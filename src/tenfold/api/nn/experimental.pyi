from tenfold.ops.nn.regularize import general_dropout as general_dropout
from tenfold.ops.nn.regularize import stateless_dropout as stateless_dropout
