from tenfold.keras.optimizers.schedules.decay import ExponentialDecay as ExponentialDecay
from tenfold.keras.optimizers.schedules.decay import LearningRateSchedule as LearningRateSchedule
from tenfold.keras.optimizers.schedules.decay import (
    PiecewiseConstantDecay as PiecewiseConstantDecay,
)
