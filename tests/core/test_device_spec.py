"""tf.DeviceSpec: names there and back, merging."""

import pytest

import tenfold as tf


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("/job:w/cpu:0", "/job:w/device:CPU:0"),
        ("/job:w/device:CPU:*", "/job:w/device:CPU:*"),
        ("/job:w/replica:1/task:2/device:GPU:3", "/job:w/replica:1/task:2/device:GPU:3"),
        ("", ""),
    ],
)
def test_names(name, full):
    assert tf.DeviceSpec.from_string(name).to_string() == full


def test_parts():
    spec = tf.DeviceSpec(job="w", replica=1, task=2, device_type="gpu", device_index=3)
    assert (spec.job, spec.replica, spec.task) == ("w", 1, 2)
    assert (spec.device_type, spec.device_index) == ("GPU", 3)
    assert repr(spec) == "<DeviceSpec(job=w, replica=1, task=2, device_type=GPU, device_index=3)>"
    assert spec.replace(job=None).to_string() == "/replica:1/task:2/device:GPU:3"
    same = tf.DeviceSpec.from_string(spec.to_string())
    assert spec == same and hash(spec) == hash(same)
    assert spec.parse_from_string("/cpu:1") == tf.DeviceSpec(device_type="CPU", device_index=1)


def test_merging_prefers_the_other():
    spec = tf.DeviceSpec.from_string("/job:w/cpu:0")
    merged = spec.make_merged_spec(tf.DeviceSpec(job="z", task=1))
    assert merged.to_string() == "/job:z/task:1/device:CPU:0"


def test_unknown_part():
    with pytest.raises(ValueError, match="'joob'"):
        tf.DeviceSpec.from_string("/joob:w")
