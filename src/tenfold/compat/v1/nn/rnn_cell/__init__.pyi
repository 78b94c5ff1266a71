# The table of contents of tf.compat.v1.nn.rnn_cell.
from tenfold.compat.v1.nn.rnn_cell.plain import BasicLSTMCell as BasicLSTMCell
from tenfold.compat.v1.nn.rnn_cell.plain import BasicRNNCell as BasicRNNCell
from tenfold.compat.v1.nn.rnn_cell.plain import GRUCell as GRUCell
from tenfold.compat.v1.nn.rnn_cell.plain import LSTMCell as LSTMCell
from tenfold.compat.v1.nn.rnn_cell.stepping import LSTMStateTuple as LSTMStateTuple
from tenfold.compat.v1.nn.rnn_cell.stepping import RNNCell as RNNCell
from tenfold.compat.v1.nn.rnn_cell.wrapping import DeviceWrapper as DeviceWrapper
from tenfold.compat.v1.nn.rnn_cell.wrapping import DropoutWrapper as DropoutWrapper
from tenfold.compat.v1.nn.rnn_cell.wrapping import MultiRNNCell as MultiRNNCell
from tenfold.compat.v1.nn.rnn_cell.wrapping import ResidualWrapper as ResidualWrapper
