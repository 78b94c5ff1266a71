from tenfold.ops.audio.wav import decode_wav as decode_wav
from tenfold.ops.audio.wav import encode_wav as encode_wav
