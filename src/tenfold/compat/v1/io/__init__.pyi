# The table of contents of tf.compat.v1.io.
from tenfold.engine.graph.graph_def.writing import write_graph as write_graph
from tenfold.ops.image.decoding import decode_and_crop_jpeg as decode_and_crop_jpeg
from tenfold.ops.image.decoding import decode_bmp as decode_bmp
from tenfold.ops.image.decoding import decode_gif as decode_gif
from tenfold.ops.image.decoding import decode_image as decode_image
from tenfold.ops.image.decoding import decode_jpeg as decode_jpeg
from tenfold.ops.image.decoding import decode_jxl as decode_jxl
from tenfold.ops.image.decoding import decode_png as decode_png
from tenfold.ops.image.decoding import decode_webp as decode_webp
from tenfold.ops.image.decoding import extract_jpeg_shape as extract_jpeg_shape
from tenfold.ops.image.decoding import is_jpeg as is_jpeg
from tenfold.ops.image.encoding import encode_jpeg as encode_jpeg
from tenfold.ops.image.encoding import encode_png as encode_png
