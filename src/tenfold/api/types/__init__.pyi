from tenfold.api.types import experimental as experimental
