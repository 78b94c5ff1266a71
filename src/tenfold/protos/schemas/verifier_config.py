"""The messages of tensorflow/core/protobuf/verifier_config.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message VerifierConfig
  1 verification_timeout_in_ms int64
  2 structure_verifier VerifierConfig.Toggle
enum VerifierConfig.Toggle
  0 DEFAULT
  1 ON
  2 OFF
""",
    (),
)

VerifierConfig = FILE.messages["VerifierConfig"]
