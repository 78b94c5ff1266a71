# The table of contents of tf.compat.v1.
from tenfold import compat as compat
from tenfold import keras as keras
from tenfold._version import __version__ as VERSION
from tenfold.api import autograph as autograph
from tenfold.api import bitwise as bitwise
from tenfold.api import config as config
from tenfold.api import dtypes as dtypes
from tenfold.api import errors as errors
from tenfold.api import experimental as experimental
from tenfold.api import linalg as linalg
from tenfold.api import nest as nest
from tenfold.api import quantization as quantization
from tenfold.api import queue as queue
from tenfold.api import raw_ops as raw_ops
from tenfold.api import signal as signal
from tenfold.api import strings as strings
from tenfold.api import version as version
from tenfold.compat.v1 import app as app
from tenfold.compat.v1 import debugging as debugging
from tenfold.compat.v1 import flags as flags
from tenfold.compat.v1 import graph_util as graph_util
from tenfold.compat.v1 import image as image
from tenfold.compat.v1 import initializers as initializers
from tenfold.compat.v1 import io as io
from tenfold.compat.v1 import layers as layers
from tenfold.compat.v1 import logging as logging
from tenfold.compat.v1 import losses as losses
from tenfold.compat.v1 import manip as manip
from tenfold.compat.v1 import math as math
from tenfold.compat.v1 import metrics as metrics
from tenfold.compat.v1 import nn as nn
from tenfold.compat.v1 import random as random
from tenfold.compat.v1 import sparse as sparse
from tenfold.compat.v1 import spectral as spectral
from tenfold.compat.v1 import test as test
from tenfold.compat.v1 import train as train
from tenfold.compat.v1.arrays import batch_to_space as batch_to_space
from tenfold.compat.v1.arrays import boolean_mask as boolean_mask
from tenfold.compat.v1.arrays import constant as constant
from tenfold.compat.v1.arrays import convert_to_tensor as convert_to_tensor
from tenfold.compat.v1.arrays import depth_to_space as depth_to_space
from tenfold.compat.v1.arrays import div as div
from tenfold.compat.v1.arrays import expand_dims as expand_dims
from tenfold.compat.v1.arrays import gather as gather
from tenfold.compat.v1.arrays import gather_nd as gather_nd
from tenfold.compat.v1.arrays import ones_like as ones_like
from tenfold.compat.v1.arrays import pad as pad
from tenfold.compat.v1.arrays import reverse_sequence as reverse_sequence
from tenfold.compat.v1.arrays import shape as shape
from tenfold.compat.v1.arrays import size as size
from tenfold.compat.v1.arrays import space_to_batch as space_to_batch
from tenfold.compat.v1.arrays import space_to_depth as space_to_depth
from tenfold.compat.v1.arrays import sparse_to_dense as sparse_to_dense
from tenfold.compat.v1.arrays import squeeze as squeeze
from tenfold.compat.v1.arrays import to_bfloat16 as to_bfloat16
from tenfold.compat.v1.arrays import to_complex64 as to_complex64
from tenfold.compat.v1.arrays import to_complex128 as to_complex128
from tenfold.compat.v1.arrays import to_double as to_double
from tenfold.compat.v1.arrays import to_float as to_float
from tenfold.compat.v1.arrays import to_int32 as to_int32
from tenfold.compat.v1.arrays import to_int64 as to_int64
from tenfold.compat.v1.arrays import transpose as transpose
from tenfold.compat.v1.arrays import where as where
from tenfold.compat.v1.arrays import zeros_like as zeros_like
from tenfold.compat.v1.assertions import add_check_numerics_ops as add_check_numerics_ops
from tenfold.compat.v1.assertions import assert_equal as assert_equal
from tenfold.compat.v1.assertions import assert_greater as assert_greater
from tenfold.compat.v1.assertions import assert_greater_equal as assert_greater_equal
from tenfold.compat.v1.assertions import assert_less as assert_less
from tenfold.compat.v1.assertions import assert_less_equal as assert_less_equal
from tenfold.compat.v1.assertions import assert_near as assert_near
from tenfold.compat.v1.assertions import assert_negative as assert_negative
from tenfold.compat.v1.assertions import assert_non_negative as assert_non_negative
from tenfold.compat.v1.assertions import assert_non_positive as assert_non_positive
from tenfold.compat.v1.assertions import assert_none_equal as assert_none_equal
from tenfold.compat.v1.assertions import assert_positive as assert_positive
from tenfold.compat.v1.assertions import assert_rank as assert_rank
from tenfold.compat.v1.assertions import assert_rank_at_least as assert_rank_at_least
from tenfold.compat.v1.assertions import assert_rank_in as assert_rank_in
from tenfold.compat.v1.assertions import assert_scalar as assert_scalar
from tenfold.compat.v1.assertions import verify_tensor_all_finite as verify_tensor_all_finite
from tenfold.compat.v1.assignments import assign as assign
from tenfold.compat.v1.assignments import assign_add as assign_add
from tenfold.compat.v1.assignments import assign_sub as assign_sub
from tenfold.compat.v1.assignments import batch_scatter_update as batch_scatter_update
from tenfold.compat.v1.assignments import count_up_to as count_up_to
from tenfold.compat.v1.assignments import scatter_add as scatter_add
from tenfold.compat.v1.assignments import scatter_div as scatter_div
from tenfold.compat.v1.assignments import scatter_max as scatter_max
from tenfold.compat.v1.assignments import scatter_min as scatter_min
from tenfold.compat.v1.assignments import scatter_mul as scatter_mul
from tenfold.compat.v1.assignments import scatter_nd_add as scatter_nd_add
from tenfold.compat.v1.assignments import scatter_nd_sub as scatter_nd_sub
from tenfold.compat.v1.assignments import scatter_nd_update as scatter_nd_update
from tenfold.compat.v1.assignments import scatter_sub as scatter_sub
from tenfold.compat.v1.assignments import scatter_update as scatter_update
from tenfold.compat.v1.branches import cond as cond
from tenfold.compat.v1.branches import gradients as gradients
from tenfold.compat.v1.branches import hessians as hessians
from tenfold.compat.v1.branches import print_and_pass as Print
from tenfold.compat.v1.branches import py_func as py_func
from tenfold.compat.v1.branches import tuple_of as tuple
from tenfold.compat.v1.branches import while_loop as while_loop
from tenfold.compat.v1.comparing_sets import batch_gather as batch_gather
from tenfold.compat.v1.comparing_sets import clip_by_average_norm as clip_by_average_norm
from tenfold.compat.v1.comparing_sets import confusion_matrix as confusion_matrix
from tenfold.compat.v1.comparing_sets import div_no_nan as div_no_nan
from tenfold.compat.v1.comparing_sets import setdiff1d as setdiff1d
from tenfold.compat.v1.converting import (
    convert_to_tensor_or_indexed_slices as convert_to_tensor_or_indexed_slices,
)
from tenfold.compat.v1.converting import (
    convert_to_tensor_or_sparse_tensor as convert_to_tensor_or_sparse_tensor,
)
from tenfold.compat.v1.default_graph import disable_eager_execution as disable_eager_execution
from tenfold.compat.v1.default_graph import enable_eager_execution as enable_eager_execution
from tenfold.compat.v1.default_graph import (
    executing_eagerly_outside_functions as executing_eagerly_outside_functions,
)
from tenfold.compat.v1.default_graph import get_default_graph as get_default_graph
from tenfold.compat.v1.default_graph import reset_default_graph as reset_default_graph
from tenfold.compat.v1.drawing import multinomial as multinomial
from tenfold.compat.v1.drawing import random_poisson as random_poisson
from tenfold.compat.v1.fetching import SparseTensorValue as SparseTensorValue
from tenfold.compat.v1.graph_keys import GraphKeys as GraphKeys
from tenfold.compat.v1.graph_keys import add_to_collection as add_to_collection
from tenfold.compat.v1.graph_keys import add_to_collections as add_to_collections
from tenfold.compat.v1.graph_keys import get_collection as get_collection
from tenfold.compat.v1.graph_keys import get_collection_ref as get_collection_ref
from tenfold.compat.v1.graph_variables import variable_creator_scope as variable_creator_scope
from tenfold.compat.v1.image.resizing import extract_image_patches as extract_image_patches
from tenfold.compat.v1.initial_values import Constant as constant_initializer
from tenfold.compat.v1.initial_values import GlorotNormal as glorot_normal_initializer
from tenfold.compat.v1.initial_values import GlorotUniform as glorot_uniform_initializer
from tenfold.compat.v1.initial_values import Ones as ones_initializer
from tenfold.compat.v1.initial_values import Orthogonal as orthogonal_initializer
from tenfold.compat.v1.initial_values import RandomNormal as random_normal_initializer
from tenfold.compat.v1.initial_values import RandomUniform as random_uniform_initializer
from tenfold.compat.v1.initial_values import TruncatedNormal as truncated_normal_initializer
from tenfold.compat.v1.initial_values import UniformUnitScaling as uniform_unit_scaling_initializer
from tenfold.compat.v1.initial_values import VarianceScaling as variance_scaling_initializer
from tenfold.compat.v1.initial_values import Zeros as zeros_initializer
from tenfold.compat.v1.logging.messages import get_logger as get_logger
from tenfold.compat.v1.partitions import fixed_size_partitioner as fixed_size_partitioner
from tenfold.compat.v1.partitions import (
    min_max_variable_partitioner as min_max_variable_partitioner,
)
from tenfold.compat.v1.partitions import (
    variable_axis_size_partitioner as variable_axis_size_partitioner,
)
from tenfold.compat.v1.placeholders import placeholder as placeholder
from tenfold.compat.v1.placeholders import placeholder_with_default as placeholder_with_default
from tenfold.compat.v1.placeholders import sparse_placeholder as sparse_placeholder
from tenfold.compat.v1.reductions import arg_max as arg_max
from tenfold.compat.v1.reductions import arg_min as arg_min
from tenfold.compat.v1.reductions import argmax as argmax
from tenfold.compat.v1.reductions import argmin as argmin
from tenfold.compat.v1.reductions import count_nonzero as count_nonzero
from tenfold.compat.v1.reductions import norm as norm
from tenfold.compat.v1.reductions import reduce_all as reduce_all
from tenfold.compat.v1.reductions import reduce_any as reduce_any
from tenfold.compat.v1.reductions import reduce_logsumexp as reduce_logsumexp
from tenfold.compat.v1.reductions import reduce_max as reduce_max
from tenfold.compat.v1.reductions import reduce_mean as reduce_mean
from tenfold.compat.v1.reductions import reduce_min as reduce_min
from tenfold.compat.v1.reductions import reduce_prod as reduce_prod
from tenfold.compat.v1.reductions import reduce_sum as reduce_sum
from tenfold.compat.v1.row_segments import sparse_segment_mean as sparse_segment_mean
from tenfold.compat.v1.row_segments import sparse_segment_sqrt_n as sparse_segment_sqrt_n
from tenfold.compat.v1.row_segments import sparse_segment_sum as sparse_segment_sum
from tenfold.compat.v1.scoping import colocate_with as colocate_with
from tenfold.compat.v1.scoping import container as container
from tenfold.compat.v1.scoping import device as device
from tenfold.compat.v1.scoping import get_seed as get_seed
from tenfold.compat.v1.scoping import is_symbolic_tensor as is_symbolic_tensor
from tenfold.compat.v1.scoping import name_scope as name_scope
from tenfold.compat.v1.scoping import op_scope as op_scope
from tenfold.compat.v1.scoping import set_random_seed as set_random_seed
from tenfold.compat.v1.sessions import InteractiveSession as InteractiveSession
from tenfold.compat.v1.sessions import Session as Session
from tenfold.compat.v1.sessions import get_default_session as get_default_session
from tenfold.compat.v1.switching import control_flow_v2_enabled as control_flow_v2_enabled
from tenfold.compat.v1.switching import disable_control_flow_v2 as disable_control_flow_v2
from tenfold.compat.v1.switching import disable_resource_variables as disable_resource_variables
from tenfold.compat.v1.switching import disable_tensor_equality as disable_tensor_equality
from tenfold.compat.v1.switching import disable_v2_behavior as disable_v2_behavior
from tenfold.compat.v1.switching import disable_v2_tensorshape as disable_v2_tensorshape
from tenfold.compat.v1.switching import enable_control_flow_v2 as enable_control_flow_v2
from tenfold.compat.v1.switching import enable_resource_variables as enable_resource_variables
from tenfold.compat.v1.switching import enable_tensor_equality as enable_tensor_equality
from tenfold.compat.v1.switching import enable_v2_behavior as enable_v2_behavior
from tenfold.compat.v1.switching import enable_v2_tensorshape as enable_v2_tensorshape
from tenfold.compat.v1.switching import resource_variables_enabled as resource_variables_enabled
from tenfold.compat.v1.templates import dimension_at_index as dimension_at_index
from tenfold.compat.v1.templates import dimension_value as dimension_value
from tenfold.compat.v1.templates import initialize_all_tables as initialize_all_tables
from tenfold.compat.v1.templates import make_template as make_template
from tenfold.compat.v1.templates import tables_initializer as tables_initializer
from tenfold.compat.v1.variable_class import Variable as Variable
from tenfold.compat.v1.variable_lists import all_variables as all_variables
from tenfold.compat.v1.variable_lists import (
    assert_variables_initialized as assert_variables_initialized,
)
from tenfold.compat.v1.variable_lists import global_variables as global_variables
from tenfold.compat.v1.variable_lists import (
    global_variables_initializer as global_variables_initializer,
)
from tenfold.compat.v1.variable_lists import initialize_all_variables as initialize_all_variables
from tenfold.compat.v1.variable_lists import (
    initialize_local_variables as initialize_local_variables,
)
from tenfold.compat.v1.variable_lists import initialize_variables as initialize_variables
from tenfold.compat.v1.variable_lists import is_variable_initialized as is_variable_initialized
from tenfold.compat.v1.variable_lists import local_variables as local_variables
from tenfold.compat.v1.variable_lists import (
    local_variables_initializer as local_variables_initializer,
)
from tenfold.compat.v1.variable_lists import model_variables as model_variables
from tenfold.compat.v1.variable_lists import moving_average_variables as moving_average_variables
from tenfold.compat.v1.variable_lists import (
    report_uninitialized_variables as report_uninitialized_variables,
)
from tenfold.compat.v1.variable_lists import trainable_variables as trainable_variables
from tenfold.compat.v1.variable_lists import variables_initializer as variables_initializer
from tenfold.compat.v1.variable_scoping import VariableScope as VariableScope
from tenfold.compat.v1.variable_scoping import (
    create_partitioned_variables as create_partitioned_variables,
)
from tenfold.compat.v1.variable_scoping import get_local_variable as get_local_variable
from tenfold.compat.v1.variable_scoping import get_variable as get_variable
from tenfold.compat.v1.variable_scoping import get_variable_scope as get_variable_scope
from tenfold.compat.v1.variable_scoping import no_regularizer as no_regularizer
from tenfold.compat.v1.variable_scoping import variable_op_scope as variable_op_scope
from tenfold.compat.v1.variable_scoping import variable_scope as variable_scope
from tenfold.compat.v1.variable_store import AUTO_REUSE as AUTO_REUSE
from tenfold.core.build_versions import COMPILER_VERSION as COMPILER_VERSION
from tenfold.core.build_versions import GIT_VERSION as GIT_VERSION
from tenfold.core.context import executing_eagerly as executing_eagerly
from tenfold.core.context import init_scope as init_scope
from tenfold.core.convert import (
    register_tensor_conversion_function as register_tensor_conversion_function,
)
from tenfold.core.device_spec import DeviceSpec as DeviceSpec
from tenfold.core.dimension import Dimension as Dimension
from tenfold.core.dtypes import QUANTIZED as QUANTIZED_DTYPES
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
from tenfold.core.errors import OpError as OpError
from tenfold.core.graph_versions import GRAPH_DEF_VERSION as GRAPH_DEF_VERSION
from tenfold.core.graph_versions import (
    GRAPH_DEF_VERSION_MIN_CONSUMER as GRAPH_DEF_VERSION_MIN_CONSUMER,
)
from tenfold.core.graph_versions import (
    GRAPH_DEF_VERSION_MIN_PRODUCER as GRAPH_DEF_VERSION_MIN_PRODUCER,
)
from tenfold.core.shapes import TensorShape as TensorShape
from tenfold.core.shapes import broadcast_static_shape as broadcast_static_shape
from tenfold.core.sparse_tensor import SparseTensor as SparseTensor
from tenfold.core.sparse_tensor import SparseTensorSpec as SparseTensorSpec
from tenfold.core.spec import TensorSpec as TensorSpec
from tenfold.core.spec import TypeSpec as TypeSpec
from tenfold.core.spec import type_spec_from_value as type_spec_from_value
from tenfold.core.tensor import Tensor as Tensor
from tenfold.core.tensor import is_tensor as is_tensor
from tenfold.engine.autodiff.aggregation import AggregationMethod as AggregationMethod
from tenfold.engine.autodiff.custom import RegisterGradient as RegisterGradient
from tenfold.engine.autodiff.custom import custom_gradient as custom_gradient
from tenfold.engine.autodiff.custom import grad_pass_through as grad_pass_through
from tenfold.engine.autodiff.custom import no_gradient as NoGradient
from tenfold.engine.autodiff.custom import no_gradient as NotDifferentiable
from tenfold.engine.autodiff.custom import no_gradient as no_gradient
from tenfold.engine.autodiff.custom import recompute_grad as recompute_grad
from tenfold.engine.autodiff.indexed_slices import IndexedSlices as IndexedSlices
from tenfold.engine.autodiff.indexed_slices import IndexedSlicesSpec as IndexedSlicesSpec
from tenfold.engine.autodiff.tape import GradientTape as GradientTape
from tenfold.engine.autodiff.tape import UnconnectedGradients as UnconnectedGradients
from tenfold.engine.control_flow.branching import case as case
from tenfold.engine.control_flow.branching import switch_case as switch_case
from tenfold.engine.control_flow.critical import CriticalSection as CriticalSection
from tenfold.engine.control_flow.dependencies import assert_that as Assert
from tenfold.engine.control_flow.dependencies import control_dependencies as control_dependencies
from tenfold.engine.control_flow.dependencies import group as group
from tenfold.engine.control_flow.dependencies import no_op as no_op
from tenfold.engine.control_flow.mapping import foldl as foldl
from tenfold.engine.control_flow.mapping import foldr as foldr
from tenfold.engine.control_flow.mapping import map_fn as map_fn
from tenfold.engine.control_flow.mapping import scan as scan
from tenfold.engine.control_flow.python_calls import numpy_function as numpy_function
from tenfold.engine.control_flow.python_calls import py_function as py_function
from tenfold.engine.control_flow.tensor_array import TensorArray as TensorArray
from tenfold.engine.control_flow.tensor_array import TensorArraySpec as TensorArraySpec
from tenfold.engine.control_flow.vectorizing import vectorized_map as vectorized_map
from tenfold.engine.function.polymorphic import function as function
from tenfold.engine.function.wrapping import wrap_function as wrap_function
from tenfold.engine.graph.asking import get_static_value as get_static_value
from tenfold.engine.graph.func_graph import Graph as Graph
from tenfold.engine.graph.graph_def.importing import import_graph_def as import_graph_def
from tenfold.engine.graph.graph_def.tensor_values import make_ndarray as make_ndarray
from tenfold.engine.graph.graph_def.tensor_values import make_tensor_proto as make_tensor_proto
from tenfold.engine.graph.node import Node as Operation
from tenfold.engine.variables.variable import VariableAggregation as VariableAggregation
from tenfold.engine.variables.variable import VariableSynchronization as VariableSynchronization
from tenfold.module.module import Module as Module
from tenfold.ops.array.arranging import invert_permutation as invert_permutation
from tenfold.ops.array.arranging import reverse as reverse
from tenfold.ops.array.arranging import reverse as reverse_v2
from tenfold.ops.array.arranging import roll as roll
from tenfold.ops.array.batching import batch_to_space as batch_to_space_nd
from tenfold.ops.array.batching import (
    required_space_to_batch_paddings as required_space_to_batch_paddings,
)
from tenfold.ops.array.batching import space_to_batch_nd as space_to_batch_nd
from tenfold.ops.array.broadcasting import broadcast_dynamic_shape as broadcast_dynamic_shape
from tenfold.ops.array.broadcasting import broadcast_to as broadcast_to
from tenfold.ops.array.casting import bitcast as bitcast
from tenfold.ops.array.casting import cast as cast
from tenfold.ops.array.casting import saturate_cast as saturate_cast
from tenfold.ops.array.clock import timestamp as timestamp
from tenfold.ops.array.creation import fill as fill
from tenfold.ops.array.creation import ones as ones
from tenfold.ops.array.creation import zeros as zeros
from tenfold.ops.array.fingerprinting import fingerprint as fingerprint
from tenfold.ops.array.joining import concat as concat
from tenfold.ops.array.joining import repeat as repeat
from tenfold.ops.array.joining import split as split
from tenfold.ops.array.joining import stack as stack
from tenfold.ops.array.joining import tile as tile
from tenfold.ops.array.joining import unstack as unstack
from tenfold.ops.array.layouts import meshgrid as meshgrid
from tenfold.ops.array.layouts import sequence_mask as sequence_mask
from tenfold.ops.array.layouts import unravel_index as unravel_index
from tenfold.ops.array.partitioning import dynamic_partition as dynamic_partition
from tenfold.ops.array.partitioning import dynamic_stitch as dynamic_stitch
from tenfold.ops.array.partitioning import parallel_stack as parallel_stack
from tenfold.ops.array.passing import check_numerics as check_numerics
from tenfold.ops.array.passing import ensure_shape as ensure_shape
from tenfold.ops.array.passing import guarantee_const as guarantee_const
from tenfold.ops.array.passing import identity as identity
from tenfold.ops.array.passing import identity_n as identity_n
from tenfold.ops.array.passing import stop_gradient as stop_gradient
from tenfold.ops.array.scattering import scatter_nd as scatter_nd
from tenfold.ops.array.scattering import tensor_scatter_nd_add as tensor_scatter_add
from tenfold.ops.array.scattering import tensor_scatter_nd_add as tensor_scatter_nd_add
from tenfold.ops.array.scattering import tensor_scatter_nd_max as tensor_scatter_nd_max
from tenfold.ops.array.scattering import tensor_scatter_nd_min as tensor_scatter_nd_min
from tenfold.ops.array.scattering import tensor_scatter_nd_sub as tensor_scatter_nd_sub
from tenfold.ops.array.scattering import tensor_scatter_nd_sub as tensor_scatter_sub
from tenfold.ops.array.scattering import tensor_scatter_nd_update as tensor_scatter_nd_update
from tenfold.ops.array.scattering import tensor_scatter_nd_update as tensor_scatter_update
from tenfold.ops.array.selecting import where as where_v2
from tenfold.ops.array.sequences import linspace as lin_space
from tenfold.ops.array.sequences import linspace as linspace
from tenfold.ops.array.sequences import one_hot as one_hot
from tenfold.ops.array.sequences import range as range
from tenfold.ops.array.shaping import rank as rank
from tenfold.ops.array.shaping import reshape as reshape
from tenfold.ops.array.shaping import shape_n as shape_n
from tenfold.ops.array.slicing import newaxis as newaxis
from tenfold.ops.array.slicing import slice as slice
from tenfold.ops.array.slicing import strided_slice as strided_slice
from tenfold.ops.array.uniqueness import argsort as argsort
from tenfold.ops.array.uniqueness import searchsorted as searchsorted
from tenfold.ops.array.uniqueness import sort as sort
from tenfold.ops.array.uniqueness import unique as unique
from tenfold.ops.array.uniqueness import unique_with_counts as unique_with_counts
from tenfold.ops.debugging.kinds import assert_integer as assert_integer
from tenfold.ops.debugging.kinds import assert_proper_iterable as assert_proper_iterable
from tenfold.ops.debugging.kinds import assert_same_float_dtype as assert_same_float_dtype
from tenfold.ops.debugging.kinds import assert_type as assert_type
from tenfold.ops.debugging.kinds import is_numeric_tensor as is_numeric_tensor
from tenfold.ops.image.augmenting import random_crop as random_crop
from tenfold.ops.image.patching import extract_volume_patches as extract_volume_patches
from tenfold.ops.linalg.contraction import einsum as einsum
from tenfold.ops.linalg.diagonals import band_part as matrix_band_part
from tenfold.ops.linalg.diagonals import diag as matrix_diag
from tenfold.ops.linalg.diagonals import diag_part as matrix_diag_part
from tenfold.ops.linalg.diagonals import eye as eye
from tenfold.ops.linalg.diagonals import set_diag as matrix_set_diag
from tenfold.ops.linalg.diagonals import tensor_diag as diag
from tenfold.ops.linalg.diagonals import tensor_diag_part as diag_part
from tenfold.ops.linalg.diagonals import trace as trace
from tenfold.ops.linalg.factoring import cholesky as cholesky
from tenfold.ops.linalg.factoring import eigh as self_adjoint_eig
from tenfold.ops.linalg.factoring import eigvalsh as self_adjoint_eigvals
from tenfold.ops.linalg.factoring import qr as qr
from tenfold.ops.linalg.factoring import svd as svd
from tenfold.ops.linalg.least_squares import lstsq as matrix_solve_ls
from tenfold.ops.linalg.matrix_functions import sqrtm as matrix_square_root
from tenfold.ops.linalg.norms import cross as cross
from tenfold.ops.linalg.norms import global_norm as global_norm
from tenfold.ops.linalg.norms import matrix_transpose as matrix_transpose
from tenfold.ops.linalg.products import matmul as matmul
from tenfold.ops.linalg.products import tensordot as tensordot
from tenfold.ops.linalg.solving import cholesky_solve as cholesky_solve
from tenfold.ops.linalg.solving import det as matrix_determinant
from tenfold.ops.linalg.solving import inv as matrix_inverse
from tenfold.ops.linalg.solving import solve as matrix_solve
from tenfold.ops.linalg.solving import triangular_solve as matrix_triangular_solve
from tenfold.ops.math.approximate_top import approx_top_k as approx_top_k
from tenfold.ops.math.arithmetic import add as add
from tenfold.ops.math.arithmetic import divide as divide
from tenfold.ops.math.arithmetic import divide as realdiv
from tenfold.ops.math.arithmetic import multiply as multiply
from tenfold.ops.math.arithmetic import negative as negative
from tenfold.ops.math.arithmetic import subtract as subtract
from tenfold.ops.math.clipping import clip_by_global_norm as clip_by_global_norm
from tenfold.ops.math.clipping import clip_by_norm as clip_by_norm
from tenfold.ops.math.clipping import clip_by_value as clip_by_value
from tenfold.ops.math.comparison import equal as equal
from tenfold.ops.math.comparison import greater as greater
from tenfold.ops.math.comparison import greater_equal as greater_equal
from tenfold.ops.math.comparison import less as less
from tenfold.ops.math.comparison import less_equal as less_equal
from tenfold.ops.math.comparison import not_equal as not_equal
from tenfold.ops.math.complex_numbers import angle as angle
from tenfold.ops.math.complex_numbers import complex as complex
from tenfold.ops.math.complex_numbers import conj as conj
from tenfold.ops.math.complex_numbers import imag as imag
from tenfold.ops.math.complex_numbers import real as real
from tenfold.ops.math.counting import bincount as bincount
from tenfold.ops.math.counting import histogram_fixed_width as histogram_fixed_width
from tenfold.ops.math.counting import histogram_fixed_width_bins as histogram_fixed_width_bins
from tenfold.ops.math.division import floordiv as floor_div
from tenfold.ops.math.division import floordiv as floordiv
from tenfold.ops.math.division import floormod as floormod
from tenfold.ops.math.division import floormod as mod
from tenfold.ops.math.division import truediv as truediv
from tenfold.ops.math.division import truncatediv as truncatediv
from tenfold.ops.math.division import truncatemod as truncatemod
from tenfold.ops.math.error_function import erf as erf
from tenfold.ops.math.error_function import erfc as erfc
from tenfold.ops.math.exponential import exp as exp
from tenfold.ops.math.exponential import expm1 as expm1
from tenfold.ops.math.exponential import log as log
from tenfold.ops.math.exponential import log1p as log1p
from tenfold.ops.math.exponential import log_sigmoid as log_sigmoid
from tenfold.ops.math.exponential import reciprocal as reciprocal
from tenfold.ops.math.exponential import rsqrt as rsqrt
from tenfold.ops.math.exponential import sigmoid as sigmoid
from tenfold.ops.math.exponential import sqrt as sqrt
from tenfold.ops.math.exponential import square as square
from tenfold.ops.math.gamma import digamma as digamma
from tenfold.ops.math.gamma import lbeta as lbeta
from tenfold.ops.math.gamma import lgamma as lgamma
from tenfold.ops.math.gamma import polygamma as polygamma
from tenfold.ops.math.gamma import zeta as zeta
from tenfold.ops.math.incomplete import betainc as betainc
from tenfold.ops.math.incomplete import igamma as igamma
from tenfold.ops.math.incomplete import igammac as igammac
from tenfold.ops.math.logic import logical_and as logical_and
from tenfold.ops.math.logic import logical_not as logical_not
from tenfold.ops.math.logic import logical_or as logical_or
from tenfold.ops.math.logic import logical_xor as logical_xor
from tenfold.ops.math.pairwise import atan2 as atan2
from tenfold.ops.math.pairwise import maximum as maximum
from tenfold.ops.math.pairwise import minimum as minimum
from tenfold.ops.math.pairwise import pow as pow
from tenfold.ops.math.pairwise import squared_difference as squared_difference
from tenfold.ops.math.rounding import abs as abs
from tenfold.ops.math.rounding import ceil as ceil
from tenfold.ops.math.rounding import floor as floor
from tenfold.ops.math.rounding import is_finite as is_finite
from tenfold.ops.math.rounding import is_inf as is_inf
from tenfold.ops.math.rounding import is_nan as is_nan
from tenfold.ops.math.rounding import rint as rint
from tenfold.ops.math.rounding import round as round
from tenfold.ops.math.rounding import sign as sign
from tenfold.ops.math.scan import cumprod as cumprod
from tenfold.ops.math.scan import cumsum as cumsum
from tenfold.ops.math.scan import is_non_decreasing as is_non_decreasing
from tenfold.ops.math.scan import is_strictly_increasing as is_strictly_increasing
from tenfold.ops.math.segment_reducing import segment_max as segment_max
from tenfold.ops.math.segment_reducing import segment_mean as segment_mean
from tenfold.ops.math.segment_reducing import segment_min as segment_min
from tenfold.ops.math.segment_reducing import segment_prod as segment_prod
from tenfold.ops.math.segment_reducing import segment_sum as segment_sum
from tenfold.ops.math.segment_reducing import unsorted_segment_max as unsorted_segment_max
from tenfold.ops.math.segment_reducing import unsorted_segment_mean as unsorted_segment_mean
from tenfold.ops.math.segment_reducing import unsorted_segment_min as unsorted_segment_min
from tenfold.ops.math.segment_reducing import unsorted_segment_prod as unsorted_segment_prod
from tenfold.ops.math.segment_reducing import unsorted_segment_sqrt_n as unsorted_segment_sqrt_n
from tenfold.ops.math.segment_reducing import unsorted_segment_sum as unsorted_segment_sum
from tenfold.ops.math.sums import accumulate_n as accumulate_n
from tenfold.ops.math.sums import add_n as add_n
from tenfold.ops.math.sums import scalar_mul as scalar_mul
from tenfold.ops.math.trigonometry import acos as acos
from tenfold.ops.math.trigonometry import acosh as acosh
from tenfold.ops.math.trigonometry import asin as asin
from tenfold.ops.math.trigonometry import asinh as asinh
from tenfold.ops.math.trigonometry import atan as atan
from tenfold.ops.math.trigonometry import atanh as atanh
from tenfold.ops.math.trigonometry import cos as cos
from tenfold.ops.math.trigonometry import cosh as cosh
from tenfold.ops.math.trigonometry import sin as sin
from tenfold.ops.math.trigonometry import sinh as sinh
from tenfold.ops.math.trigonometry import tan as tan
from tenfold.ops.math.trigonometry import tanh as tanh
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_args as fake_quant_with_min_max_args,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_args_gradient as fake_quant_with_min_max_args_gradient,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_vars as fake_quant_with_min_max_vars,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_vars_gradient as fake_quant_with_min_max_vars_gradient,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_vars_per_channel as fake_quant_with_min_max_vars_per_channel,
)
from tenfold.ops.quantization.simulated import (
    fake_quant_with_min_max_vars_per_channel_gradient as fake_quant_with_min_max_vars_per_channel_gradient,
)
from tenfold.ops.quantization.stored import dequantize as dequantize
from tenfold.ops.quantization.stored import quantize as quantize
from tenfold.ops.quantization.stored import quantized_concat as quantized_concat
from tenfold.ops.queue.kinds import FIFOQueue as FIFOQueue
from tenfold.ops.queue.kinds import PaddingFIFOQueue as PaddingFIFOQueue
from tenfold.ops.queue.kinds import PriorityQueue as PriorityQueue
from tenfold.ops.queue.kinds import QueueBase as QueueBase
from tenfold.ops.queue.kinds import RandomShuffleQueue as RandomShuffleQueue
from tenfold.ops.random.gamma_sampling import gamma as random_gamma
from tenfold.ops.random.stateful import normal as random_normal
from tenfold.ops.random.stateful import shuffle as random_shuffle
from tenfold.ops.random.stateful import truncated_normal as truncated_normal
from tenfold.ops.random.stateful import uniform as random_uniform
from tenfold.ops.signal.fourier import fft as fft
from tenfold.ops.signal.fourier import fft2d as fft2d
from tenfold.ops.signal.fourier import fft3d as fft3d
from tenfold.ops.signal.fourier import ifft as ifft
from tenfold.ops.signal.fourier import ifft2d as ifft2d
from tenfold.ops.signal.fourier import ifft3d as ifft3d
from tenfold.ops.strings.printing import print as print
from tenfold.protos.schemas.attr_value import AttrValue as AttrValue
from tenfold.protos.schemas.attr_value import NameAttrList as NameAttrList
from tenfold.protos.schemas.config import ConfigProto as ConfigProto
from tenfold.protos.schemas.config import GPUOptions as GPUOptions
from tenfold.protos.schemas.config import GraphOptions as GraphOptions
from tenfold.protos.schemas.config import OptimizerOptions as OptimizerOptions
from tenfold.protos.schemas.config import RunMetadata as RunMetadata
from tenfold.protos.schemas.config import RunOptions as RunOptions
from tenfold.protos.schemas.event import Event as Event
from tenfold.protos.schemas.event import LogMessage as LogMessage
from tenfold.protos.schemas.event import SessionLog as SessionLog
from tenfold.protos.schemas.graph import GraphDef as GraphDef
from tenfold.protos.schemas.meta_graph import MetaGraphDef as MetaGraphDef
from tenfold.protos.schemas.meta_graph import TensorInfo as TensorInfo
from tenfold.protos.schemas.node_def import NodeDef as NodeDef
from tenfold.protos.schemas.summary import Summary as Summary
from tenfold.protos.schemas.summary import SummaryMetadata as SummaryMetadata
