"""Reads the text files that belong to a recording: captions and transcripts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Missing, Origin, TooLarge
from hocvu.sources.base import Notices
from hocvu.sources.syllables import in_unicode
from hocvu.sources.text import Decoded, decode

OLD: Final = "old fonts"
"""Stands for an encoding where text was made for fonts from before Unicode."""

LARGEST: Final = 8 << 20
"""Bytes of a caption or transcript file; a day of speech has under 2 MiB."""


def read_text(path: Path, name: str) -> Decoded:
    """Read a text file that is UTF-8, UTF-16, Windows-1258 or made for fonts of TCVN3 or VNI.

    Raises:
        Missing: It is not there.
        TooLarge: It is larger than captions can be.
        Damaged: It is no text.
    """
    place = Origin(file=name)
    try:
        if path.stat().st_size > LARGEST:
            raise TooLarge("video.captions_too_large", origin=place, limit=LARGEST >> 20)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Missing("video.companion_missing", origin=place) from error
    except IsADirectoryError as error:
        raise Damaged("video.captions_not_text", origin=place) from error
    decoded = decode(data)
    if decoded is None:
        raise Damaged("video.captions_not_text", origin=place)
    text, old = in_unicode(data, decoded)
    return Decoded(text, OLD, doubtful=False) if old else decoded


def tell_encoding(decoded: Decoded, place: Origin, notices: Notices) -> None:
    """Tell of text that had to be converted."""
    if decoded.encoding == OLD:
        notices.at(place, "video.captions_old_fonts")
    elif decoded.encoding == "cp1258":
        code = "video.captions_encoding_doubtful" if decoded.doubtful else "video.captions_recoded"
        notices.at(place, code, "warning" if decoded.doubtful else "info")
