"""LibreOffice: what it writes, what it must not reach, and how it fails."""

from __future__ import annotations

import http.server
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hocvu.errors import Origin, ToolFailed, ToolMissing, ToolTimedOut, ToolTooOld
from hocvu.tools import libreoffice, pdfium
from hocvu.tools.base import Found
from hocvu.tools.libreoffice import engine, office
from hocvu.tools.process import Limits

if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
    pytest.skip("LibreOffice is not installed", allow_module_level=True)


@pytest.fixture
def document(shared: Path) -> Path:
    return shared / "materials/documents/kh-bkhcn-2025.docx"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the engine's own folders be made where they can be seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def web() -> Iterator[tuple[str, list[str]]]:
    """Serve pictures and write down who asks."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def text_of(pdf: Path) -> str:
    with pdfium.Document(pdf, Origin()) as document, document.page(0) as page:
        return page.text()


def test_version_is_found() -> None:
    found = libreoffice.ENGINE.find()
    assert found is not None
    assert int(found.version.split(".")[0]) >= 7


def test_pdf_is_made_and_nothing_is_left(document: Path, tmp_path: Path, temporary: Path) -> None:
    source = tmp_path / "Kế hoạch 'bồi dưỡng' & tập huấn.docx"
    shutil.copy(document, source)
    made = libreoffice.to_pdf(source, tmp_path)
    assert made == source.with_suffix(".pdf")
    assert "KẾ HOẠCH" in text_of(made)
    assert list(temporary.iterdir()) == []


def test_parallel_runs_do_not_meet(shared: Path, tmp_path: Path) -> None:
    names = ["kh-bkhcn-2025.docx", "cv-bnv-2026.docx"]
    sources = [shared / "materials/documents" / name for name in names]
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda path: libreoffice.to_pdf(path, tmp_path), sources)
    assert "Bộ Khoa học và Công nghệ" in text_of(first)
    assert "BNV-CCVC" in text_of(second)


def test_damaged_file_is_a_failure_and_not_a_file(
    document: Path, tmp_path: Path, temporary: Path
) -> None:
    broken = tmp_path / "hỏng.docx"
    broken.write_bytes(document.read_bytes()[:6000])
    with pytest.raises(ToolFailed) as caught:
        libreoffice.to_pdf(broken, tmp_path)
    assert caught.value.code == "libreoffice.no_result"
    assert str(temporary) not in caught.value.message
    assert not broken.with_suffix(".pdf").exists()
    assert list(temporary.iterdir()) == []


def test_slow_run_is_ended(document: Path, tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(ToolTimedOut):
        libreoffice.to_pdf(document, tmp_path, Limits(seconds=0.3))
    assert list(temporary.iterdir()) == []


def linked(picture: str, path: Path) -> Path:
    """Write a page that shows a picture from elsewhere."""
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>Hình'
        '<draw:frame text:anchor-type="as-char" svg:width="5cm" svg:height="5cm">'
        f'<draw:image xlink:href="{picture}" xlink:type="simple" xlink:actuate="onLoad"/>'
        "</draw:frame></text:p></office:text></office:body></office:document>",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("isolated", [True, False], ids=["no network", "profile alone"])
def test_pictures_from_elsewhere_are_not_fetched(
    isolated: bool,
    web: tuple[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, asked = web
    if not isolated:
        monkeypatch.setattr(office, "isolation", lambda: ())
    source = linked(f"{address}/secret.png", tmp_path / "linked.fodt")
    made = libreoffice.to_pdf(source, tmp_path)
    assert "Hình" in text_of(made)
    assert asked == []


def test_local_pictures_are_not_taken(tmp_path: Path) -> None:
    from PIL import Image

    secret = tmp_path / "secret.png"
    Image.new("RGB", (80, 80), "red").save(secret)
    made = libreoffice.to_pdf(linked(secret.as_uri(), tmp_path / "linked.fodt"), tmp_path)
    with pdfium.Document(made, Origin()) as document, document.page(0) as page:
        colours = page.draw(400).getcolors(1 << 20)
    assert colours is not None
    assert (255, 0, 0) not in {colour for _, colour in colours}


def test_missing_and_old_engines_are_told(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_find", lambda: None)
    with pytest.raises(ToolMissing):
        libreoffice.to_pdf(document, tmp_path)
    old = Found(Path("/usr/bin/soffice"), "6.4.7.2")
    monkeypatch.setattr(engine, "_find", lambda: old)
    with pytest.raises(ToolTooOld):
        libreoffice.to_pdf(document, tmp_path)
