"""A quiz: its introduction and a page for each question."""

from __future__ import annotations

from hocvu.lesson import QuizBody
from hocvu.render.blocks import blocks, notes
from hocvu.render.content import Content, Entry, Page
from hocvu.render.markup import Markup, join, own, tag
from hocvu.render.questions import question, question_data, question_shape
from hocvu.render.scope import Scope


def quiz(body: QuizBody, scope: Scope) -> Content:
    """Return `body` as a page to begin with and one for each question."""
    asked = [block for node in body.questions for block in node.ask]
    noted = [block for note in body.notes for block in note.children]
    scope.learn([*body.intro, *asked, *noted], body.notes)
    attrs = {"class": "page intro", "id": "hv-intro", "data-page": 0}
    pages = [Page("hv-intro", scope.word("quiz_start"))]
    sections = [tag("section", _rules(body, scope), "\n", blocks(body.intro, scope), attrs=attrs)]
    for number, node in enumerate(body.questions, start=1):
        page = Page(f"hv-q{number}-page", scope.word("question", number=number))
        made = question(node, f"hv-q{number}", page.title, scope)
        attrs = {"class": "page", "id": page.id, "data-page": number}
        sections.append(tag("section", made, attrs=attrs))
        pages.append(page)
    html = join([*sections, notes(body.notes, scope)], "\n")
    # After the notes: feedback that is not on the page must give them no way back to it.
    data = {
        "pass": body.pass_score,
        "attempts": body.attempts,
        "shuffle": body.shuffle,
        "pick": body.pick,
        "reveal": body.reveal,
        "questions": [question_data(node, scope) for node in body.questions],
    }
    entries = tuple(Entry(1, page.title, place, page.id) for place, page in enumerate(pages))
    shape = (str(body.pick), str(body.shuffle), *map(question_shape, body.questions))
    return Content(html, tuple(pages), entries, {"quiz": data}, shape)


def _rules(body: QuizBody, scope: Scope) -> Markup:
    """Return what a learner should know before the first question."""
    count = min(body.pick, len(body.questions)) if body.pick else len(body.questions)
    facts = [scope.word("quiz_count", count=count)]
    if body.pass_score:
        facts.append(scope.word("quiz_pass", percent=body.pass_score))
    facts.append(
        scope.word("quiz_attempts", count=body.attempts)
        if body.attempts
        else scope.word("quiz_free")
    )
    facts.append(scope.word(f"quiz_reveal_{body.reveal}"))
    items = join((tag("li", fact) for fact in facts), "\n")
    return own("ul", items, attrs={"class": "rules", "role": "list"})
