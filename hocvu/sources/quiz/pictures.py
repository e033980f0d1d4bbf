"""Pictures that come inside a file of questions, not beside it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from hocvu.errors import HocvuError, Origin, TooLarge
from hocvu.identifiers import nfc
from hocvu.lesson import Image
from hocvu.sources.base import Notices, Workspace
from hocvu.sources.hypertext import World
from hocvu.tools.pictures import for_browsers

Load = Callable[[str], bytes | None]
_DATA: Final = re.compile(r"data:image/[\w.+-]+;base64,(.*)", re.DOTALL)
_LARGEST: Final = 64 << 20


class Inside:
    """The world of a piece of HTML whose pictures `load` gives; others lie beside the file."""

    def __init__(
        self, around: World, load: Load, workspace: Workspace, notices: Notices, place: Origin
    ) -> None:
        """Take what is around the file, and what is in it."""
        self._around = around
        self._load = load
        self._workspace = workspace
        self._notices = notices
        self._place = place

    def link(self, href: str) -> str | None:
        """Return where a link may lead in a lesson, None when it may not."""
        return self._around.link(href)

    def html(self, markup: str) -> None:
        """Take note of markup that was left out."""
        self._around.html(markup)

    def picture(self, src: str, alt: str) -> Image | None:
        """Return the picture at `src`, None when it cannot be kept."""
        name = nfc(unquote(src))
        try:
            data = decoded(found[1]) if (found := _DATA.fullmatch(src)) else self._load(name)
            if data is None:
                return self._around.picture(src, alt)
            made = for_browsers(data)
        except HocvuError as error:
            shown = "data:" if src.startswith("data:") else name[:120]
            self._notices.at(self._place, error.code, name=shown)
            return None
        asset = self._workspace.add_bytes(made.data, made.suffix, made.media_type)
        return Image(asset=asset.id, width=made.width, height=made.height, alt=nfc(alt) or None)


def decoded(text: str) -> bytes:
    """Return the bytes that `text` holds in base64; damaged text gives what no picture is.

    Raises:
        TooLarge: It holds more than is read.
    """
    if len(text) > _LARGEST * 4 // 3:
        raise TooLarge("picture.too_large")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
