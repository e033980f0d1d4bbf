"""A tree is checked again only where something changed, and CI's own files work."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

import hocvu
from hocvu.errors import UsageError
from hocvu.pipeline.validating import examining
from hocvu.pipeline.validating.api import Run
from hocvu.pipeline.validating.examining import Question

ROOT = Path(__file__).parents[3]
GOOD = (ROOT / "tests/manifest/data/good.yaml").read_text("utf-8")
FILES = ("mo-dau.md", "tiep-nhan.docx", "video.mp4", "video.vi.vtt", "loi.txt")
DAY = dt.date(2026, 11, 1)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Three good manifests with their materials, all older than what is too fresh to remember."""
    folder = tmp_path / "cay"
    (folder / "files").mkdir(parents=True)
    for name in FILES:
        (folder / "files" / name).write_bytes(b"x")
    for number in range(3):
        text = GOOD.replace("/mot-cua", f"/so-{number}").replace("MC-01", f"MC-{number}")
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    (folder / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    age(folder)
    return folder


def age(folder: Path) -> None:
    old = time.time() - 60
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (old, old))


class Counted:
    """How many files were examined."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: list[str] = []
        whole = examining.Examiner._entry

        def entry(examiner: Any, one: Any) -> Any:
            self.files.append(one.file.name)
            return whole(examiner, one)

        monkeypatch.setattr(examining.Examiner, "_entry", entry)

    def run(self, tree: Path, question: Question | None = None, since: str = "") -> list[str]:
        self.files.clear()
        run = Run(question or Question(today=DAY), tree.parent / "nho")
        return [p.code for p in run.problems([tree], since or None)]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def test_the_library_tells_of_broken_yaml_as_the_command_does(tree: Path) -> None:
    assert hocvu.validate(tree, today=DAY) == []
    broken = tree / "hong.yaml"
    broken.write_text("bad: [\n", "utf-8")
    (problem,) = hocvu.validate(tree, today=DAY)
    assert (problem.severity, problem.file) == ("error", str(broken))


def test_what_did_not_change_is_not_read_again(tree: Path, counted: Counted) -> None:
    assert counted.run(tree) == []
    assert sorted(counted.files) == ["0.yaml", "1.yaml", "2.yaml", "compose.yaml"]
    assert counted.run(tree) == []
    assert counted.files == []


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (lambda t: (t / "1.yaml").write_text(GOOD.replace("CC BY 4.0", "TODO"), "utf-8"), 1),
        (lambda t: (t / "files/loi.txt").unlink(), 3),
        (lambda t: (t / "hocvu.toml").write_text(""), 3),
        (lambda t: (t / "files/loi.txt").write_bytes(b""), 3),
    ],
)
def test_what_a_change_touches_is_read_again(
    tree: Path, counted: Counted, change: Any, again: int
) -> None:
    counted.run(tree)
    change(tree)
    told = counted.run(tree)
    assert len([name for name in counted.files if name != "compose.yaml"]) == again
    assert told == [p.code for p in Run(Question(today=DAY)).problems([tree])]


def test_another_day_or_question_is_another_answer(tree: Path, counted: Counted) -> None:
    counted.run(tree)
    assert counted.run(tree, Question(today=dt.date(2029, 1, 1))) == ["manifest.review_passed"] * 3
    assert len(counted.files) == 4
    assert counted.run(tree, Question(for_publish=True, today=DAY)) == []
    assert len(counted.files) == 4


def test_what_is_too_fresh_is_not_remembered(tree: Path, counted: Counted) -> None:
    (tree / "0.yaml").write_text(GOOD, "utf-8")
    counted.run(tree)
    counted.run(tree)
    assert counted.files == ["0.yaml"]


def test_a_spoilt_memory_is_an_empty_one(tree: Path, counted: Counted) -> None:
    counted.run(tree)
    for memory in (tree.parent / "nho" / "validate").iterdir():
        memory.write_text("{hỏng", "utf-8")
    assert counted.run(tree) == []
    assert len(counted.files) == 4


def test_many_are_examined_by_several_processes(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "_MANY", 1)
    monkeypatch.setattr(examining, "_BATCH", 2)
    (tree / "2.yaml").write_text(GOOD.replace("CC BY 4.0", "TODO"), "utf-8")
    alone = Run(Question(today=DAY)).problems([tree])
    assert [p.code for p in alone] == ["manifest.placeholder"]
    assert Run(Question(today=DAY), jobs=2).problems([tree]) == alone


def test_the_library_returns_a_list(tree: Path) -> None:
    (tree / "2.yaml").write_text(GOOD.replace("MC-01", "MC-0"), "utf-8")
    (problem,) = hocvu.validate(tree, today=DAY)
    assert (problem.code, problem.line, problem.field) == ("manifest.code_twice", 2, "code")
    assert hocvu.validate([str(tree / "0.yaml")], today=DAY) == []


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.vn", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_since_a_revision_only_what_it_touches_is_told(tree: Path, counted: Counted) -> None:
    (tree / "0.yaml").write_text(GOOD.replace("CC BY 4.0", "TODO"), "utf-8")
    text = (tree / "1.yaml").read_text("utf-8")
    (tree / "1.yaml").write_text(text.replace("files/loi.txt", "files/loi-1.txt"), "utf-8")
    (tree / "files" / "loi-1.txt").write_bytes(b"x")
    git(tree, "init", "-q", "-b", "chinh")
    git(tree, "add", ".")
    git(tree, "commit", "-q", "-m", "x")
    assert counted.run(tree, since="HEAD") == []
    (tree / "files" / "loi-1.txt").unlink()
    assert counted.run(tree, since="HEAD") == ["manifest.source_misspelt"]
    (tree / "moi.yaml").write_text(GOOD.replace("MC-01", "mc-2"), "utf-8")
    told = counted.run(tree, since="HEAD")
    assert sorted(told) == ["manifest.code_twice", "manifest.id_twice", "manifest.source_misspelt"]
    with pytest.raises(UsageError) as raised:
        counted.run(tree, since="khong-co")
    assert raised.value.code == "validate.since"


def command(words: str, tree: Path) -> subprocess.CompletedProcess[str]:
    line = shlex.split(words.partition(">")[0])
    assert line[0] == "hocvu"
    here = [Path(sys.executable).parent / "hocvu", *line[1:], "--no-cache"]
    return subprocess.run(here, cwd=tree, capture_output=True, text=True, check=False)


def test_the_workflows_and_hooks_run(tree: Path) -> None:
    github = yaml.safe_load((ROOT / "docs/ci/github-actions.yml").read_text("utf-8"))
    gitlab = yaml.safe_load((ROOT / "docs/ci/gitlab-ci.yml").read_text("utf-8"))
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (tree / "2.yaml").write_text(GOOD.replace("khoa_hoc", "xyz"), "utf-8")
    told = command(github["jobs"]["validate"]["steps"][-1]["run"], tree)
    assert told.returncode == 3
    assert told.stdout.startswith("::error file=2.yaml,line=9,col=7,")
    told = command(gitlab["hoc-lieu"]["script"][0], tree)
    assert "<testsuites" in told.stdout
    assert [hook["id"] for hook in hooks] == ["hocvu-validate", "hocvu-fix"]
    told = command(" ".join([hooks[1]["entry"], *hooks[1]["args"]]), tree)
    assert told.returncode == 3, told.stderr
