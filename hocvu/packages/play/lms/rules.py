"""The rules of cmi5 chapters 7 to 10 on the statements of one launch, in their order.

Clauses bear the numbers of the published list of requirements (``@cmi5/requirements``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hocvu.packages.play.lms.attempt import (
    ACTOR,
    Attempt,
    Statement,
    object_of,
    short,
    verb_of,
)

_ADL: Final = "http://adlnet.gov/expapi/verbs/"
_CONTEXT: Final = "https://w3id.org/xapi/cmi5/context/"
CATEGORY: Final = f"{_CONTEXT}categories/cmi5"
_MOVE_ON: Final = f"{_CONTEXT}categories/moveon"
_MASTERY: Final = f"{_CONTEXT}extensions/masteryscore"
SESSION: Final = f"{_CONTEXT}extensions/sessionid"
_OWN: Final = ("initialized", "completed", "passed", "failed", "terminated")
DEFINED: Final = {f"{_ADL}{name}": name for name in _OWN}
_ENDING: Final = {"completed": "2", "passed": "3", "failed": "4", "terminated": "1"}
_TERMINATED: Final = f"{_ADL}terminated"
_INITIALIZED: Final = f"{_ADL}initialized"


def judge_statement(attempt: Attempt, one: Statement) -> None:
    """Hold a statement, whose form is sound, against the rules; what came before is known."""
    name = short(verb_of(one))
    _anyones(attempt, one, name)
    if attempt.standard == "cmi5":
        _order(attempt, one, name)
        _template(attempt, one, name)
        _times(attempt, one, name)
        if _is_defined(attempt, one):
            _defined(attempt, one, name)
        else:
            moves = _MOVE_ON in _ids(one, "category")
            attempt.must(not moves, "stray_moveon", "cmi5 9.6.2.2-2", verb=name)


def judge_end(attempt: Attempt) -> None:
    """Tell what the whole launch lacks; that it has no end is told elsewhere."""
    told = {verb_of(one) for one in attempt.statements if CATEGORY in _ids(one, "category")}
    for one in attempt.statements:
        verb = verb_of(one)
        if attempt.standard == "cmi5" and _is_own(attempt, one) and verb not in told:
            attempt.must(False, "no_category", "cmi5 9.6.2.1-1", verb=short(verb))


def _anyones(attempt: Attempt, one: Statement, name: str) -> None:
    """Check who and which enrolment a statement is about: so in cmi5 and in plain launches."""
    cmi5 = attempt.standard == "cmi5"
    clause = "cmi5 8.1.3.0-3" if cmi5 else "Tin Can launch, actor"
    attempt.must(_same(one["actor"]), "other_actor", clause, verb=name)
    registration = _context(one).get("registration")
    attempt.must(
        registration == attempt.registration,
        "no_registration",
        "cmi5 9.6.1.0-1" if cmi5 else "Tin Can launch, registration",
        severity="error" if cmi5 else "warning",
        verb=name,
    )


def _same(actor: Mapping[str, Any]) -> bool:
    """Tell if it is the learner; a name that people read may be added or left out."""
    same: bool = actor.get("account") == ACTOR["account"]
    return same and actor.get("objectType", "Agent") == "Agent"


def _order(attempt: Attempt, one: Statement, name: str) -> None:
    told = [verb_of(s) for s in attempt.statements if _is_defined(attempt, s)]
    if _TERMINATED in told:
        attempt.must(False, "after_terminated", "cmi5 9.3.0.0-5", verb=name)
    begins = _is_defined(attempt, one) and verb_of(one) == _INITIALIZED
    if not attempt.statements and not attempt.refused:
        attempt.must(begins, "before_initialized", "cmi5 9.3.0.0-4", verb=name)


def _template(attempt: Attempt, one: Statement, name: str) -> None:
    """Check that the context holds all of the template, unchanged."""
    template: Mapping[str, Any] = attempt.launch_data.get("contextTemplate", {})
    context = _context(one)
    for key, value in template.get("extensions", {}).items():
        clause = "cmi5 9.6.3.1-4" if key == SESSION else "cmi5 10.2.1.0-6"
        held = context.get("extensions", {}).get(key)
        attempt.must(held == value, "template_lost", clause, verb=name, part=key)
    for kind, activities in template.get("contextActivities", {}).items():
        for activity in activities:
            attempt.must(
                activity["id"] in _ids(one, kind), "template_lost", "cmi5 9.6.2.0-1",
                verb=name, part=f"{kind}: {activity['id']}",
            )  # fmt: skip


def _times(attempt: Attempt, one: Statement, name: str) -> None:
    attempt.must("id" in one, "no_id", "cmi5 9.1.0.0-1", verb=name)
    said = str(one.get("timestamp", ""))
    if attempt.must(said, "no_timestamp", "cmi5 9.7.0.0-1", verb=name):
        attempt.must(
            said.endswith(("Z", "+00:00", "+0000", "+00")),
            "not_utc", "cmi5 9.7.0.0-2", verb=name, said=said,
        )  # fmt: skip


def _is_defined(attempt: Attempt, one: Statement) -> bool:
    """Tell if a statement says, or plainly means, to be one that cmi5 defines."""
    return CATEGORY in _ids(one, "category") or _is_own(attempt, one)


def _is_own(attempt: Attempt, one: Statement) -> bool:
    return verb_of(one) in DEFINED and object_of(one) == attempt.activity


def _defined(attempt: Attempt, one: Statement, name: str) -> None:
    verb = verb_of(one)
    must = attempt.must
    if not must(verb in DEFINED, "undefined_verb", "cmi5 9.3.0.0-1", verb=name):
        return
    said = object_of(one)
    must(said == attempt.activity, "wrong_object", "cmi5 9.4.0.0-2", verb=name, said=said)
    told = [verb_of(s) for s in attempt.statements if _is_defined(attempt, s)]
    if verb == _INITIALIZED and verb in told:
        must(False, "verb_twice", "cmi5 9.3.2.0-3", verb=name)
    else:
        must(verb not in told, "verb_twice", "cmi5 9.3.0.0-2", verb=name)
    if attempt.mode == "Normal":
        _results_once(attempt, name, {DEFINED[v] for v in told if v in DEFINED})
    elif name not in {"initialized", "terminated"}:
        clause = "cmi5 10.2.2.0-9" if attempt.mode == "Browse" else "cmi5 10.2.2.0-11"
        must(False, "launch_mode", clause, verb=name, mode=attempt.mode)
    _result(attempt, one, name)


def _results_once(attempt: Attempt, name: str, told: set[str]) -> None:
    """Check what may be told only once in all the launches of a registration."""
    must, before = attempt.must, attempt.before
    if name == "completed":
        must(name not in before, "registration_twice", "cmi5 9.3.0.0-6", verb=name)
    elif name == "passed":
        must(name not in before, "registration_twice", "cmi5 9.3.0.0-7", verb=name)
    elif name == "failed":
        fine = "passed" not in before | told
        must(fine, "failed_after_passed", "cmi5 9.3.0.0-8")
    if name == "passed":
        must("failed" not in told, "both_results", "cmi5 9.3.0.0-3")


def _result(attempt: Attempt, one: Statement, name: str) -> None:
    result, must = one.get("result", {}), attempt.must
    success = {"passed": True, "failed": False}.get(name)
    completion = True if name == "completed" else None
    for key, wanted, clause in (
        ("success", success, "cmi5 9.5.2.0-2" if name == "failed" else "cmi5 9.5.2.0-1"),
        ("completion", completion, "cmi5 9.5.3.0-1"),
    ):
        stray = "cmi5 9.5.2.0-3" if key == "success" else "cmi5 9.5.3.0-2"
        if wanted is None:
            must(key not in result, "stray_result", stray, verb=name, name=key)
        else:
            said = "true" if wanted else "false"
            must(result.get(key) is wanted, "wrong_result", clause, verb=name, name=key, said=said)
    decided = success is not None or completion is not None
    moves = _MOVE_ON in _ids(one, "category")
    if CATEGORY in _ids(one, "category"):
        must(moves or not decided, "no_moveon", "cmi5 9.6.2.2-1", verb=name)
    must(decided or not moves, "stray_moveon", "cmi5 9.6.2.2-2", verb=name)
    if name in _ENDING:
        clause = f"cmi5 9.5.4.1-{_ENDING[name]}"
        must("duration" in result, "no_duration", clause, verb=name)
    _score(attempt, one, name)


def _score(attempt: Attempt, one: Statement, name: str) -> None:
    must, score = attempt.must, one.get("result", {}).get("score")
    graded = name in {"passed", "failed"}
    if score is not None:
        must(graded, "stray_result", "cmi5 9.5.1.0-2", verb=name, name="score")
        bare = "raw" in score and not {"min", "max"} <= score.keys()
        must(not bare, "raw_alone", "cmi5 9.5.1.0-3", verb=name)
    mastery = attempt.launch_data.get("masteryScore")
    if mastery is None or not graded:
        return
    held = _context(one).get("extensions", {}).get(_MASTERY)
    must(held == mastery, "no_mastery", "cmi5 9.6.3.2-2", verb=name, said=mastery)
    if score is not None and "scaled" in score:
        above = score["scaled"] >= mastery
        clause = "cmi5 9.3.4.0-2" if name == "passed" else "cmi5 9.3.5.0-2"
        must(
            above == (name == "passed"), "against_mastery", clause,
            verb=name, score=score["scaled"], mastery=mastery,
        )  # fmt: skip


def _context(one: Statement) -> Mapping[str, Any]:
    found: Mapping[str, Any] = one.get("context", {})
    return found


def _ids(one: Statement, kind: str) -> set[str]:
    found = _context(one).get("contextActivities", {}).get(kind, [])
    return {item["id"] for item in (found if isinstance(found, list) else [found])}
