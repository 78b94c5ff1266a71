# The table of contents of tf.compat.v1.nn.
from tenfold.api.nn import experimental as experimental
from tenfold.compat.v1.arrays import depth_to_space as depth_to_space
from tenfold.compat.v1.arrays import space_to_batch as space_to_batch
from tenfold.compat.v1.arrays import space_to_depth as space_to_depth
from tenfold.compat.v1.nn import rnn_cell as rnn_cell
from tenfold.compat.v1.nn.activating import (
    batch_norm_with_global_normalization as batch_norm_with_global_normalization,
)
from tenfold.compat.v1.nn.activating import crelu as crelu
from tenfold.compat.v1.nn.activating import ctc_beam_search_decoder as ctc_beam_search_decoder
from tenfold.compat.v1.nn.activating import ctc_loss as ctc_loss
from tenfold.compat.v1.nn.activating import dropout as dropout
from tenfold.compat.v1.nn.activating import fused_batch_norm as fused_batch_norm
from tenfold.compat.v1.nn.activating import in_top_k as in_top_k
from tenfold.compat.v1.nn.activating import l2_normalize as l2_normalize
from tenfold.compat.v1.nn.activating import log_softmax as log_softmax
from tenfold.compat.v1.nn.activating import moments as moments
from tenfold.compat.v1.nn.activating import relu_layer as relu_layer
from tenfold.compat.v1.nn.activating import (
    sigmoid_cross_entropy_with_logits as sigmoid_cross_entropy_with_logits,
)
from tenfold.compat.v1.nn.activating import softmax as softmax
from tenfold.compat.v1.nn.activating import (
    softmax_cross_entropy_with_logits as softmax_cross_entropy_with_logits,
)
from tenfold.compat.v1.nn.activating import (
    softmax_cross_entropy_with_logits_v2 as softmax_cross_entropy_with_logits_v2,
)
from tenfold.compat.v1.nn.activating import (
    sparse_softmax_cross_entropy_with_logits as sparse_softmax_cross_entropy_with_logits,
)
from tenfold.compat.v1.nn.activating import sufficient_statistics as sufficient_statistics
from tenfold.compat.v1.nn.activating import (
    weighted_cross_entropy_with_logits as weighted_cross_entropy_with_logits,
)
from tenfold.compat.v1.nn.activating import weighted_moments as weighted_moments
from tenfold.compat.v1.nn.activating import xw_plus_b as xw_plus_b
from tenfold.compat.v1.nn.activating import zero_fraction as zero_fraction
from tenfold.compat.v1.nn.convolving import avg_pool as avg_pool
from tenfold.compat.v1.nn.convolving import avg_pool2d as avg_pool2d
from tenfold.compat.v1.nn.convolving import conv1d as conv1d
from tenfold.compat.v1.nn.convolving import conv2d as conv2d
from tenfold.compat.v1.nn.convolving import conv2d_backprop_filter as conv2d_backprop_filter
from tenfold.compat.v1.nn.convolving import conv2d_backprop_input as conv2d_backprop_input
from tenfold.compat.v1.nn.convolving import conv2d_transpose as conv2d_transpose
from tenfold.compat.v1.nn.convolving import conv3d as conv3d
from tenfold.compat.v1.nn.convolving import conv3d_backprop_filter as conv3d_backprop_filter
from tenfold.compat.v1.nn.convolving import conv3d_backprop_filter as conv3d_backprop_filter_v2
from tenfold.compat.v1.nn.convolving import conv3d_transpose as conv3d_transpose
from tenfold.compat.v1.nn.convolving import convolve_any as convolution
from tenfold.compat.v1.nn.convolving import depthwise_conv2d as depthwise_conv2d
from tenfold.compat.v1.nn.convolving import depthwise_conv2d_native as depthwise_conv2d_native
from tenfold.compat.v1.nn.convolving import (
    depthwise_conv2d_native_backprop_filter as depthwise_conv2d_native_backprop_filter,
)
from tenfold.compat.v1.nn.convolving import (
    depthwise_conv2d_native_backprop_input as depthwise_conv2d_native_backprop_input,
)
from tenfold.compat.v1.nn.convolving import dilation2d as dilation2d
from tenfold.compat.v1.nn.convolving import erosion2d as erosion2d
from tenfold.compat.v1.nn.convolving import fractional_avg_pool as fractional_avg_pool
from tenfold.compat.v1.nn.convolving import fractional_max_pool as fractional_max_pool
from tenfold.compat.v1.nn.convolving import max_pool as max_pool
from tenfold.compat.v1.nn.convolving import max_pool_with_argmax as max_pool_with_argmax
from tenfold.compat.v1.nn.convolving import pool as pool
from tenfold.compat.v1.nn.convolving import separable_conv2d as separable_conv2d
from tenfold.compat.v1.nn.recurrence import bidirectional_dynamic_rnn as bidirectional_dynamic_rnn
from tenfold.compat.v1.nn.recurrence import dynamic_rnn as dynamic_rnn
from tenfold.compat.v1.nn.recurrence import raw_rnn as raw_rnn
from tenfold.compat.v1.nn.sampling import embedding_lookup as embedding_lookup
from tenfold.compat.v1.nn.sampling import embedding_lookup_sparse as embedding_lookup_sparse
from tenfold.compat.v1.nn.sampling import nce_loss as nce_loss
from tenfold.compat.v1.nn.sampling import (
    safe_embedding_lookup_sparse as safe_embedding_lookup_sparse,
)
from tenfold.compat.v1.nn.sampling import sampled_softmax_loss as sampled_softmax_loss
from tenfold.compat.v1.nn.unrolling import static_bidirectional_rnn as static_bidirectional_rnn
from tenfold.compat.v1.nn.unrolling import static_rnn as static_rnn
from tenfold.compat.v1.nn.unrolling import static_state_saving_rnn as static_state_saving_rnn
from tenfold.ops.math.approximate_top import approx_max_k as approx_max_k
from tenfold.ops.math.approximate_top import approx_min_k as approx_min_k
from tenfold.ops.math.exponential import sigmoid as sigmoid
from tenfold.ops.math.trigonometry import tanh as tanh
from tenfold.ops.nn.activations import elu as elu
from tenfold.ops.nn.activations import leaky_relu as leaky_relu
from tenfold.ops.nn.activations import relu as relu
from tenfold.ops.nn.activations import relu6 as relu6
from tenfold.ops.nn.activations import selu as selu
from tenfold.ops.nn.activations import silu as silu
from tenfold.ops.nn.activations import silu as swish
from tenfold.ops.nn.activations import softplus as softplus
from tenfold.ops.nn.activations import softsign as softsign
from tenfold.ops.nn.bias import bias_add as bias_add
from tenfold.ops.nn.convolve import atrous_conv2d as atrous_conv2d
from tenfold.ops.nn.convolve import atrous_conv2d_transpose as atrous_conv2d_transpose
from tenfold.ops.nn.convolve import conv1d_transpose as conv1d_transpose
from tenfold.ops.nn.convolve import conv_transpose as conv_transpose
from tenfold.ops.nn.crossentropy import log_poisson_loss as log_poisson_loss
from tenfold.ops.nn.ctc import collapse_repeated as collapse_repeated
from tenfold.ops.nn.ctc import ctc_loss as ctc_loss_v2
from tenfold.ops.nn.ctc import ctc_unique_labels as ctc_unique_labels
from tenfold.ops.nn.ctc_decoding import ctc_beam_search_decoder as ctc_beam_search_decoder_v2
from tenfold.ops.nn.ctc_decoding import ctc_greedy_decoder as ctc_greedy_decoder
from tenfold.ops.nn.depthwise import (
    depthwise_conv2d_backprop_filter as depthwise_conv2d_backprop_filter,
)
from tenfold.ops.nn.depthwise import (
    depthwise_conv2d_backprop_input as depthwise_conv2d_backprop_input,
)
from tenfold.ops.nn.dilating import with_space_to_batch as with_space_to_batch
from tenfold.ops.nn.pools import avg_pool as avg_pool_v2
from tenfold.ops.nn.pools import avg_pool1d as avg_pool1d
from tenfold.ops.nn.pools import avg_pool3d as avg_pool3d
from tenfold.ops.nn.pools import max_pool as max_pool_v2
from tenfold.ops.nn.pools import max_pool1d as max_pool1d
from tenfold.ops.nn.pools import max_pool2d as max_pool2d
from tenfold.ops.nn.pools import max_pool3d as max_pool3d
from tenfold.ops.nn.response import local_response_normalization as local_response_normalization
from tenfold.ops.nn.response import local_response_normalization as lrn
from tenfold.ops.nn.samplers import all_candidate_sampler as all_candidate_sampler
from tenfold.ops.nn.samplers import compute_accidental_hits as compute_accidental_hits
from tenfold.ops.nn.samplers import (
    fixed_unigram_candidate_sampler as fixed_unigram_candidate_sampler,
)
from tenfold.ops.nn.samplers import (
    learned_unigram_candidate_sampler as learned_unigram_candidate_sampler,
)
from tenfold.ops.nn.samplers import log_uniform_candidate_sampler as log_uniform_candidate_sampler
from tenfold.ops.nn.samplers import uniform_candidate_sampler as uniform_candidate_sampler
from tenfold.ops.nn.selection import top_k as top_k
from tenfold.ops.nn.statistics import batch_normalization as batch_normalization
from tenfold.ops.nn.statistics import compute_average_loss as compute_average_loss
from tenfold.ops.nn.statistics import l2_loss as l2_loss
from tenfold.ops.nn.statistics import normalize_moments as normalize_moments
from tenfold.ops.nn.statistics import scale_regularization_loss as scale_regularization_loss
