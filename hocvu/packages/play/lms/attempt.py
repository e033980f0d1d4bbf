"""One launch of a lesson, and what came of it."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from hocvu.errors import Severity, Value
from hocvu.packages.play.lms.breach import Breach

Standard = Literal["cmi5", "xapi"]
Statement = dict[str, Any]
ACTOR: Final[Mapping[str, Any]] = {
    "objectType": "Agent",
    "account": {"homePage": "https://hocvu.invalid", "name": "7f3c1d"},
}
"""A learner as systems should name them: nobody can tell who it is."""
_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to the record store: what it was about, and the status of its answer."""

    method: str
    resource: str
    about: str
    status: int
    at: float


@dataclass(slots=True)
class Attempt:
    """One launch.

    Attributes:
        standard: What the lesson has to speak.
        registration: Shared by the launches of one enrolment.
        activity: Id of the activity that is launched.
        launch_data: The document LMS.LaunchData; empty where there is none.
        before: Verbs that earlier launches of the registration told of the activity.
        token: Opens the record store.
        fetched: The token was given out.
        cut_off: The network was taken away before the lesson could end.
        over: Nothing more is taken: the next launch has begun.
        statements: As they came.
        refused: Some were refused for their form, so that the order is not known.
        requests: As they came.
        breaches: Every rule that was broken.
    """

    standard: Standard
    registration: str
    activity: str
    launch_data: Mapping[str, Any]
    before: frozenset[str] = frozenset()
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    fetched: bool = False
    cut_off: bool = False
    over: bool = False
    refused: bool = False
    statements: list[Statement] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)

    @property
    def mode(self) -> str:
        """The launch mode."""
        return str(self.launch_data.get("launchMode", "Normal"))

    @property
    def verbs(self) -> list[str]:
        """Short names of the verbs that were told of the activity itself."""
        return [short(verb_of(s)) for s in self.statements if object_of(s) == self.activity]

    @property
    def unended(self) -> bool:
        """The lesson has begun and still has to say that it ends (cmi5 7.1.2)."""
        verbs = self.verbs if self.standard == "cmi5" and not self.cut_off else []
        return "initialized" in verbs and "terminated" not in verbs

    def must(
        self,
        holds: object,
        code: str,
        clause: str,
        *,
        severity: Severity = "error",
        **params: Value,
    ) -> bool:
        """Keep the breach of a rule that does not hold, once; return whether it holds."""
        if not holds:
            self.broke(Breach(code, clause, severity, params))
        return bool(holds)

    def broke(self, breach: Breach) -> None:
        """Keep a breach, once."""
        if breach not in self.breaches:
            self.breaches.append(breach)

    def note(self, method: str, resource: str, about: str, status: int) -> None:
        """Write a request down."""
        if len(self.requests) < _MOST:
            self.requests.append(Asked(method, resource, about, status, time.time()))

    def asked(self, resource: str, about: str, *methods: str) -> bool:
        """Tell if the lesson asked that."""
        return any(
            one.resource == resource and one.about == about and one.method in methods
            for one in self.requests
        )


def new_registration() -> str:
    """Return the identifier of a new enrolment."""
    return str(uuid.uuid4())


def verb_of(statement: object) -> str:
    """Return the IRI of a statement's verb, whatever the statement looks like."""
    return _id(statement, "verb")


def object_of(statement: object) -> str:
    """Return the IRI of a statement's object."""
    return _id(statement, "object")


def _id(statement: object, name: str) -> str:
    part = statement.get(name) if isinstance(statement, dict) else None
    found = part.get("id") if isinstance(part, dict) else None
    return found if isinstance(found, str) else ""


def short(verb: str) -> str:
    """Return the last part of an IRI, as people name a verb."""
    return verb.rstrip("/").rpartition("/")[2].rpartition("#")[2]
