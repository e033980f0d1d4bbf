"""What cmi5 and xAPI ask of the statements of one session, written from the standards alone."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

ADL = "http://adlnet.gov/expapi/verbs/"
VIDEO = "https://w3id.org/xapi/video"
CMI5 = "https://w3id.org/xapi/cmi5/context/"
CATEGORY = f"{CMI5}categories/cmi5"
MOVE_ON = f"{CMI5}categories/moveon"
MASTERY = f"{CMI5}extensions/masteryscore"
SESSION = f"{CMI5}extensions/sessionid"
DEFINED = {
    f"{ADL}{name}" for name in ("initialized", "completed", "passed", "failed", "terminated")
}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_DURATION = re.compile(r"PT(?=.)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?")
_SEGMENTS = re.compile(r"(\d+(\.\d+)?\[\.\]\d+(\.\d+)?(\[,\](?=\d)|$))*")
_PLAYED = {"time", "progress", "played-segments"}
_RESULTS = {
    "played": {"time"},
    "seeked": {"time-from", "time-to"},
    "paused": _PLAYED,
    "completed": _PLAYED,
    "terminated": _PLAYED,
}
_FORM = {"id", "actor", "verb", "object", "result", "context", "timestamp"}
Statement = dict[str, Any]


@dataclass
class Session:
    """One launch of one lesson, and everything that came of it.

    Attributes:
        standard: ``cmi5`` or ``xapi``.
        actor: As it was given at launch.
        registration: Shared by the launches of one registration.
        activity: Id of the launched activity.
        launch_data: The LMS.LaunchData document; empty for xAPI.
        before: Verbs told in earlier sessions of the registration.
        events: Requests in their order.
        statements: In their order.
        wrong: Every breach of a rule.
    """

    standard: str
    actor: dict[str, Any]
    registration: str
    activity: str
    launch_data: dict[str, Any]
    before: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def own(self) -> list[Statement]:
        """The statements about the lesson itself."""
        return [one for one in self.statements if one["object"]["id"] == self.activity]

    @property
    def verbs(self) -> list[str]:
        """Short names of the verbs about the lesson itself."""
        return [one["verb"]["id"].rpartition("/")[2] for one in self.own]

    @property
    def video(self) -> list[Statement]:
        """The statements about a video."""
        return [one for one in self.statements if one["object"]["id"] != self.activity]

    def take(self, one: Statement) -> None:
        """Judge a statement and keep it."""
        self._form(one)
        self._video(one)
        if self.standard == "cmi5":
            self._cmi5(one)
        self.statements.append(one)

    def _must(self, holds: object, rule: str) -> None:
        if not holds:
            self.wrong.append(rule)

    def _form(self, one: Statement) -> None:
        """Check what xAPI asks of any statement (1.0.3, part two)."""
        self._must(set(one) <= _FORM, f"xAPI 2.2: properties {sorted(set(one) - _FORM)}")
        self._must(_uuid4(one.get("id")), "cmi5 9.1: the id is no UUID")
        self._must(one["actor"] == self.actor, "cmi5 9.2: another actor")
        self._must(_IRI.fullmatch(one["verb"]["id"]), "xAPI 2.4.3: the verb is no IRI")
        self._must(_IRI.fullmatch(one["object"]["id"]), "xAPI 2.4.4: the object is no IRI")
        self._must(one["verb"].get("display"), "xAPI 2.4.3: no display")
        self._must(_TIME.fullmatch(one.get("timestamp", "")), "cmi5 9.7: no UTC timestamp")
        context, result = one.get("context", {}), one.get("result", {})
        if self.registration:
            given = context.get("registration")
            self._must(given == self.registration, "cmi5 9.6.1: no registration")
        for holder in (context, result):
            for key in holder.get("extensions", {}):
                self._must(_IRI.fullmatch(key), f"xAPI 4.1: the extension {key} is no IRI")
        if "duration" in result:
            self._must(_DURATION.fullmatch(result["duration"]), "xAPI 4.6: the duration")
        if "score" in result:
            score = result["score"]
            self._must(-1 <= score["scaled"] <= 1, "xAPI 2.4.5.1: scaled")
            self._must("raw" not in score or {"min", "max"} <= set(score), "cmi5 9.5.1: min, max")

    def _video(self, one: Statement) -> None:
        """Check what the Video Profile asks."""
        name = one["verb"]["id"].rpartition("/")[2]
        if VIDEO not in _ids(one, "category"):
            self._must(not one["verb"]["id"].startswith(VIDEO), "Video Profile: no category")
            return
        self._must(one["object"]["id"] != self.activity, "cmi5 7.1.3: a video with the AU's id")
        self._must(CATEGORY not in _ids(one, "category"), "cmi5 9.6.2.1: a video with the category")
        context = one["context"]["extensions"]
        for key in ("length", "session-id", "completion-threshold"):
            self._must(f"{VIDEO}/extensions/{key}" in context, f"Video Profile: no {key}")
        wanted = _RESULTS.get(name, set())
        found = one.get("result", {}).get("extensions", {})
        for key in wanted:
            self._must(f"{VIDEO}/extensions/{key}" in found, f"Video Profile: {name} without {key}")
        segments = found.get(f"{VIDEO}/extensions/played-segments", "")
        self._must(_SEGMENTS.fullmatch(segments), f"Video Profile: segments {segments}")
        self._must(
            0 <= found.get(f"{VIDEO}/extensions/progress", 0) <= 1, "Video Profile: progress"
        )

    def _cmi5(self, one: Statement) -> None:
        """Check the rules of cmi5 9 and 10."""
        verb, name = one["verb"]["id"], one["verb"]["id"].rpartition("/")[2]
        template = self.launch_data["contextTemplate"]
        context = one["context"]
        for key, value in template["extensions"].items():
            same = context.get("extensions", {}).get(key) == value
            self._must(same, f"cmi5 10.2.1: the template's {key} is not there")
        for kind, activities in template["contextActivities"].items():
            given = {item["id"] for item in activities}
            self._must(given <= set(_ids(one, kind)), f"cmi5 10.2.1: the template's {kind}")
        told = [
            item["verb"]["id"] for item in self.statements if CATEGORY in _ids(item, "category")
        ]
        if f"{ADL}terminated" in told:
            self.wrong.append(f"cmi5 9.3.8: {name} after terminated")
        if CATEGORY not in _ids(one, "category"):
            self._must(f"{ADL}initialized" in told, f"cmi5 7.1.3: {name} before initialized")
            self._must(one["object"]["id"] != self.activity, f"cmi5 9.6.2.1: {name}, no category")
            return
        self._defined(one, verb, name, told)

    def _defined(self, one: Statement, verb: str, name: str, told: list[str]) -> None:
        result = one.get("result", {})
        self._must(verb in DEFINED, f"cmi5 9.3: {verb} is not defined")
        self._must(one["object"]["id"] == self.activity, "cmi5 9.4: another object")
        first = not told
        self._must(first == (name == "initialized"), f"cmi5 7.1.1: {name} in the wrong place")
        self._must(verb not in told, f"cmi5 9.3: {name} twice in the session")
        if name in ("completed", "passed"):
            self._must(verb not in self.before, f"cmi5 9.3: {name} twice in the registration")
        if name == "failed":
            self._must(f"{ADL}passed" not in [*told, *self.before], "cmi5 9.3: failed after passed")
        if name in ("passed", "failed"):
            other = f"{ADL}{'failed' if name == 'passed' else 'passed'}"
            self._must(other not in told, "cmi5 9.3: passed and failed in one session")
        normal = self.launch_data["launchMode"] == "Normal"
        self._must(
            normal or name in ("initialized", "terminated"), f"cmi5 10.2.2: {name} in review"
        )
        self._must(("success" in result) == (name in ("passed", "failed")), "cmi5 9.5.2: success")
        self._must(("completion" in result) == (name == "completed"), "cmi5 9.5.3: completion")
        self._must("score" not in result or name in ("passed", "failed"), "cmi5 9.5.1: score")
        self._must("duration" in result or name == "initialized", f"cmi5 9.5.4.1: {name}, duration")
        decided = "success" in result or "completion" in result
        self._must((MOVE_ON in _ids(one, "category")) == decided, f"cmi5 9.6.2.2: {name}, moveon")
        mastery = self.launch_data.get("masteryScore")
        if mastery is not None and name in ("passed", "failed"):
            given = one["context"].get("extensions", {}).get(MASTERY)
            self._must(given == mastery, "cmi5 9.6.3.2: no masteryScore")
            above = result["score"]["scaled"] >= mastery
            self._must(above == (name == "passed"), f"cmi5 9.3.4: {name} against the masteryScore")


def _ids(one: Statement, kind: str) -> list[str]:
    return [
        item["id"] for item in one.get("context", {}).get("contextActivities", {}).get(kind, [])
    ]


def _uuid4(text: object) -> bool:
    try:
        return uuid.UUID(str(text)).version == 4
    except ValueError:
        return False
