"""Identifiers that are safe in ASCII and never confuse two Vietnamese names.

A slug drops tone marks, so ``Dạy`` and ``Dậy`` share one; every identifier made from
text therefore ends in a digest of the NFC text itself.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def nfc(text: str) -> str:
    """Return `text` in Unicode normalisation form C."""
    return unicodedata.normalize("NFC", text)


def slug(text: str, longest: int = 60) -> str:
    """Return `text` in lower-case ASCII words joined by hyphens; may be empty.

    ``đ`` has no decomposition in Unicode, so it is mapped before marks are dropped.
    """
    plain = unicodedata.normalize("NFD", nfc(text).replace("đ", "d").replace("Đ", "D"))
    ascii_only = "".join(c for c in plain if not unicodedata.combining(c))
    words = _NOT_WORD.sub("-", ascii_only.lower()).strip("-")
    return words[:longest].rstrip("-")


def as_text(name: str) -> str:
    """Return a name of the file system as text: bytes that are none become ``?``."""
    return name.encode("utf-8", "replace").decode()


def digest(*parts: str, length: int = 12) -> str:
    """Return the first `length` hexadecimal digits of a digest of `parts` in NFC."""
    joined = "\x1f".join(nfc(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:length]


def key_for(text: str) -> str:
    """Return a readable key for `text` that differs whenever the NFC text differs."""
    readable = slug(text, 40)
    return f"{readable}-{digest(text, length=8)}" if readable else f"x-{digest(text, length=8)}"


def course_slug(code: str) -> str:
    """Return the name of a course for file names.

    A code in ASCII is its own name; of any other, ``Dạy`` and ``Dậy`` stay apart by a digest.
    """
    plain = slug(code)
    return plain if plain and code.isascii() and plain == code.lower() else key_for(code)


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts ``bai 2`` before ``bai 10`` and is the same on every system."""
    pieces = re.findall(r"\d+|\D+", nfc(name).casefold())
    return tuple((0, int(p), p) if p[0].isdecimal() else (1, 0, p) for p in pieces)


def iri(work: str, *parts: str) -> str:
    """Return an IRI for a part of `work`, the same whatever its title and version are.

    Args:
        work: Identifier of the work; one that is no absolute IRI is hidden in a digest.
        parts: Names in ASCII from the work down to the part; none for the work itself.
    """
    known = nfc(work)
    if not _ABSOLUTE.fullmatch(known):
        known = f"urn:hocvu:{digest(work, length=32)}"
    return (":" if known.startswith("urn:") else "/").join((known, *parts))
