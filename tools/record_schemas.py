"""Writes the tables of `src/tenfold/protos/schemas/` from the descriptors of TensorFlow.

`python tools/record_schemas.py`, with TensorFlow's interpreter. One module for each .proto file:
field numbers, types and enum values, and nothing else.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "src" / "tenfold" / "protos" / "schemas"

# The files wanted; those that they use come with them.
WANTED = (
    *("core/framework/graph", "core/framework/api_def", "core/framework/summary"),
    *("core/framework/device_attributes", "core/util/event", "core/example/example"),
    *("core/example/example_parser_configuration", "core/protobuf/saved_model"),
    *("core/protobuf/config", "core/protobuf/tensor_bundle", "core/protobuf/tensorflow_server"),
    *("core/protobuf/queue_runner", "core/protobuf/composite_tensor_variant"),
    *("core/protobuf/control_flow", "core/protobuf/fingerprint"),
)

HEAD = '''"""The messages of {path}."""

from __future__ import annotations

from tenfold.protos.declare import File
'''


def main() -> int:
    """Writes every table."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    files: dict[str, Any] = {}
    for path in WANTED:
        module = importlib.import_module("tensorflow." + path.replace("/", ".") + "_pb2")
        collect(module.DESCRIPTOR, files)
    SCHEMAS.mkdir(parents=True, exist_ok=True)
    (SCHEMAS / "__init__.py").write_text(
        '"""One table for each .proto file; `tools/record_schemas.py` writes them."""\n'
    )
    for descriptor in files.values():
        (SCHEMAS / f"{module_of(descriptor.name)}.py").write_text(_table(descriptor))
    print(f"{len(files)} tables in {SCHEMAS.relative_to(ROOT)}")
    return 0


def collect(descriptor: Any, files: dict[str, Any]) -> None:
    """Enters a file and those it uses; one that only passes others on counts as those."""
    if descriptor.name in files:
        return
    for used in descriptor.dependencies:
        collect(used, files)
    if descriptor.message_types_by_name or descriptor.enum_types_by_name:
        files[descriptor.name] = descriptor


def module_of(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".proto")


def _proto(descriptor: Any) -> Any:
    pb = importlib.import_module("google.protobuf.descriptor_pb2").FileDescriptorProto()
    descriptor.CopyToProto(pb)
    return pb


def _used(descriptor: Any) -> list[str]:
    """The modules of the files that a file uses."""
    found: list[str] = []
    for used in descriptor.dependencies:
        if used.message_types_by_name or used.enum_types_by_name:
            found.append(module_of(used.name))
        else:
            found.extend(_used(used))
    return sorted(set(found))


def _table(descriptor: Any) -> str:
    file = _proto(descriptor)
    lines: list[str] = []
    for message in file.message_type:
        _message(message, "", file, lines)
    for enum in file.enum_type:
        _enum(enum, "", lines)
    uses = _used(descriptor)
    text = HEAD.format(path=descriptor.name)
    if uses:
        text += "\nfrom . import " + ", ".join(uses) + "\n"
    listed = "".join(f"{name}.FILE, " for name in uses).rstrip()
    text += f'\nFILE = File(\n    __name__,\n    "{file.package}",\n    """\n' + "".join(
        f"{x}\n" for x in lines
    )
    text += f'""",\n    ({listed}),\n)\n\n'
    for message in file.message_type:
        text += f'{message.name} = FILE.messages["{message.name}"]\n'
    for enum in file.enum_type:
        text += f'{enum.name} = FILE.enums["{enum.name}"]\n'
    return text


def _message(message: Any, outer: str, file: Any, lines: list[str]) -> None:
    name = f"{outer}{message.name}"
    maps = {m.name: m for m in message.nested_type if m.options.map_entry}
    lines.append(f"message {name}")
    lines.extend(f"  {_field(f, message, maps, file)}" for f in message.field)
    for nested in message.nested_type:
        if nested.name not in maps:
            _message(nested, name + ".", file, lines)
    for enum in message.enum_type:
        _enum(enum, name + ".", lines)


def _enum(enum: Any, outer: str, lines: list[str]) -> None:
    lines.append(f"enum {outer}{enum.name}")
    lines.extend(f"  {value.number} {value.name}" for value in enum.value)


def _field(field: Any, message: Any, maps: dict[str, Any], file: Any) -> str:
    head = f"{field.number} {field.name}"
    entry = maps.get(field.type_name.rsplit(".", 1)[-1])
    if entry is not None and field.type_name.startswith("."):
        key, value = entry.field
        explicit = "" if file.syntax == "proto3" else " explicit"
        return f"{head} map {_kind(key, file)} {_kind(value, file)}{explicit}"
    kind = _kind(field, file)
    if field.label == field.LABEL_REPEATED:
        packed = field.options.packed
        if file.syntax == "proto3" and not field.options.HasField("packed"):
            packed = True
        loose = not packed and field.type not in (field.TYPE_STRING, field.TYPE_BYTES)
        is_message = field.type == field.TYPE_MESSAGE
        return f"{head} repeated {kind}{' unpacked' if loose and not is_message else ''}"
    if field.proto3_optional or (file.syntax != "proto3" and field.type != field.TYPE_MESSAGE):
        return f"{head} optional {kind}"
    if field.HasField("oneof_index"):
        return f"{head} {kind} in {message.oneof_decl[field.oneof_index].name}"
    return f"{head} {kind}"


def _kind(field: Any, file: Any) -> str:
    if field.type in (field.TYPE_MESSAGE, field.TYPE_ENUM):
        return field.type_name.removeprefix(f".{file.package}.").removeprefix(".")
    if field.type == field.TYPE_GROUP:
        raise SystemExit(f"{field.name} is a group, for which the tables have no form.")
    return type(field).Type.Name(field.type).removeprefix("TYPE_").lower()


if __name__ == "__main__":
    sys.exit(main())
