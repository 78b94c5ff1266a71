from tenfold.ops.signal.cosine import dct as dct
from tenfold.ops.signal.cosine import idct as idct
from tenfold.ops.signal.cosine import inverse_mdct as inverse_mdct
from tenfold.ops.signal.cosine import mdct as mdct
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
from tenfold.ops.signal.fourier_nd import fftnd as fftnd
from tenfold.ops.signal.fourier_nd import ifftnd as ifftnd
from tenfold.ops.signal.fourier_nd import irfftnd as irfftnd
from tenfold.ops.signal.fourier_nd import rfftnd as rfftnd
from tenfold.ops.signal.framing import frame as frame
from tenfold.ops.signal.framing import overlap_and_add as overlap_and_add
from tenfold.ops.signal.mel import (
    linear_to_mel_weight_matrix as linear_to_mel_weight_matrix,
)
from tenfold.ops.signal.mel import (
    mfccs_from_log_mel_spectrograms as mfccs_from_log_mel_spectrograms,
)
from tenfold.ops.signal.shifting import fftshift as fftshift
from tenfold.ops.signal.shifting import ifftshift as ifftshift
from tenfold.ops.signal.spectrograms import inverse_stft as inverse_stft
from tenfold.ops.signal.spectrograms import inverse_stft_window_fn as inverse_stft_window_fn
from tenfold.ops.signal.spectrograms import stft as stft
from tenfold.ops.signal.windowing import hamming_window as hamming_window
from tenfold.ops.signal.windowing import hann_window as hann_window
from tenfold.ops.signal.windowing import (
    kaiser_bessel_derived_window as kaiser_bessel_derived_window,
)
from tenfold.ops.signal.windowing import kaiser_window as kaiser_window
from tenfold.ops.signal.windowing import vorbis_window as vorbis_window
