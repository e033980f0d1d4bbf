"""Words of an RTF text by reading its control words, apart from the conversion (RTF 1.9.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

_TOKEN: Final = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.IGNORECASE,
)
_APART: Final = frozenset(
    b"fonttbl colortbl stylesheet info pict objdata object header headerl headerr headerf footer "
    b"footerl footerr footerf fldinst listtext pntext pntxta pntxtb annotation atnid atnauthor "
    b"listtable listoverridetable revtbl rsidtbl generator xe tc bkmkstart bkmkend datafield "
    b"themedata colorschememapping latentstyles datastore nonshppict shprslt ftnsep ftnsepc "
    b"aftnsep aftnsepc ftncn aftncn template operator author title private mmathPr "
    b"wgrffmtfilter sp".split()
)
_THROUGH: Final = frozenset(
    b"shptxt shpinst fldrslt shppict footnote objattph do dptxbxtext".split()
)
_SPACES: Final = frozenset(
    b"par line tab cell row nestcell nestrow sect page column softline emspace enspace "
    b"qmspace".split()
)
_CHARACTERS: Final = {b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘"} | {
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
}
_SIGNS: Final = {b"~": "\u00a0", b"_": "\u2011", b"{": "{", b"}": "}", b"\\": "\\"}
_DEEPEST: Final = 5000


@dataclass(frozen=True, slots=True)
class _Group:
    apart: bool = False
    hidden: bool = False
    deleted: bool = False
    skip: int = 1
    boxes: bool = False
    beside: bool = False


def words(data: bytes) -> tuple[list[str], list[str]]:
    """Return the words of the text, and those of notes and text boxes.

    Automatic numbers, hidden and deleted text are left out.
    """
    scan = _Scan(data)
    scan.run()
    return "".join(scan.main).split(), "".join(scan.beside).split()


class _Scan:
    def __init__(self, data: bytes) -> None:
        self.main: list[str] = []
        self.beside: list[str] = []
        self._data = data
        self._place = 0
        self._groups = [_Group()]
        self._begins = self._starred = False
        # How many characters still stand for one of Unicode in programs that know none.
        self._skip = 0

    def run(self) -> None:
        """Read from the beginning to the end, or to what is no RTF."""
        while found := _TOKEN.match(self._data, self._place):
            self._place = found.end()
            word, value, byte, sign, brace, plain = found.groups()
            if brace:
                self._brace(brace)
            elif sign == b"*":
                self._starred = True
            elif word is not None:
                self._word(word.lower(), value)
            else:
                self._begins = False
                self._characters(byte, sign, plain)

    def _brace(self, brace: bytes) -> None:
        self._begins = brace == b"{"
        self._starred = False
        if self._begins and len(self._groups) < _DEEPEST:
            self._groups.append(self._groups[-1])
        elif not self._begins:
            self._skip = 0
            if len(self._groups) > 1:
                self._groups.pop()

    def _word(self, word: bytes, value: bytes | None) -> None:
        if word == b"bin":
            self._place += max(0, int(value or 0))
            return
        group = self._groups[-1]
        if self._begins or self._starred:
            group = _entered(group, word, self._starred)
        self._begins = self._starred = False
        group = self._groups[-1] = _changed(group, word, value)
        if word == b"u":
            self._say(chr(int(value or 0) % 0x10000))
            self._skip = group.skip
        else:
            self._say(" " if word in _SPACES else _CHARACTERS.get(word, ""))

    def _characters(self, byte: bytes | None, sign: bytes | None, plain: bytes | None) -> None:
        if self._skip and (byte or sign or plain):
            used = min(self._skip, len(plain)) if plain else 1
            self._skip -= used
            byte = sign = None
            plain = plain[used:] if plain else None
        if byte:
            plain = bytes((int(byte, 16),))
        if plain:
            self._say(plain.replace(b"\0", b"").decode("cp1252", "replace"))
        elif sign:
            self._say(_SIGNS.get(sign, ""))

    def _say(self, text: str) -> None:
        group = self._groups[-1]
        if not (group.apart or group.hidden or group.deleted):
            (self.beside if group.beside else self.main).append(text)


def _entered(group: _Group, word: bytes, starred: bool) -> _Group:
    """Return the state in a group that `word` begins."""
    if word in (b"shptxt", b"dptxbxtext") and group.boxes:
        return replace(group, apart=False, beside=True)
    if word == b"footnote":
        return replace(group, beside=True)
    if word in (b"shpinst", b"do"):
        return replace(group, apart=True, boxes=not group.apart)
    if word in _APART or (starred and word not in _THROUGH):
        return replace(group, apart=True, boxes=group.boxes and word != b"pict")
    return group


def _changed(group: _Group, word: bytes, value: bytes | None) -> _Group:
    if word == b"v":
        return replace(group, hidden=value != b"0")
    if word == b"deleted":
        return replace(group, deleted=value != b"0")
    if word == b"uc":
        return replace(group, skip=max(0, min(int(value or 1), 16)))
    if word == b"plain":
        return replace(group, hidden=False, deleted=False)
    return group
