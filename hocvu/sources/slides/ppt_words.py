"""Words of a presentation of PowerPoint 97–2003 by its records, apart from the conversion.

What was saved again and again stays in the file; the persist directory tells which record is
the last ([MS-PPT] 2.1.2, 2.3).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hocvu.errors import Origin
from hocvu.tools import ole

_HEADER: Final = struct.Struct("<HHI")
_LIST, _PERSIST, _EDIT, _DIRECTORY, _SLIDE_REF = 4080, 1011, 4085, 6002, 3998
_KIND, _WIDE, _NARROW = 3999, 4000, 4008
_SLIDES, _NOTES = 0, 2
_NOTES_TEXT: Final = 2
_DEEPEST: Final = 20
# Line ends, and the places of automatic numbers and dates.
_SPACES: Final = dict.fromkeys(map(ord, "\r\n\x0b\t"), " ")


def words(path: Path, origin: Origin) -> tuple[list[str], int]:
    """Return the words of slides and speaker's notes, and the number of slides.

    Raises:
        Damaged: The container cannot be read.
    """
    found = ole.streams(path, ("PowerPoint Document", "Current User"), origin)
    try:
        return _words(found["PowerPoint Document"], found["Current User"])
    except (struct.error, KeyError, IndexError):
        return [], 0


def _words(data: bytes, user: bytes) -> tuple[list[str], int]:
    places, document = _persisted(data, struct.unpack_from("<I", user, 16)[0])
    texts: list[str] = []
    slides = 0
    for kind, instance, body in _inside(data, places[document]):
        if kind != _LIST or instance not in (_SLIDES, _NOTES):
            continue
        for inner, _, atom in _records(body):
            if inner == _PERSIST:
                slides += instance == _SLIDES
                place = places.get(struct.unpack_from("<I", atom)[0])
                if place is not None:
                    texts += _texts(data, place, notes=instance == _NOTES)
            elif instance == _SLIDES:
                texts += _text(inner, atom)
    return " ".join(texts).translate(_SPACES).split(), slides


def _persisted(data: bytes, edit: int) -> tuple[dict[int, int], int]:
    """Return where the last form of each object is, and the number of the document's."""
    places: dict[int, int] = {}
    document, seen = 0, set()
    while edit and edit not in seen:
        seen.add(edit)
        last, directory, number = struct.unpack_from("<III", data, edit + 16)
        document = document or number
        _, _, size = _HEADER.unpack_from(data, directory)
        place, end = directory + 8, directory + 8 + size
        while place < end:
            (entry,) = struct.unpack_from("<I", data, place)
            first, count = entry & 0xFFFFF, entry >> 20
            for index, where in enumerate(struct.unpack_from(f"<{count}I", data, place + 4)):
                places.setdefault(first + index, where)
            place += 4 + 4 * count
        edit = last
    return places, document


def _inside(data: bytes, place: int) -> Iterator[tuple[int, int, bytes]]:
    _, _, size = _HEADER.unpack_from(data, place)
    yield from _records(data[place + 8 : place + 8 + size])


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield type, instance and content of the records of a container."""
    place = 0
    while place + 8 <= len(data):
        version, kind, size = _HEADER.unpack_from(data, place)
        yield kind, version >> 4, data[place + 8 : place + 8 + size]
        place += 8 + size


def _texts(data: bytes, place: int, notes: bool) -> list[str]:
    """Return the texts of a slide's own shapes; those of its outline are in the list of slides."""
    found: list[str] = []
    wanted = [not notes]

    def walk(body: bytes, depth: int) -> None:
        for kind, _, content in _records(body):
            if kind == _KIND and notes:
                wanted[0] = struct.unpack_from("<I", content)[0] == _NOTES_TEXT
            elif kind in (_WIDE, _NARROW):
                found.extend(_text(kind, content) if wanted[0] else ())
            elif kind in _CONTAINERS and depth < _DEEPEST:
                walk(content, depth + 1)

    _, _, size = _HEADER.unpack_from(data, place)
    walk(data[place + 8 : place + 8 + size], 0)
    return found


_CONTAINERS: Final = frozenset({1036, 0xF002, 0xF003, 0xF004, 0xF00D})


def _text(kind: int, content: bytes) -> list[str]:
    if kind == _WIDE:
        return [content.decode("utf-16-le", "replace")]
    return [content.decode("latin-1")] if kind == _NARROW else []
