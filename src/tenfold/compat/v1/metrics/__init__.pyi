# The table of contents of tf.compat.v1.metrics.
from tenfold.compat.v1.metrics.by_class import mean_cosine_distance as mean_cosine_distance
from tenfold.compat.v1.metrics.by_class import mean_per_class_accuracy as mean_per_class_accuracy
from tenfold.compat.v1.metrics.ranked import average_precision_at_k as average_precision_at_k
from tenfold.compat.v1.metrics.ranked import precision_at_k as precision_at_k
from tenfold.compat.v1.metrics.ranked import precision_at_k as sparse_precision_at_k
from tenfold.compat.v1.metrics.ranked import precision_at_top_k as precision_at_top_k
from tenfold.compat.v1.metrics.ranked import recall_at_k as recall_at_k
from tenfold.compat.v1.metrics.ranked import recall_at_top_k as recall_at_top_k
from tenfold.compat.v1.metrics.ranked import (
    sparse_average_precision_at_k as sparse_average_precision_at_k,
)
from tenfold.compat.v1.metrics.streaming import accuracy as accuracy
from tenfold.compat.v1.metrics.streaming import false_negatives as false_negatives
from tenfold.compat.v1.metrics.streaming import false_positives as false_positives
from tenfold.compat.v1.metrics.streaming import mean as mean
from tenfold.compat.v1.metrics.streaming import mean_absolute_error as mean_absolute_error
from tenfold.compat.v1.metrics.streaming import mean_iou as mean_iou
from tenfold.compat.v1.metrics.streaming import mean_relative_error as mean_relative_error
from tenfold.compat.v1.metrics.streaming import mean_squared_error as mean_squared_error
from tenfold.compat.v1.metrics.streaming import mean_tensor as mean_tensor
from tenfold.compat.v1.metrics.streaming import percentage_below as percentage_below
from tenfold.compat.v1.metrics.streaming import precision as precision
from tenfold.compat.v1.metrics.streaming import recall as recall
from tenfold.compat.v1.metrics.streaming import root_mean_squared_error as root_mean_squared_error
from tenfold.compat.v1.metrics.streaming import true_negatives as true_negatives
from tenfold.compat.v1.metrics.streaming import true_positives as true_positives
from tenfold.compat.v1.metrics.thresholds import auc as auc
from tenfold.compat.v1.metrics.thresholds import (
    false_negatives_at_thresholds as false_negatives_at_thresholds,
)
from tenfold.compat.v1.metrics.thresholds import (
    false_positives_at_thresholds as false_positives_at_thresholds,
)
from tenfold.compat.v1.metrics.thresholds import precision_at_thresholds as precision_at_thresholds
from tenfold.compat.v1.metrics.thresholds import recall_at_thresholds as recall_at_thresholds
from tenfold.compat.v1.metrics.thresholds import (
    sensitivity_at_specificity as sensitivity_at_specificity,
)
from tenfold.compat.v1.metrics.thresholds import (
    specificity_at_sensitivity as specificity_at_sensitivity,
)
from tenfold.compat.v1.metrics.thresholds import (
    true_negatives_at_thresholds as true_negatives_at_thresholds,
)
from tenfold.compat.v1.metrics.thresholds import (
    true_positives_at_thresholds as true_positives_at_thresholds,
)
