"""Activation functions, element by element, and their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import maximum as np_maximum
from numpy import ndarray

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING, QUANTIZED, REAL, float32
from tenfold.core.half_floats import widen
from tenfold.core.namespace.short_forms import kept, maximum, minimum, picked
from tenfold.core.op import call, op
from tenfold.core.pieces import LIGHT, SLOW
from tenfold.core.signature import Types

_RELU = (*REAL, *(t for t in QUANTIZED if t.name == "qint8"))
_LEAKY = Types(FLOATING, default=float32)
_SELU_SCALE = 1.0507009873554805
_SELU_SCALE_ALPHA = 1.7580993408473768

# For fewer elements NumPy's own function is the shortest way; `xp.maximum` looks at the size first.
FEW = 2**12
# Arrays of their own: NumPy takes longer to make one of Python's 0 than to compare a few numbers.
_ZERO = {t.np: np.zeros((), t.np) for t in _RELU}


@op("features: T -> activations: T", T=_RELU, shape=rules.same)
def Relu(xp: Any, features: Any) -> Any:
    zero = _ZERO[features.dtype]
    if type(features) is ndarray and features.size < FEW:
        return np_maximum(features, zero)
    return xp.maximum(features, zero)


def relu_into(features: Any, out: Any) -> None:
    maximum(features, _ZERO[features.dtype], out)


Relu.in_pieces(relu_into, LIGHT)


@Relu.gradient
def relu_gradient(call: Any, dy: Any) -> Any:
    return (ReluGrad(dy, call.outputs[0]),)


def relu(features: Any, name: str | None = None) -> Any:
    """max(features, 0), element by element.

    Args:
      features: A tensor of real numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.relu([-2.0, 0.0, 3.0]).numpy().tolist()
      [0.0, 0.0, 3.0]
    """
    return Relu.short(features, name)


def _check_alike(gradients: Any, values: Any) -> None:
    """Refuses what NumPy would broadcast: a gradient has the shape of what it belongs to."""
    if gradients.shape != values.shape:
        raise ValueError("the inputs must have the same shape.")


@op("gradients: T, features: T -> backprops: T", T=REAL, shape=rules.merged)
def ReluGrad(xp: Any, gradients: Any, features: Any) -> Any:
    _check_alike(gradients, features)
    return xp.where(features > 0, gradients, _ZERO[gradients.dtype])


def relu_grad_into(gradients: Any, features: Any, out: Any) -> None:
    _check_alike(gradients, features)
    kept(features > 0, gradients, out)


ReluGrad.in_pieces(relu_grad_into, SLOW)


@ReluGrad.gradient
def relu_grad_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[1]
    return ReluGrad(dy, x), zeros_like(x)


def zeros_like(x: Any) -> Any:
    return call("ZerosLike", x)


@op("features: T -> activations: T", T=REAL, shape=rules.same)
def Relu6(xp: Any, features: Any) -> Any:
    return xp.minimum(xp.maximum(features, 0), 6)


def relu6_into(features: Any, out: Any) -> None:
    maximum(features, _ZERO[features.dtype], out)
    minimum(out, features.dtype.type(6), out)


Relu6.in_pieces(relu6_into, SLOW)


@Relu6.gradient
def relu6_gradient(call: Any, dy: Any) -> Any:
    return (Relu6Grad(dy, call.outputs[0]),)


def relu6(features: Any, name: str | None = None) -> Any:
    """min(max(features, 0), 6), element by element.

    Args:
      features: A tensor of real numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    References:
      Krizhevsky, Convolutional Deep Belief Networks on CIFAR-10 (2010).

    Example:
      >>> import tenfold as tf
      >>> tf.nn.relu6([-2.0, 3.0, 8.0]).numpy().tolist()
      [0.0, 3.0, 6.0]
    """
    return Relu6(features, name)


@op("gradients: T, features: T -> backprops: T", T=REAL, shape=rules.merged)
def Relu6Grad(xp: Any, gradients: Any, features: Any) -> Any:
    _check_alike(gradients, features)
    inside = (features > 0) & (features < 6)
    return xp.where(inside, gradients, _ZERO[gradients.dtype])


Relu6Grad.in_pieces(None, SLOW)


@Relu6Grad.gradient
def relu6_grad_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[1]
    return Relu6Grad(dy, x), zeros_like(x)


@op("features: T -> activations: T", T=FLOATING, shape=rules.same)
def Elu(xp: Any, features: Any) -> Any:
    return xp.where(features < 0, xp.expm1(features), features)


def elu_into(features: Any, out: Any) -> None:
    np.expm1(features, out=out)
    picked(features < 0, out, features, out)


Elu.in_pieces(elu_into, SLOW)


@Elu.gradient
def elu_gradient(call: Any, dy: Any) -> Any:
    return (EluGrad(dy, call.outputs[0]),)


def elu(features: Any, name: str | None = None) -> Any:
    """features where positive, exp(features) - 1 elsewhere.

    Args:
      features: A tensor of floating numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    References:
      Clevert et al., Fast and Accurate Deep Network Learning by ELUs (2015), arXiv:1511.07289.

    Example:
      >>> import tenfold as tf
      >>> [round(v, 4) for v in tf.nn.elu([-1.0, 2.0]).numpy().tolist()]
      [-0.6321, 2.0]
    """
    return Elu(features, name)


@op("gradients: T, outputs: T -> backprops: T", T=FLOATING, shape=rules.merged)
def EluGrad(xp: Any, gradients: Any, outputs: Any) -> Any:
    _check_alike(gradients, outputs)
    return xp.where(outputs < 0, gradients * (outputs + 1), gradients)


EluGrad.in_pieces(None, SLOW)


@EluGrad.gradient
def elu_grad_gradient(call: Any, dy: Any) -> Any:
    gradients, outputs = call.inputs
    return EluGrad(dy, outputs), where_negative(outputs, dy * gradients)


def where_negative(x: Any, value: Any) -> Any:
    """`value` where x is negative, 0 elsewhere."""
    zeros = zeros_like(value)
    return call("SelectV2", call("Less", x, zeros_like(x)), value, zeros)


@op("features: T -> activations: T", T=FLOATING, shape=rules.same)
def Selu(xp: Any, features: Any) -> Any:
    x = widen(features)
    y = xp.where(x < 0, _SELU_SCALE_ALPHA * xp.expm1(x), _SELU_SCALE * x)
    return y.astype(features.dtype)


def selu_into(features: Any, out: Any) -> None:
    scaled = features * features.dtype.type(_SELU_SCALE)
    np.expm1(features, out=out)
    out *= features.dtype.type(_SELU_SCALE_ALPHA)
    picked(features < 0, out, scaled, out)


Selu.in_pieces(selu_into, SLOW)


@Selu.gradient
def selu_gradient(call: Any, dy: Any) -> Any:
    return (SeluGrad(dy, call.outputs[0]),)


def selu(features: Any, name: str | None = None) -> Any:
    """The scaled exponential linear unit, which keeps activations near zero mean, unit variance.

    Args:
      features: A tensor of floating numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype: 1.0507 x where positive, 1.7581 (exp(x) - 1) elsewhere.

    References:
      Klambauer et al., Self-Normalizing Neural Networks (2017), arXiv:1706.02515.

    Example:
      >>> import tenfold as tf
      >>> [round(v, 4) for v in tf.nn.selu([-1.0, 2.0]).numpy().tolist()]
      [-1.1113, 2.1014]
    """
    return Selu(features, name)


@op("gradients: T, outputs: T -> backprops: T", T=FLOATING, shape=rules.merged)
def SeluGrad(xp: Any, gradients: Any, outputs: Any) -> Any:
    _check_alike(gradients, outputs)
    dy, y = widen(gradients), widen(outputs)
    # Rounded as the outputs are, whose least value is minus this: there the gradient is 0.
    least = widen(outputs.dtype.type(_SELU_SCALE_ALPHA))
    dx = xp.where(y < 0, dy * (y + least), dy * _SELU_SCALE)
    return dx.astype(gradients.dtype)


@SeluGrad.gradient
def selu_grad_gradient(call: Any, dy: Any) -> Any:
    gradients, outputs = call.inputs
    return SeluGrad(dy, outputs), where_negative(outputs, dy * gradients)


@op("features: T -> activations: T", T=_LEAKY, shape=rules.same)
def LeakyRelu(xp: Any, features: Any, *, alpha: float = 0.2) -> Any:
    # An attribute is a float32 on the wire, also where the tensor is a float64.
    slope = features.dtype.type(np.float32(alpha))
    if 0 < slope <= 1:
        return xp.maximum(features, features * slope)
    return xp.where(features > 0, features, features * slope)


def leaky_relu_into(features: Any, out: Any, alpha: float = 0.2) -> None:
    slope = features.dtype.type(np.float32(alpha))
    np.multiply(features, slope, out=out)
    if 0 < slope <= 1:
        np.maximum(features, out, out=out)
    else:
        picked(features > 0, features, out, out)


LeakyRelu.in_pieces(leaky_relu_into, SLOW)


@LeakyRelu.gradient
def leaky_relu_gradient(call: Any, dy: Any) -> Any:
    return (LeakyReluGrad(dy, call.inputs[0], alpha=call.attrs["alpha"]),)


def leaky_relu(features: Any, alpha: float = 0.2, name: str | None = None) -> Any:
    """features where positive, alpha * features elsewhere.

    Args:
      features: A tensor of real numbers; integers become float32.
      alpha: The slope for negative numbers.
      name: A name for the op.

    Returns:
      A floating tensor of the same shape.

    References:
      Maas et al., Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013).

    Example:
      >>> import tenfold as tf
      >>> tf.nn.leaky_relu([-2.0, 3.0], alpha=0.5).numpy().tolist()
      [-1.0, 3.0]
    """
    features = to_tensor(features)
    if features.dtype.is_integer:
        features = call("Cast", features, DstT=float32)
    return LeakyRelu(features, alpha=float(alpha), name=name)


@op("gradients: T, features: T -> backprops: T", T=_LEAKY, shape=rules.merged)
def LeakyReluGrad(xp: Any, gradients: Any, features: Any, *, alpha: float = 0.2) -> Any:
    _check_alike(gradients, features)
    slope = gradients.dtype.type(np.float32(alpha))
    return xp.where(features > 0, gradients, gradients * slope)


LeakyReluGrad.in_pieces(None, SLOW)


@LeakyReluGrad.gradient
def leaky_relu_grad_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[1]
    return LeakyReluGrad(dy, x, alpha=call.attrs["alpha"]), zeros_like(x)


@op("features: T -> activations: T", T=FLOATING, shape=rules.same)
def Softplus(xp: Any, features: Any) -> Any:
    x = widen(features)
    y = xp.log1p(xp.exp(-xp.abs(x))) + xp.maximum(x, 0)
    return y.astype(features.dtype, copy=False)


Softplus.in_pieces(None, SLOW)


@Softplus.gradient
def softplus_gradient(call: Any, dy: Any) -> Any:
    return (SoftplusGrad(dy, call.inputs[0]),)


def softplus(features: Any, name: str | None = None) -> Any:
    """log(exp(features) + 1), a smooth relu, computed without overflow.

    Args:
      features: A tensor of floating numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> [round(v, 4) for v in tf.math.softplus([0.0, 100.0]).numpy().tolist()]
      [0.6931, 100.0]
    """
    return Softplus(features, name)


@op("gradients: T, features: T -> backprops: T", T=FLOATING, shape=rules.merged)
def SoftplusGrad(xp: Any, gradients: Any, features: Any) -> Any:
    _check_alike(gradients, features)
    dy, x = widen(gradients), widen(features)
    return (dy / (xp.exp(-x) + 1)).astype(gradients.dtype)


SoftplusGrad.in_pieces(None, SLOW)


@SoftplusGrad.gradient
def softplus_grad_gradient(call_: Any, dy: Any) -> Any:
    gradients, x = call_.inputs
    curve = call("Exp", -x) + call("Exp", x) + 2.0
    return SoftplusGrad(dy, x), dy * gradients / curve


@op("features: T -> activations: T", T=FLOATING, shape=rules.same)
def Softsign(xp: Any, features: Any) -> Any:
    return features / (xp.abs(features) + 1)


def softsign_into(features: Any, out: Any) -> None:
    np.absolute(features, out=out)
    out += features.dtype.type(1)
    np.divide(features, out, out=out)


Softsign.in_pieces(softsign_into, SLOW)


@Softsign.gradient
def softsign_gradient(call: Any, dy: Any) -> Any:
    return (SoftsignGrad(dy, call.inputs[0]),)


def softsign(features: Any, name: str | None = None) -> Any:
    """features / (|features| + 1), element by element.

    Args:
      features: A tensor of floating numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype, between -1 and 1.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.softsign([-1.0, 3.0]).numpy().tolist()
      [-0.5, 0.75]
    """
    return Softsign(features, name)


@op("gradients: T, features: T -> backprops: T", T=FLOATING, shape=rules.merged)
def SoftsignGrad(xp: Any, gradients: Any, features: Any) -> Any:
    _check_alike(gradients, features)
    return gradients / xp.square(xp.abs(features) + 1)


@SoftsignGrad.gradient
def softsign_grad_gradient(call_: Any, dy: Any) -> Any:
    gradients, x = call_.inputs
    size = call("Abs", x) + 1.0
    slope = call("Sign", x) * -2.0 / (size * size * size)
    return SoftsignGrad(dy, x), dy * gradients * slope


def gelu(features: Any, approximate: bool = False, name: str | None = None) -> Any:
    """features times the chance that a standard normal number is below it.

    Args:
      features: A tensor of floating numbers.
      approximate: Whether to use the tanh approximation instead of erf.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Raises:
      ValueError: `features` is not floating.

    References:
      Hendrycks & Gimpel, Gaussian Error Linear Units (2016), arXiv:1606.08415.

    Example:
      >>> import tenfold as tf
      >>> [round(v, 4) for v in tf.nn.gelu([-1.0, 0.0, 2.0]).numpy().tolist()]
      [-0.1587, 0.0, 1.9545]
    """
    x = to_tensor(features)
    if not x.dtype.is_floating:
        raise ValueError(
            f"`features.dtype` must be a floating point tensor. Received: {x.dtype!r}. "
            "Use tf.cast(features, tf.float32)."
        )
    if approximate:
        inner = 0.7978845608028654 * (x + 0.044715 * call("Pow", x, 3.0))
        return 0.5 * x * (1.0 + call("Tanh", inner))
    return 0.5 * x * (1.0 + call("Erf", x / 1.4142135623730951))


def silu(features: Any, beta: float = 1.0) -> Any:
    """features * sigmoid(beta * features), also called swish.

    Args:
      features: A tensor of floating numbers.
      beta: The steepness of the sigmoid.

    Returns:
      A tensor of the same shape and dtype.

    References:
      Ramachandran et al., Searching for Activation Functions (2017), arXiv:1710.05941.

    Example:
      >>> import tenfold as tf
      >>> [round(v, 4) for v in tf.nn.silu([-1.0, 0.0, 2.0]).numpy().tolist()]
      [-0.2689, 0.0, 1.7616]
    """
    x = to_tensor(features)
    return x * call("Sigmoid", to_tensor(beta, x.dtype) * x)


def crelu(features: Any, axis: int = -1, name: str | None = None) -> Any:
    """relu of the features beside relu of their negatives: twice as many along `axis`.

    Args:
      features: A tensor of real numbers.
      axis: The axis along which the two halves are joined.
      name: A name for the op.

    Returns:
      A tensor of the same dtype, its `axis` twice as long.

    References:
      Shang et al., Understanding and Improving CNNs via Concatenated ReLU (2016),
      arXiv:1603.05201.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.crelu([-1.0, 2.0]).numpy().tolist()
      [0.0, 2.0, 1.0, 0.0]
    """
    x = to_tensor(features)
    return Relu(call("ConcatV2", [x, call("Neg", x)], axis), name)
