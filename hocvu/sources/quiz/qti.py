"""An item of QTI 2.1 or 3.0 (1EdTech): choice, match, order, text entry and extended text."""

from __future__ import annotations

import copy
import re
from typing import Final

from hocvu.sources.quiz import qti_answers
from hocvu.sources.quiz.drafts import Blocks, Desk, Draft, Paper
from hocvu.sources.quiz.plain import qti_words
from hocvu.sources.quiz.qti_content import Place, at, rich
from hocvu.sources.quiz.xml import Element, below, children, get, name, parse, text

INTERACTIONS: Final = {
    "choiceInteraction": qti_answers.choices,
    "matchInteraction": qti_answers.pairs,
    "orderInteraction": qti_answers.items,
    "textEntryInteraction": qti_answers.entry,
    "extendedTextInteraction": qti_answers.essay,
}
_ANY: Final = re.compile(r"Interaction$")
_GAP: Final = "_____"
_HIDDEN: Final = frozenset({"feedbackBlock", "feedbackInline", "modalFeedback"})
_ROOTS: Final = frozenset({"assessmentItem"})


def read(desk: Desk) -> Paper:
    """Return the paper of the one item in the file at the desk."""
    place = desk.source.at()
    paper = Paper(read=1)
    root = parse(desk.source.path.read_bytes(), place)
    paper.title = get(root, "title")
    paper.drafts = item(root, Place(place), desk)
    paper.words = words_of(root)
    return paper


def item(root: Element, place: Place, desk: Desk) -> list[Draft]:
    """Return the questions of one item; it tells of what is not kept."""
    body = next(children(root, "itemBody"), None)
    key = get(root, "identifier")
    if name(root) not in _ROOTS or body is None:
        desk.left_out(place.origin, name(root), key)
        return []
    found = [inner for inner in body.iter() if _ANY.search(name(inner))]
    kinds = [name(inner) for inner in found]
    gaps = kinds.count("textEntryInteraction")
    unknown = sorted({kind for kind in kinds if kind not in INTERACTIONS})
    if not found or unknown or gaps > 1 or (gaps and len(found) > 1):
        kind = ", ".join(unknown) or ("textEntryInteraction × " + str(gaps) if gaps else "-")
        desk.left_out(at(root, place), kind, key, words_of(root))
        return []
    if hidden := [inner for inner in below(root, *_HIDDEN) if text(inner)]:
        said = qti_words(*hidden)
        desk.notices.at(at(root, place), "quiz.part_left_out", "info", parts="feedback", words=said)
    drafts = []
    for number, interaction in enumerate(found, 1):
        ask = _stem(body, place, desk) if number == 1 else ()
        prompt = next(children(interaction, "prompt"), None)
        if prompt is not None:
            ask += rich(prompt, place, desk)
        draft = Draft("unknown", ask, at(interaction, place))
        draft.name = key if len(found) == 1 else f"{key}{number}"
        draft.points = qti_answers.points(root, interaction)
        if INTERACTIONS[name(interaction)](draft, root, interaction, place, desk):
            drafts.append(draft)
    return drafts


def words_of(root: Element) -> int:
    """Count the words that an item shows by a plain scan, apart from its interactions."""
    shown = [*children(root, "itemBody"), *children(root, "modalFeedback")]
    others = [inner for body in shown for inner in body.iter() if _for_others(inner)]
    return qti_words(*shown) - qti_words(*others)


def _stem(body: Element, place: Place, desk: Desk) -> Blocks:
    """Return an item's text without its interactions; a gap stands for what is to be written."""
    stem = copy.deepcopy(body)
    for inner in list(stem.iter()):
        kind = name(inner)
        parent = inner.getparent()
        if parent is None or not (_ANY.search(kind) or kind in _HIDDEN or _for_others(inner)):
            continue
        left = (_GAP if kind == "textEntryInteraction" else "") + (inner.tail or "")
        before = inner.getprevious()
        if before is None:
            parent.text = (parent.text or "") + left
        else:
            before.tail = (before.tail or "") + left
        parent.remove(inner)
    return rich(stem, Place(at(body, place), place.load), desk)


def _for_others(element: Element) -> bool:
    """Tell if this is for those who score, not for those who learn."""
    return name(element) == "rubricBlock" and "candidate" not in get(element, "view")
