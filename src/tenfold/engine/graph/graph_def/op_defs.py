"""Signatures of ops as OpDef messages."""

from __future__ import annotations

from typing import Any

from tenfold.core.op import Op
from tenfold.core.signature import REQUIRED, Arg
from tenfold.protos.schemas.op_def import OpDef

from .attributes import encode


def op_def_of(op: Op) -> Any:
    """The OpDef of an op."""
    signature = op.signature
    made = OpDef(name=op.name, is_stateful=op.stateful)
    made.input_arg.extend([_arg(a) for a in signature.inputs])
    made.output_arg.extend([_arg(a) for a in signature.outputs])
    for name in sorted(signature.attrs):
        attr = signature.attrs[name]
        written = made.attr.add(name=name, type=attr.kind)
        if attr.default is not REQUIRED:
            written.default_value.CopyFrom(encode(attr.kind, attr.default, str))
        if attr.allowed:
            kind = attr.kind.removeprefix("list(").removesuffix(")")
            written.allowed_values.CopyFrom(encode(f"list({kind})", attr.allowed, str))
        if attr.minimum is not None:
            written.has_minimum = True
            written.minimum = attr.minimum
    return made


def _arg(arg: Arg) -> Any:
    made = OpDef.ArgDef(  # type: ignore[attr-defined]
        name=arg.name, type_attr=arg.attr, number_attr=arg.number, type_list_attr=arg.type_list
    )
    if arg.dtype is not None:
        made.type = arg.dtype.as_datatype_enum
    return made
