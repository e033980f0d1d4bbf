"""A soffice that is kept from one file to the next: quick, and never in the way of the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hocvu.errors import Origin, ToolFailed, ToolTimedOut
from hocvu.tools import libreoffice, pdfium
from hocvu.tools.libreoffice import office
from hocvu.tools.process import Limits

if sys.platform != "linux":
    pytest.skip("soffice is kept on Linux alone", allow_module_level=True)
if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
    pytest.skip("LibreOffice is not installed", allow_module_level=True)


@pytest.fixture
def kept() -> Iterator[None]:
    with libreoffice.kept():
        yield


@pytest.fixture
def documents(shared: Path) -> list[Path]:
    names = ("kh-bkhcn-2025.docx", "cv-bnv-2026.docx")
    return [shared / "materials/documents" / name for name in names]


def text_of(pdf: Path) -> str:
    with pdfium.Document(pdf, Origin()) as document, document.page(0) as page:
        return page.text()


def running(word: str = "hocvu-") -> set[int]:
    """Return the processes that work in a folder of ours, by what they were called with."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            called = entry.read_bytes()
        except OSError:
            continue
        if b"soffice.bin" in called and word.encode() in called:
            found.add(int(entry.parent.name))
    return found


def own() -> set[int]:
    """Return the soffice that this process keeps."""
    waiting = office.waiting()
    assert waiting
    assert waiting._folder
    return running(waiting._folder.name)


def test_one_soffice_does_it_all_and_is_gone_at_the_end(
    documents: list[Path], tmp_path: Path
) -> None:
    with libreoffice.kept():
        first = libreoffice.to_pdf(documents[0], tmp_path)
        servant = own()
        assert len(servant) == 1
        waiting = office.waiting()
        assert waiting
        assert waiting._folder
        pipes = office._pipes(Path(waiting._folder.name) / "profile")
        assert len(pipes) == 1
        second = libreoffice.to_pdf(documents[1], tmp_path)
        assert own() == servant
    assert "Bộ Khoa học và Công nghệ" in text_of(first)
    assert "BNV-CCVC" in text_of(second)
    assert not servant & running()
    assert not pipes[0].exists()


@pytest.mark.usefixtures("kept")
def test_one_that_died_is_begun_anew(documents: list[Path], tmp_path: Path) -> None:
    libreoffice.to_pdf(documents[0], tmp_path)
    [servant] = own()
    os.kill(servant, signal.SIGKILL)
    made = libreoffice.to_pdf(documents[1], tmp_path)
    assert "BNV-CCVC" in text_of(made)


@pytest.mark.usefixtures("kept")
def test_a_damaged_file_fails_and_the_next_is_made(documents: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "hỏng.docx"
    broken.write_bytes(documents[0].read_bytes()[:6000])
    with pytest.raises(ToolFailed) as caught:
        libreoffice.to_pdf(broken, tmp_path)
    assert caught.value.code == "libreoffice.no_result"
    assert "BNV-CCVC" in text_of(libreoffice.to_pdf(documents[1], tmp_path))


@pytest.mark.usefixtures("kept")
def test_one_that_hangs_is_ended(documents: list[Path], tmp_path: Path) -> None:
    libreoffice.to_pdf(documents[0], tmp_path)
    [servant] = own()
    os.kill(servant, signal.SIGSTOP)
    begun = time.monotonic()
    with pytest.raises(ToolTimedOut):
        libreoffice.to_pdf(documents[1], tmp_path, Limits(seconds=2))
    assert time.monotonic() - begun < 20
    assert servant not in running()
    assert "BNV-CCVC" in text_of(libreoffice.to_pdf(documents[1], tmp_path))


@pytest.mark.usefixtures("kept")
def test_who_comes_while_it_works_gets_another(documents: list[Path], tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda path: libreoffice.to_pdf(path, tmp_path), documents)
    assert "Bộ Khoa học và Công nghệ" in text_of(first)
    assert "BNV-CCVC" in text_of(second)


@pytest.mark.usefixtures("kept")
def test_it_is_begun_anew_after_some_work(
    documents: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_MOST", 1)
    libreoffice.to_pdf(documents[1], tmp_path)
    servant = own()
    libreoffice.to_pdf(documents[1], tmp_path)
    assert own()
    assert not own() & servant


def test_it_does_not_outlive_a_process_that_is_killed(
    documents: list[Path], tmp_path: Path
) -> None:
    script = (
        "import sys, time; from pathlib import Path; from hocvu.tools import libreoffice\n"
        "from hocvu.tools.libreoffice import office\n"
        "with libreoffice.kept():\n"
        "    libreoffice.to_pdf(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "    print(office.waiting()._folder.name, flush=True)\n"
        "    time.sleep(60)\n"
    )
    arguments = [sys.executable, "-c", script, str(documents[1]), str(tmp_path)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    folder = process.stdout.readline().strip()
    assert running(folder)
    process.kill()
    process.wait()
    process.stdout.close()
    end = time.monotonic() + 10
    while running(folder) and time.monotonic() < end:
        time.sleep(0.05)
    assert not running(folder)


def test_one_that_is_broken_off_while_it_starts_is_ended_and_its_folder_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed: list[bool] = []

    class Starting:
        running = True

        def __init__(self, *_: object, **__: object) -> None: ...

        def close(self) -> None:
            closed.append(True)

    def stop(_: float) -> None:
        raise SystemExit(143)

    monkeypatch.setattr(office.process, "Background", Starting)
    monkeypatch.setattr(office.time, "sleep", stop)
    kept = office.Office()
    with pytest.raises(SystemExit):
        kept.run(Path("soffice"), (), Limits())
    assert kept._folder
    folder = Path(kept._folder.name)
    kept.close()
    assert closed == [True]
    assert not folder.exists()


def test_a_folder_that_was_written_into_while_it_was_removed_goes_in_the_end(
    tmp_path: Path,
) -> None:
    class Left:
        """A folder whose first removal was in vain."""

        name = str(tmp_path / "hocvu-x")

        def cleanup(self) -> None:
            (tmp_path / "hocvu-x").mkdir()
            (tmp_path / "hocvu-x" / "left").touch()

    office._remove(Left())  # type: ignore[arg-type]
    assert not (tmp_path / "hocvu-x").exists()
