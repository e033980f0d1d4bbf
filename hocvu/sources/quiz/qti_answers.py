"""The interactions of QTI and the responses that are declared for them."""

from __future__ import annotations

from hocvu.lesson import Accepted, Range
from hocvu.lesson.text import lines, words
from hocvu.sources.quiz.drafts import Desk, Draft, Option, Pair
from hocvu.sources.quiz.gift_answers import numbers
from hocvu.sources.quiz.plain import qti_words
from hocvu.sources.quiz.qti_content import Place, at, rich
from hocvu.sources.quiz.xml import Element, below, children, get, text


def points(root: Element, interaction: Element) -> float:
    """Return what a question is worth: the most that its map gives, or that the item says."""
    best = sum(value for value in _mapped(_declared(root, interaction)).values() if value > 0)
    if best:
        return best
    for outcome in children(root, "outcomeDeclaration"):
        if get(outcome, "identifier") in {"SCORE", "MAXSCORE"}:
            most = _float(get(outcome, "normalMaximum"))
            if most is None and get(outcome, "identifier") == "MAXSCORE":
                most = _float(text(next(iter(below(outcome, "value")), None)))
            if most is not None and most >= 0:
                return most
    return 1.0


def choices(draft: Draft, root: Element, interaction: Element, place: Place, desk: Desk) -> bool:
    """Fill in the choices of a ``choiceInteraction``."""
    declared = _declared(root, interaction)
    right = set(_correct(declared))
    mapped = _mapped(declared)
    if not right:
        right = {key for key, value in mapped.items() if value > 0}
    single = get(interaction, "maxChoices") in {"", "1"} and _cardinality(declared) != "multiple"
    draft.kind = "single" if single else "multiple"
    draft.partial = bool(mapped) and not single
    best = sum(value for value in mapped.values() if value > 0)
    fixed = False
    for choice in below(interaction, "simpleChoice"):
        key = get(choice, "identifier")
        fixed = fixed or get(choice, "fixed") == "true"
        share = mapped.get(key, 0.0) / best if best else None
        option = Option(rich(choice, place, desk), at(choice, place), key in right, share)
        option.key = key
        draft.options.append(option)
    draft.shuffle = get(interaction, "shuffle") == "true" and not fixed
    return True


def pairs(draft: Draft, root: Element, interaction: Element, place: Place, desk: Desk) -> bool:
    """Fill in the pairs of a ``matchInteraction``; an item that takes several is not kept."""
    draft.kind = "match"
    sets = list(children(interaction, "simpleMatchSet"))
    declared = _declared(root, interaction)
    wanted = _correct(declared) or [k for k, value in _mapped(declared).items() if value > 0]
    said = [tuple(value.split()) for value in wanted]
    partner = {pair[0]: pair[1] for pair in said if len(pair) == 2}
    if len(sets) != 2 or len(partner) != len(said):
        lost = len(words(lines(draft.ask))) + qti_words(*sets)
        desk.left_out(draft.origin, "matchInteraction", draft.name, lost)
        return False
    left = {get(c, "identifier"): c for c in children(sets[0], "simpleAssociableChoice")}
    right = {get(c, "identifier"): c for c in children(sets[1], "simpleAssociableChoice")}
    for key, item in left.items():
        answer = partner.get(key, "")
        if answer not in right:
            desk.wrong(at(item, place), "quiz.no_partner", text=text(item)[:60])
            draft.doubted = True
            continue
        draft.pairs.append(
            Pair(
                rich(item, place, desk), rich(right[answer], place, desk),
                at(item, place), key, answer,
            )
        )  # fmt: skip
    for key in right.keys() - set(partner.values()):
        content = rich(right[key], place, desk)
        draft.pairs.append(Pair((), content, at(right[key], place), "", key))
    return True


def items(draft: Draft, root: Element, interaction: Element, place: Place, desk: Desk) -> bool:
    """Fill in the items of an ``orderInteraction``, put in the right order."""
    draft.kind = "order"
    found = {get(c, "identifier"): c for c in below(interaction, "simpleChoice")}
    order = _correct(_declared(root, interaction))
    if sorted(order) != sorted(found):
        desk.wrong(draft.origin, "quiz.no_right")
        draft.doubted = True
    keys = list(found)
    for key in order:
        if key in found:
            content = rich(found[key], place, desk)
            option = Option(content, at(found[key], place), key=key)
            # Letters tell the order in which items are written, never the right one.
            option.key = key if len(key) == 1 else chr(ord("a") + min(25, keys.index(key)))
            draft.options.append(option)
    return True


def entry(draft: Draft, root: Element, interaction: Element, place: Place, desk: Desk) -> bool:
    """Fill in what a ``textEntryInteraction`` takes: numbers where it declares them, else texts."""
    declared = _declared(root, interaction)
    correct = _correct(declared)
    shares = dict.fromkeys(correct, 1.0)
    mapped = _mapped(declared)
    best = max(mapped.values(), default=0.0)
    if best > 0:
        shares |= {key: max(0.0, value / best) for key, value in mapped.items()}
        draft.points = best
    if declared is not None and get(declared, "baseType") in {"integer", "float"}:
        draft.kind = "number"
        off = _tolerance(root)
        for key, share in shares.items():
            found = numbers(f"{key}:{off}", share, ())
            if found is None:
                desk.wrong(draft.origin, "quiz.not_number", value=key[:40])
                draft.doubted = True
            else:
                draft.ranges.append(Range(low=found.low, high=found.high, share=share))
        return True
    draft.kind = "text"
    entries = below(declared, "mapEntry") if declared is not None else ()
    draft.exact = any(get(found, "caseSensitive") == "true" for found in entries)
    draft.texts = [Accepted(text=key, share=share) for key, share in shares.items()]
    return True


def essay(draft: Draft, root: Element, interaction: Element, place: Place, desk: Desk) -> bool:
    """Take an ``extendedTextInteraction``, which nobody scores here."""
    draft.kind = "essay"
    return True


def _declared(root: Element, interaction: Element) -> Element | None:
    key = get(interaction, "responseIdentifier")
    found = (d for d in children(root, "responseDeclaration") if get(d, "identifier") == key)
    return next(found, None)


def _cardinality(declared: Element | None) -> str:
    return "" if declared is None else get(declared, "cardinality")


def _correct(declared: Element | None) -> list[str]:
    if declared is None:
        return []
    return [
        text(value)
        for correct in children(declared, "correctResponse")
        for value in children(correct, "value")
    ]


def _mapped(declared: Element | None) -> dict[str, float]:
    if declared is None:
        return {}
    found = {}
    for entry_ in below(declared, "mapEntry"):
        value = _float(get(entry_, "mappedValue"))
        if value is not None:
            found[get(entry_, "mapKey")] = value
    return found


def _tolerance(root: Element) -> float:
    """Return how far off a number may be, where the item's own rules compare with a tolerance."""
    for rule in below(root, "equal"):
        if get(rule, "toleranceMode") == "absolute":
            values = [_float(word) for word in get(rule, "tolerance").split()]
            known = [value for value in values if value is not None]
            if known:
                return max(known)
    return 0.0


def _float(words: str) -> float | None:
    try:
        value = float(words)
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None
