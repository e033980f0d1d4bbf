"""What the verifiers say of good packages, of others' ways, and of hostile archives."""

from __future__ import annotations

import stat
import time
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest

from hocvu.packages import WRITERS, verify

M = "imsmanifest.xml"
S12, S3, S4 = "scorm12", "scorm2004-3", "scorm2004-4"
NFD = unicodedata.normalize("NFD", "bài.js")
Parts = dict[str, bytes]


@pytest.mark.parametrize("standard", WRITERS)
@pytest.mark.parametrize("which", ["course", "draft"])
def test_good_packages_have_no_finding(
    standard: str, which: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "a.zip"
    WRITERS[standard].write(request.getfixturevalue(which), path)
    assert verify(path) == []


def others(parts: Parts) -> None:
    """Write the package as other tools do: shared files, a query, rules that are shared."""
    text = parts[M].decode()
    for name in ("doc.html", "player.js"):
        text = text.replace(f'<file href="{name}"/>', "")
    text = text.replace(' href="doc.html"', ' href="doc.html?bai=1#dau"')
    text = text.replace(
        '<file href="doc.js"/>', '<file href="doc.js"/><dependency identifierref="CHUNG"/>'
    )
    shared = (
        '<resource identifier="CHUNG" type="webcontent" adlcp:scormType="asset" xml:base="./">'
        '<dependency identifierref="NUA"/></resource>'
        '<resource identifier="NUA" type="webcontent" adlcp:scormType="asset">'
        '<file href="doc.html"/><file href="player.js"/></resource></resources>'
        '<imsss:sequencingCollection><imsss:sequencing ID="LUAT"><imsss:sequencingRules>'
        "<imsss:preConditionRule><imsss:ruleConditions>"
        '<imsss:ruleCondition condition="satisfied" referencedObjective="MUC-TIEU"/>'
        '</imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule>'
        "</imsss:sequencingRules></imsss:sequencing></imsss:sequencingCollection>"
    )
    text = text.replace("</resources>", shared)
    text = text.replace(
        "<imsss:sequencing>",
        '<imsss:sequencing IDRef="LUAT"><imsss:objectives>'
        '<imsss:primaryObjective objectiveID="MUC-TIEU"/></imsss:objectives>',
        1,
    )
    parts[M] = text.encode()


@pytest.mark.parametrize("standard", [S3, S4])
def test_what_other_tools_may_do(standard: str, bench: Any) -> None:
    parts = bench.parts(standard)
    others(parts)
    assert verify(bench.pack(parts)) == []


def test_the_same_name_twice(bench: Any) -> None:
    path = bench.pack(bench.parts(S12))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("doc.js", b"other")
    assert [f.code for f in verify(path)] == ["verify.duplicate_name"]


def test_names_that_differ_in_normalisation(bench: Any) -> None:
    parts = bench.parts(S12)
    parts |= {"bài.js": b"1", NFD: b"2"}
    found = verify(bench.pack(parts))
    assert ("verify.duplicate_name", NFD) in [(f.code, f.origin.member) for f in found]


def test_a_symbolic_link(bench: Any) -> None:
    path = bench.pack(bench.parts(S4))
    link = zipfile.ZipInfo("link.js")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, b"/etc/passwd")
    assert [(f.code, f.origin.member) for f in verify(path)] == [("verify.symlink", "link.js")]


def test_a_locked_file(bench: Any) -> None:
    path = bench.pack(bench.parts(S12))
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"doc.js") - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 8] |= 1
    path.write_bytes(data)
    assert ("verify.encrypted", "doc.js") in [(f.code, f.origin.member) for f in verify(path)]


def test_a_bomb_is_told_without_unpacking_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(M, b"<manifest/>")
        with archive.open("big.js", "w") as stream:
            for _ in range(80):
                stream.write(bytes(1 << 20))
    assert [f.code for f in verify(path)] == ["verify.bomb"]


def test_a_directory_that_would_fill_the_memory(bench: Any) -> None:
    path = bench.good(S12)
    data = bytearray(path.read_bytes())
    data[-10:-6] = (1 << 30).to_bytes(4, "little")
    path.write_bytes(data)
    assert [f.code for f in verify(path)] == ["verify.too_many_files"]


def test_entities_are_not_expanded(bench: Any) -> None:
    parts = bench.parts(S12)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE manifest [<!ENTITY l0 "ha">{laughs}]>\n<manifest'
    text = parts[M].decode().replace("<manifest", doctype, 1)
    parts[M] = text.replace("<title>Đọc", "<title>&l11;").encode()
    found = [f.code for f in verify(bench.pack(parts))]
    assert set(found) & {"verify.doctype", "verify.not_well_formed"}


def test_many_files_and_many_findings_take_linear_time(bench: Any) -> None:
    parts = bench.parts(S12)
    count = 6000
    parts |= {f"thua/{number}.bin": b"" for number in range(count)}
    started = time.process_time()
    found = verify(bench.pack(parts))
    assert len([f for f in found if f.code == "verify.unlisted_file"]) == count
    assert time.process_time() - started < 10


def test_files_that_share_their_bytes(bench: Any) -> None:
    path = bench.pack(bench.parts(S12))
    data = bytearray(path.read_bytes())
    directory = [data.rindex(name) - 46 for name in (b"doc.js", b"doc.html")]
    data[directory[0] + 42 : directory[0] + 46] = data[directory[1] + 42 : directory[1] + 46]
    path.write_bytes(data)
    assert "verify.overlap" in [f.code for f in verify(path)]


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip at all" * 100])
def test_what_is_no_zip(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    assert [f.code for f in verify(path)] == ["verify.not_zip"]


def test_damaged_bytes_are_found_only_when_content_is_read(bench: Any) -> None:
    path = bench.good(S12)
    data = bytearray(path.read_bytes())
    data[data.index(b"ftypmp42") + 100] ^= 0xFF
    path.write_bytes(data)
    assert verify(path, content=False) == []
    assert [(f.code, f.severity) for f in verify(path)] == [("verify.damaged", "error")]


def test_an_entry_without_a_name_is_told(bench: Any, tmp_path: Path) -> None:
    data = bench.good("scorm12").read_bytes()
    name = b"player.css"
    path = tmp_path / "nameless.zip"
    path.write_bytes(data.replace(name, b"\0" + name[1:]))
    assert "verify.unsafe_path" in [one.code for one in verify(path)]
