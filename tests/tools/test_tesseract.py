"""Finding tesseract, its model, and what happens when a page cannot be recognised."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image
from recognition import need_tesseract

from hocvu.errors import ToolMissing
from hocvu.tools import tesseract
from hocvu.tools.tesseract import engine
from hocvu.tools.tesseract.hocr import read_hocr


@pytest.fixture
def script(root: Path) -> ModuleType:
    path = root / "hocvu/tools/tesseract/build_model.py"
    spec = importlib.util.spec_from_file_location("build_model", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_another_archive_is_refused(script: ModuleType) -> None:
    with pytest.raises(ValueError, match="not the expected one"):
        script.extract(b"another archive")


def test_a_tree_that_has_the_model_is_left_alone(script: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "hocvu/tools/tesseract/model"
    folder.mkdir(parents=True)
    (folder / "integrity.txt").write_text(script.INTEGRITY)
    script.build(tmp_path, lambda *_: pytest.fail("the archive was asked for again"))


def test_without_a_model_it_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "_models", lambda: None)
    engine.find.cache_clear()
    try:
        assert tesseract.ENGINE.find() is None
        with pytest.raises(ToolMissing):
            tesseract.recognise([(Image.new("L", (100, 100), 255), 200)], tmp_path)
    finally:
        engine.find.cache_clear()


def test_a_page_that_takes_too_long_fails_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    need_tesseract()
    setup = engine.find()
    assert setup
    hanging = tmp_path / "hang"
    hanging.write_text("#!/bin/sh\nsleep 60\n")
    hanging.chmod(0o755)
    module = sys.modules["hocvu.tools.tesseract.recognise"]
    monkeypatch.setattr(module, "_SECONDS_A_PAGE", 0.3)
    monkeypatch.setattr(module, "find", lambda: engine.Setup(hanging, setup.models, "5"))
    (page,) = tesseract.recognise([(Image.new("L", (400, 200), 255), 200)], tmp_path)
    assert page.failed
    assert page.lines == ()
    assert not list(tmp_path.glob("*.pgm"))


def test_hocr_tells_words_lines_and_baselines() -> None:
    said = """<div class='ocr_page'><div class='ocr_carea'><p class='ocr_par'>
      <span class='ocr_line' title="bbox 10 20 90 50; baseline 0.01 -8; x_size 30">
      <span class='ocrx_word' title='bbox 10 20 40 50; x_wconf 93'>Điê\u0300u</span>
      <span class='ocrx_word' title='bbox 50 20 90 50; x_wconf 51'>1 &lt; 2</span>
      </span></p></div></div>"""
    (line,) = read_hocr(said)
    assert [(w.text, w.sure) for w in line.words] == [("Điều", 93), ("1 < 2", 51)]
    assert (line.size, line.baseline, line.block) == (30, 42, 0)
    assert read_hocr("") == []


def test_the_version_is_that_of_tesseract() -> None:
    need_tesseract()
    found = tesseract.ENGINE.find()
    assert found
    assert int(found.version.split(".")[0]) >= 4
