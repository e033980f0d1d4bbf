"""What is seen while a lesson is played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from hocvu.packages.play.lms.attempt import Attempt

Kind = Literal["exception", "console", "policy", "foreign", "dialog"]
Interface = Literal["scorm12", "scorm2004", "cmi5", "xapi", ""]
INTERFACES: Final[dict[str, Interface]] = {
    "scorm12": "scorm12",
    "scorm2004-3": "scorm2004",
    "scorm2004-4": "scorm2004",
    "cmi5": "cmi5",
    "xapi": "xapi",
    "web": "",
}
"""What the lessons of each standard speak, by the names of the standards that can be played."""

STATUSES: Final[dict[Interface, tuple[str, ...]]] = {
    "scorm12": ("cmi.core.lesson_status",),
    "scorm2004": ("cmi.completion_status", "cmi.success_status"),
    "cmi5": (),
    "xapi": (),
    "": (),
}
TERMINAL: Final = ("passed", "completed", "failed")
MEMORY: Final = ("cmi.suspend_data", "cmi.core.lesson_location", "cmi.location")
_KEPT: Final = (
    *MEMORY,
    "cmi.core.lesson_status",
    "cmi.completion_status",
    "cmi.success_status",
    "cmi.progress_measure",
    "cmi.core.score.raw",
    "cmi.core.score.min",
    "cmi.core.score.max",
    "cmi.score.raw",
    "cmi.score.min",
    "cmi.score.max",
    "cmi.score.scaled",
)


@dataclass(frozen=True, slots=True)
class Launch:
    """Something that a system shows to a learner.

    Attributes:
        href: Path in the package, with a query if there is one.
        title: As the manifest has it.
        tracked: It has to speak to the system: a SCO.
        activity: The activity's IRI in cmi5 and xAPI.
        given: What the package asks the system to tell the lesson: elements of SCORM's data
            model, or what cmi5's launch data holds.
    """

    href: str
    title: str
    tracked: bool
    activity: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def member(self) -> str:
        """The file that is opened."""
        return self.href.partition("?")[0].partition("#")[0]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the run-time's interface, its name without ``LMS``, and the error after it."""

    name: str
    args: tuple[str, ...]
    result: str
    error: str

    @property
    def sets(self) -> bool:
        """The call sets a value, and the system took it."""
        return self.name == "SetValue" and self.error == "0" and len(self.args) > 1


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that the browser told: what, and the file and line where known."""

    kind: Kind
    text: str
    member: str = ""
    line: int | None = None


@dataclass(slots=True)
class Session:
    """One launch of a lesson, from opening to leaving.

    Attributes:
        held: What the system held before, by element.
        calls: Every call, in order.
        troubles: What the browser told.
        loaded: The launch page came.
        own: hocvu's player is in it.
        ready: The player came so far that a learner could begin.
        finished: The lesson was gone through to its end, and the player had time to tell.
        has_interface: The lesson brought an interface of its own.
        returned: The lesson led back to the system.
        answers: The page still answers: no script runs without end.
        attempt: What a system that launches lessons recorded.
    """

    held: dict[str, str] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    loaded: bool = False
    own: bool = False
    ready: bool = False
    finished: bool = False
    has_interface: bool = False
    returned: bool = False
    answers: bool = True
    attempt: Attempt | None = None

    @property
    def words(self) -> int:
        """How often the lesson has spoken."""
        return len(self.attempt.requests) if self.attempt else len(self.calls)

    def called(self, name: str) -> bool:
        """Tell if a call of that name succeeded."""
        return any(call.name == name and call.result == "true" for call in self.calls)

    def left(self) -> dict[str, str]:
        """Return what the system holds afterwards."""
        held = dict(self.held)
        for call in self.calls:
            if call.sets and call.args[0] in _KEPT:
                held[call.args[0]] = call.args[1]
        return held
