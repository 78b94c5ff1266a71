from tenfold.keras.saving.serialization import CustomObjectScope as CustomObjectScope
from tenfold.keras.saving.serialization import custom_object_scope as custom_object_scope
from tenfold.keras.saving.serialization import deserialize_keras_object as deserialize_keras_object
from tenfold.keras.saving.serialization import get_registered_name as get_registered_name
from tenfold.keras.saving.serialization import get_registered_object as get_registered_object
from tenfold.keras.saving.serialization import (
    register_keras_serializable as register_keras_serializable,
)
from tenfold.keras.saving.serialization import serialize_keras_object as serialize_keras_object
