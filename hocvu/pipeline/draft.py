"""Plans a course for a material or a folder that has no manifest.

Identifiers come from the name of the input and from the places of the files inside it, never
from the folders above, so that two machines make the same package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from hocvu.errors import HocvuError, Origin, Unsupported
from hocvu.identifiers import as_text, key_for, natural_key, nfc
from hocvu.lesson import Notice, Record
from hocvu.manifest import is_manifest
from hocvu.pipeline.choose import by_suffix, readable, supported, used_by
from hocvu.pipeline.plan import Plan, PlannedLesson, PlannedSection
from hocvu.programmes import is_programme
from hocvu.sources import html, markdown, scan, video
from hocvu.sources.base import Source
from hocvu.tools.archive import MIB, Limits, open_archive

CAPTIONS = video.BESIDE
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_NAMED_PICTURE = re.compile(r"([^/\\\"'()<>\n]+\.(?:png|jpe?g|webp|tiff?|bmp))", re.IGNORECASE)
_LARGEST_PAGE = 16 << 20
_JUNK = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_RECORD = ".metadata.json"
_OLX = "-olx.tar.gz"
_OWN = ("data.js", "player.js", "metadata.json")
_TERMS = b"urn:hocvu:terms:"
"""Stands at the beginning of every record that is written."""
_LIMITS = Limits(entries=200_000, member=1 << 50, total=1 << 50)
"""Only the list of members and the record are read of our packages: films in them may be long."""


def plan_file(path: Path, name: str) -> Plan:
    """Plan a course of one lesson from a material."""
    _checked(path, name)
    source = Source(path, name, path.parent, captions_beside(path))
    lesson = PlannedLesson(key_for(path.name), "", source, place=Origin(file=name))
    return _draft(name, path, "", (PlannedSection("noi-dung", "", (lesson,)),), (), lenient=False)


def plan_folder(path: Path, name: str) -> Plan:
    """Plan a course from a folder: its files, then a section for each folder inside it.

    Raises:
        Unsupported: It holds no material that can be read, or one whose name cannot be.
    """
    everything = list(_files(path))
    for file in everything:
        _checked(file, str(file))
    files = [file for file in everything if not _ours(file)]
    found = [file for file in files if readable(file)]
    inside = _inside(found) | _illustrations(found)
    readings = [file for file in found if file.resolve() not in inside]
    paired = {caption for file in found for caption in _captions_for(file, files)}
    if not readings:
        raise Unsupported("draft.nothing", origin=Origin(file=name), supported=supported())
    notices = [
        _left_out(file, name, path)
        for file in files
        if file not in found and file not in paired and file.suffix.lower() not in _PICTURES
    ]
    titles = dict.fromkeys(_section_title(file, path) for file in readings)
    sections = tuple(
        PlannedSection(
            key_for(title) if title else "noi-dung",
            title,
            tuple(
                _lesson(file, path, name, files)
                for file in readings
                if _section_title(file, path) == title
            ),
        )
        for title in titles
    )
    if passed := len(everything) - len(files):
        notices.append(Notice("draft.own", "info", Origin(file=name), {"count": passed}))
    title = nfc(path.resolve().name)
    return _draft(name, path, title, sections, tuple(notices), lenient=True)


def _checked(path: Path, name: str) -> None:
    """Refuse a name that is no text: nothing could be written of it.

    Raises:
        Unsupported: The name's bytes are in an old code page.
    """
    try:
        path.name.encode()
    except UnicodeEncodeError:
        place = Origin(file=as_text(name))
        raise Unsupported("input.name_not_text", origin=place) from None


def materials(folder: Path) -> list[Path]:
    """Return the files below `folder` whose names say that they can be read, in order."""
    return [file for file in _files(folder) if readable(file) and not _ours(file)]


def _ours(file: Path) -> bool:
    """Tell if a file is no material: what hocvu wrote itself, or an author wrote for hocvu.

    People pack into the folder of their materials, and what was made there is not read again.
    """
    name = file.name.lower()
    if name.endswith(_RECORD):
        return _is_record(file)
    if name.endswith(".zip"):
        return _is_own_package(file)
    if name.endswith(_OLX):  # the record beside it tells, so that no large archive is unpacked
        return _is_record(file.with_name(file.name[: -len(_OLX)] + _RECORD))
    return is_manifest(file) or is_programme(file)


def _is_record(file: Path) -> bool:
    """Tell if a file is the record that is written beside packages."""
    try:
        with file.open("rb") as stream:
            return _TERMS in stream.read(1024)
    except OSError:
        return False


def _is_own_package(file: Path) -> bool:
    """Tell by its content if a zip is a package that hocvu made; one for the web is one too."""
    try:
        with open_archive(file, limits=_LIMITS) as archive:
            own = all(name in archive for name in _OWN)
            return own and _TERMS in archive.read(_OWN[-1], MIB)[:1024]
    except HocvuError:
        return False


def _inside(files: list[Path]) -> frozenset[Path]:
    """Return the files that others of `files` are made of, as videos are of a situation."""
    return frozenset(part for file in files for part in used_by(file))


def _draft(
    name: str,
    path: Path,
    title: str,
    sections: tuple[PlannedSection, ...],
    notices: tuple[Notice, ...],
    *,
    lenient: bool,
) -> Plan:
    key = key_for(path.resolve().name)
    told = Notice("draft.not_publishable", "info", Origin(file=name))
    record = Record(id=f"urn:hocvu:draft:{key}", code=key, title={"vi": title})
    return Plan(name, path, key, record, sections, (told, *notices), lenient)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below `folder`, files before folders, in natural order of their names."""
    entries = sorted(folder.iterdir(), key=lambda p: (p.is_dir(), natural_key(p.name), p.name))
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name.lower() in _JUNK or _leads_back(entry):
            continue
        if entry.is_dir():
            yield from _files(entry)
        elif entry.is_file():
            yield entry


def _section_title(file: Path, root: Path) -> str:
    inside = file.relative_to(root).parts
    return nfc(inside[0]) if len(inside) > 1 else ""


def _lesson(file: Path, root: Path, name: str, files: list[Path]) -> PlannedLesson:
    inside = file.relative_to(root).as_posix()
    shown = f"{name.rstrip('/')}/{inside}"
    source = Source(file, shown, root, _captions_for(file, files))
    return PlannedLesson(key_for(inside), "", source, place=Origin(file=shown))


def _illustrations(files: list[Path]) -> frozenset[Path]:
    """Return the pictures among `files` that pages name, or that are called as a recording is."""
    pictures = [file for file in files if by_suffix(file) is scan.READER]
    if not pictures:
        return frozenset()
    named: set[str] = set()
    stems = {(f.parent, nfc(f.stem)) for f in files if by_suffix(f) is video.READER}
    for file in files:
        reader = by_suffix(file)
        if reader in (markdown.READER, html.READER) and file.stat().st_size <= _LARGEST_PAGE:
            text = nfc(unquote(file.read_bytes().decode("utf-8", "replace")))
            named.update(name.strip() for name in _NAMED_PICTURE.findall(text))
    return frozenset(
        file.resolve()
        for file in pictures
        if nfc(file.name) in named or (file.parent, nfc(file.stem)) in stems
    )


def captions_beside(file: Path) -> tuple[Path, ...]:
    """Return the captions that lie beside a recording and have its name."""
    beside = sorted(file.parent.iterdir(), key=lambda path: natural_key(path.name))
    return _captions_for(file, beside)


def _captions_for(file: Path, candidates: list[Path]) -> tuple[Path, ...]:
    """Return the captions that belong to `file`: ``a.srt`` and ``a.vi.srt`` to ``a.mp4``."""
    reader = by_suffix(file)
    if reader is None or reader.name != video.READER.name:
        return ()
    stem = nfc(file.stem)
    return tuple(
        other
        for other in candidates
        if other.suffix.lower() in CAPTIONS
        and other.parent == file.parent
        and (nfc(other.stem) == stem or nfc(other.stem).startswith(f"{stem}."))
    )


def _left_out(file: Path, name: str, root: Path) -> Notice:
    place = Origin(file=f"{name.rstrip('/')}/{file.relative_to(root).as_posix()}")
    if file.suffix.lower() in CAPTIONS:
        return Notice("draft.captions_alone", "warning", place)
    return Notice("draft.left_out", "warning", place, {"supported": supported()})


def _leads_back(entry: Path) -> bool:
    """Tell a link to a folder, which could lead round in a circle, or to nothing."""
    return entry.is_symlink() and not entry.is_file()
