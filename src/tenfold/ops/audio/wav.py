"""WAV files of 16-bit samples, read and written."""

from __future__ import annotations

import struct
from collections import namedtuple
from typing import Any, NoReturn

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.boxes import boxed
from tenfold.core.op import op

_SCALE = np.float32(1 << 15)
_PCM = 1
_FORMAT = struct.Struct("<HHIIHH")


def _invalid(message: str) -> NoReturn:
    raise errors.InvalidArgumentError(None, None, message)


def _read(contents: bytes) -> tuple[np.ndarray, int]:
    """The samples of a file, `[length, channels]` of int16, and how many there are a second."""
    if contents[:4] != b"RIFF" or contents[8:12] != b"WAVE":
        _invalid(
            f"Header mismatch: expected the bytes of a RIFF WAVE file; the {len(contents)} bytes "
            f"begin with {contents[:12]!r}."
        )
    at, layout, data = 12, None, None
    while at < len(contents):
        kind, length = contents[at : at + 4], int.from_bytes(contents[at + 4 : at + 8], "little")
        left = len(contents) - at - 8
        if left < (length if layout is None or kind == b"data" else 0):
            _invalid(
                f"Data too short: the chunk {kind!r} has {length} bytes, but {max(0, left)} are "
                "left."
            )
        at += 8
        if layout is None:
            layout = _layout(kind, contents[at : at + length])
        elif kind == b"data":
            if data is not None:
                _invalid("More than one data chunk found in the file.")
            length -= length % (2 * layout[0])  # what is no whole frame is read as the next chunk
            data = np.frombuffer(contents, "<i2", length // 2, at).reshape(-1, layout[0])
        at += length
    if layout is None or data is None:
        _invalid("No data chunk found in the file.")
    return data, layout[1]


def _layout(kind: bytes, chunk: bytes) -> tuple[int, int]:
    """The number of channels and the rate, from the first chunk, which must tell the format."""
    if kind != b"fmt " or len(chunk) not in (16, 18):
        _invalid(
            f"Bad header: expected a format chunk of 16 or 18 bytes, found {kind!r} of "
            f"{len(chunk)}."
        )
    coding, channels, rate, a_second, a_frame, bits = _FORMAT.unpack_from(chunk)
    if coding != _PCM:
        _invalid(f"Bad audio format for WAV: expected {_PCM} (PCM), but got {coding}.")
    if bits != 16:
        _invalid(f"Can only read 16-bit WAV files, but received {bits}.")
    if not channels or a_frame != 2 * channels or a_second != rate * a_frame:
        _invalid(
            f"Bad sizes in the header: {channels} channels, {a_frame} bytes a frame, {a_second} "
            f"bytes a second at {rate} frames."
        )
    return channels, rate


def _decoded_shape(done: Any) -> Any:
    rules.value_of(done.inputs[0])
    if done.inputs[0].raw_shape:
        raise ValueError(f"contents must be a scalar; received {list(done.inputs[0].raw_shape)}.")
    sizes = (done.attrs["desired_samples"], done.attrs["desired_channels"])
    return [tuple(None if n < 0 else n for n in sizes), ()]


@op(
    "contents: string -> audio: float32, sample_rate: int32",
    shape=_decoded_shape,
    jit=False,
)
def DecodeWav(
    xp: Any, contents: Any, *, desired_channels: int = -1, desired_samples: int = -1
) -> Any:
    if contents.ndim:
        raise ValueError(f"contents must be a scalar; received {list(contents.shape)}.")
    data, rate = _read(contents.item())
    length = len(data) if desired_samples < 0 else desired_samples
    channels = data.shape[1] if desired_channels < 0 else desired_channels
    data = data[:length, np.minimum(np.arange(channels), data.shape[1] - 1)]
    audio = np.zeros((length, channels), np.float32)
    audio[: len(data)] = data / _SCALE
    return audio, np.asarray(rate, np.int32)


Sound = namedtuple("DecodeWav", ["audio", "sample_rate"])


def decode_wav(
    contents: Any, desired_channels: int = -1, desired_samples: int = -1, name: str | None = None
) -> Any:
    """The sound of a WAV file of 16-bit samples.

    Args:
      contents: The bytes of the file, a scalar string.
      desired_channels: How many channels the result has: more than the file has repeat its last
        one. -1 for those of the file.
      desired_samples: How many samples the result has, cut off or filled up with silence at the
        end. -1 for those of the file.
      name: A name for the op.

    Returns:
      A named pair: `audio`, `[samples, channels]` of float32 in [-1, 1), and `sample_rate`, the
      number of samples a second, a scalar of int32.

    Raises:
      tf.errors.InvalidArgumentError: The bytes are no WAV file, or its samples have not 16 bits.

    Example:
      >>> import tenfold as tf
      >>> file = tf.audio.encode_wav([[0.5], [-0.25]], 8000)
      >>> sound = tf.audio.decode_wav(file)
      >>> sound.audio.numpy().tolist(), int(sound.sample_rate)
      ([[0.5], [-0.25]], 8000)
    """
    return Sound(
        *DecodeWav(
            contents, desired_channels=desired_channels, desired_samples=desired_samples, name=name
        )
    )


@op("audio: float32, sample_rate: int32 -> contents: string", shape=rules.scalar, jit=False)
def EncodeWav(xp: Any, audio: Any, sample_rate: Any) -> Any:
    if audio.ndim != 2:
        raise ValueError(f"audio must be [samples, channels]; received {list(audio.shape)}.")
    if sample_rate.ndim:
        raise ValueError(f"sample_rate must be a scalar; received {list(sample_rate.shape)}.")
    rate, channels = int(sample_rate), audio.shape[1]
    if rate <= 0:
        raise ValueError(f"sample_rate must be positive; received {rate}.")
    if not 0 < channels < 1 << 15:
        raise ValueError(f"audio must have 1 to {(1 << 15) - 1} channels; received {channels}.")
    scaled = audio * _SCALE
    rounded = np.trunc(scaled + np.copysign(np.float32(0.5), scaled))
    data = np.clip(rounded, -(1 << 15), (1 << 15) - 1).astype("<i2").tobytes()
    layout = _FORMAT.pack(_PCM, channels, rate, 2 * channels * rate, 2 * channels, 16)
    chunks = struct.pack("<4sI", b"fmt ", len(layout)) + layout
    chunks += struct.pack("<4sI", b"data", len(data)) + data
    return boxed(struct.pack("<4sI4s", b"RIFF", len(chunks) + 4, b"WAVE") + chunks)


def encode_wav(audio: Any, sample_rate: Any, name: str | None = None) -> Any:
    """The bytes of a WAV file of 16-bit samples.

    Args:
      audio: The sound, `[samples, channels]` of float32; what is not in [-1, 1) is cut off there.
      sample_rate: How many samples there are a second, a scalar of int32.
      name: A name for the op.

    Returns:
      A scalar string.

    Raises:
      tf.errors.InvalidArgumentError: `audio` has not two axes, or the rate is not positive.

    Example:
      >>> import tenfold as tf
      >>> tf.audio.encode_wav([[0.5], [-0.25]], 8000).numpy()[-4:]
      b'\\x00@\\x00\\xe0'
    """
    return EncodeWav(audio, sample_rate, name=name)
