from tenfold.engine.autodiff.forward import ForwardAccumulator as ForwardAccumulator
from tenfold.engine.autodiff.tape import GradientTape as GradientTape
