"""Records messages as the protobuf library writes them, for the tests of `tenfold.protos`.

`python tools/record_messages.py`, with TensorFlow's interpreter. For each message class of the
tables: messages with random content, their deterministic bytes, text form and JSON form, into
`tests/protos/goldens/messages.json`.
"""

from __future__ import annotations

import base64
import importlib
import json
import math
import os
import random
import sys
import zlib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.record_schemas import WANTED, collect, module_of  # noqa: E402

TARGET = ROOT / "tests" / "protos" / "goldens" / "messages.json"
INTEGERS = (0, 1, -1, 127, 128, 300, -(1 << 31), (1 << 31) - 1, 1 << 40, -(1 << 63), (1 << 63) - 1)
FLOATS = (0.0, -0.0, 1.0, 0.1, -2.5, 1e20, 1e-7, math.inf, -math.inf, 16777216.0, 3.4e38)
TEXTS = ("", "a", "déjà", "tab\tquote\"'\\", "x" * 130, "line\nend\r", "control\x01\x7f")
BYTES = (b"", b"a", b"\x00\xff", b"caf\xc3\xa9", bytes(range(40)), b"7\x019")


class Filler:
    """Fills messages with random content."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def fill(self, message: Any, depth: int) -> Any:
        groups: set[str] = set()
        for field in message.DESCRIPTOR.fields:
            group = field.containing_oneof
            nested = field.message_type is not None
            if self.random.random() < 0.3 or (nested and depth == 0):
                continue
            if group is not None and group.name in groups:
                continue
            if group is not None:
                if self.random.random() < 0.6:
                    continue
                groups.add(group.name)
            self.fill_field(message, field, depth)
        return message

    def fill_field(self, message: Any, field: Any, depth: int) -> None:
        value = getattr(message, field.name)
        if nested := field.message_type:
            if nested.GetOptions().map_entry:
                self.fill_map(value, nested, depth)
            elif field.is_repeated:
                for _ in range(self.random.randrange(3)):
                    self.fill(value.add(), depth - 1)
            else:
                value.SetInParent()
                self.fill(value, depth - 1)
        elif field.is_repeated:
            value.extend([self.scalar(field) for _ in range(self.random.randrange(4))])
        else:
            setattr(message, field.name, self.scalar(field))

    def fill_map(self, entries: Any, entry: Any, depth: int) -> None:
        value_field = entry.fields_by_name["value"]
        for _ in range(self.random.randrange(4)):
            key = self.scalar(entry.fields_by_name["key"])
            if value_field.message_type is None:
                entries[key] = self.scalar(value_field)
            else:
                self.fill(entries[key], depth - 1)

    def scalar(self, field: Any) -> Any:
        choose = self.random.choice
        if field.cpp_type == field.CPPTYPE_ENUM:
            return choose(field.enum_type.values).number
        if field.cpp_type == field.CPPTYPE_BOOL:
            return choose((False, True))
        if field.cpp_type in (field.CPPTYPE_FLOAT, field.CPPTYPE_DOUBLE):
            return choose(FLOATS)
        if field.cpp_type == field.CPPTYPE_STRING:
            return choose(BYTES if field.type == field.TYPE_BYTES else TEXTS)
        unsigned = field.cpp_type in (field.CPPTYPE_UINT32, field.CPPTYPE_UINT64)
        bits = 32 if field.cpp_type in (field.CPPTYPE_INT32, field.CPPTYPE_UINT32) else 64
        low, high = (0, 1 << bits) if unsigned else (-(1 << bits - 1), 1 << bits - 1)
        return choose([i for i in INTEGERS if low <= i < high])


def messages_of(descriptor: Any) -> list[tuple[str, Any]]:
    """The message descriptors of a file under their names, nested ones with dots."""
    found: list[tuple[str, Any]] = []

    def visit(message: Any, outer: str) -> None:
        if not message.GetOptions().map_entry:
            found.append((outer + message.name, message))
            for nested in message.nested_types:
                visit(nested, f"{outer}{message.name}.")

    for message in descriptor.message_types_by_name.values():
        visit(message, "")
    return found


def used(descriptor: Any, seen: set[str] | None = None) -> set[str]:
    """The full names of the messages that may occur in a message."""
    seen = set() if seen is None else seen
    if descriptor.full_name not in seen:
        seen.add(descriptor.full_name)
        for field in descriptor.fields:
            if field.message_type is not None:
                used(field.message_type, seen)
    return seen


def cases_of(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Random messages of each class, under the table's module and the class's name."""
    factory = importlib.import_module("google.protobuf.message_factory")
    text_format = importlib.import_module("google.protobuf.text_format")
    json_format = importlib.import_module("google.protobuf.json_format")
    files: dict[str, Any] = {}
    for path in WANTED:
        module = importlib.import_module("tensorflow." + path.replace("/", ".") + "_pb2")
        collect(module.DESCRIPTOR, files)
    cases: dict[str, list[dict[str, Any]]] = {}
    for path, file in files.items():
        for name, descriptor in messages_of(file):
            made = factory.GetMessageClass(descriptor)
            for depth in (1, 2):
                filler = Filler(zlib.crc32(f"{path}{name}{depth}{seed or ''}".encode()))
                message = filler.fill(made(), depth)
                data = message.SerializeToString(deterministic=True)
                case = {
                    "bytes": base64.b64encode(data).decode(),
                    "text": text_format.MessageToString(message),
                }
                if file.package == "tensorflow" and "google.protobuf.Any" not in used(descriptor):
                    case["json"] = json_format.MessageToDict(message)
                cases.setdefault(f"{module_of(path)}.{name}", []).append(case)
    return cases


def main() -> int:
    """Records every class."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    cases = cases_of(0)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(cases, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{sum(map(len, cases.values()))} messages, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
