"""Every word of a lesson stands in its page, in order, and nothing of it is ever markup."""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import itertools

from hypothesis import HealthCheck, example, given, settings
from lxml import html
from runtime import samples
from strategies import blocks, documents

from hocvu.lesson import (
    Body,
    DocumentBody,
    Heading,
    Link,
    Math,
    Note,
    NoteRef,
    Paragraph,
    Slide,
    SlidesBody,
    Text,
)
from hocvu.lesson.text import body_lines, words
from hocvu.render import render_course
from hocvu.render.markup import ATTRIBUTES, TAGS

BREAKS = {
    "p",
    "li",
    "td",
    "th",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "section",
    "pre",
    "br",
    "caption",
    "figcaption",
    "blockquote",
    "aside",
}


def page(body: Body, assets: tuple[object, ...] = ()) -> html.HtmlElement:
    """Return the page of a course with one lesson of `body`, as a browser would read it."""
    lesson = samples.lesson("bai-1", "Bài", (body, assets))  # type: ignore[arg-type]
    files = {file.path: file for file in render_course(samples.course(lesson), "none").files}
    data = files["bai-1.html"].data
    assert isinstance(data, bytes)
    return html.document_fromstring(data)


def shown(root: html.HtmlElement) -> list[str]:
    """Return the words of the lesson on a page, by a walk that knows nothing of the renderer."""
    pieces: list[str] = []

    def walk(node: html.HtmlElement) -> None:
        if not isinstance(node.tag, str) or "ui" in (node.get("class") or "").split():
            pieces.append(node.tail or "")
            return
        if node.tag == "math":
            pieces.extend(note.text or "" for note in node.iter("annotation"))
            pieces.append(node.tail or "")
            return
        pieces.append(" " if node.tag in BREAKS else "")
        pieces.append(node.text or "")
        for child in node:
            walk(child)
        pieces.append(" " if node.tag in BREAKS else "")
        pieces.append(node.tail or "")

    walk(root.get_element_by_id("hv-content"))
    return "".join(pieces).split()


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents)
@example(
    DocumentBody(
        blocks=(
            Heading(level=3, children=(Text(text="<h1>"),), label="1."),
            Paragraph(children=(Link(href="#x", children=(NoteRef(note="n1"), Text(text="a"))),)),
            Paragraph(children=(Math(mathml="<math/>", text="x + y"),)),
        ),
        notes=(Note(id="n1", label="1", children=()),),
    )
)
def test_a_documents_words_stand_in_its_page_in_order(body: DocumentBody) -> None:
    expected = words(body_lines(body))
    assert shown(page(body)) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks, blocks)
def test_a_slides_words_stand_in_its_page_in_order(
    text: tuple[object, ...], remarks: tuple[object, ...]
) -> None:
    image = samples.Asset(
        id="a.png", path=Path("a.png"), media_type="image/png", size=1, sha256="0" * 64
    )
    slide = Slide(image="a.png", width=4, height=3, title="Tên < trang", text=text, remarks=remarks)  # type: ignore[arg-type]
    body = SlidesBody(slides=(slide, slide.model_copy(update={"hidden": True})))
    assert shown(page(body, (image,))) == words(body_lines(body))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents)
def test_only_known_elements_attributes_and_addresses_stand_in_a_page(body: DocumentBody) -> None:
    ids = []
    root = page(body)
    for node in root.iter():
        assert isinstance(node.tag, str), "no comment, no instruction"
        inside_math = node.tag == "math" or any(a.tag == "math" for a in node.iterancestors())
        if inside_math:
            assert re.fullmatch(r"m[a-z]+|none|semantics|annotation", node.tag)
        else:
            assert node.tag in TAGS
        for name, value in node.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            assert inside_math or name in ATTRIBUTES or name.startswith(("data-", "aria-"))
            if name == "id":
                ids.append(value)
                assert re.fullmatch(r"(hv|m)-[A-Za-z0-9_-]+", value)
            if name == "href" and node.tag == "a":
                assert re.match(r"https?://|mailto:|#|media/", value)
                if value.startswith("#"):
                    assert root.get_element_by_id(value[1:]) is not None
                elif not value.startswith("media/"):
                    assert node.get("rel") == "noopener"
                    assert node.get("target") == "_blank"
        if node.tag == "script":
            assert node.text is None
            assert node.get("src")
    assert len(ids) == len(set(ids))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents)
def test_headings_never_skip_a_rank(body: DocumentBody) -> None:
    ranks = [int(n.tag[1]) for n in page(body).iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert ranks[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(ranks))


def test_a_videos_speech_stands_in_its_page(tmp_path: Path) -> None:
    body, assets = samples.video(tmp_path, seconds=2)
    assert shown(page(body, assets)) == words(samples.SPEECH)
