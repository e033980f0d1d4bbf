"""Launches lessons and answers what they ask: the launch, the token, the record store."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlencode

from hocvu.packages.play.lms.attempt import ACTOR, Attempt, Standard, new_registration, short
from hocvu.packages.play.lms.documents import Document, Documents
from hocvu.packages.play.lms.rules import SESSION
from hocvu.packages.play.lms.statements import Statements
from hocvu.packages.play.records import Launch
from hocvu.packages.play.server import CUT, Reply, Request, Route

LAUNCH_DATA: Final = "LMS.LaunchData"
PREFERENCES: Final = "cmi5LearnerPreferences"
_STATE: Final = "activities/state"
_PROFILE: Final = "agents/profile"
_OWNERS: Final = {
    _STATE: ("activityId", "agent", "registration", "stateId"),
    _PROFILE: ("agent", "profileId"),
    "activities/profile": ("activityId", "profileId"),
}
_CHANGES: Final = ("PUT", "POST", "DELETE")
Mode = Literal["Normal", "Browse", "Review"]


@dataclass(slots=True)
class Faults:
    """What goes wrong, as it does in real systems.

    Attributes:
        down: Nobody answers: the network is gone.
        refusing: Whatever is to be kept is refused.
        sloppy: As a block for Open edX does it: lists of statements are dropped, all lessons
            share one document, the token is given again, and "success" stands for anything.
    """

    down: bool = False
    refusing: bool = False
    sloppy: bool = False


@dataclass(slots=True)
class System:
    """A learning management system with one learner, for one package.

    Attributes:
        standard: What its lessons speak.
        language: The learner's.
        faults: What goes wrong.
        attempts: Every launch so far.
    """

    standard: Standard
    language: str = "vi"
    faults: Faults = field(default_factory=Faults)
    attempts: list[Attempt] = field(default_factory=list)
    documents: Documents = field(default_factory=Documents)
    statements: Statements = field(default_factory=Statements)
    registration: str = field(default_factory=new_registration)
    _shared: dict[str, Document] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def attempt(self) -> Attempt:
        """The latest launch."""
        return self.attempts[-1]

    @property
    def routes(self) -> Mapping[str, Route]:
        """What the server is to ask here."""
        return {"fetch": self._answer(self._fetch), "lrs": self._answer(self._record)}

    def launch(self, launch: Launch, url: str, mode: Mode = "Normal", back: str = "") -> str:
        """Begin an attempt of a lesson, and end what the last one left open.

        Args:
            launch: The lesson.
            url: The server's address.
            mode: Launch mode of cmi5.
            back: Where the lesson shall lead in the end; empty for nowhere.

        Returns:
            The address to open, beginning with the lesson's own.
        """
        with self._lock:
            for one in self.attempts:
                one.over = True
            attempt = self._begun(launch, mode, back)
            asked = {
                "endpoint": f"{url}/lrs/",
                "actor": json.dumps(ACTOR),
                "registration": attempt.registration,
            }
            if self.standard == "cmi5":
                asked |= {"fetch": f"{url}/fetch/{attempt.token}", "activityId": attempt.activity}
            else:
                asked |= {"auth": f"Basic {attempt.token}", "activity_id": attempt.activity}
                attempt.fetched = True
        address, sharp, part = launch.href.partition("#")
        joint = "&" if "?" in address else "?"
        return f"{address}{joint}{urlencode(asked)}{sharp}{part}"

    def _begun(self, launch: Launch, mode: Mode, back: str) -> Attempt:
        cmi5 = self.standard == "cmi5"
        # In cmi5 the system names activities itself, never as the course does (8.1.5.0-3).
        activity = f"https://hocvu.invalid/activities/{launch.member}" if cmi5 else launch.activity
        before = frozenset(
            verb for one in self.attempts if one.activity == activity for verb in one.verbs
        )
        data = self._launch_data(launch, mode, back) if cmi5 else {}
        attempt = Attempt(self.standard, self.registration, activity, data, before)
        self.attempts.append(attempt)
        return attempt

    def _launch_data(self, launch: Launch, mode: Mode, back: str) -> dict[str, Any]:
        """Return the document that a lesson learns its terms from (cmi5 10.2)."""
        publisher = {"objectType": "Activity", "id": launch.activity}
        data = {
            "contextTemplate": {
                "contextActivities": {"grouping": [publisher]},
                "extensions": {SESSION: new_registration()},
            },
            "launchMode": mode,
            "moveOn": "NotApplicable",
            **launch.given,
        }
        return data | ({"returnURL": back} if back else {})

    def _answer(self, route: Callable[[Request], Reply]) -> Route:
        def answer(request: Request) -> Reply:
            with self._lock:
                if not self.faults.down:
                    return route(request)
                if self.attempts:
                    self.attempt.note(request.method, request.path, "", CUT)
                return Reply(CUT)

        return answer

    def _fetch(self, request: Request) -> Reply:
        attempt = next((a for a in self.attempts if a.token == request.path), None)
        if attempt is None:
            return Reply(404)
        by_post = attempt.must(request.method == "POST", "fetch_method", "cmi5 8.1.2.0-4")
        if not by_post:
            attempt.note(request.method, "fetch", "", 405)
            return Reply(405)
        first = not attempt.fetched or self.faults.sloppy
        attempt.must(first, "fetch_twice", "cmi5 8.2.3.0-1")
        attempt.fetched = True
        attempt.note("POST", "fetch", "" if first else "1", 200)
        said = {"auth-token": attempt.token}
        if not first:
            said = {"error-code": "1", "error-text": "Already in use"}
        return Reply(body=json.dumps(said).encode())

    def _record(self, request: Request) -> Reply:
        """Answer a request to the record store."""
        if request.path == "about":
            return Reply(body=b'{"version": ["1.0.3"]}')
        token = request.headers.get("Authorization", "").removeprefix("Basic ")
        attempt = next((a for a in self.attempts if a.token == token and a.fetched), None)
        cmi5 = self.standard == "cmi5"
        if attempt is None:
            if not self.attempts:
                return Reply(401)
            clause = "cmi5 8.1.2.0-5" if cmi5 else "xAPI 1.0.3 Communication 4.0"
            self.attempt.must(False, "no_token", clause, resource=request.path)
            self.attempt.note(request.method, request.path, "", 401)
            return Reply(401)
        reply, about = self._known(request, attempt)
        attempt.note(request.method, request.path, about, reply.status)
        return reply

    def _known(self, request: Request, attempt: Attempt) -> tuple[Reply, str]:
        version = request.headers.get("X-Experience-API-Version", "")
        clause = "xAPI 1.0.3 Communication 3.3"
        if not attempt.must(version.startswith("1.0"), "no_version", clause, resource=request.path):
            return Reply(400), ""
        if attempt.over:
            return Reply(403), ""  # The session was abandoned (cmi5 9.3.6.0-2).
        if self.faults.refusing and request.method in _CHANGES:
            return Reply(500), ""
        if request.path == "statements":
            if self.standard == "cmi5" and request.method in {"PUT", "POST"}:
                self._prepared(attempt)
            if self.faults.sloppy and request.method == "POST":
                return Reply(body=b'{"success": true}'), "…"
            count = len(attempt.statements)
            reply = self.statements.answer(request, attempt)
            return reply, ", ".join(short(one["verb"]["id"]) for one in attempt.statements[count:])
        if request.path in _OWNERS:
            return self._document(request, attempt)
        return Reply(404), ""

    def _prepared(self, attempt: Attempt) -> None:
        """Check that the lesson read what it must know before it tells anything."""
        read = attempt.asked(_STATE, LAUNCH_DATA, "GET")
        attempt.must(read, "launch_data_unread", "cmi5 10.2.1.0-4")
        asked = attempt.asked(_PROFILE, PREFERENCES, "GET")
        attempt.must(asked, "preferences_unread", "cmi5 11.0.0.0-3")

    def _document(self, request: Request, attempt: Attempt) -> tuple[Reply, str]:
        resource, query = request.path, request.query
        names = _OWNERS[resource]
        name = query.get(names[-1], "")
        if not self._owner(request, attempt, name):
            return Reply(400), name
        if name == LAUNCH_DATA and attempt.launch_data:
            if request.method != "GET":
                attempt.must(False, "launch_data_written", "cmi5 10.2.1.0-5")
                return Reply(403), name
            return Reply(body=json.dumps(attempt.launch_data).encode()), name
        if self.faults.sloppy:
            return self._sloppy(request, name), name
        if (resource, name) == (_PROFILE, PREFERENCES) and self.standard == "cmi5":
            return self._preferences(request), name
        owner = [query.get(key, "") for key in names[:-1]]
        reply = self.documents.answer(request, (resource, *map(_canonical, owner), name))
        tagged = reply.status != 409
        attempt.must(tagged, "no_tag", "xAPI 1.0.3 Communication 3.1", name=name)
        return reply, name

    def _owner(self, request: Request, attempt: Attempt, name: str) -> bool:
        """Check whose document is asked for; return whether that is said at all."""
        query, cmi5 = request.query, self.standard == "cmi5"
        wanted = set(_OWNERS[request.path][:-1]) - {"registration"}
        shown = name or request.path
        clause = "xAPI 1.0.3 Communication 2.2"
        if not attempt.must(wanted <= query.keys(), "no_owner", clause, name=shown):
            return False
        if "agent" in query:
            said = _loaded(query["agent"])
            same = isinstance(said, dict) and said.get("account") == ACTOR["account"]
            who = "cmi5 8.1.3.0-3" if cmi5 else "Tin Can launch, actor"
            attempt.must(same, "other_agent", who, name=shown)
        if cmi5 and request.path == _STATE and name == LAUNCH_DATA:
            fine = query.get("registration") == attempt.registration
            attempt.must(fine, "other_registration", "cmi5 8.1.4.0-3", name=shown)
        return True

    def _preferences(self, request: Request) -> Reply:
        """Give the learner's preferences (cmi5 11); changes are refused, as systems may."""
        if request.method != "GET":
            return Reply(403)
        other = "en-US" if self.language == "vi" else "vi-VN"
        said = {"languagePreference": f"{self.language},{other}", "audioPreference": "on"}
        return Reply(body=json.dumps(said).encode(), headers={"ETag": f'"{self.language}"'})

    def _sloppy(self, request: Request, name: str) -> Reply:
        if name == "suspendData" and request.method == "PUT":
            self._shared[name] = Document(request.body, "application/json", "")
            return Reply(body=b"{}")
        held = self._shared.get(name)
        return Reply(body=held.body if held else b'{"success": true}')


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _canonical(text: str) -> str:
    """Return one text for the same agent, however it is written."""
    found = _loaded(text)
    return json.dumps(found, sort_keys=True) if isinstance(found, dict) else text
