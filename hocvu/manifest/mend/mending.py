"""Mends one manifest: first what keeps it from being read, then values, then lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hocvu.identifiers import nfc
from hocvu.manifest.checking import examine_tree
from hocvu.manifest.mend.edits import apply
from hocvu.manifest.mend.lines import trailing, unreadable
from hocvu.manifest.mend.order import ordered
from hocvu.manifest.mend.scalars import composed, corrected
from hocvu.manifest.numbers import free
from hocvu.manifest.reader import parse
from hocvu.manifest.setting import Checks
from hocvu.written.problems import in_order
from hocvu.written.reader import LARGEST
from hocvu.written.tree import Tree

_ROUNDS: Final = 5
_ODD_BREAKS: Final = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
"""Ends of lines to YAML alone; with them, places in the text are not those in the file."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A manifest before and after; equal where there was nothing to mend."""

    before: bytes
    after: bytes

    @property
    def changed(self) -> bool:
        """Whether anything was mended."""
        return self.before != self.after


def mend(path: Path, checks: Checks) -> Mended:
    """Return the manifest at `path` with everything mended that has only one remedy.

    Nothing is written. What cannot be read is left as it is.

    Raises:
        ManifestError: The organisation's ``hocvu.toml`` is faulty.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError:
        return Mended(b"", b"")
    encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return Mended(data, data)
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    mended = bom + mend_text(text.removeprefix(bom), path, checks)
    return Mended(data, data if mended == text else _encoded(mended, data, encoding))


def mend_text(text: str, path: Path, checks: Checks) -> str:
    """Return the manifest `text`, which stands at `path`, mended."""
    yaml = path.suffix.lower() != ".json"
    if yaml and _ODD_BREAKS.search(text):
        return text
    tree = _read(text, path)
    if yaml and _errors(tree):
        text, tree = _better(text, tree, path)
    if not tree.value or _errors(tree):
        return text
    for _ in range(_ROUNDS):
        text, tree = _step(text, tree, path, lambda t, s: apply(s, composed(t, s)))
        problems = in_order(examine_tree(_read(text, path), path.parent, checks))
        mended = apply(text, corrected(tree, text, problems))
        again = _read(mended, path)
        if mended == text or _errors(again):
            break
        text, tree = mended, again
    text, tree = _trimmed(text, tree, path)
    if yaml:
        text, tree = _step(text, tree, path, lambda t, s: ordered(s, t))
        # What stood below an empty block of text may stand by itself now.
        text, tree = _trimmed(text, tree, path)
    return text


def _trimmed(text: str, tree: Tree, path: Path) -> tuple[str, Tree]:
    return _step(text, tree, path, lambda t, s: apply(s, trailing(s, t.place)))


def _better(text: str, tree: Tree, path: Path) -> tuple[str, Tree]:
    """Return `text` as YAML can read it, where that is so simple."""
    mended = apply(text, unreadable(text))
    again = _read(mended, path)
    return (mended, again) if _errors(again) < _errors(tree) else (text, tree)


def _step(text: str, tree: Tree, path: Path, how: Callable[[Tree, str], str]) -> tuple[str, Tree]:
    """Return `text` after a step that may not change any value."""
    mended = how(tree, text)
    if mended == text:
        return text, tree
    again = _read(mended, path)
    same = _composed(free(again.value)) == _composed(free(tree.value))
    return (mended, again) if same and not _errors(again) else (text, tree)


def _composed(value: Any) -> Any:
    if isinstance(value, dict):
        return {nfc(key): _composed(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [_composed(inside) for inside in value]
    return nfc(value) if isinstance(value, str) else value


def _read(text: str, path: Path) -> Tree:
    return parse(text.encode("utf-8", "surrogatepass"), str(path))


def _errors(tree: Tree) -> int:
    return sum(problem.severity == "error" for problem in tree.problems)


def _encoded(text: str, data: bytes, encoding: str) -> bytes:
    if encoding == "utf-8":
        return text.encode()
    little = data.startswith(codecs.BOM_UTF16_LE)
    return data[:2] + text.encode("utf-16-le" if little else "utf-16-be")
