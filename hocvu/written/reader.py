"""Reads YAML 1.2 and JSON into values with places.

libyaml gives events and no more: what a scalar means is decided here and by the fields,
by YAML 1.2 (``no`` is a word, ``01`` keeps its zero). JSON goes the same way, being YAML.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

import yaml

from hocvu.errors import Origin, Severity, Value
from hocvu.identifiers import nfc
from hocvu.written.problems import Problem
from hocvu.written.syntax import explain, forestall
from hocvu.written.tree import Place, Plain, Tree

try:
    from yaml.cyaml import CParser as _Parser
except ImportError:  # pragma: no cover - a platform without libyaml
    from yaml import SafeLoader as _Parser

LARGEST: Final = 1 << 20
"""Bytes of the largest manifest that is read."""

_DEEPEST: Final = 24
_MOST_NODES: Final = 50_000
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TAGS: Final = frozenset({None, "!"} | {f"tag:yaml.org,2002:{t}" for t in ("str", "map", "seq")})
_CUT: Final = re.compile(r"\s+#[^\s#]")
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DASHES: Final = frozenset("-–—•*")
_NO_DASH_SPACE: Final = re.compile(r"[-–—•*][^\W\d]")
_NO_COLON_SPACE: Final = re.compile(r"([\w-]+):[^\s/]")
_JSON: Final = {
    "Expecting ',' delimiter": "manifest.json_comma",
    "property name": "manifest.json_name",
    "trailing comma": "manifest.json_name",
    "Extra data": "manifest.json_extra",
    "Unterminated string": "manifest.json_string",
    "Invalid control character": "manifest.json_string",
}
"""Part of what Python says of JSON, and our code."""

_PAIR: Final = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


class _Stop(Exception):
    """Reading cannot go on; the problem was reported."""


def read_tree(path: Path, name: str, names: frozenset[str] = frozenset()) -> Tree:
    """Read the file at `path`, called `name` in messages; `names` are those of its fields.

    Returns:
        The tree. Where its problems tell of an error of syntax, its value is what was read before.
    """
    tree = Tree(name, names)
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        code = "manifest.not_found" if missing else "manifest.unreadable"
        tree.problems.append(Problem(code, "error", Origin(name), {"file": name}))
        return tree
    return parse(data, name, tree)


def parse(data: bytes, name: str, tree: Tree | None = None) -> Tree:
    """Read a file from its bytes, UTF-8 or UTF-16."""
    tree = tree or Tree(name)
    builder = _Builder(tree)
    try:
        text = builder.decode(data)
        builder.forestall(text)
        if name.lower().endswith(".json"):
            builder.check_json(text)
            text = text.replace("\t", " ")  # in JSON no text holds one, and YAML minds them
        builder.read(text)
    except _Stop:
        pass
    except RecursionError:  # pragma: no cover - the limit on depth comes first
        builder.report("manifest.too_deep", 1, 1, limit=_DEEPEST)
    except yaml.YAMLError as error:
        if not tree.problems:  # what was told already is why libyaml stumbles
            tree.problems.extend(explain(error, text, name, tree.names))
    return tree


class _Builder:
    """Makes values and places of one file's events."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.anchors: dict[str, tuple[Any, Place, int]] = {}
        self.nodes = 0
        self.normal = True
        self.told_of_form = False
        self.lines: list[str] = []

    def report(
        self, code: str, line: int, column: int, severity: Severity = "error", /, **params: Value
    ) -> None:
        origin = Origin(self.tree.file, line, column)
        self.tree.problems.append(Problem(code, severity, origin, params))

    def decode(self, data: bytes) -> str:
        if len(data) > LARGEST:
            self.report("manifest.too_large", 1, 1, limit=LARGEST >> 20)
            raise _Stop
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            good = data[: error.start].decode(encoding, "replace")
            self.report("manifest.encoding", *_position(good, len(good)))
            raise _Stop from None
        if found := _FORBIDDEN.search(text):
            shown = f"U+{ord(found.group()):04X}"
            self.report("manifest.control_character", *_position(text, found.start()), shown=shown)
            raise _Stop
        self.normal = unicodedata.is_normalized("NFC", text)
        return text

    def forestall(self, text: str) -> None:
        """Stop at what a parser would take for something else."""
        found = list(forestall(text, self.tree.file, self.tree.names))
        self.tree.problems.extend(found)
        if found:
            raise _Stop

    def check_json(self, text: str) -> None:
        """Ask of JSON to be JSON: YAML allows more than other programs read."""
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            codes = (code for part, code in _JSON.items() if part in error.msg)
            code = next(codes, "manifest.json_syntax")
            self.report(code, error.lineno, error.colno)
            raise _Stop from None
        except RecursionError:
            self.report("manifest.too_deep", 1, 1, limit=_DEEPEST)
            raise _Stop from None

    def read(self, text: str) -> None:
        if "\\u" in text:  # libyaml refuses the pairs with which JSON writes rarer characters
            text = _PAIR.sub(_join_pair, text)
        self.lines = text.splitlines()
        parser = _Parser(text)
        parser.get_event()
        event = parser.get_event()
        if isinstance(event, yaml.StreamEndEvent):
            self.report("manifest.empty_file", 1, 1)
            raise _Stop
        event = parser.get_event()
        at = event.start_mark
        value, place = self.node(parser, event, 0)
        if isinstance(value, dict):
            self.tree.value, self.tree.place = value, place
        else:
            code = "manifest.empty_file" if value is None else "manifest.not_mapping"
            if not self.tree.problems:
                self.report(code, at.line + 1, at.column + 1)
        parser.get_event()
        event = parser.get_event()
        if not isinstance(event, yaml.StreamEndEvent):
            at = event.start_mark
            self.report("manifest.many_documents", at.line + 1, at.column + 1)

    def node(self, parser: Any, event: Any, depth: int) -> tuple[Any, Place]:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        end = event.end_mark.line + 1, event.end_mark.column + 1
        place = Place(line, column, (line, column), end)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, place)
        before = self.nodes
        self.count(1, place)
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = self.scalar(event, place)
        else:
            if depth >= _DEEPEST:
                self.report("manifest.too_deep", line, column, limit=_DEEPEST)
                raise _Stop
            self.check_tag(event, place)
            inside = self.mapping if isinstance(event, yaml.MappingStartEvent) else self.sequence
            value = inside(parser, place, depth + 1)
        if event.anchor:
            self.anchors[event.anchor] = value, place, self.nodes - before
        return value, place

    def count(self, nodes: int, place: Place) -> None:
        self.nodes += nodes
        if self.nodes > _MOST_NODES:
            self.report("manifest.too_many_values", place.line, place.column, limit=_MOST_NODES)
            raise _Stop

    def alias(self, event: Any, place: Place) -> tuple[Any, Place]:
        if event.anchor not in self.anchors:
            self.report("manifest.alias_unknown", place.line, place.column, name=event.anchor)
            return None, place
        value, there, nodes = self.anchors[event.anchor]
        self.count(nodes, place)
        return value, Place(place.line, place.column, place.key, place.end, there.children)

    def check_cut(self, event: Any, place: Place) -> None:
        """Tell of words after a number sign, as in "mẫu #3", which YAML takes for a comment."""
        end = event.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if _CUT.match(rest):
            cut = rest.strip()[:60]
            self.report("manifest.cut", place.line, place.column, "warning", cut=cut)

    def check_plain(self, event: Any, value: str, place: Place) -> None:
        """Tell of what an author meant as a list or a field and YAML takes for text."""
        first, last = event.start_mark.line + 1, event.end_mark.line
        if value[:1] in _DASHES and _NO_DASH_SPACE.match(value):
            self.report("manifest.dash_space", place.line, place.column)
        elif ":" in value and self.names_field(value):
            self.report("manifest.colon_space", place.line, place.column)
        if last < first:
            return
        for number, line in enumerate(self.lines[first : last + 1], first):
            # After the value, libyaml's mark may stand at the beginning of the next line.
            if line.lstrip().startswith("- ") and (number < last or event.end_mark.column):
                column = len(line) - len(line.lstrip()) + 1
                self.report("manifest.indentation", number + 1, column)
                return

    def names_field(self, value: str) -> bool:
        """Tell whether a text begins with a field's name and a colon."""
        found = _NO_COLON_SPACE.match(value)
        return bool(found) and found[1] in self.tree.names  # type: ignore[index]

    def check_tag(self, event: Any, place: Place) -> None:
        if event.tag not in _TAGS:
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.report("manifest.tag", place.line, place.column, tag=shown)

    def scalar(self, event: Any, place: Place) -> str | None:
        self.check_tag(event, place)
        value: str = event.value
        if event.style == '"' and (found := _FORBIDDEN.search(value)):
            shown = f"U+{ord(found.group()):04X}"
            self.report("manifest.control_character", place.line, place.column, shown=shown)
            value = _FORBIDDEN.sub(" ", value)
        if not self.normal and not unicodedata.is_normalized("NFC", value):
            value = nfc(value)
            if not self.told_of_form:
                self.told_of_form = True
                self.report("manifest.not_nfc", place.line, place.column, "info")
        if not event.style:
            self.check_cut(event, place)
            self.check_plain(event, value, place)
        if not event.style and event.implicit[0]:
            return None if value in _NULL else Plain(value)
        return value

    def sequence(self, parser: Any, place: Place, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := parser.get_event(), yaml.SequenceEndEvent):
            value, there = self.node(parser, event, depth)
            place.children[len(items)] = there
            items.append(value)
        return items

    def mapping(self, parser: Any, place: Place, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := parser.get_event(), yaml.MappingEndEvent):
            key, at = self.node(parser, event, depth)
            value, there = self.node(parser, parser.get_event(), depth)
            there.key = at.key
            if key is None:
                key = ""
            if not isinstance(key, str):
                self.report("manifest.key_not_text", at.line, at.column)
            elif key in place.children:
                first = place.children[key].key[0]
                self.report("manifest.duplicate_key", at.line, at.column, key=key, line=first)
            else:
                key = str(key)
                place.children[key] = there
                if value is not None:
                    values[key] = value
        return values


def _position(text: str, offset: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def _join_pair(found: re.Match[str]) -> str:
    high, low = int(found[1], 16), int(found[2], 16)
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + low - 0xDC00:08X}"
