"""The messages of tensorflow/core/protobuf/config.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import (
    cluster,
    coordination_config,
    cost_graph,
    debug,
    graph,
    rewriter_config,
    rpc_options,
    step_stats,
)

FILE = File(
    __name__,
    "tensorflow",
    """
message GPUOptions
  1 per_process_gpu_memory_fraction double
  4 allow_growth bool
  2 allocator_type string
  3 deferred_deletion_bytes int64
  5 visible_device_list string
  6 polling_active_delay_usecs int32
  7 polling_inactive_delay_msecs int32
  8 force_gpu_compatible bool
  9 experimental GPUOptions.Experimental
message GPUOptions.Experimental
  1 virtual_devices repeated GPUOptions.Experimental.VirtualDevices
  15 num_virtual_devices_per_gpu int32
  2 use_unified_memory bool
  3 num_dev_to_dev_copy_streams int32
  4 collective_ring_order string
  5 timestamped_allocator bool
  7 kernel_tracker_max_interval int32
  8 kernel_tracker_max_bytes int32
  9 kernel_tracker_max_pending int32
  10 internal_fragmentation_fraction double
  11 use_cuda_malloc_async bool
  12 disallow_retry_on_allocation_failure bool
  13 gpu_host_mem_limit_in_mb float
  14 gpu_host_mem_disallow_growth bool
  16 gpu_system_memory_size_in_mb int32
  17 populate_pjrt_gpu_client_creation_info bool
  18 node_id int32
  19 stream_merge_options GPUOptions.Experimental.StreamMergeOptions
message GPUOptions.Experimental.VirtualDevices
  1 memory_limit_mb repeated float
  2 priority repeated int32
  3 device_ordinal repeated int32
message GPUOptions.Experimental.StreamMergeOptions
  1 merge_host_to_device_stream bool
  2 merge_device_to_host_stream bool
  3 merge_device_to_device_stream bool
message OptimizerOptions
  1 do_common_subexpression_elimination bool
  2 do_constant_folding bool
  6 max_folded_constant_in_bytes int64
  4 do_function_inlining bool
  3 opt_level OptimizerOptions.Level
  5 global_jit_level OptimizerOptions.GlobalJitLevel
  7 cpu_global_jit bool
enum OptimizerOptions.Level
  0 L1
  -1 L0
enum OptimizerOptions.GlobalJitLevel
  0 DEFAULT
  -1 OFF
  1 ON_1
  2 ON_2
message GraphOptions
  2 enable_recv_scheduling bool
  3 optimizer_options OptimizerOptions
  4 build_cost_model int64
  9 build_cost_model_after int64
  5 infer_shapes bool
  6 place_pruned_graph bool
  7 enable_bfloat16_sendrecv bool
  8 timeline_step int32
  10 rewrite_options RewriterConfig
message ThreadPoolOptionProto
  1 num_threads int32
  2 global_name string
message SessionMetadata
  1 name string
  2 version int64
message ConfigProto
  1 device_count map string int32
  2 intra_op_parallelism_threads int32
  5 inter_op_parallelism_threads int32
  9 use_per_session_threads bool
  12 session_inter_op_thread_pool repeated ThreadPoolOptionProto
  3 placement_period int32
  4 device_filters repeated string
  6 gpu_options GPUOptions
  18 pluggable_device_options GPUOptions
  7 allow_soft_placement bool
  8 log_device_placement bool
  10 graph_options GraphOptions
  11 operation_timeout_in_ms int64
  13 rpc_options RPCOptions
  14 cluster_def ClusterDef
  15 isolate_session_state bool
  17 share_cluster_devices_in_session bool
  16 experimental ConfigProto.Experimental
message ConfigProto.Experimental
  1 collective_group_leader string
  3 executor_type string
  4 recv_buf_max_chunk int32
  5 use_numa_affinity bool
  6 collective_deterministic_sequential_execution bool
  7 collective_nccl bool
  8 share_session_state_in_clusterspec_propagation bool
  9 disable_thread_spinning bool
  10 share_cluster_devices_in_session bool
  11 session_metadata SessionMetadata
  12 optimize_for_static_graph bool
  13 enable_mlir_bridge bool
  17 mlir_bridge_rollout ConfigProto.Experimental.MlirBridgeRollout
  16 enable_mlir_graph_optimization bool
  14 disable_output_partition_graphs bool
  15 xla_fusion_autotuner_thresh int64
  18 use_tfrt bool
  27 enable_multi_host bool
  32 tfrt_use_ifrt bool
  28 backend_server_port int32
  29 target_tpu bool
  30 target_gpu bool
  31 stream_merge_threshold int32
  21 disable_functional_ops_lowering bool
  22 xla_prefer_single_graph_cluster bool
  23 coordination_config CoordinationServiceConfig
  24 disable_optimize_for_static_graph bool
  26 disable_eager_executor_streaming_enqueue bool
  33 finalize_function_library_runtime bool
  34 finalize_resource_manager bool
  35 tf2xla_dump_dir string
  36 online_cost_analysis bool
enum ConfigProto.Experimental.MlirBridgeRollout
  0 MLIR_BRIDGE_ROLLOUT_UNSPECIFIED
  1 MLIR_BRIDGE_ROLLOUT_ENABLED
  2 MLIR_BRIDGE_ROLLOUT_DISABLED
message RunOptions
  1 trace_level RunOptions.TraceLevel
  2 timeout_in_ms int64
  3 inter_op_thread_pool int32
  5 output_partition_graphs bool
  6 debug_options DebugOptions
  7 report_tensor_allocations_upon_oom bool
  8 experimental RunOptions.Experimental
message RunOptions.Experimental
  1 collective_graph_key int64
  2 use_run_handler_pool bool
  3 run_handler_pool_options RunOptions.Experimental.RunHandlerPoolOptions
message RunOptions.Experimental.RunHandlerPoolOptions
  1 priority int64
enum RunOptions.TraceLevel
  0 NO_TRACE
  1 SOFTWARE_TRACE
  2 HARDWARE_TRACE
  3 FULL_TRACE
message RunMetadata
  1 step_stats StepStats
  2 cost_graph CostGraphDef
  3 partition_graphs repeated GraphDef
  4 function_graphs repeated RunMetadata.FunctionGraphs
  5 session_metadata SessionMetadata
message RunMetadata.FunctionGraphs
  1 partition_graphs repeated GraphDef
  2 pre_optimization_graph GraphDef
  3 post_optimization_graph GraphDef
message TensorConnection
  1 from_tensor string
  2 to_tensor string
message CallableOptions
  1 feed repeated string
  2 fetch repeated string
  3 target repeated string
  4 run_options RunOptions
  5 tensor_connection repeated TensorConnection
  6 feed_devices map string string
  7 fetch_devices map string string
  8 fetch_skip_sync bool
message BatchingOptions
  1 num_batch_threads int32
  2 max_batch_size int32
  3 batch_timeout_micros int32
  4 allowed_batch_sizes repeated int32
  5 max_enqueued_batches int32
""",
    (
        cluster.FILE,
        coordination_config.FILE,
        cost_graph.FILE,
        debug.FILE,
        graph.FILE,
        rewriter_config.FILE,
        rpc_options.FILE,
        step_stats.FILE,
    ),
)

GPUOptions = FILE.messages["GPUOptions"]
OptimizerOptions = FILE.messages["OptimizerOptions"]
GraphOptions = FILE.messages["GraphOptions"]
ThreadPoolOptionProto = FILE.messages["ThreadPoolOptionProto"]
SessionMetadata = FILE.messages["SessionMetadata"]
ConfigProto = FILE.messages["ConfigProto"]
RunOptions = FILE.messages["RunOptions"]
RunMetadata = FILE.messages["RunMetadata"]
TensorConnection = FILE.messages["TensorConnection"]
CallableOptions = FILE.messages["CallableOptions"]
BatchingOptions = FILE.messages["BatchingOptions"]
