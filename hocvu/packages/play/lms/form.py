"""The form of an xAPI statement (1.0.3, part two): what every record store refuses."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from hocvu.packages.play.lms.breach import Breach

Found = Iterator[Breach]
Check = Callable[[Any, str], Found]
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?")
_DURATION: Final = re.compile(
    r"P(?=.)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)"
)
_SHA1: Final = re.compile(r"[0-9a-fA-F]{40}")
_MAIL: Final = re.compile(r"mailto:[^@\s]+@[^@\s]+")
_INTERACTIONS: Final = frozenset(
    {
        "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance",
        "sequencing", "likert", "numeric", "other",
    }
)  # fmt: skip
_IDENTIFIERS: Final = ("mbox", "mbox_sha1sum", "openid", "account")
_DATA: Final = "xAPI 1.0.3 Data"


def breaches(statement: object) -> Found:
    """Yield what is wrong with the form of a statement, each with the path of the property."""
    yield from _statement(statement, "")


def _value(path: str, expected: str, clause: str) -> Breach:
    params = {"path": path or "statement", "expected": expected}
    return Breach("value", f"{_DATA} {clause}", params=params)


def _matches(pattern: re.Pattern[str], expected: str, clause: str) -> Check:
    def check(value: Any, path: str) -> Found:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            yield _value(path, expected, clause)

    return check


def _is(kind: type, expected: str, clause: str) -> Check:
    def check(value: Any, path: str) -> Found:
        if not isinstance(value, kind):
            yield _value(path, expected, clause)

    return check


def _number(value: Any, path: str) -> Found:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield _value(path, "number", "2.4.5.1")


def _uuid(value: Any, path: str) -> Found:
    try:
        if not isinstance(value, str) or str(uuid.UUID(value)) != value.lower():
            raise ValueError
    except ValueError:
        yield _value(path, "UUID", "2.4.1")


def _time(value: Any, path: str) -> Found:
    try:
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            raise ValueError
        datetime.fromisoformat(value.replace(",", "."))
    except ValueError:
        yield _value(path, "ISO 8601: 2026-11-22T08:00:00Z", "4.5")


def _texts(value: Any, path: str) -> Found:
    """Check a language map."""
    if not isinstance(value, dict):
        yield _value(path, '{"vi": "…"}', "4.2")
        return
    for language, text in value.items():
        if not _LANGUAGE.fullmatch(language) or not isinstance(text, str):
            yield _value(f"{path}.{language}", '{"vi": "…"}', "4.2")


def _extensions(value: Any, path: str) -> Found:
    if not isinstance(value, dict):
        yield _value(path, "{}", "4.1")
        return
    for key in value:
        if not _IRI.fullmatch(key):
            yield _value(f"{path}.{key}", "IRI", "4.1")


def _one_of(terms: frozenset[str], clause: str) -> Check:
    def check(value: Any, path: str) -> Found:
        if value not in terms:
            yield _value(path, ", ".join(sorted(terms)), clause)

    return check


def _list(item: Check, clause: str) -> Check:
    def check(value: Any, path: str) -> Found:
        if not isinstance(value, list):
            yield _value(path, "[]", clause)
            return
        for number, one in enumerate(value):
            yield from item(one, f"{path}[{number}]")

    return check


def _object(clause: str, required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """Return the check of an object: nothing is missing, unknown or null."""
    known = {**required, **optional}

    def check(value: Any, path: str) -> Found:
        if not isinstance(value, dict):
            yield _value(path, "{}", clause)
            return
        dot = f"{path}." if path else ""
        for name in required:
            if name not in value:
                yield Breach("missing", f"{_DATA} {clause}", params={"path": dot + name})
        for name, inner in value.items():
            if name not in known:
                yield Breach("unknown", f"{_DATA} {clause}", params={"path": dot + name})
            elif inner is None:
                yield _value(dot + name, "≠ null", "2.2")
            else:
                yield from known[name](inner, dot + name)

    return check


_iri: Final = _matches(_IRI, "IRI", "4.4")
_text: Final = _is(str, '"…"', "2.2")
_language: Final = _matches(_LANGUAGE, "vi, en-US", "2.4.6.3")
_boolean: Final = _is(bool, "true, false", "2.4.5")
_account: Final = _object("2.4.2.4", {"homePage": _iri, "name": _text}, {})
_AGENT: Final[dict[str, Check]] = {
    "objectType": _text,
    "name": _text,
    "mbox": _matches(_MAIL, "mailto:…@…", "2.4.2.3"),
    "mbox_sha1sum": _matches(_SHA1, "SHA-1", "2.4.2.3"),
    "openid": _iri,
    "account": _account,
}


def _actor(value: Any, path: str) -> Found:
    """Check an agent or a group: who it is must be said in exactly one way."""
    group = isinstance(value, dict) and value.get("objectType") == "Group"
    members: dict[str, Check] = {"member": _list(_actor, "2.4.2.2")} if group else {}
    yield from _object("2.4.2", {}, {**_AGENT, **members})(value, path)
    if not isinstance(value, dict):
        return
    if value.get("objectType", "Agent") not in {"Agent", "Group"}:
        yield _value(f"{path}.objectType", "Agent, Group", "2.4.2")
    said = [name for name in _IDENTIFIERS if name in value]
    if len(said) > 1 or not (said or (group and "member" in value)):
        yield _value(path, " | ".join(_IDENTIFIERS), "2.4.2.3")


_component: Final = _object("2.4.4.1", {"id": _text}, {"description": _texts})
_components: Final = _list(_component, "2.4.4.1")
_definition: Final = _object(
    "2.4.4.1",
    {},
    {
        "name": _texts,
        "description": _texts,
        "type": _iri,
        "moreInfo": _iri,
        "interactionType": _one_of(_INTERACTIONS, "2.4.4.1"),
        "correctResponsesPattern": _list(_text, "2.4.4.1"),
        **dict.fromkeys(("choices", "scale", "source", "target", "steps"), _components),
        "extensions": _extensions,
    },
)
_activity: Final = _object(
    "2.4.4.1", {"id": _iri}, {"objectType": _text, "definition": _definition}
)
_reference: Final = _object("2.4.4.3", {"objectType": _text, "id": _uuid}, {})


def _target(value: Any, path: str) -> Found:
    """Check the object of a statement by its kind."""
    kind = value.get("objectType", "Activity") if isinstance(value, dict) else "Activity"
    checks: dict[Any, Check] = {
        "Activity": _activity,
        "Agent": _actor,
        "Group": _actor,
        "StatementRef": _reference,
        "SubStatement": _inner,
    }
    if isinstance(kind, str) and kind in checks:
        yield from checks[kind](value, path)
    else:
        yield _value(f"{path}.objectType", ", ".join(checks), "2.4.4")


def _activities(value: Any, path: str) -> Found:
    """Check context activities; one alone may stand without a list (2.4.6.2)."""
    yield from _list(_activity, "2.4.6.2")(value if isinstance(value, list) else [value], path)


def _score(value: Any, path: str) -> Found:
    names = ("scaled", "raw", "min", "max")
    yield from _object("2.4.5.1", {}, dict.fromkeys(names, _number))(value, path)
    if not isinstance(value, dict):
        return
    held = {n: v for n, v in value.items() if isinstance(v, int | float)}
    if not -1 <= held.get("scaled", 0) <= 1:
        yield _value(f"{path}.scaled", "-1 – 1", "2.4.5.1")
    low, high = held.get("min", float("-inf")), held.get("max", float("inf"))
    if not low <= held.get("raw", max(low, min(0, high))) <= high or low >= high:
        yield _value(f"{path}.raw", "min – max", "2.4.5.1")


_verb: Final = _object("2.4.3", {"id": _iri}, {"display": _texts})
_result: Final = _object(
    "2.4.5",
    {},
    {
        "score": _score,
        "success": _boolean,
        "completion": _boolean,
        "response": _text,
        "duration": _matches(_DURATION, "ISO 8601: PT1M30.5S", "4.6"),
        "extensions": _extensions,
    },
)
_KINDS: Final = ("parent", "grouping", "category", "other")
_context: Final = _object(
    "2.4.6",
    {},
    {
        "registration": _uuid,
        "instructor": _actor,
        "team": _actor,
        "contextActivities": _object("2.4.6.2", {}, dict.fromkeys(_KINDS, _activities)),
        "revision": _text,
        "platform": _text,
        "language": _language,
        "statement": _reference,
        "extensions": _extensions,
    },
)
_attachment: Final = _object(
    "2.4.11",
    {
        "usageType": _iri,
        "display": _texts,
        "contentType": _text,
        "length": _is(int, "123", "2.4.11"),
        "sha2": _text,
    },
    {"description": _texts, "fileUrl": _iri},
)
_ALL: Final[dict[str, Check]] = {"actor": _actor, "verb": _verb, "object": _target}
_MORE: Final[dict[str, Check]] = {
    "result": _result,
    "context": _context,
    "timestamp": _time,
    "attachments": _list(_attachment, "2.4.11"),
}
_statement: Final = _object(
    "2.2",
    _ALL,
    {
        **_MORE,
        "id": _uuid,
        "stored": _time,
        "authority": _actor,
        "version": _matches(re.compile(r"1\.0(\.\d+)?"), "1.0.3", "2.4.10"),
    },
)
_inner: Final = _object("2.4.4.3", _ALL, _MORE)
