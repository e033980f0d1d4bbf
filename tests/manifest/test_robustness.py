"""Whatever a manifest holds, all that is wrong is told and nothing else is raised."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hocvu.manifest
from hocvu import messages
from hocvu.manifest import InvalidManifest, check, load
from hocvu.manifest.profile import fields

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
anything = st.recursive(
    scalars,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "name", "vi", "parts", "source", "captions", "date", "provinces"]
            )
            | st.text(max_size=5),
            inside,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
@given(st.dictionaries(st.sampled_from([*fields(), "files", "titel"]) | st.text(), anything))
def test_any_values_are_checked(tmp_path: Path, value: dict[str, Any]) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    for problem in check(path, for_publish=True):
        assert problem.file == str(path)
        for lang in ("vi", "en"):
            assert problem.message_in(lang)
            assert problem.hint_in(lang)
    if any(problem.severity == "error" for problem in check(path)):
        with pytest.raises(InvalidManifest):
            load(path)
    else:
        assert load(path).record.id == value["id"].strip()


def test_names_that_no_disk_holds_are_missing_files(folder: Path, good: str) -> None:
    path = folder / "a.yaml"
    for name in ('"a\\0b"', "x" * 300, "files/" + "y/" * 3000):
        path.write_text(good.replace("files/mo-dau.md", name), encoding="utf-8")
        codes = {problem.code for problem in check(path)}
        assert codes & {"manifest.source_missing", "manifest.control_character"}


def test_every_code_is_in_the_catalogue_and_every_entry_is_used() -> None:
    home = Path(hocvu.manifest.__file__).parents[1]
    source = "\n".join(path.read_text("utf-8") for path in sorted(home.rglob("*.py")))
    used = set(re.findall(r'"((?:manifest|approval|config)\.[a-z_.]+)"', source)) - {
        "manifest.yaml"
    }
    areas = ("manifest.", "approval.", "config.")
    entries = {code: e for code, e in messages.catalogue().items() if code.startswith(areas)}
    assert used == set(entries)
    for code, entry in entries.items():
        placeholders = [set(re.findall(r"\{(\w+)\}", entry[lang])) for lang in ("vi", "en")]
        assert placeholders[1] <= placeholders[0], code
        if not code.startswith("manifest.new."):
            assert entry["vi_hint"], code
            assert entry["en_hint"], code
