from tenfold.keras.optimizers import schedules as schedules
from tenfold.keras.optimizers.adam import Adam as Adam
from tenfold.keras.optimizers.base import Optimizer as Optimizer
from tenfold.keras.optimizers.lookup import deserialize as deserialize
from tenfold.keras.optimizers.lookup import get as get
from tenfold.keras.optimizers.lookup import serialize as serialize
from tenfold.keras.optimizers.rmsprop import RMSprop as RMSprop
from tenfold.keras.optimizers.sgd import SGD as SGD
