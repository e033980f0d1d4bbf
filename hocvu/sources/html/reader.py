"""Reads an HTML page through a closed mapping to the lesson's nodes; nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hocvu.errors import Missing
from hocvu.identifiers import nfc
from hocvu.lesson import DocumentBody, Reading
from hocvu.lesson.text import count
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.html.bundle import PAGES, Bundle, is_mhtml, open_bundle
from hocvu.sources.html.page import label_words, markup_of, read_page
from hocvu.tools.archive import looks_into

_HEAD: Final = 4096
_SIGN: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_MEDIA_TYPES: Final = {".zip": "application/zip", ".mht": "multipart/related"}


class HtmlOptions(Options):
    """What authors may set for an HTML page.

    Attributes:
        download: Learners may download the file itself.
    """

    download: bool = False


class HtmlReader:
    """Reads HTML pages, also those that bear the ending of an office file."""

    name = "html"
    version = 2
    suffixes = (*PAGES, ".mht", ".mhtml")
    also = (".doc", ".xls", ".zip", ".rtf", ".docx")
    options = HtmlOptions
    engines: tuple[str, ...] = ()
    patience = 900.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by content if this is a page, a web archive, or a zip of a page and pictures."""
        if head.startswith(b"PK\x03\x04"):
            return path.suffix.lower() == ".zip" and _holds_page(path)
        plain = head.replace(b"\0", b"") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
        return bool(_SIGN.match(plain.lstrip(b"\xef\xbb\xbf\xff\xfe"))) or is_mhtml(head)

    def read(self, source: Source, workspace: Workspace, options: HtmlOptions) -> Reading:
        """Read `source`.

        Raises:
            Missing: It is not there.
            Damaged: It is empty or no text.
            TooLarge: It is larger than is read.
        """
        notices = Notices(source)
        bundle = _opened(source)
        page = read_page(markup_of(bundle, notices), bundle, workspace, notices)
        for other in bundle.others:
            notices.at(source.at(member=other), "html.other_page")
        body = DocumentBody(blocks=page.blocks)
        original = None
        if options.download:
            suffix = source.path.suffix.lower()
            media_type = _MEDIA_TYPES.get(suffix, "text/html")
            name = nfc(source.path.name)
            original = workspace.refer(source.path, suffix, media_type, name).id
        kept = count(body)
        return Reading(
            reader=self.name,
            title=page.title,
            body=body,
            assets=workspace.assets,
            original=original,
            notices=tuple(notices.all),
            read=page.read,
            kept=kept.model_copy(update={"words": kept.words - label_words(body)}),
            dependencies=tuple(bundle.dependencies),
        )


READER: Final = HtmlReader()


def _opened(source: Source) -> Bundle:
    try:
        with source.path.open("rb") as stream:
            head = stream.read(_HEAD)
        return open_bundle(source, head)
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=source.at()) from error


def _holds_page(path: Path) -> bool:
    """Tell a zip of a page and its pictures from a package, which has a manifest."""
    names = looks_into(path)
    manifests = ("imsmanifest.xml", "tincan.xml", "cmi5.xml", "course.xml")
    inside = [name.lower() for name in names]
    return any(name.endswith(PAGES) for name in inside) and not any(
        name.rpartition("/")[2] in manifests for name in inside
    )
