"""Random messages: what the protobuf library beside TensorFlow writes, tenfold reads and writes."""

from __future__ import annotations

import pytest

from tests.protos.test_codec import check

from .conftest import Peer


@pytest.mark.parametrize("seed", range(1, 6))
def test_messages_are_those_of_protobuf(seed: int, peer: Peer) -> None:
    cases = peer.ask("messages", seed=seed)["cases"]
    assert len(cases) > 100
    for name, found in cases.items():
        check(name, found)
