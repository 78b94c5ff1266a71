from tenfold.api.nn import experimental as experimental
from tenfold.compat.v1.nn.rnn_cell.layer_wrapping import (
    RNNCellDeviceWrapper as RNNCellDeviceWrapper,
)
from tenfold.compat.v1.nn.rnn_cell.layer_wrapping import (
    RNNCellDropoutWrapper as RNNCellDropoutWrapper,
)
from tenfold.compat.v1.nn.rnn_cell.layer_wrapping import (
    RNNCellResidualWrapper as RNNCellResidualWrapper,
)
from tenfold.ops.array.batching import space_to_batch as space_to_batch
from tenfold.ops.array.layouts import depth_to_space as depth_to_space
from tenfold.ops.array.layouts import space_to_depth as space_to_depth
from tenfold.ops.linalg.norms import l2_normalize as l2_normalize
from tenfold.ops.math.approximate_top import approx_max_k as approx_max_k
from tenfold.ops.math.approximate_top import approx_min_k as approx_min_k
from tenfold.ops.math.exponential import sigmoid as sigmoid
from tenfold.ops.math.trigonometry import tanh as tanh
from tenfold.ops.nn.activations import crelu as crelu
from tenfold.ops.nn.activations import elu as elu
from tenfold.ops.nn.activations import gelu as gelu
from tenfold.ops.nn.activations import leaky_relu as leaky_relu
from tenfold.ops.nn.activations import relu as relu
from tenfold.ops.nn.activations import relu6 as relu6
from tenfold.ops.nn.activations import selu as selu
from tenfold.ops.nn.activations import silu as silu
from tenfold.ops.nn.activations import silu as swish
from tenfold.ops.nn.activations import softplus as softplus
from tenfold.ops.nn.activations import softsign as softsign
from tenfold.ops.nn.argmax_pooling import max_pool_with_argmax as max_pool_with_argmax
from tenfold.ops.nn.bias import bias_add as bias_add
from tenfold.ops.nn.convolve import atrous_conv2d as atrous_conv2d
from tenfold.ops.nn.convolve import atrous_conv2d_transpose as atrous_conv2d_transpose
from tenfold.ops.nn.convolve import conv1d as conv1d
from tenfold.ops.nn.convolve import conv1d_transpose as conv1d_transpose
from tenfold.ops.nn.convolve import conv2d as conv2d
from tenfold.ops.nn.convolve import conv2d_transpose as conv2d_transpose
from tenfold.ops.nn.convolve import conv3d as conv3d
from tenfold.ops.nn.convolve import conv3d_transpose as conv3d_transpose
from tenfold.ops.nn.convolve import conv_transpose as conv_transpose
from tenfold.ops.nn.convolve import convolution as convolution
from tenfold.ops.nn.crossentropy import log_poisson_loss as log_poisson_loss
from tenfold.ops.nn.crossentropy import log_softmax as log_softmax
from tenfold.ops.nn.crossentropy import (
    sigmoid_cross_entropy_with_logits as sigmoid_cross_entropy_with_logits,
)
from tenfold.ops.nn.crossentropy import softmax as softmax
from tenfold.ops.nn.crossentropy import (
    softmax_cross_entropy_with_logits as softmax_cross_entropy_with_logits,
)
from tenfold.ops.nn.crossentropy import (
    sparse_softmax_cross_entropy_with_logits as sparse_softmax_cross_entropy_with_logits,
)
from tenfold.ops.nn.crossentropy import (
    weighted_cross_entropy_with_logits as weighted_cross_entropy_with_logits,
)
from tenfold.ops.nn.ctc import collapse_repeated as collapse_repeated
from tenfold.ops.nn.ctc import ctc_loss as ctc_loss
from tenfold.ops.nn.ctc import ctc_unique_labels as ctc_unique_labels
from tenfold.ops.nn.ctc_decoding import ctc_beam_search_decoder as ctc_beam_search_decoder
from tenfold.ops.nn.ctc_decoding import ctc_greedy_decoder as ctc_greedy_decoder
from tenfold.ops.nn.depthwise import depthwise_conv2d as depthwise_conv2d
from tenfold.ops.nn.depthwise import (
    depthwise_conv2d_backprop_filter as depthwise_conv2d_backprop_filter,
)
from tenfold.ops.nn.depthwise import (
    depthwise_conv2d_backprop_input as depthwise_conv2d_backprop_input,
)
from tenfold.ops.nn.depthwise import separable_conv2d as separable_conv2d
from tenfold.ops.nn.dilating import pool as pool
from tenfold.ops.nn.dilating import with_space_to_batch as with_space_to_batch
from tenfold.ops.nn.embedding import embedding_lookup as embedding_lookup
from tenfold.ops.nn.embedding_sparse import embedding_lookup_sparse as embedding_lookup_sparse
from tenfold.ops.nn.embedding_sparse import (
    safe_embedding_lookup_sparse as safe_embedding_lookup_sparse,
)
from tenfold.ops.nn.fractional import fractional_avg_pool as fractional_avg_pool
from tenfold.ops.nn.fractional import fractional_max_pool as fractional_max_pool
from tenfold.ops.nn.isotonic import isotonic_regression as isotonic_regression
from tenfold.ops.nn.morphology import dilation2d as dilation2d
from tenfold.ops.nn.morphology import erosion2d as erosion2d
from tenfold.ops.nn.pools import avg_pool as avg_pool
from tenfold.ops.nn.pools import avg_pool1d as avg_pool1d
from tenfold.ops.nn.pools import avg_pool2d as avg_pool2d
from tenfold.ops.nn.pools import avg_pool3d as avg_pool3d
from tenfold.ops.nn.pools import max_pool as max_pool
from tenfold.ops.nn.pools import max_pool1d as max_pool1d
from tenfold.ops.nn.pools import max_pool2d as max_pool2d
from tenfold.ops.nn.pools import max_pool3d as max_pool3d
from tenfold.ops.nn.regularize import dropout as dropout
from tenfold.ops.nn.response import local_response_normalization as local_response_normalization
from tenfold.ops.nn.response import local_response_normalization as lrn
from tenfold.ops.nn.sampled_losses import nce_loss as nce_loss
from tenfold.ops.nn.sampled_losses import sampled_softmax_loss as sampled_softmax_loss
from tenfold.ops.nn.samplers import all_candidate_sampler as all_candidate_sampler
from tenfold.ops.nn.samplers import compute_accidental_hits as compute_accidental_hits
from tenfold.ops.nn.samplers import (
    fixed_unigram_candidate_sampler as fixed_unigram_candidate_sampler,
)
from tenfold.ops.nn.samplers import (
    learned_unigram_candidate_sampler as learned_unigram_candidate_sampler,
)
from tenfold.ops.nn.selection import in_top_k as in_top_k
from tenfold.ops.nn.selection import top_k as top_k
from tenfold.ops.nn.statistics import (
    batch_norm_with_global_normalization as batch_norm_with_global_normalization,
)
from tenfold.ops.nn.statistics import batch_normalization as batch_normalization
from tenfold.ops.nn.statistics import compute_average_loss as compute_average_loss
from tenfold.ops.nn.statistics import l2_loss as l2_loss
from tenfold.ops.nn.statistics import moments as moments
from tenfold.ops.nn.statistics import normalize_moments as normalize_moments
from tenfold.ops.nn.statistics import scale_regularization_loss as scale_regularization_loss
from tenfold.ops.nn.statistics import sufficient_statistics as sufficient_statistics
from tenfold.ops.nn.statistics import weighted_moments as weighted_moments
from tenfold.ops.nn.statistics import zero_fraction as zero_fraction
