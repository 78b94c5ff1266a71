"""The messages of tensorflow/core/protobuf/rewriter_config.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import attr_value, verifier_config

FILE = File(
    __name__,
    "tensorflow",
    """
message AutoParallelOptions
  1 enable bool
  2 num_replicas int32
message ScopedAllocatorOptions
  1 enable_op repeated string
message RewriterConfig
  50 cpu_layout_conversion RewriterConfig.CpuLayout
  1 layout_optimizer RewriterConfig.Toggle
  3 constant_folding RewriterConfig.Toggle
  13 shape_optimization RewriterConfig.Toggle
  14 remapping RewriterConfig.Toggle
  24 common_subgraph_elimination RewriterConfig.Toggle
  7 arithmetic_optimization RewriterConfig.Toggle
  8 dependency_optimization RewriterConfig.Toggle
  9 loop_optimization RewriterConfig.Toggle
  10 function_optimization RewriterConfig.Toggle
  11 debug_stripper RewriterConfig.Toggle
  2 disable_model_pruning bool
  15 scoped_allocator_optimization RewriterConfig.Toggle
  18 pin_to_host_optimization RewriterConfig.Toggle
  22 implementation_selector RewriterConfig.Toggle
  23 auto_mixed_precision RewriterConfig.Toggle
  25 auto_mixed_precision_mkl RewriterConfig.Toggle
  31 auto_mixed_precision_onednn_bfloat16 RewriterConfig.Toggle
  29 auto_mixed_precision_cpu RewriterConfig.Toggle
  19 disable_meta_optimizer bool
  32 disable_tfg_optimizer bool
  28 use_plugin_optimizers RewriterConfig.Toggle
  30 experimental_conditional_code_motion RewriterConfig.Toggle
  12 meta_optimizer_iterations RewriterConfig.NumIterationsType
  17 min_graph_nodes int32
  26 experimental_disable_compressed_tensor_optimization bool
  27 experimental_disable_folding_quantization_emulation bool
  4 memory_optimization RewriterConfig.MemOptType
  6 memory_optimizer_target_node_name_scope string
  20 meta_optimizer_timeout_ms int64
  5 auto_parallel AutoParallelOptions
  21 fail_on_optimizer_errors bool
  16 scoped_allocator_opts ScopedAllocatorOptions
  100 optimizers repeated string
  200 custom_optimizers repeated RewriterConfig.CustomGraphOptimizer
  300 inter_optimizer_verifier_config VerifierConfig
  301 post_optimization_verifier_config VerifierConfig
message RewriterConfig.CustomGraphOptimizer
  1 name string
  2 parameter_map map string AttrValue
enum RewriterConfig.Toggle
  0 DEFAULT
  1 ON
  2 OFF
  3 AGGRESSIVE
  4 EXPERIMENTAL_MLIR
  5 EXPERIMENTAL_BOTH
enum RewriterConfig.CpuLayout
  0 NO_CONVERSION_ON_CPU
  1 NCHW_TO_NHWC
  2 NHWC_TO_NCHW
enum RewriterConfig.NumIterationsType
  0 DEFAULT_NUM_ITERS
  1 ONE
  2 TWO
enum RewriterConfig.MemOptType
  0 DEFAULT_MEM_OPT
  1 NO_MEM_OPT
  2 MANUAL
  4 SWAPPING_HEURISTICS
  5 RECOMPUTATION_HEURISTICS
  6 SCHEDULING_HEURISTICS
  3 HEURISTICS
""",
    (
        attr_value.FILE,
        verifier_config.FILE,
    ),
)

AutoParallelOptions = FILE.messages["AutoParallelOptions"]
ScopedAllocatorOptions = FILE.messages["ScopedAllocatorOptions"]
RewriterConfig = FILE.messages["RewriterConfig"]
