# The table of contents of tf.autograph.experimental.
from tenfold.engine.autograph.exporting import do_not_convert as do_not_convert
from tenfold.engine.autograph.features import Feature as Feature
from tenfold.engine.autograph.loop_options import set_loop_options as set_loop_options
