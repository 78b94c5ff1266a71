from tenfold.ops.linalg.operators.conjugate_gradients import (
    conjugate_gradient as conjugate_gradient,
)
