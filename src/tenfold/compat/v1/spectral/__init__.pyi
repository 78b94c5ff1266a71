# The table of contents of tf.compat.v1.spectral.
from tenfold.ops.signal.cosine import dct as dct
from tenfold.ops.signal.cosine import idct as idct
from tenfold.ops.signal.fourier import fft as fft
from tenfold.ops.signal.fourier import fft2d as fft2d
from tenfold.ops.signal.fourier import fft3d as fft3d
from tenfold.ops.signal.fourier import ifft as ifft
from tenfold.ops.signal.fourier import ifft2d as ifft2d
from tenfold.ops.signal.fourier import ifft3d as ifft3d
from tenfold.ops.signal.fourier import irfft as irfft
from tenfold.ops.signal.fourier import irfft2d as irfft2d
from tenfold.ops.signal.fourier import irfft3d as irfft3d
from tenfold.ops.signal.fourier import rfft as rfft
from tenfold.ops.signal.fourier import rfft2d as rfft2d
from tenfold.ops.signal.fourier import rfft3d as rfft3d
