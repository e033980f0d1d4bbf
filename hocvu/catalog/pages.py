"""The files of one course in the catalogue: pages, records, and the preview."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hocvu.catalog.entry import Distribution, Entry
from hocvu.catalog.oai import oai_dc
from hocvu.catalog.record import outline_of, record_of
from hocvu.catalog.site import Shown, course_page
from hocvu.errors import HocvuError, Origin
from hocvu.packages.lom import Lom10, lom_xml
from hocvu.store import Live, Store, layout
from hocvu.store.versions import precedence
from hocvu.tools.archive import open_archive

_START = "play/"


def course_files(
    store: Store, live: Live, entry: Entry, base: str, *, preview: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file of a course.

    Raises:
        StorageError: The store cannot be read.
    """
    place = f"courses/{entry.key}/"
    json_ld = live.release.record
    record = record_of(json_ld, live.release.key)
    start = ""
    web = next((one for one in entry.distributions if one.standard == "web"), None)
    if preview and web and entry.state != "withdrawn":
        for name, data in _unpacked(store, web):
            yield f"{place}{_START}{name}", data
            if name == "index.html":
                start = f"{_START}index.html"
    shown = Shown(entry, record, json_ld, _versions(store, live), start)
    yield f"{place}index.html", course_page(shown, "vi")
    yield f"en/{place}index.html", course_page(shown, "en")
    yield f"{place}metadata.json", _json(json_ld)
    course, rendered = outline_of(record, json_ld, entry.key)
    yield f"{place}lom.xml", lom_xml(course, rendered, Lom10)
    formats = tuple(sorted({one.media_type for one in entry.distributions}))
    page = f"{base}{entry.page}" if base else ""
    yield f"{place}dc.xml", oai_dc(record, formats, page)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _versions(store: Store, live: Live) -> list[str]:
    """Return every version of a work in the store, the newest first."""
    folder = layout.release(live.release.work, "0").rpartition("/")[0] + "/"
    names = (entry.key.removeprefix(folder).removesuffix(".json") for entry in store.list(folder))
    return sorted(names, key=precedence, reverse=True)


def _unpacked(store: Store, web: Distribution) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a web package; none where it cannot be opened."""
    with tempfile.TemporaryDirectory(prefix="hocvu-catalog-") as folder:
        path = Path(folder) / "web.zip"
        with path.open("wb") as stream:
            for piece in store.read(web.key):
                stream.write(piece)
        try:
            with open_archive(path, Origin(web.name)) as archive:
                for name in archive.names:
                    yield name, archive.read(name)
        except HocvuError:
            return
