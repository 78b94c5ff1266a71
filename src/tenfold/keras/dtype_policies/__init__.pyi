# tf.keras.dtype_policies
from tenfold.keras.dtype_policies.policy import DTypePolicy as DTypePolicy
from tenfold.keras.dtype_policies.policy import get as get
