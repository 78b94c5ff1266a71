"""Handlers that take over calls of public functions whose arguments have certain types.

A function with handlers is replaced, wherever the package's modules hold it, by one that asks
them first; without handlers it is the plain function again. So what nobody handles costs nothing.
Names that a program copied from the package before (`from ... import add`) stay plain.
"""

from __future__ import annotations

import contextlib
import enum
import functools
import inspect
import sys
import types
import typing
from collections.abc import Callable
from typing import Any

from .context import name_scope
from .tensor import Tensor

_ROOT = "tenfold"
_UNARY = """
bitwise.invert cast clip_by_value debugging.check_numerics dtypes.saturate_cast
image.adjust_brightness image.adjust_gamma image.convert_image_dtype image.random_brightness
image.stateless_random_brightness io.decode_base64 io.decode_compressed io.encode_base64 math.abs
math.acos math.acosh math.angle math.asin math.asinh math.atan math.atanh math.bessel_i0
math.bessel_i0e math.bessel_i1 math.bessel_i1e math.ceil math.conj math.cos math.cosh math.digamma
math.erf math.erfc math.erfcinv math.erfinv math.exp math.expm1 math.floor math.imag math.is_finite
math.is_inf math.is_nan math.lgamma math.log math.log1p math.log_sigmoid math.logical_not math.ndtri
math.negative math.nextafter math.real math.reciprocal math.reciprocal_no_nan math.rint math.round
math.rsqrt math.sigmoid math.sign math.sin math.sinh math.softplus math.special.bessel_j0
math.special.bessel_j1 math.special.bessel_k0 math.special.bessel_k0e math.special.bessel_k1
math.special.bessel_k1e math.special.bessel_y0 math.special.bessel_y1 math.special.dawsn
math.special.expint math.special.fresnel_cos math.special.fresnel_sin math.special.spence math.sqrt
math.square math.tan math.tanh nn.elu nn.gelu nn.leaky_relu nn.log_softmax nn.relu nn.relu6 nn.selu
nn.silu nn.softsign ones_like strings.as_string strings.length strings.lower
strings.regex_full_match strings.regex_replace strings.strip strings.substr strings.to_hash_bucket
strings.to_hash_bucket_fast strings.to_hash_bucket_strong strings.to_number strings.unicode_script
strings.unicode_transcode strings.upper zeros_like
"""
_BINARY = """
bitwise.bitwise_and bitwise.bitwise_or bitwise.bitwise_xor bitwise.left_shift bitwise.right_shift
dtypes.complex math.add math.atan2 math.divide math.divide_no_nan math.equal math.floordiv
math.floormod math.greater math.greater_equal math.less math.less_equal math.logical_and
math.logical_or math.logical_xor math.maximum math.minimum math.multiply math.multiply_no_nan
math.not_equal math.pow math.scalar_mul math.squared_difference math.subtract math.truediv
math.xdivy math.xlog1py math.xlogy math.zeta nn.sigmoid_cross_entropy_with_logits
"""
_ASSERTS = """
debugging.assert_equal debugging.assert_greater debugging.assert_greater_equal
debugging.assert_less debugging.assert_less_equal debugging.assert_near debugging.assert_none_equal
"""

Function = Callable[..., Any]


class Fit(enum.IntEnum):
    """Whether a value is of a type that was asked for."""

    NOT = 0
    OWN = 1  # it is, but functions of tf take such values themselves
    FOREIGN = 2


Matcher = Callable[[Any], Fit]
_OWN = (Tensor, bool, int, float, complex, str, bytes)


class _Handler(typing.NamedTuple):
    """What takes over, and what each of its signatures asks of arguments, by name."""

    target: Any  # what the user registered
    run: Function
    signatures: list[dict[str, Matcher]]

    def wants(self, arguments: dict[str, Any]) -> bool:
        """Whether the arguments fit, and one of them is of a type that is not TensorFlow's own."""
        for signature in self.signatures:
            fits = [
                matches(arguments[name]) if name in arguments else Fit.NOT
                for name, matches in signature.items()
            ]
            if Fit.NOT not in fits and Fit.FOREIGN in fits:
                return True
        return False


class _Api:
    """A public function and its handlers."""

    def __init__(self, plain: Function) -> None:
        self.plain = plain
        self.signature = inspect.signature(plain)
        self.handlers: list[_Handler] = []
        self.around: Function | None = None

        @functools.wraps(plain)
        def asking(*args: Any, **kwargs: Any) -> Any:
            return self._call(args, kwargs)

        self.asking = asking

    def add(self, handler: _Handler) -> None:
        self.handlers.append(handler)
        self._settle()

    def remove(self, target: Any) -> bool:
        """Forgets the handlers of a target; whether there were any."""
        left = [h for h in self.handlers if h.target is not target]
        found = len(left) < len(self.handlers)
        self.handlers = left
        self._settle()
        return found

    def surround(self, around: Function | None) -> None:
        """Lets `around(ask, signature, args, kwargs)` decide on every call; None takes it back."""
        self.around = around
        self._settle()

    def _settle(self) -> None:
        """Stands in for the plain function, or gives it back its place."""
        if self.handlers or self.around is not None:
            _rebind(self.plain, self.asking)
        else:
            _rebind(self.asking, self.plain)

    def _call(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self.around is None:
            return self._ask(*args, **kwargs)
        return self.around(self._ask, self.signature, args, kwargs)

    def _ask(self, *args: Any, **kwargs: Any) -> Any:
        """The handlers' answer, or the plain function's."""
        try:
            bound = self.signature.bind(*args, **kwargs)
        except TypeError:
            return self.plain(*args, **kwargs)  # which says what is wrong
        bound.apply_defaults()
        chosen = [h for h in self.handlers if h.wants(bound.arguments)]
        if len(chosen) > 1:
            raise ValueError(
                f"Multiple dispatch targets ({chosen[0].target} and {chosen[1].target}) match the "
                f"arguments to {self.plain.__name__}. Unregister one of them with "
                "tf.experimental.unregister_dispatch_for."
            )
        result = chosen[0].run(*args, **kwargs) if chosen else NotImplemented
        return self.plain(*args, **kwargs) if result is NotImplemented else result


# Those that have or had handlers, by their plain function.
_apis: dict[Function, _Api] = {}
# The handlers of a whole family of functions, by the family's name and the types asked for.
_families: dict[tuple[Any, ...], Function] = {}


def _rebind(old: Function, new: Function) -> None:
    """Replaces a function in the package's modules."""
    for module in _modules():
        held = vars(module)
        for name in [n for n, value in held.items() if value is old]:
            held[name] = new


def _modules() -> list[Any]:
    return [
        module
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == _ROOT and isinstance(module, types.ModuleType)
    ]


def _api_of(function: Any) -> _Api:
    plain = getattr(function, "__wrapped__", function)
    found = _apis.get(plain) if callable(plain) else None
    if found is None:
        public = inspect.isfunction(function) and any(
            vars(m).get(function.__name__) is function for m in _modules()
        )
        if not public:
            raise ValueError(
                f"{function} does not support dispatch. Pass a function of tf, such as tf.concat."
            )
        found = _apis[function] = _Api(function)
    return found


def surround(path: str, around: Function | None) -> None:
    """Lets a function decide on every call of a public one, before its handlers do.

    Args:
      path: The name of the public function below `tf`, such as `"math.add"`.
      around: `around(ask, signature, args, kwargs)`, where `ask(*args, **kwargs)` goes on with the
        call; None takes back an earlier one.
    """
    api = _public(path)
    if api is not None:
        api.surround(around)


def dispatch_for_api(api: Any, *signatures: dict[str, Any]) -> Function:
    """Decorates a function that takes over calls of `api` with arguments of certain types.

    Args:
      api: A public function.
      *signatures: For each kind of call the types of some parameters, by name: classes, or
        `typing.Union`, `typing.Optional`, `typing.List` of them. Without any the annotations of the
        decorated function say the types.

    Returns:
      The decorator, which gives the function back. The function has the parameters of `api`;
      `name` may be left out. What it does not handle after all it answers with `NotImplemented`.

    Raises:
      ValueError: `api` is no public function, there is no type, a parameter is unknown, or the
        decorated function has other parameters.

    Example:
      >>> import tenfold as tf
      >>> class Money:
      ...     def __init__(self, cents):
      ...         self.cents = cents
      >>> @tf.experimental.dispatch_for_api(tf.add, {"x": Money, "y": Money})
      ... def add_money(x, y):
      ...     return Money(x.cents + y.cents)
      >>> int(tf.add(Money(150), Money(50)).cents)
      200
      >>> tf.experimental.unregister_dispatch_for(add_money)
    """
    made = _api_of(api)

    def decorate(target: Function) -> Function:
        named = _check_parameters(made, target)
        asked = signatures or (_annotations(target),)
        if not asked[0]:
            raise ValueError(
                "The dispatch_for_api decorator must be called with at least one signature, or "
                "applied to a function that has type annotations on its parameters."
            )
        for signature in asked:
            for unknown in signature.keys() - made.signature.parameters.keys():
                raise ValueError(
                    f"signature includes annotation for unknown parameter {unknown!r}; "
                    f"{made.plain.__name__} has {', '.join(made.signature.parameters)}."
                )
        run = target if named else _scoped(made, target)
        checks = [{name: _matcher(kind) for name, kind in s.items()} for s in asked]
        made.add(_Handler(target, run, checks))
        return target

    return decorate


def _annotations(target: Function) -> dict[str, Any]:
    try:
        found = typing.get_type_hints(target)
    except NameError:  # of a type that only the caller's function knows
        found = dict(inspect.get_annotations(target))
    return {name: kind for name, kind in found.items() if name != "return"}


def _check_parameters(api: _Api, target: Function) -> bool:
    """Whether a handler takes `name`; an error if its other parameters are not the function's."""
    own, theirs = inspect.signature(target), api.signature

    def listed(signature: inspect.Signature, named: bool) -> list[Any]:
        parameters = signature.parameters.values()
        return [(p.name, p.kind) for p in parameters if named or p.name != "name"]

    named = "name" in own.parameters or "name" not in theirs.parameters
    if listed(own, True) != listed(theirs, named):
        raise ValueError(
            f"Dispatch function's signature {own} does not match API's signature {theirs}."
        )
    return named


def _scoped(api: _Api, target: Function) -> Function:
    """A handler without `name`: it runs in a scope of that name."""

    def run(*args: Any, **kwargs: Any) -> Any:
        arguments = dict(api.signature.bind(*args, **kwargs).arguments)
        name = arguments.pop("name", None)
        with name_scope(name) if name else contextlib.nullcontext():
            return target(**arguments)

    return run


def _matcher(kind: Any) -> Matcher:
    """What says whether a value is of an annotated type."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        options = [_matcher(k) for k in inner]
        return lambda value: max(matches(value) for matches in options)
    if origin in (list, tuple) and inner:
        element = _matcher(inner[0])
        return lambda value: _fit_of_list(value, element)
    if kind is None:
        return lambda value: Fit.OWN if value is None else Fit.NOT
    if not isinstance(kind, type):
        raise ValueError(
            f"Type annotation {kind!r} is not supported: expected a class, or typing.Union, "
            "typing.Optional or typing.List of classes."
        )
    return lambda value: _fit_of_one(value, kind)


def _fit_of_list(value: Any, element: Matcher) -> Fit:
    if not isinstance(value, (list, tuple)):
        return Fit.NOT
    fits = [element(v) for v in value]
    return Fit.NOT if Fit.NOT in fits else max(fits, default=Fit.OWN)


def _fit_of_one(value: Any, kind: type) -> Fit:
    if not isinstance(value, kind):
        return Fit.NOT
    return Fit.OWN if isinstance(value, _OWN) else Fit.FOREIGN


def dispatch_for_unary_elementwise_apis(x_type: Any) -> Function:
    """Decorates a handler of all functions of one tensor that work on each element for itself.

    Args:
      x_type: The type of the first argument.

    Returns:
      The decorator. The handler is called with the function, which takes the tensor alone, and the
      argument.

    Raises:
      ValueError: The type has a handler already, or it has not two parameters.

    Example:
      >>> import tenfold as tf
      >>> class Masked:
      ...     def __init__(self, values, mask):
      ...         self.values, self.mask = values, mask
      >>> @tf.experimental.dispatch_for_unary_elementwise_apis(Masked)
      ... def each(api, x):
      ...     return Masked(api(x.values), x.mask)
      >>> tf.abs(Masked([-1.0], [True])).values.numpy().tolist()
      [1.0]
      >>> tf.experimental.unregister_dispatch_for(each)
    """
    return _family("unary elementwise", _UNARY, [x_type], ["api", "x"])


def dispatch_for_binary_elementwise_apis(x_type: Any, y_type: Any) -> Function:
    """Decorates a handler of all functions of two tensors that work on pairs of elements.

    Args:
      x_type: The type of the first argument.
      y_type: The type of the second argument.

    Returns:
      The decorator. The handler is called with the function, which takes the two tensors alone,
      and the arguments.

    Raises:
      ValueError: The types have a handler already, or it has not three parameters.
    """
    return _family("binary elementwise", _BINARY, [x_type, y_type], ["api", "x", "y"])


def dispatch_for_binary_elementwise_assert_apis(x_type: Any, y_type: Any) -> Function:
    """Decorates a handler of the `tf.debugging.assert_...` functions of two tensors.

    Args:
      x_type: The type of the first argument.
      y_type: The type of the second argument.

    Returns:
      The decorator. The handler is called with the function, which takes the two tensors alone,
      and the arguments.

    Raises:
      ValueError: The types have a handler already, or it has not three parameters.
    """
    return _family("binary elementwise assert", _ASSERTS, [x_type, y_type], ["api", "x", "y"])


def _family(
    label: str, names: str, kinds: list[Any], parameters: list[str]
) -> Callable[[Function], Function]:
    checks = [_matcher(kind) for kind in kinds]

    def decorate(target: Function) -> Function:
        if len(inspect.signature(target).parameters) != len(parameters):
            raise ValueError(
                f"The handler of {label} functions takes {len(parameters)} parameters, such as "
                f"({', '.join(parameters)}); {target} has {inspect.signature(target)}."
            )
        key = (label, *kinds)
        if key in _families:
            types_text = ", ".join(str(kind) for kind in kinds)
            raise ValueError(
                f"A {label} dispatch handler ({_families[key]}) has already been registered for "
                f"{types_text}."
            )
        _families[key] = target
        for api in filter(None, map(_public, names.split())):
            firsts = list(api.signature.parameters)[: len(kinds)]
            signature = dict(zip(firsts, checks, strict=True))
            api.add(_Handler(target, _member(api, target, firsts), [signature]))
        return target

    return decorate


def _public(path: str) -> _Api | None:
    """The function with a public name, where there is one."""
    found: Any = sys.modules[_ROOT]
    for part in path.split("."):
        found = getattr(found, part, None)
    return None if found is None else _api_of(found)


def _member(api: _Api, target: Function, firsts: list[str]) -> Function:
    """Runs a family's handler for one function, whose further arguments are bound to it."""

    def run(*args: Any, **kwargs: Any) -> Any:
        arguments = dict(api.signature.bind(*args, **kwargs).arguments)
        name = arguments.pop("name", None)
        values = [arguments.pop(first) for first in firsts]

        def bound(*given: Any) -> Any:
            return api.asking(**dict(zip(firsts, given, strict=True)), **arguments)

        with name_scope(name) if name else contextlib.nullcontext():
            return target(bound if arguments else api.asking, *values)

    return run


def unregister_dispatch_for(dispatch_target: Any) -> None:
    """Takes a handler back.

    Args:
      dispatch_target: The function that was decorated.

    Raises:
      ValueError: It was not, or it was taken back already.
    """
    found = [api.remove(dispatch_target) for api in _apis.values()]
    for key in [k for k, target in _families.items() if target is dispatch_target]:
        del _families[key]
    if not any(found):
        raise ValueError(f"Function {dispatch_target} was not registered as a dispatch target.")
