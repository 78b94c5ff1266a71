from tenfold.keras.categorical import to_categorical as to_categorical
from tenfold.keras.naming import clear_session as clear_session
from tenfold.keras.naming import set_random_seed as set_random_seed
from tenfold.keras.saving.serialization import CustomObjectScope as CustomObjectScope
from tenfold.keras.saving.serialization import custom_object_scope as custom_object_scope
from tenfold.keras.saving.serialization import deserialize_keras_object as deserialize_keras_object
from tenfold.keras.saving.serialization import get_registered_name as get_registered_name
from tenfold.keras.saving.serialization import get_registered_object as get_registered_object
from tenfold.keras.saving.serialization import (
    register_keras_serializable as register_keras_serializable,
)
from tenfold.keras.saving.serialization import serialize_keras_object as serialize_keras_object
from tenfold.keras.training.data_adapter import unpack_x_y_sample_weight as unpack_x_y_sample_weight
from tenfold.keras.training.progress import Progbar as Progbar
