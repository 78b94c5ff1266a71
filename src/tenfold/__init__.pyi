# The table of contents: every public name of tf.*, one line each, by floor and then by name.
# The loader (`_lazy.py`) reads this file, and so do type checkers: `from module import name as name`.
from tenfold import compat as compat
from tenfold._version import __version__ as __version__
from tenfold.core.context import executing_eagerly as executing_eagerly
from tenfold.core.context import init_scope as init_scope
from tenfold.core.context import name_scope as name_scope
from tenfold.core.convert import convert_to_tensor as convert_to_tensor
from tenfold.core.convert import (
    register_tensor_conversion_function as register_tensor_conversion_function,
)
from tenfold.core.dtypes import DType as DType
from tenfold.core.dtypes import as_dtype as as_dtype
from tenfold.core.dtypes import bfloat16 as bfloat16
from tenfold.core.dtypes import bool as bool
from tenfold.core.dtypes import complex64 as complex64
from tenfold.core.dtypes import complex128 as complex128
from tenfold.core.dtypes import double as double
from tenfold.core.dtypes import float16 as float16
from tenfold.core.dtypes import float32 as float32
from tenfold.core.dtypes import float64 as float64
from tenfold.core.dtypes import half as half
from tenfold.core.dtypes import int8 as int8
from tenfold.core.dtypes import int16 as int16
from tenfold.core.dtypes import int32 as int32
from tenfold.core.dtypes import int64 as int64
from tenfold.core.dtypes import qint8 as qint8
from tenfold.core.dtypes import qint16 as qint16
from tenfold.core.dtypes import qint32 as qint32
from tenfold.core.dtypes import quint8 as quint8
from tenfold.core.dtypes import quint16 as quint16
from tenfold.core.dtypes import resource as resource
from tenfold.core.dtypes import string as string
from tenfold.core.dtypes import uint8 as uint8
from tenfold.core.dtypes import uint16 as uint16
from tenfold.core.dtypes import uint32 as uint32
from tenfold.core.dtypes import uint64 as uint64
from tenfold.core.dtypes import variant as variant
from tenfold.core.shapes import TensorShape as TensorShape
from tenfold.core.shapes import broadcast_static_shape as broadcast_static_shape
from tenfold.core.spec import TensorSpec as TensorSpec
from tenfold.core.spec import TypeSpec as TypeSpec
from tenfold.core.spec import type_spec_from_value as type_spec_from_value
from tenfold.core.tensor import Tensor as Tensor
from tenfold.core.tensor import is_tensor as is_tensor
from tenfold.engine.autodiff.indexed_slices import IndexedSlices as IndexedSlices
from tenfold.engine.autodiff.indexed_slices import IndexedSlicesSpec as IndexedSlicesSpec
from tenfold.engine.autodiff.tape import GradientTape as GradientTape
from tenfold.engine.autodiff.tape import UnconnectedGradients as UnconnectedGradients
from tenfold.engine.function.function import function as function
from tenfold.engine.graph.func_graph import Graph as Graph
from tenfold.engine.graph.node import Node as Operation
from tenfold.engine.variables.variable import Variable as Variable
from tenfold.engine.variables.variable import VariableAggregation as VariableAggregation
from tenfold.engine.variables.variable import VariableSynchronization as VariableSynchronization
