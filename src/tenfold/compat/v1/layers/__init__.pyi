# The table of contents of tf.compat.v1.layers.
from tenfold.compat.v1.layers.base import Layer as Layer
from tenfold.compat.v1.layers.pooling import average_pooling1d as average_pooling1d
from tenfold.compat.v1.layers.pooling import average_pooling2d as average_pooling2d
from tenfold.compat.v1.layers.pooling import average_pooling3d as average_pooling3d
from tenfold.compat.v1.layers.pooling import flatten as flatten
from tenfold.compat.v1.layers.pooling import max_pooling1d as max_pooling1d
from tenfold.compat.v1.layers.pooling import max_pooling2d as max_pooling2d
from tenfold.compat.v1.layers.pooling import max_pooling3d as max_pooling3d
from tenfold.compat.v1.layers.transforming import batch_normalization as batch_normalization
from tenfold.compat.v1.layers.transforming import conv1d as conv1d
from tenfold.compat.v1.layers.transforming import conv2d as conv2d
from tenfold.compat.v1.layers.transforming import conv3d as conv3d
from tenfold.compat.v1.layers.transforming import dense as dense
from tenfold.compat.v1.layers.transforming import dropout as dropout
from tenfold.compat.v1.layers.transforming import separable_conv2d as separable_conv2d
