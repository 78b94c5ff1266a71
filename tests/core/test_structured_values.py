"""Type specs as messages: the bytes are TensorFlow's."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import pytest

import tenfold as tf
from tenfold.core.structured_values import NotEncodableError, decode, encode

SPECS: list[tuple[Any, str]] = [
    (
        tf.TensorSpec([2, None], tf.int32, "x"),
        "0a0178121112020802120b08ffffffffffffffffff011803",
    ),
    (
        tf.SparseTensorSpec([2, None]),
        "0801121ea2031b0a14fa011112020802120b08ffffffffffffffffff010a038002011a1053706172736554656e"
        "736f72537065632003",
    ),
    (
        tf.IndexedSlicesSpec([2], tf.float64, tf.int32, tf.int32),
        "0802122da2032a0a07fa0104120208020a038002020a038002030a038002030a10fa010d120b08ffffffffffff"
        "ffffff011a11496e6465786564536c69636573537065632003",
    ),
    (
        tf.TensorArraySpec([2], tf.int32, True),
        "08041219a203160a07fa0104120208020a038002030a0270010a0270011a0f54656e736f724172726179537065"
        "632001",
    ),
    (tf.NoneTensorSpec(), "080c1203a203001a1174662e4e6f6e6554656e736f7253706563"),
]


@pytest.mark.parametrize(("spec", "wire"), SPECS, ids=lambda v: type(v).__name__)
def test_specs_there_and_back(spec: Any, wire: str) -> None:
    message = spec.experimental_as_proto()
    assert message.SerializeToString().hex() == wire
    parsed = type(spec).experimental_type_proto().FromString(bytes.fromhex(wire))
    assert type(spec).experimental_from_proto(parsed) == spec


Pair = namedtuple("Pair", ["a", "b"])


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, -3, 1.5, "text", tf.float32, tf.TensorShape(None)),
        *([1, 2], (1, [2.0]), {"a": 1, "b": ()}, tf.TensorSpec([1]), tf.SparseTensorSpec()),
    ],
    ids=str,
)
def test_values_there_and_back(value: Any) -> None:
    found = decode(encode(value))
    assert found == value or (value == tf.TensorShape(None) and found.rank is None)
    assert type(found) is type(value)


def test_named_tuples_keep_their_fields() -> None:
    found = decode(encode(Pair(1, (2,))))
    assert type(found).__name__ == "Pair"
    assert found._asdict() == {"a": 1, "b": (2,)}


@pytest.mark.parametrize("value", [object(), 1j, {1: 2}, b"bytes"], ids=lambda v: type(v).__name__)
def test_what_has_no_form_is_refused(value: Any) -> None:
    with pytest.raises(NotEncodableError, match="No encoder for object"):
        encode(value)


def test_a_message_of_another_kind_is_refused() -> None:
    message = tf.TensorSpec([2]).experimental_as_proto()
    with pytest.raises(TypeError, match="takes a TypeSpecProto; received a TensorSpecProto"):
        tf.SparseTensorSpec.experimental_from_proto(message)


def test_a_spec_that_is_not_known_is_refused() -> None:
    message = tf.SparseTensorSpec.experimental_type_proto()(
        type_spec_class=12, type_spec_class_name="other.Spec"
    )
    with pytest.raises(ValueError, match=r"'other\.Spec'"):
        tf.SparseTensorSpec.experimental_from_proto(message)
