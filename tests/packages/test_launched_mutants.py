"""Good cmi5 and xAPI packages broken in one place each: the fault is found at its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from runtime.requirements import cited

from hocvu.packages import verify

C, T = "cmi5.xml", "tincan.xml"
Parts = dict[str, bytes]


@dataclass(frozen=True)
class Mutant:
    """One broken package.

    `change` mutates the parts in place; `near` is text of the line that the finding must name;
    `schema` tells that the published schema of cmi5 refuses it as well.
    """

    name: str
    member: str
    change: Callable[[Parts], None]
    code: str
    near: str = ""
    schema: bool = False


def swap(old: str, new: str, member: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        assert old.encode() in parts[member], f"{old} is not in {member}"
        parts[member] = parts[member].replace(old.encode(), new.encode(), 1)

    return change


def c(old: str, new: str) -> Callable[[Parts], None]:
    return swap(old, new, C)


def t(old: str, new: str) -> Callable[[Parts], None]:
    return swap(old, new, T)


def into_folder(parts: Parts) -> None:
    for name in list(parts):
        parts[f"goi/{name}"] = parts.pop(name)


def rename(old: str, new: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[new] = parts.pop(old)

    return change


def add(name: str, data: bytes = b"x") -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: data})


def cut(old: str, end: str, member: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        text = parts[member].decode()
        start = text.index(old)
        stop = text.index(end, start) + len(end)
        parts[member] = (text[:start] + text[stop:]).encode()

    return change


def twice(parts: Parts, kind: str) -> None:
    """Put another block, or two objectives, with the id of the first."""
    text = parts[C].decode()
    words = "<title><langstring>x</langstring></title>"
    words += words.replace("title", "description")
    if kind == "block":
        start, stop = text.index("<block "), text.index("</block>") + len("</block>")
        head = text[start : text.index(">", start) + 1]
        unit = '<au id="urn:x:au">' + words + "<url>doc.html</url></au>"
        text = f"{text[:stop]}\n{head}{words}{unit}</block>{text[stop:]}"
    else:
        one = f'\n<objective id="urn:x:o">{words}</objective>'
        text = text.replace("</course>", f"</course><objectives>{one}{one}</objectives>")
    parts[C] = text.encode()


LESSON = "https://hoc.example.vn/hoc-lieu/chung-thuc/lessons/"
GOAL = '<objectives><objective idref="urn:x:k"/></objectives><url>doc.html'
CMI5 = [
    Mutant("in a folder", f"goi/{C}", into_folder, "descriptor_place"),
    Mutant("in capitals", "CMI5.XML", rename(C, "CMI5.XML"), "descriptor_place"),
    Mutant("broken", C, c("</courseStructure>", ""), "not_well_formed"),
    Mutant("old encoding", C, c("UTF-8", "windows-1258"), "encoding"),
    Mutant("other name space", C, c("profiles/cmi5/v1", "profiles/cmi5/v9"), "descriptor_root"),
    Mutant("no IRI", C, c(f"{LESSON}doc", "bai 1"), "activity_not_iri", "bai 1"),
    Mutant("same id", C, c(f"{LESSON}slides", f"{LESSON}doc"), "activity_twice", "/lessons/doc"),
    Mutant("id of the course", C, c(f"{LESSON}doc", LESSON[:-9]), "activity_twice", "<au"),
    Mutant("no id", C, c(f' id="{LESSON}doc"', ""), "activity_not_iri", "<au", True),
    Mutant("moveOn", C, c('"Completed"', '"completed"'), "cmi5_value", "completed", True),
    Mutant(
        "launchMethod", C, c('"AnyWindow"', '"Popup"'), "cmi5_value", "Popup", True
    ),
    Mutant("score", C, c(" moveOn", ' masteryScore="80" moveOn'), "cmi5_value", '"80"', True),
    Mutant("a comma", C, c(" moveOn", ' masteryScore="0,8" moveOn'), "cmi5_value", "0,8", True),
    Mutant("attribute", C, c(" moveOn", " moveon"), "cmi5_attribute", "moveon", True),
    Mutant("no description", C, cut("<description>", "</description>", C), "cmi5_structure",
           "<course ", True),
    Mutant("no url", C, c("<url>doc.html</url>", ""), "cmi5_structure", "<au", True),
    Mutant("url first", C, c("<url>doc.html</url>", "<url>doc.html</url><title/>"),
           "cmi5_structure", "<au", True),
    Mutant("empty title", C, c(">Đọc<", "><"), "empty_text", "langstring"),
    Mutant("language", C, c('lang="en"', 'lang="Tiếng Anh"'), "bad_language", "Tiếng", True),
    Mutant("dangling objective", C, c("<url>doc.html", GOAL), "cmi5_objective", "urn:x:k"),
    Mutant("missing page", C, lambda parts: parts.pop("doc.html") and None, "missing_file", "doc"),
    Mutant("page's case", C, c(">doc.html", ">Doc.html"), "wrong_case", "Doc.html"),
    Mutant("parameter", C, c(">doc.html", ">doc.html?fetch=1"), "launch_parameter", "fetch"),
    Mutant("absolute page", C, c(">doc.html", ">/doc.html"), "bad_href", "/doc.html"),
    Mutant("page with a space", C, c(">doc.html", ">d c.html"), "odd_href", "d c.html"),
    Mutant("outside", C, c(">doc.html", ">https://a.vn/x.html"), "external_file", "a.vn"),
    Mutant("outside, broken", C, c(">doc.html", ">http://a.vn x.html"), "bad_address", "a.vn x"),
    Mutant("block twice", C, lambda parts: twice(parts, "block"), "activity_twice", "<block"),
    Mutant("objective twice", C, lambda parts: twice(parts, "objective"), "activity_twice",
           "<objective "),
    Mutant("accented file", "bài.js", add("bài.js"), "name_not_portable"),
    Mutant("climbing path", "../x.js", add("../x.js"), "unsafe_path"),
    Mutant("same name but case", "Player.js", add("Player.js"), "duplicate_name"),
    Mutant("video", "a.wmv", add("a.wmv"), "unplayable"),
    Mutant("LOM", "metadata.xml", swap(">final<", ">xong<", "metadata.xml"), "lom_term", "xong"),
]  # fmt: skip
XAPI = [
    Mutant("in a folder", f"goi/{T}", into_folder, "descriptor_place"),
    Mutant("broken", T, t("</tincan>", ""), "not_well_formed"),
    Mutant("other root", T, t("projecttincan", "projecttincans"), "descriptor_root"),
    Mutant("no IRI", T, t(f"{LESSON}doc", "bai-1"), "activity_not_iri", "bai-1"),
    Mutant("same id", T, t(f"{LESSON}doc", f"{LESSON}video"), "activity_twice", "/video"),
    Mutant("type", T, t("http://adlnet.gov/expapi/activities/course", "course"), "type_not_iri"),
    Mutant("nameless", T, t('<name lang="vi">Đọc</name>', ""), "activity_nameless", "/doc"),
    Mutant("empty name", T, t(">Đọc</name>", "></name>"), "activity_nameless", "/doc"),
    Mutant(
        "empty translation",
        T,
        t(">Đọc</name>", '>Đọc</name><name lang="en"/>'),
        "empty_text",
        "<name",
    ),
    Mutant("outside, broken", T, t(">doc.html", ">http://a.vn/d c.html"), "bad_address", "d c"),
    Mutant("language", T, t('lang="en"', 'lang="e n"'), "bad_language", "e n"),
    Mutant("missing page", T, lambda parts: parts.pop("doc.html") and None, "missing_file", "doc"),
    Mutant("page's case", T, t(">doc.html", ">DOC.html"), "wrong_case", "DOC"),
    Mutant("parameter", T, t(">doc.html", ">doc.html?auth=1"), "launch_parameter", "auth"),
    Mutant("empty launch", T, t(">doc.html<", "><"), "empty_text", "launch"),
    Mutant("no activities", T, cut("<activities>", "</activities>", T), "no_activity", "<tincan"),
    Mutant("record", "metadata.json", swap('"@id"', '"id"', "metadata.json"), "not_json_ld"),
]


def nothing_launched(parts: Parts) -> None:
    root = etree.fromstring(parts[T])
    for launch in list(root.iter("{*}launch")):
        launch.getparent().remove(launch)
    parts[T] = etree.tostring(root)


XAPI.append(Mutant("nothing launched", T, nothing_launched, "nothing_launched", "<activity"))
MUTANTS = [("cmi5", one) for one in CMI5] + [("xapi", one) for one in XAPI]


@pytest.mark.parametrize(
    ("standard", "mutant"), MUTANTS, ids=lambda one: one if isinstance(one, str) else one.name
)
def test_each_mutant_is_found_at_its_place(standard: str, mutant: Mutant, bench: Any) -> None:
    parts = bench.parts(standard)
    mutant.change(parts)
    path = bench.pack(parts)
    found = [one for one in verify(path) if one.code == f"verify.{mutant.code}"]
    assert found, [one.code for one in verify(path)]
    first = found[0]
    assert first.origin.member == mutant.member
    if mutant.near:
        lines = parts[mutant.member].decode().splitlines()
        assert mutant.near in lines[(first.origin.line or 0) - 1]
    for lang in ("vi", "en"):
        assert first.message_in(lang)
        assert "{" not in first.message_in(lang) + first.hint_in(lang)
    if first.severity == "error":
        assert first.clause
    if first.clause.startswith("cmi5"):
        assert cited(first.clause)


@pytest.mark.parametrize("mutant", CMI5, ids=lambda one: one.name)
def test_the_verifier_agrees_with_the_published_schema(
    mutant: Mutant, bench: Any, shared: Path
) -> None:
    schema = etree.XMLSchema(etree.parse(shared / "xsd" / "cmi5" / "CourseStructure.xsd"))
    parts = bench.parts("cmi5")
    assert schema.validate(etree.fromstring(parts[C]))
    mutant.change(parts)
    if mutant.member == C and mutant.code not in ("not_well_formed", "encoding", "descriptor_root"):
        assert schema.validate(etree.fromstring(parts[C])) != mutant.schema
