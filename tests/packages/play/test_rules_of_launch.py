"""Statements spoiled in one place each: the system tells the rule, without a browser."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from copy import deepcopy
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runtime.requirements import cited

from hocvu.cli.formats import render
from hocvu.messages import catalogue
from hocvu.packages.checks.report import Report
from hocvu.packages.play.judge_launched import judge_launched
from hocvu.packages.play.lms import form
from hocvu.packages.play.lms.attempt import ACTOR
from hocvu.packages.play.lms.rules import CATEGORY, DEFINED, SESSION, judge_end
from hocvu.packages.play.lms.system import LAUNCH_DATA, PREFERENCES, Mode, System
from hocvu.packages.play.records import Launch, Session
from hocvu.packages.play.server import CUT, Reply, Request

ADL = "http://adlnet.gov/expapi/verbs/"
MOVE_ON = CATEGORY.replace("/cmi5/context/categories/cmi5", "/cmi5/context/categories/moveon")
MASTERY = SESSION.replace("sessionid", "masteryscore")
RESULTS: dict[str, dict[str, Any]] = {
    "initialized": {},
    "completed": {"completion": True, "duration": "PT1S"},
    "passed": {"success": True, "duration": "PT1S", "score": {"scaled": 0.9}},
    "failed": {"success": False, "duration": "PT1S", "score": {"scaled": 0.1}},
    "terminated": {"duration": "PT1S"},
}
Edit = Callable[[dict[str, Any]], Any]


class Unit:
    """A lesson that knows the rules, in Python."""

    def __init__(self, system: System | None = None, mode: Mode = "Normal", **given: Any) -> None:
        self.system = system or System("cmi5")
        given = {"masteryScore": 0.8, **given}
        launch = Launch("bai/index.html?a=1", "Bài", True, "urn:x:bai", given)
        address = self.system.launch(launch, "http://127.0.0.1:1", mode)
        self.asked = dict(parse_qsl(urlsplit(address).query))
        self.token = json.loads(self.call("fetch", "POST").body)["auth-token"]
        self.state = {"activityId": self.asked["activityId"], "agent": self.asked["actor"],
                      "registration": self.asked["registration"]}  # fmt: skip
        self.data = json.loads(self.document(LAUNCH_DATA).body)
        agent = {"agent": self.asked["actor"], "profileId": PREFERENCES}
        self.call("agents/profile", "GET", agent)

    def call(
        self, path: str, method: str, query: dict[str, str] | None = None, body: Any = "",
        **headers: str,
    ) -> Reply:  # fmt: skip
        told = Message()
        if path == "fetch":
            route, path = "fetch", urlsplit(self.asked["fetch"]).path.rpartition("/")[2]
        else:
            route = "lrs"
            told["Authorization"] = f"Basic {self.token}"
            told["X-Experience-API-Version"] = "1.0.3"
        for name, value in headers.items():
            del told[name.replace("_", "-")]
            told[name.replace("_", "-")] = value
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.system.routes[route](Request(method, path, query or {}, told, data))

    def document(self, name: str, method: str = "GET", body: Any = "", **headers: str) -> Reply:
        return self.call(
            "activities/state", method, {**self.state, "stateId": name}, body, **headers
        )

    def statement(self, verb: str) -> dict[str, Any]:
        context = deepcopy(self.data["contextTemplate"])
        context["registration"] = self.asked["registration"]
        result = deepcopy(RESULTS[verb])
        category = [CATEGORY, *([MOVE_ON] if {"success", "completion"} & result.keys() else [])]
        context["contextActivities"]["category"] = [{"id": one} for one in category]
        if "success" in result:
            context["extensions"][MASTERY] = 0.8
        iri = next(iri for iri, name in DEFINED.items() if name == verb)
        return {
            "id": str(uuid.uuid4()), "actor": dict(ACTOR), "verb": {"id": iri},
            "object": {"id": self.asked["activityId"]}, "result": result, "context": context,
            "timestamp": "2026-11-22T08:00:00Z",
        }  # fmt: skip

    def tell(self, *verbs: str, edit: Edit = lambda one: None) -> Reply:
        """Tell verbs in their order; `edit` spoils the last."""
        reply = Reply()
        for verb in verbs:
            one = self.statement(verb)
            if verb is verbs[-1]:
                edit(one)
            reply = self.call("statements", "POST", {}, one)
        return reply

    @property
    def broken(self) -> list[tuple[str, str]]:
        judge_end(self.system.attempt)
        return [(one.code, one.clause) for one in self.system.attempt.breaches]


def test_a_lesson_that_keeps_the_rules_breaks_none() -> None:
    first = Unit()
    first.tell("initialized", "failed", "terminated")
    assert first.broken == []
    second = Unit(first.system)
    second.tell("initialized", "completed", "passed", "terminated")
    assert second.broken == []
    for mode in ("Review", "Browse"):
        later = Unit(first.system, mode)  # type: ignore[arg-type]
        later.tell("initialized", "terminated")
        assert later.broken == []
    assert first.call("statements", "POST", {}, []).status == 403


def without(*path: str) -> Edit:
    def edit(one: dict[str, Any]) -> None:
        for name in path[:-1]:
            one = one[name]
        del one[path[-1]]

    return edit


def put(value: Any, *path: str) -> Edit:
    def edit(one: dict[str, Any]) -> None:
        for name in path[:-1]:
            one = one.setdefault(name, {})
        one[path[-1]] = value

    return edit


def category(*names: str) -> Edit:
    return put([{"id": name} for name in names], "context", "contextActivities", "category")


OTHER = {"objectType": "Agent", "mbox": "mailto:ai@example.vn"}
ALL = ("initialized", "completed", "passed", "terminated")
# What is told, what is spoiled in the last of it, the finding, the requirement.
SPOILED: list[tuple[tuple[str, ...], Edit, str, str]] = [
    (("completed",), lambda one: None, "before_initialized", "9.3.0.0-4"),
    ((*ALL, "completed"), lambda one: None, "after_terminated", "9.3.0.0-5"),
    (("initialized", "initialized"), lambda one: None, "verb_twice", "9.3.2.0-3"),
    (("initialized", "completed", "completed"), lambda one: None, "verb_twice", "9.3.0.0-2"),
    (("initialized", "passed", "failed"), lambda one: None, "failed_after_passed", "9.3.0.0-8"),
    (("initialized", "failed", "passed"), lambda one: None, "both_results", "9.3.0.0-3"),
    (ALL[:1], put({"scaled": 1}, "result", "score"), "stray_result", "9.5.1.0-2"),
    (ALL[:2], put(True, "result", "success"), "stray_result", "9.5.2.0-3"),
    (ALL[:1], put(True, "result", "completion"), "stray_result", "9.5.3.0-2"),
    (ALL[:2], put(False, "result", "completion"), "wrong_result", "9.5.3.0-1"),
    (("initialized", "passed"), without("result", "success"), "wrong_result", "9.5.2.0-1"),
    (("initialized", "failed"), put(True, "result", "success"), "wrong_result", "9.5.2.0-2"),
    (ALL[:2], without("result", "duration"), "no_duration", "9.5.4.1-2"),
    (ALL, without("result", "duration"), "no_duration", "9.5.4.1-1"),
    (ALL[:3], put({"scaled": 0.9, "raw": 9}, "result", "score"), "raw_alone", "9.5.1.0-3"),
    (ALL[:3], put(0.3, "result", "score", "scaled"), "against_mastery", "9.3.4.0-2"),
    (("initialized", "failed"), put(0.9, "result", "score", "scaled"),
     "against_mastery", "9.3.5.0-2"),
    (ALL[:3], without("context", "extensions", MASTERY), "no_mastery", "9.6.3.2-2"),
    (ALL[:2], category(), "no_category", "9.6.2.1-1"),
    (ALL[:2], category(CATEGORY), "no_moveon", "9.6.2.2-1"),
    (ALL[:1], category(CATEGORY, MOVE_ON), "stray_moveon", "9.6.2.2-2"),
    (ALL[:2], put("urn:x:bai", "object", "id"), "wrong_object", "9.4.0.0-2"),
    (ALL[:2], put(f"{ADL}launched", "verb", "id"), "undefined_verb", "9.3.0.0-1"),
    (ALL[:2], put(OTHER, "actor"), "other_actor", "8.1.3.0-3"),
    (ALL[:2], without("context", "registration"), "no_registration", "9.6.1.0-1"),
    (ALL[:2], without("context", "extensions"), "template_lost", "9.6.3.1-4"),
    (ALL[:2], without("context", "contextActivities", "grouping"), "template_lost", "9.6.2.0-1"),
    (ALL[:2], without("timestamp"), "no_timestamp", "9.7.0.0-1"),
    (ALL[:2], put("2026-11-22T15:00:00+07:00", "timestamp"), "not_utc", "9.7.0.0-2"),
    (ALL[:2], without("id"), "no_id", "9.1.0.0-1"),
]  # fmt: skip


@pytest.mark.parametrize(("verbs", "edit", "code", "clause"), SPOILED)
def test_each_broken_rule_is_told_once(
    verbs: tuple[str, ...], edit: Edit, code: str, clause: str
) -> None:
    unit = Unit()
    unit.tell(*verbs, edit=edit)
    assert (code, f"cmi5 {clause}") in unit.broken
    assert cited(f"cmi5 {clause}")
    assert {found for found, _ in unit.broken} <= {code, "verb_twice"}


@pytest.mark.parametrize(("verb", "clause"), [("completed", "9.3.0.0-6"), ("passed", "9.3.0.0-7")])
def test_what_a_registration_takes_once_is_not_told_at_a_later_launch(
    verb: str, clause: str
) -> None:
    first = Unit()
    first.tell("initialized", verb, "terminated")
    again = Unit(first.system)
    again.tell("initialized", verb)
    assert again.broken == [("registration_twice", f"cmi5 {clause}")]


@pytest.mark.parametrize(("mode", "clause"), [("Browse", "-9"), ("Review", "-11")])
def test_nothing_is_decided_in_browse_and_review(mode: Mode, clause: str) -> None:
    unit = Unit(mode=mode)
    unit.tell("initialized", "completed")
    assert unit.broken == [("launch_mode", f"cmi5 10.2.2.0{clause}")]


def test_requests_that_break_a_rule_are_told() -> None:
    unit = Unit()
    assert b"error-code" in unit.call("fetch", "POST").body
    assert unit.call("fetch", "GET").status == 405
    assert unit.call("statements", "POST", {}, [], Authorization="Basic x").status == 401
    headers = {"X_Experience_API_Version": "2"}
    assert unit.call("statements", "POST", {}, [], **headers).status == 400
    assert unit.call("statements", "POST", {}, b"{").status == 400
    wanted = {"statementId": str(uuid.uuid4())}
    assert unit.call("statements", "PUT", wanted, unit.statement("initialized")).status == 400
    assert unit.document(LAUNCH_DATA, "PUT", "{}").status == 403
    assert unit.call("activities/state", "GET", {"stateId": "a"}).status == 400
    other = {**unit.state, "stateId": "a", "agent": json.dumps(OTHER)}
    assert unit.call("activities/state", "GET", other).status == 404
    assert [code for code, _ in unit.broken] == [
        "fetch_twice", "fetch_method", "no_token", "no_version", "not_json", "put_id",
        "launch_data_written", "no_owner", "other_agent",
    ]  # fmt: skip


def test_a_lesson_that_did_not_read_its_terms_is_told() -> None:
    unit = Unit()
    unit.system.attempt.requests.clear()
    unit.tell("initialized")
    assert [code for code, _ in unit.broken] == ["launch_data_unread", "preferences_unread"]


def test_documents_keep_and_merge_and_ask_for_the_tag() -> None:
    unit = Unit()
    assert unit.document("a").status == 404
    assert unit.document("a", "PUT", {"x": 1}, Content_Type="application/json").status == 204
    assert unit.document("a", "POST", {"y": 2}).status == 204
    found = unit.document("a")
    assert json.loads(found.body) == {"x": 1, "y": 2}
    assert unit.document("a", "PUT", {}, If_Match='"khac"').status == 412
    assert unit.document("a", "PUT", {}, If_None_Match="*").status == 412
    assert unit.document("a", "PUT", {}, If_Match=found.headers["ETag"]).status == 204
    assert json.loads(unit.call("activities/state", "GET", unit.state).body) == ["a"]
    assert unit.document("a", "DELETE").status == 204
    assert unit.document("a").status == 404
    profile = {"agent": unit.asked["actor"], "profileId": "b"}
    assert unit.call("agents/profile", "PUT", profile, {}).status == 204
    assert unit.call("agents/profile", "PUT", profile, {}).status == 409
    assert unit.broken == [("no_tag", "xAPI 1.0.3 Communication 3.1")]


def test_statements_are_given_back_and_a_resend_doubles_nothing() -> None:
    unit = Unit()
    one = unit.statement("initialized")
    assert unit.call("statements", "POST", {}, one).status == 200
    assert unit.call("statements", "POST", {}, one).status == 200
    assert unit.call("statements", "POST", {}, {**one, "result": {"response": "a"}}).status == 409
    found = json.loads(unit.call("statements", "GET", {"limit": "5"}).body)
    assert found == {"statements": [one], "more": ""}
    query = {"statementId": one["id"]}
    assert json.loads(unit.call("statements", "GET", query).body) == one
    assert [code for code, _ in unit.broken] == ["id_twice"]


def test_a_lost_network_gives_no_answer_and_a_refusal_keeps_nothing() -> None:
    unit = Unit()
    unit.system.faults.down = True
    assert unit.tell("initialized").status == CUT
    unit.system.faults.down, unit.system.faults.refusing = False, True
    assert unit.tell("initialized").status == 500
    unit.system.faults.refusing = False
    assert unit.tell("initialized").status == 200
    assert unit.system.attempt.verbs == ["initialized"]


MALFORMED: list[tuple[Edit, str, str]] = [
    (without("actor"), "missing", "actor"),
    (without("verb", "id"), "missing", "verb.id"),
    (put("x", "verb", "id"), "value", "verb.id"),
    (put("x", "id"), "value", "id"),
    (put({"objectType": "Agent", "name": "A"}, "actor"), "value", "actor"),
    (put("nay", "timestamp"), "value", "timestamp"),
    (put("2026-13-41T08:00:00Z", "timestamp"), "value", "timestamp"),
    (put("1 phút", "result", "duration"), "value", "result.duration"),
    (put(2, "result", "score", "scaled"), "value", "result.score.scaled"),
    (put({"raw": 9, "min": 0, "max": 5}, "result", "score"), "value", "result.score.raw"),
    (put(1, "mon"), "unknown", "mon"),
    (put(None, "result", "response"), "value", "result.response"),
    (put({"x": 1}, "context", "extensions"), "value", "context.extensions.x"),
    (put("Người", "object", "objectType"), "value", "object.objectType"),
    (put("Chào", "verb", "display"), "value", "verb.display"),
    (put([{}], "context", "contextActivities", "other"),
     "missing", "context.contextActivities.other[0].id"),
    (put("hinh", "object", "definition", "interactionType"),
     "value", "object.definition.interactionType"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "code", "path"), MALFORMED)
def test_a_statement_of_the_wrong_form_is_refused_with_its_place(
    edit: Edit, code: str, path: str
) -> None:
    unit = Unit()
    assert unit.tell("initialized", edit=edit).status == 400
    breach = unit.system.attempt.breaches[0]
    assert (breach.code, breach.params["path"]) == (code, path)
    assert unit.tell("completed").status == 200
    assert len(unit.system.attempt.breaches) == 1


def test_every_breach_has_its_words() -> None:
    codes = {code for _, _, code, _ in SPOILED} | {code for _, code, _ in MALFORMED}
    for code in codes:
        assert set(catalogue()[f"launch.{code}"]) == {"vi", "en", "vi_hint", "en_hint"}


@pytest.mark.parametrize("kind", ["text", "json", "github", "sarif", "junit"])
def test_a_breach_is_told_in_every_form(kind: str) -> None:
    unit = Unit()
    unit.tell("completed")
    session = Session(loaded=True, attempt=unit.system.attempt)
    report = Report("goi.zip")
    judge_launched(Launch("bai/index.html", "Bài", True), [session], report)
    told = render(report.findings, kind)
    assert "9.3.0.0-4" in told
    assert "goi.zip" in told
    assert "bai/index.html" in told


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "actor", "verb", "object", "objectType", "result", "score", "x"]),
        inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(_JSON)
def test_anything_is_judged_without_an_error_of_our_own(told: Any) -> None:
    assert isinstance(list(form.breaches(told)), list)
    unit = Unit()
    assert unit.call("statements", "POST", {}, told).status in {200, 400}
