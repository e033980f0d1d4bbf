"""Good packages broken in one place each: the verifier names the fault and the place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hocvu.packages.olx.verify import VERIFIER

Parts = dict[str, bytes]
Packer = Callable[[Parts], Path]
POLICY, GRADING = "policies/tu-hoc/policy.json", "policies/tu-hoc/grading_policy.json"
RUN = "course/tu-hoc.xml"


@dataclass(frozen=True)
class Mutant:
    """One broken package.

    `change` mutates the parts in place and returns the file that the finding must name; `near` is
    text of the line that it must name.
    """

    name: str
    change: Callable[[Parts], str | None]
    code: str
    near: str = ""


def first(parts: Parts, folder: str, suffix: str = ".xml", having: str = "") -> str:
    """Return the first file of a folder that has some text."""
    return next(
        name
        for name in sorted(parts)
        if name.startswith(f"{folder}/")
        and name.endswith(suffix)
        and having.encode() in parts[name]
    )


def swap(
    old: str, new: str, member: str = "", folder: str = "", suffix: str = ".xml"
) -> Callable[[Parts], str]:
    """Replace text in a file, or in the first of a folder that has it; `old` is a pattern."""

    def change(parts: Parts) -> str:
        names = [member] if member else [n for n in sorted(parts) if n.startswith(f"{folder}/")]
        for name in names:
            if not name.endswith(suffix) and not member:
                continue
            before = parts[name].decode()
            after = re.sub(old, new, before, count=1)
            if after != before:
                parts[name] = after.encode()
                return name
        raise AssertionError(f"{old} is nowhere in {names}")

    return change


def add(member: str, data: bytes = b"<html/>", at: str | None = None) -> Callable[[Parts], str]:
    """Add a file."""

    def change(parts: Parts) -> str:
        parts[member] = data
        return at or member

    return change


def drop(member: str, at: str | None = None) -> Callable[[Parts], str | None]:
    """Leave out a file."""

    def change(parts: Parts) -> str | None:
        del parts[member]
        return at

    return change


def drop_block(kind: str, parent: str, suffix: str = ".xml") -> Callable[[Parts], str]:
    """Leave out the file of a block; the finding is at the block that points to it."""

    def change(parts: Parts) -> str:
        name = first(parts, kind, suffix)
        del parts[name]
        return first(parts, parent, having=Path(name).stem)

    return change


def capitals(parts: Parts) -> str:
    name = first(parts, "vertical")
    parts[name.upper().replace("VERTICAL", "vertical").replace(".XML", ".xml")] = parts.pop(name)
    return first(parts, "sequential", having=Path(name).stem)


def twice(parts: Parts) -> str:
    """Point to one vertical from two lessons."""
    names = [name for name in sorted(parts) if name.startswith("sequential/")]
    pointer = re.search(rb"<vertical [^>]*/>", parts[names[0]])
    assert pointer
    for name in names[1:]:
        parts[name] = parts[name].replace(b"</sequential>", pointer[0] + b"\n</sequential>")
    order = [n for chapter in re.findall(rb'"(\w+)"', parts[RUN])
             if (file := f"chapter/{chapter.decode()}.xml") in parts
             for n in re.findall(rb'sequential url_name="(\w+)"', parts[file])]  # fmt: skip
    having = [f"sequential/{n.decode()}.xml" for n in order]
    return next(n for n in having[1:] if n in names)


def gone(pattern: str, folder: str = "html", suffix: str = ".html") -> Callable[[Parts], str]:
    """Leave out a static file that a component needs."""

    def change(parts: Parts) -> str:
        name = next(n for n in sorted(parts) if re.fullmatch(f"static/{pattern}", n))
        del parts[name]
        return first(parts, folder, suffix, having=Path(name).name)

    return change


def upper_static(parts: Parts) -> str:
    name = next(n for n in sorted(parts) if n.endswith(".docx"))
    parts[f"static/{Path(name).name.upper()}"] = parts.pop(name)
    return first(parts, "html", ".html", having=Path(name).name)


def html(old: str, new: str) -> Callable[[Parts], str]:
    return swap(old, new, folder="html", suffix=".html")


def video(old: str, new: str) -> Callable[[Parts], str]:
    return swap(old, new, folder="video")


MUTANTS = [
    # Names in the archive.
    Mutant("climbing path", add("../../x.xml", at="course/../../x.xml"), "verify.unsafe_path"),
    Mutant("accented name", add("static/ảnh.png"), "verify.name_not_portable"),
    Mutant("same name but case", add("Course.xml"), "verify.duplicate_name"),
    Mutant("video that phones cannot play", add("static/a.wmv"), "verify.unplayable"),
    Mutant("page in a picture's place", add("static/a.png"), "verify.page_for_media"),
    # The course and its blocks.
    Mutant("no course.xml", drop("course.xml"), "olx.no_course"),
    Mutant("broken course.xml", swap("/>", "", "course.xml"), "verify.not_well_formed"),
    Mutant("another root", swap("<course", "<library", "course.xml"), "olx.wrong_tag"),
    Mutant("no org", swap(' org="[^"]*"', "", "course.xml"), "olx.no_identity", "<course"),
    Mutant("space in the key", swap('course="', 'course="a ', "course.xml"), "olx.bad_key"),
    Mutant("run missing", drop(RUN, "course.xml"), "olx.dangling", "tu-hoc"),
    Mutant("chapter missing", drop_block("chapter", "course"), "olx.dangling", "chapter"),
    Mutant("vertical missing", drop_block("vertical", "sequential"), "olx.dangling", "vertical"),
    Mutant("video missing", drop_block("video", "vertical"), "olx.dangling", "<video"),
    Mutant("HTML missing", drop_block("html", "html", ".html"), "olx.no_html", "filename"),
    Mutant("name in capitals", capitals, "olx.wrong_case", "vertical"),
    Mutant("one unit twice", twice, "olx.duplicate_id", "<vertical"),
    Mutant("orphan", add("vertical/a.xml", b"<vertical/>"), "olx.orphan", "<vertical"),
    Mutant("orphan HTML", add("html/a.html", b"<p>a</p>"), "olx.orphan", "<p>"),
    Mutant("bad identifier", swap('html url_name="', 'html url_name="a b', folder="vertical"),
           "olx.bad_key", "a b"),
    Mutant("no identifier", swap('<html url_name="[^"]*"/>', "<html>x</html>", folder="vertical"),
           "olx.no_url_name", "<html>"),
    Mutant("other tag in the file", swap("(?s)<vertical(.*)</vertical", r"<chapter\1</chapter",
           folder="vertical"), "olx.wrong_tag", "<chapter"),
    Mutant("lesson without units", swap(r"(?s)>.*</", "></", folder="sequential"),
           "olx.empty_block", "<sequential"),
    Mutant("course without sections", swap(r"(?s)>.*</", "></", RUN), "olx.empty_block"),
    Mutant("component in a section", swap("<sequential", "<html/><sequential", folder="chapter"),
           "olx.nesting", "<html/>"),
    Mutant("no name", swap(' display_name="[^"]*"', "", folder="sequential"),
           "olx.no_display_name", "<sequential"),
    Mutant("other name in the file", swap("<sequential ", '<sequential url_name="x" ',
           folder="sequential"), "olx.other_url_name", '"x"'),
    Mutant("entities", swap("<course", "<!DOCTYPE course><course", RUN), "verify.doctype"),
    # Components.
    Mutant("picture missing", gone(r"\w+\.webp"), "olx.no_static", "<img"),
    Mutant("video file missing", gone(r"\w+\.mp4", "video", ".xml"), "olx.no_static", "<video"),
    Mutant("captions missing", gone(r".*\.srt", "video", ".xml"), "olx.no_static", "transcripts"),
    Mutant("static file in capitals", upper_static, "olx.static_case", "docx"),
    Mutant("relative picture", html("/static/", "static/"), "olx.not_static", "static/"),
    Mutant("dangling jump", html("to_id/.{32}", "to_id/x"), "olx.dangling_jump", "to_id/x"),
    Mutant("script", html("</p>", "</p><script>go()</script>"), "verify.inline_script", "<script>"),
    Mutant("handler", html("<p>", '<p onclick="go()">'), "verify.inline_handler", "onclick"),
    Mutant("foreign picture", html('src="/static/[^"]*"', 'src="https://a.vn/x.png"'),
           "verify.external_resource", "a.vn"),
    Mutant("empty HTML", html("(?s).+", ""), "olx.empty_html"),
    Mutant("transcripts are no JSON", video('transcripts="{', 'transcripts="['), "olx.bad_json"),
    Mutant("transcripts are a list", video('transcripts="[^"]*"', 'transcripts="[]"'),
           "olx.bad_json"),
    Mutant("no language", video('language="vi"', 'language="tiếng Việt"'), "olx.bad_language"),
    Mutant("captions of another form", swap("(?s)-->.*-->", "..", folder="static", suffix=".srt"),
           "olx.bad_srt"),
    Mutant("no video", video(r'(?s)html5_sources="[^"]*"(.*)<source[^>]*>', r"\1"),
           "olx.no_source", "<video"),
    # Policies.
    Mutant("broken policy", swap(r"\{", "", POLICY), "verify.not_well_formed"),
    Mutant("policy is a list", add(POLICY, b"[]\n"), "olx.policy_shape"),
    Mutant("policy of another run", swap("course/tu-hoc", "course/khac", POLICY),
           "olx.policy_unknown", "khac"),
    Mutant("no policy", drop(POLICY), "olx.no_policy"),
    Mutant("no start", swap('"start"', '"begin"', POLICY), "olx.no_start", "tu-hoc"),
    Mutant("bad date", swap("2020-01-01", "01/01/2020", POLICY), "olx.bad_date", '"start"'),
    Mutant("ends before it starts", swap("2099", "2019", POLICY), "olx.dates_order", '"end"'),
    Mutant("no picture", swap(r'"course_image": "', '"course_image": "x', POLICY),
           "olx.no_image", "course_image"),
    Mutant("weights", swap("1.0", "0.5", GRADING), "olx.grading_weights", "GRADER"),
    Mutant("cutoffs", swap("0.5", '"cao"', GRADING), "olx.grading_cutoffs", "GRADE_CUTOFFS"),
    Mutant("unknown asset", swap(r"\w+\.webp", "x.webp", "policies/assets.json"),
           "olx.asset_unknown", "x.webp"),
    Mutant("no overview", drop("about/overview.html"), "olx.no_overview"),
    # Metadata.
    Mutant("record", swap('"@id"', '"id"', "static/metadata.json"), "verify.not_json_ld"),
    Mutant("LOM", swap("</lom>", "", "static/metadata.xml"), "verify.not_well_formed"),
]  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_each_mutant_is_found_at_its_place(mutant: Mutant, parts: Parts, packed: Packer) -> None:
    member = mutant.change(parts)
    path = packed(parts)
    everything = VERIFIER.verify(path)
    found = [one for one in everything if one.code == mutant.code]
    assert found, [(one.code, one.origin.member) for one in everything]
    places = {one.origin.member for one in found}
    if member and mutant.code not in ("olx.no_policy", "olx.no_overview"):
        expected = member if member.startswith("course/..") else f"course/{member}"
        assert expected in places, places
        one = next(one for one in found if one.origin.member == expected)
        if mutant.near:
            lines = parts[member].decode().splitlines()
            assert mutant.near in lines[(one.origin.line or 0) - 1]
    for one in found:
        assert one.origin.file == str(path)
        assert one.clause or one.severity != "error"
        for lang in ("vi", "en"):
            assert one.message_in(lang)
            assert "{" not in one.message_in(lang) + one.hint_in(lang)


def test_every_mutant_is_its_own() -> None:
    assert len(MUTANTS) >= 50
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


def test_a_good_package_draws_no_finding(good: Path, parts: Parts, packed: Packer) -> None:
    assert VERIFIER.recognises(good)
    assert VERIFIER.verify(good) == ()
    assert VERIFIER.verify(packed(parts)) == ()
