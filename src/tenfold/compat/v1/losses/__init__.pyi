# The table of contents of tf.compat.v1.losses.
from tenfold.compat.v1.losses.weighted import Reduction as Reduction
from tenfold.compat.v1.losses.weighted import absolute_difference as absolute_difference
from tenfold.compat.v1.losses.weighted import add_loss as add_loss
from tenfold.compat.v1.losses.weighted import compute_weighted_loss as compute_weighted_loss
from tenfold.compat.v1.losses.weighted import cosine_distance as cosine_distance
from tenfold.compat.v1.losses.weighted import get_losses as get_losses
from tenfold.compat.v1.losses.weighted import get_regularization_loss as get_regularization_loss
from tenfold.compat.v1.losses.weighted import get_regularization_losses as get_regularization_losses
from tenfold.compat.v1.losses.weighted import get_total_loss as get_total_loss
from tenfold.compat.v1.losses.weighted import hinge_loss as hinge_loss
from tenfold.compat.v1.losses.weighted import huber_loss as huber_loss
from tenfold.compat.v1.losses.weighted import log_loss as log_loss
from tenfold.compat.v1.losses.weighted import (
    mean_pairwise_squared_error as mean_pairwise_squared_error,
)
from tenfold.compat.v1.losses.weighted import mean_squared_error as mean_squared_error
from tenfold.compat.v1.losses.weighted import sigmoid_cross_entropy as sigmoid_cross_entropy
from tenfold.compat.v1.losses.weighted import softmax_cross_entropy as softmax_cross_entropy
from tenfold.compat.v1.losses.weighted import (
    sparse_softmax_cross_entropy as sparse_softmax_cross_entropy,
)
