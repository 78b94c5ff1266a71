"""The messages of xla/tsl/protobuf/rpc_options.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message RPCOptions
  1 use_rpc_for_inprocess_master bool
  2 compression_algorithm string
  3 compression_level int32
  4 cache_rpc_response bool
  5 disable_session_connection_sharing bool
  6 num_channels_per_target int32
""",
    (),
)

RPCOptions = FILE.messages["RPCOptions"]
