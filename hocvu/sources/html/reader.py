"""Reads an HTML page through a closed mapping to the lesson's nodes; nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Missing, TooLarge
from hocvu.identifiers import nfc
from hocvu.lesson import DocumentBody, ListBlock, Reading
from hocvu.lesson.text import count, walk
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.html.bundle import PAGES, Bundle, is_mhtml, open_bundle
from hocvu.sources.html.fonts import to_unicode
from hocvu.sources.html.tally import tally
from hocvu.sources.html.world import HtmlWorld
from hocvu.sources.hypertext import build, parse
from hocvu.sources.structure import with_structure
from hocvu.sources.text import decode
from hocvu.tools.archive import looks_into

_MOST_TAGS: Final = 400_000
_HEAD: Final = 4096
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SIGN: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML: Final = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
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
    version = 1
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
        markup, bundle = _markup(source, notices)
        root = parse(markup)
        if root is None:
            raise Damaged("source.empty", origin=source.at())
        changed = to_unicode(root)
        if changed:
            notices.add("html.old_fonts", "info", count=changed)
        world = HtmlWorld(bundle, workspace, notices)
        named = root.findtext(".//title") or ""
        blocks, title = with_structure(build(root, world, source.at()), nfc(named))
        read = tally(markup)
        if not blocks:
            # The parser drops what is nested too deep.
            if read.words:
                raise TooLarge("html.too_deep", origin=source.at())
            raise Damaged("source.empty", origin=source.at())
        world.tell()
        for other in bundle.others:
            notices.at(source.at(member=other), "html.other_page")
        body = DocumentBody(blocks=blocks)
        original = None
        if options.download:
            suffix = source.path.suffix.lower()
            media_type = _MEDIA_TYPES.get(suffix, "text/html")
            name = nfc(source.path.name)
            original = workspace.refer(source.path, suffix, media_type, name).id
        kept = count(body)
        return Reading(
            reader=self.name,
            title=title,
            body=body,
            assets=workspace.assets,
            original=original,
            notices=tuple(notices.all),
            read=read,
            kept=kept.model_copy(update={"words": kept.words - _label_words(body)}),
            dependencies=tuple(bundle.dependencies),
        )


READER: Final = HtmlReader()


def _markup(source: Source, notices: Notices) -> tuple[str, Bundle]:
    place = source.at()
    try:
        with source.path.open("rb") as stream:
            head = stream.read(_HEAD)
        bundle = open_bundle(source, head)
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=place) from error
    charset = _CHARSET.search(bundle.page[:_HEAD])
    named = charset[1].decode("ascii", "ignore") if charset else ""
    decoded = decode(bundle.page, bundle.declared or named)
    if decoded is None:
        raise Damaged("html.not_text", origin=place)
    if not decoded.text.strip():
        raise Damaged("source.empty", origin=place)
    if decoded.encoding == "cp1258" and "1258" not in (bundle.declared or named):
        notices.add("html.encoding", "info" if not decoded.doubtful else "warning")
    if decoded.text.count("<") > _MOST_TAGS:
        raise TooLarge("html.too_many_tags", origin=place, limit=_MOST_TAGS)
    # The declaration of an encoding is no longer true, and the parser refuses it.
    return _XML.sub("", decoded.text, count=1), bundle


def _holds_page(path: Path) -> bool:
    """Tell a zip of a page and its pictures from a package, which has a manifest."""
    names = looks_into(path)
    manifests = ("imsmanifest.xml", "tincan.xml", "cmi5.xml", "course.xml")
    inside = [name.lower() for name in names]
    return any(name.endswith(PAGES) for name in inside) and not any(
        name.rpartition("/")[2] in manifests for name in inside
    )


def _label_words(body: DocumentBody) -> int:
    """Return how many words are numbers of lists, which are made and not read."""
    lists = (node for node in walk(body.blocks) if isinstance(node, ListBlock))
    return sum(bool(item.label) for block in lists for item in block.items)
