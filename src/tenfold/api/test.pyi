from tenfold.engine.autodiff.check import compute_gradient as compute_gradient
