from tenfold.keras.callbacks.base import Callback as Callback
from tenfold.keras.callbacks.callback_list import CallbackList as CallbackList
from tenfold.keras.callbacks.early_stopping import EarlyStopping as EarlyStopping
from tenfold.keras.callbacks.early_stopping import TerminateOnNaN as TerminateOnNaN
from tenfold.keras.callbacks.history import History as History
from tenfold.keras.callbacks.lambda_callback import LambdaCallback as LambdaCallback
from tenfold.keras.callbacks.progbar_logger import ProgbarLogger as ProgbarLogger
