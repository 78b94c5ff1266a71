from tenfold.keras.callbacks.base import Callback as Callback
from tenfold.keras.callbacks.base import CallbackList as CallbackList
from tenfold.keras.callbacks.base import LambdaCallback as LambdaCallback
from tenfold.keras.callbacks.early_stopping import EarlyStopping as EarlyStopping
from tenfold.keras.callbacks.early_stopping import ModelCheckpoint as ModelCheckpoint
from tenfold.keras.callbacks.early_stopping import TerminateOnNaN as TerminateOnNaN
from tenfold.keras.callbacks.history import History as History
from tenfold.keras.callbacks.progbar import ProgbarLogger as ProgbarLogger
