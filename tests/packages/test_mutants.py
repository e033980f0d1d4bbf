"""Good packages broken in one place each: the verifier names the fault and the place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from hocvu.packages import verify

M = "imsmanifest.xml"
S12, S3, S4 = "scorm12", "scorm2004-3", "scorm2004-4"
Parts = dict[str, bytes]
PAGE = b"<!DOCTYPE html><html lang=vi><head><title>x</title>%s</head><body %s></body></html>"


@dataclass(frozen=True)
class Mutant:
    """One broken package.

    `change` mutates the parts in place; `near` is text of the line that the finding must name.
    """

    name: str
    standard: str
    change: Callable[[Parts], None]
    code: str
    member: str | None = M
    near: str = ""


def swap(old: str, new: str, member: str = M, count: int = 1) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        before = parts[member]
        parts[member] = before.replace(old.encode(), new.encode(), count)
        assert parts[member] != before, f"{old} is not in {member}"

    return change


def add(member: str, data: bytes = b"x", listed: bool = True) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[member] = data
        if listed:
            entry = f'<file href="metadata.json"/>\n      <file href="{member}"/>'
            swap('<file href="metadata.json"/>', entry)(parts)

    return change


def rename(old: str, new: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[new] = parts.pop(old)

    return change


def drop(member: str) -> Callable[[Parts], None]:
    return lambda parts: parts.pop(member) and None


def into_folder(parts: Parts) -> None:
    for name in list(parts):
        parts[f"goi/{name}"] = parts.pop(name)


def utf_16(parts: Parts) -> None:
    text = parts[M].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    parts[M] = text.encode("utf-16")


def cut(parts: Parts) -> None:
    parts[M] = parts[M][: len(parts[M]) // 2]


def page(head: bytes = b"", body: bytes = b"") -> Callable[[Parts], None]:
    return add("them.html", PAGE % (head, body))


def no_organizations(parts: Parts) -> None:
    text = parts[M].decode()
    start, end = text.index("<organizations"), text.index("</organizations>")
    parts[M] = (text[:start] + "<organizations>" + text[end:]).encode()


def prefixed(parts: Parts) -> None:
    text = re.sub(r"<(/?)([a-z]+)(?=[ />])", r"<\1ns0:\2", parts[M].decode())
    parts[M] = text.replace('xmlns="', 'xmlns:ns0="', 1).encode()


def renamed_prefix(parts: Parts) -> None:
    text = parts[M].decode().replace("xmlns:imsss=", "xmlns:ss=")
    parts[M] = text.replace("<imsss:", "<ss:").replace("</imsss:", "</ss:").encode()


def last_resource_first(parts: Parts) -> None:
    text = parts[M].decode()
    start = text.rindex('<resource identifier="SCO-')
    end = text.index("</resource>", start) + len("</resource>")
    moved = text[start:end]
    text = text[:start] + text[end:]
    parts[M] = text.replace("<resources>", f"<resources>{moved}", 1).encode()


def mute(parts: Parts) -> None:
    for name in parts:
        if name.endswith((".js", ".html")):
            for sign in (b"lesson_status", b"completion_status", b"progress_measure"):
                parts[name] = parts[name].replace(sign, b"x")


def mapped(parts: Parts) -> None:
    inner = (
        '<imsss:objectives><imsss:primaryObjective objectiveID="P">'
        '<imsss:mapInfo targetObjectiveID="urn:x:g"/>'
        "</imsss:primaryObjective></imsss:objectives><imsss:deliveryControls"
    )
    swap("<imsss:deliveryControls", inner)(parts)


def dangling_objective(parts: Parts) -> None:
    inner = (
        "<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>"
        '<imsss:ruleCondition condition="satisfied" referencedObjective="KHONG"/>'
        '</imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule>'
        "</imsss:sequencingRules><imsss:deliveryControls"
    )
    swap("<imsss:deliveryControls", inner)(parts)


def double_item(parts: Parts) -> None:
    text = parts[M].decode()
    start = text.index('<item identifier="ITEM-')
    end = text.index("</item>", start) + len("</item>")
    parts[M] = (text[:end] + "\n" + text[start:end] + text[end:]).encode()


def no_default(parts: Parts) -> None:
    text = parts[M].decode()
    start = text.index(' default="')
    end = text.index(">", start)
    parts[M] = (text[:start] + text[end:]).encode()


DOC = '<file href="doc.html"/>'

MUTANTS = [
    # The archive's names.
    Mutant("manifest in a subfolder", S12, into_folder, "manifest_in_folder", f"goi/{M}"),
    Mutant("no manifest", S12, drop(M), "no_manifest", None),
    Mutant("manifest in capitals", S4, rename(M, "IMSMANIFEST.XML"), "manifest_case", None),
    Mutant("backslash", S12, rename("doc.js", "a\\doc.js"), "backslash", "a\\doc.js"),
    Mutant("climbing path", S12, add("../x.js", listed=False), "unsafe_path", "../x.js"),
    Mutant("absolute path", S4, add("/x.js", listed=False), "unsafe_path", "/x.js"),
    Mutant("drive letter", S4, add("C:/x.js", listed=False), "unsafe_path", "C:/x.js"),
    Mutant("same name but case", S12, add("Player.js"), "duplicate_name", "Player.js"),
    Mutant("file and folder", S12, add("player.js/a.js"), "duplicate_name", "player.js/a.js"),
    Mutant("accented name", S12, add("bài.js"), "name_not_portable", "bài.js"),
    Mutant("name with a space", S4, add("bai 1.js"), "name_not_portable", "bai 1.js"),
    Mutant("video that phones cannot play", S4, add("a.wmv"), "unplayable", "a.wmv"),
    # The manifest as XML.
    Mutant("cut manifest", S12, cut, "not_well_formed"),
    Mutant("UTF-16", S12, utf_16, "encoding"),
    Mutant("says UTF-16, is not", S4, swap('"UTF-8"', '"UTF-16"'), "encoding", near="UTF-16"),
    Mutant("old encoding", S4, swap('"UTF-8"', '"windows-1258"'), "encoding", near="1258"),
    Mutant("doctype", S12, swap("<manifest", "<!DOCTYPE manifest>\n<manifest"), "doctype"),
    Mutant("unknown element", S12, swap("<title>", "<titel/><title>"), "schema", near="titel"),
    Mutant("empty item", S4, swap("</item>", "</item><item identifier='E'/>"), "empty_item"),
    # Versions and name spaces.
    Mutant("no version", S12, swap("<schemaversion>1.2</schemaversion>", ""), "no_schemaversion"),
    Mutant(
        "no version (2004)",
        S4,
        swap("<schemaversion>2004 4th Edition</schemaversion>", ""),
        "no_schemaversion",
    ),
    Mutant("odd version", S4, swap("4th Edition", "5th Edition"), "wrong_schemaversion"),
    Mutant("odd schema", S12, swap("ADL SCORM", "ADLSCORM"), "wrong_schema_name", near="ADLSCORM"),
    Mutant(
        "foreign name space", S12, swap("imscp_rootv1p1p2", "imscp_v9", count=9), "unknown_standard"
    ),
    Mutant("prefix of everything", S12, prefixed, "prefix", near="<ns0:manifest"),
    Mutant("another prefix", S4, renamed_prefix, "prefix", near="<ss:"),
    Mutant("missing schema file", S4, drop("imsss_v1p0.xsd"), "schema_file"),
    # Identifiers.
    Mutant("doubled item", S4, double_item, "duplicate_identifier"),
    Mutant("identifier with a space", S12, swap('"ORG-', '"O RG-', count=2), "bad_identifier"),
    Mutant(
        "dangling default", S12, swap('default="', 'default="X'), "dangling_default", near="default"
    ),
    Mutant("no default", S4, no_default, "no_default", near="<organizations"),
    Mutant(
        "dangling item",
        S12,
        swap('identifierref="', 'identifierref="X'),
        "dangling_item",
        near="XSCO",
    ),
    Mutant(
        "dangling item (2004)", S4, swap('identifierref="', 'identifierref="X'), "dangling_item"
    ),
    Mutant("no organization", S4, no_organizations, "no_organization", near="<organizations"),
    Mutant("item without title", S12, swap("<title>Đọc</title>", ""), "no_title", near="<item"),
    Mutant(
        "dangling dependency",
        S12,
        swap(
            '<file href="metadata.json"/>',
            '<file href="metadata.json"/><dependency identifierref="K"/>',
        ),
        "dangling_dependency",
        near="dependency",
    ),
    # Resources.
    Mutant(
        "scormType in 1.2", S12, swap("adlcp:scormtype", "adlcp:scormType"), "scormtype_spelling"
    ),
    Mutant(
        "scormtype in 2004", S4, swap("adlcp:scormType", "adlcp:scormtype"), "scormtype_spelling"
    ),
    Mutant(
        "scormtype in 2004 3rd",
        S3,
        swap("adlcp:scormType", "adlcp:scormtype"),
        "scormtype_spelling",
    ),
    Mutant("no scormtype", S12, swap(' adlcp:scormtype="sco"', ""), "no_scormtype"),
    Mutant("SCO in capitals", S12, swap('scormtype="sco"', 'scormtype="SCO"'), "scormtype_value"),
    Mutant("resource type", S4, swap('"webcontent"', '"text/html"'), "resource_type"),
    Mutant(
        "wrong case",
        S12,
        swap(' href="doc.html"', ' href="Doc.html"'),
        "wrong_case",
        near="Doc.html",
    ),
    Mutant(
        "file in wrong case", S4, swap('<file href="doc.js"', '<file href="DOC.js"'), "wrong_case"
    ),
    Mutant("missing file", S12, drop("doc.js"), "missing_file", near="doc.js"),
    Mutant("unlisted file", S12, add("la.bin", listed=False), "unlisted_file", "la.bin"),
    Mutant("launch not listed", S12, swap(DOC, ""), "launch_unlisted", near='href="doc.html"'),
    Mutant("file twice", S4, swap(DOC, DOC + DOC), "listed_twice"),
    Mutant("no launch", S4, swap(' href="doc.html"', ""), "no_launch", near="<resource "),
    Mutant("backslash in href", S12, swap(DOC, DOC + '<file href="media\\a"/>'), "bad_href"),
    Mutant("absolute href", S12, swap(DOC, DOC + '<file href="/doc.html"/>'), "bad_href"),
    Mutant("Vietnamese href", S12, add("bài.js"), "odd_href", near="bài.js"),
    Mutant("space in href", S4, add("bai 1.js"), "odd_href", near="bai 1.js"),
    Mutant("percent in href", S12, swap(DOC, '<file href="d%6Fc.html"/>'), "odd_href", near="%6F"),
    Mutant(
        "external file", S4, swap(DOC, DOC + '<file href="https://a.vn/x.js"/>'), "external_file"
    ),
    Mutant("first resource", S12, last_resource_first, "first_resource"),
    Mutant("first resource (2004)", S4, last_resource_first, "first_resource"),
    Mutant(
        "metadata in resources",
        S4,
        swap("<resources>", "<resources><metadata><schema>ADL SCORM</schema></metadata>"),
        "metadata_misplaced",
        near="<resources>",
    ),
    # What one version alone has.
    Mutant(
        "mastery score",
        S12,
        swap(
            "<title>Đọc</title>", "<title>Đọc</title><adlcp:masteryscore>cao</adlcp:masteryscore>"
        ),
        "bad_value",
        near="masteryscore",
    ),
    Mutant(
        "launch above items",
        S4,
        swap('<item identifier="SECTION-', '<item identifierref="SCO-X" identifier="SECTION-'),
        "launch_above_items",
        near="SECTION-",
    ),
    Mutant("mapInfo", S4, mapped, "map_info", near="mapInfo"),
    Mutant("dangling objective", S4, dangling_objective, "dangling_objective", near="KHONG"),
    Mutant(
        "nothing reachable",
        S4,
        swap('choice="true" flow="true"', 'choice="false" flow="false"', count=2),
        "unreachable",
        near='choice="false"',
    ),
    Mutant(
        "dangling sequencing",
        S3,
        swap("<imsss:sequencing>", '<imsss:sequencing IDRef="KHONG">'),
        "dangling_sequencing",
        near="KHONG",
    ),
    Mutant(
        "bad threshold",
        S4,
        swap('minProgressMeasure="1.0"', 'minProgressMeasure="100"'),
        "schema",
        near='"100"',
    ),
    # Metadata.
    Mutant(
        "metadata file missing", S12, drop("metadata.xml"), "missing_file", near="adlcp:location"
    ),
    Mutant(
        "broken metadata", S4, swap("</lom>", "", "metadata.xml"), "not_well_formed", "metadata.xml"
    ),
    Mutant(
        "LOM term",
        S4,
        swap(">final<", ">xong<", "metadata.xml"),
        "lom_term",
        "metadata.xml",
        "xong",
    ),
    Mutant(
        "LOM order",
        S12,
        swap("<general>", "<general><structure/>", "metadata.xml"),
        "schema",
        "metadata.xml",
    ),
    # Pages and scripts.
    Mutant("inline script", S12, page(b"<script>go()</script>"), "inline_script", "them.html"),
    Mutant("inline handler", S12, page(body=b"onload='go()'"), "inline_handler", "them.html"),
    Mutant(
        "foreign script",
        S4,
        page(b"<script src='//a.vn/x.js'></script>"),
        "external_resource",
        "them.html",
    ),
    Mutant(
        "page's file", S4, page(b"<script src='y.js'></script>"), "page_missing_file", "them.html"
    ),
    Mutant(
        "page's case", S4, page(b"<script src='DOC.js'></script>"), "page_wrong_case", "them.html"
    ),
    Mutant(
        "page says UTF-16",
        S4,
        page(b"\n<meta charset='utf-16'>"),
        "encoding",
        "them.html",
        "utf-16",
    ),
    Mutant("page in UTF-16", S12, add("u.html", "<p>x</p>".encode("utf-16")), "encoding", "u.html"),
    Mutant("page in a picture's place", S12, add("a.PNG", PAGE), "page_for_media", "a.PNG"),
    Mutant("own API", S12, add("api.js", b"var a;\nwindow.API = {};"), "own_api", "api.js", "API"),
    Mutant("own API (2004)", S4, add("api.js", b"var API_1484_11 = new X();"), "own_api", "api.js"),
    Mutant(
        "not attempted",
        S12,
        add("s.js", b"\nset('cmi.core.lesson_status', 'not attempted')"),
        "not_attempted",
        "s.js",
        "lesson_status",
    ),
    Mutant("never completes", S12, mute, "never_completes", None),
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_each_mutant_is_found_at_its_place(mutant: Mutant, bench: Any) -> None:
    parts = bench.parts(mutant.standard)
    mutant.change(parts)
    path = bench.pack(parts)
    found = [one for one in verify(path) if one.code == f"verify.{mutant.code}"]
    assert found, [one.code for one in verify(path)]
    first = found[0]
    assert first.origin.file == str(path)
    if mutant.member:
        assert first.origin.member == mutant.member
    if mutant.near:
        lines = parts[mutant.member or ""].decode().splitlines()
        assert mutant.near in lines[(first.origin.line or 0) - 1]
    for lang in ("vi", "en"):
        assert first.message_in(lang)
        assert "{" not in first.message_in(lang) + first.hint_in(lang)
    if first.severity == "error":
        assert first.clause


def test_more_than_sixty_places() -> None:
    assert len(MUTANTS) >= 60
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize(("member", "severity"), [("doc.html", "error"), ("them.html", "warning")])
def test_an_empty_page_is_an_error_where_it_is_opened(
    member: str, severity: str, bench: Any
) -> None:
    parts = bench.parts(S12)
    (add(member, b"") if member not in parts else emptied(member))(parts)
    told = [(f.code, f.severity) for f in verify(bench.pack(parts)) if f.origin.member == member]
    assert ("verify.empty_page", severity) in told


def emptied(member: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[member] = b""

    return change


def test_libraries_are_told_in_our_own_words(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCVU_LANG", "vi")
    parts = bench.parts(S12)
    swap("</manifest>", "")(parts)
    reasons = [str(f.params.get("reason")) for f in verify(bench.pack(parts))]
    assert any(one.startswith("tệp bị cắt cụt (") for one in reasons), reasons
    parts = bench.parts(S12)
    swap('adlcp:scormtype="sco"', 'adlcp:scormtype="xxx"')(parts)
    reasons = [str(f.params.get("reason")) for f in verify(bench.pack(parts))]
    assert any("không thuộc các giá trị cho phép" in r and "'sco'" in r for r in reasons), reasons
