"""Makes questions of drafts: each kind is checked here, whatever format it was written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from hocvu.errors import Origin
from hocvu.lesson import (
    AnyQuestion,
    Block,
    Choice,
    ChoiceQuestion,
    EssayQuestion,
    Image,
    Item,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    TextQuestion,
    TrueFalseQuestion,
)
from hocvu.lesson.text import lines, walk
from hocvu.sources.quiz.drafts import Blocks, Desk, Draft, Kind, Option, Paper
from hocvu.sources.quiz.ids import LETTERS, QuestionIds, choice_ids
from hocvu.sources.quiz.order import refers_to_others

_CLOSE: Final = 0.02
"""Weights that differ by less are the same: authors round a third to 33 %."""


def build(paper: Paper, desk: Desk) -> tuple[AnyQuestion, ...]:
    """Return the questions of `paper`; what is wrong with one goes to the desk's mistakes."""
    ids = QuestionIds()
    named: dict[str, Origin] = {}
    made: list[AnyQuestion] = []
    for position, draft in enumerate(paper.drafts, 1):
        if draft.name and draft.name in named:
            line = _shown(named[draft.name])
            desk.wrong(draft.origin, "quiz.same_id", id=draft.name[:60], first=line)
        named.setdefault(draft.name, draft.origin)
        question = _question(draft, ids.take(draft.name, draft.number, position), desk, paper)
        if question is not None:
            made.append(question)
    return tuple(made)


def text_of(blocks: Iterable[Block]) -> str:
    """Return the text of `blocks` on one line, as two answers are compared."""
    return " ".join(" ".join(lines(blocks)).split())


def _question(draft: Draft, key: str, desk: Desk, paper: Paper) -> AnyQuestion | None:
    before = len(desk.mistakes)
    if not _says_something(draft.ask):
        desk.wrong(draft.origin, "quiz.no_text")
    if draft.points < 0:
        desk.wrong(draft.origin, "quiz.points_negative", points=draft.points)
    fields = _MAKERS[draft.kind](draft, desk, paper)
    if fields is None or len(desk.mistakes) > before:
        return None
    return _MODELS[draft.kind](
        id=key,
        ask=draft.ask,
        points=draft.points,
        feedback=draft.feedback,
        right=draft.right,
        wrong=draft.wrong,
        origin=draft.origin,
        **fields,
    )


Fields = dict[str, Any] | None


def _choice(draft: Draft, desk: Desk, paper: Paper) -> Fields:
    if not _enough(draft.options, 2, "quiz.few_choices", draft, desk):
        return None
    _distinct([(option.content, option.origin) for option in draft.options], desk)
    right = [option for option in draft.options if option.right]
    multiple = draft.kind == "multiple"
    if not right:
        _no_right(draft, desk)
    elif len(right) > 1 and not multiple:
        desk.wrong(right[1].origin, "quiz.two_right", count=len(right))
    _tell_weights(draft, right, desk)
    ids = choice_ids([option.key for option in draft.options])
    shuffle = draft.shuffle
    if shuffle is None:
        shuffle = bool(paper.settings.get("shuffle_choices", True)) and not any(
            refers_to_others(text_of(option.content)) for option in draft.options
        )
    return {
        "choices": tuple(
            Choice(id=key, content=option.content, right=option.right, feedback=option.feedback)
            for key, option in zip(ids, draft.options, strict=True)
        ),
        "multiple": multiple,
        "partial": draft.partial,
        "shuffle": shuffle,
    }


def _tell_weights(draft: Draft, right: Sequence[Option], desk: Desk) -> None:
    """Tell of weights that a question of right and wrong choices cannot hold."""
    given = [option.share for option in right if option.share is not None]
    if draft.kind == "multiple" and given and max(given) - min(given) > _CLOSE:
        desk.notices.at(draft.origin, "quiz.weights_levelled")
    if draft.kind == "single":
        for option in draft.options:
            if not option.right and option.share is not None and option.share > _CLOSE:
                share = round(100 * option.share)
                desk.notices.at(option.origin, "quiz.part_right", percent=share)


def _true_false(draft: Draft, desk: Desk, paper: Paper) -> Fields:
    if draft.truth is None:
        _no_right(draft, desk)
        return None
    return {"answer": draft.truth}


def _text(draft: Draft, desk: Desk, paper: Paper) -> Fields:
    texts = [accepted for accepted in draft.texts if accepted.text.strip()]
    if not any(accepted.share > 0 for accepted in texts):
        _no_right(draft, desk)
        return None
    return {"accepted": tuple(texts), "exact": draft.exact}


def _number(draft: Draft, desk: Desk, paper: Paper) -> Fields:
    if not any(accepted.share > 0 for accepted in draft.ranges):
        _no_right(draft, desk)
        return None
    for accepted in draft.ranges:
        if accepted.low > accepted.high:
            low, high = f"{accepted.low:g}", f"{accepted.high:g}"
            desk.wrong(draft.origin, "quiz.range_inverted", low=low, high=high)
    return {"accepted": tuple(draft.ranges)}


def _match(draft: Draft, desk: Desk, paper: Paper) -> Fields:
    pairs = [pair for pair in draft.pairs if _says_something(pair.left)]
    if not _enough(pairs, 2, "quiz.few_pairs", draft, desk):
        return None
    _distinct([(pair.left, pair.origin) for pair in pairs], desk)
    answers: dict[str, tuple[Blocks, str]] = {}
    for pair in draft.pairs:
        if not _says_something(pair.right):
            desk.wrong(pair.origin, "quiz.empty_choice")
        answers.setdefault(_key(pair.right), (pair.right, pair.right_key))
    if not _enough(tuple(answers), 1, "quiz.few_pairs", draft, desk):
        return None
    left_ids = choice_ids([pair.left_key for pair in pairs])
    right_ids = choice_ids([key for _, key in answers.values()])
    place = dict(zip(answers, right_ids, strict=True))
    return {
        "items": tuple(
            Item(id=key, content=pair.left) for key, pair in zip(left_ids, pairs, strict=True)
        ),
        "answers": tuple(
            Item(id=key, content=content)
            for key, (content, _) in zip(right_ids, answers.values(), strict=True)
        ),
        "pairs": {key: place[_key(p.right)] for key, p in zip(left_ids, pairs, strict=True)},
    }


def _order(draft: Draft, desk: Desk, paper: Paper) -> Fields:
    if not _enough(draft.options, 2, "quiz.few_items", draft, desk):
        return None
    _distinct([(option.content, option.origin) for option in draft.options], desk)
    ids = choice_ids([option.key for option in draft.options])
    return {
        "items": tuple(
            Item(id=key, content=option.content)
            for key, option in zip(ids, draft.options, strict=True)
        )
    }


def _essay(draft: Draft, desk: Desk, paper: Paper) -> Fields:
    return {"model": draft.model}


def _unknown(draft: Draft, desk: Desk, paper: Paper) -> Fields:
    if not draft.doubted:
        desk.wrong(draft.origin, "quiz.no_answers", text=text_of(draft.ask)[:60])
    return None


def _no_right(draft: Draft, desk: Desk) -> None:
    if not draft.doubted:
        desk.wrong(draft.origin, "quiz.no_right")


def _enough(found: Sequence[object], least: int, code: str, draft: Draft, desk: Desk) -> bool:
    if len(found) > len(LETTERS):
        desk.wrong(draft.origin, "quiz.too_many_choices", count=len(found), limit=len(LETTERS))
        return False
    if len(found) < least:
        if not draft.doubted:
            desk.wrong(draft.origin, code, count=len(found))
        return False
    return True


def _distinct(found: Sequence[tuple[Blocks, Origin]], desk: Desk) -> None:
    first: dict[str, Origin] = {}
    for content, place in found:
        if not _says_something(content):
            desk.wrong(place, "quiz.empty_choice")
            continue
        key = _key(content)
        if key in first:
            shown = text_of(content)[:60]
            desk.wrong(place, "quiz.same_choice", text=shown, first=_shown(first[key]))
        first.setdefault(key, place)


def _key(content: Blocks) -> str:
    pictures = [node.asset for node in walk(content) if isinstance(node, Image)]
    return "\x1f".join([text_of(content), *pictures])


def _says_something(content: Blocks) -> bool:
    return bool(text_of(content)) or any(isinstance(node, Image) for node in walk(content))


def _shown(place: Origin) -> str:
    """Return a place inside a file as a message names it."""
    return Origin(line=place.line, member=place.member, cell=place.cell).describe() or "?"


_MAKERS: Final[dict[Kind, Callable[[Draft, Desk, Paper], Fields]]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _true_false,
    "text": _text,
    "number": _number,
    "match": _match,
    "order": _order,
    "essay": _essay,
    "unknown": _unknown,
}
_MODELS: Final[dict[Kind, Callable[..., AnyQuestion]]] = {
    "single": ChoiceQuestion,
    "multiple": ChoiceQuestion,
    "true_false": TrueFalseQuestion,
    "text": TextQuestion,
    "number": NumberQuestion,
    "match": MatchQuestion,
    "order": OrderQuestion,
    "essay": EssayQuestion,
}
