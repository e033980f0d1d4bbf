"""From what was seen while a lesson was played to findings. Decides only: no browser here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from hocvu.errors import Severity, Value
from hocvu.packages.checks.report import Report
from hocvu.packages.play.judge_launched import judge_launched
from hocvu.packages.play.records import MEMORY, STATUSES, TERMINAL, Interface, Launch, Session
from hocvu.packages.play.server import PACKAGE, Absent
from hocvu.packages.play.visits import Visits

_POLICY: Final = "Content Security Policy 3, 'self'"
_CLAUSES: Final[dict[Interface, dict[str, str]]] = {
    "scorm12": {
        "Initialize": "SCORM 1.2 RTE 3.2.2, LMSInitialize",
        "Terminate": "SCORM 1.2 RTE 3.2.2, LMSFinish",
        "SetValue": "SCORM 1.2 RTE 3.4, data model",
        "status": "SCORM 1.2 RTE 3.4.4, cmi.core.lesson_status",
        "memory": "SCORM 1.2 RTE 3.4.4, cmi.suspend_data",
    },
    "scorm2004": {
        "Initialize": "SCORM 2004 RTE 3.1.3, Initialize",
        "Terminate": "SCORM 2004 RTE 3.1.3, Terminate",
        "SetValue": "SCORM 2004 RTE 4.2, data model",
        "status": "SCORM 2004 RTE 4.2.4, cmi.completion_status",
        "memory": "SCORM 2004 RTE 4.2.23, cmi.suspend_data",
    },
}
_ENDS: Final = ("Terminate", "Finish")
_ASKED_BY_SCRIPT: Final = "empty"


def judge(launch: Launch, visits: Visits, interface: Interface, report: Report) -> None:
    """Tell what is wrong with one lesson.

    Args:
        launch: The lesson.
        visits: What was seen of it; each session began with what the one before it had left.
        interface: What it had to speak.
        report: Where to tell.
    """
    sessions = visits.sessions
    _absent(launch, visits.missing, report)
    for session in sessions:
        _troubles(launch, session, report)
    first = sessions[0]
    stuck = [one for one in sessions if not one.answers]
    if stuck:
        report.add("hangs", "HTML, event loops", member=launch.member)
    elif not first.loaded:
        report.add("not_loaded", "HTML, navigation", member=launch.member)
    elif first.own and not first.ready:
        report.add("not_ready", "HTML, scripting", member=launch.member)
    if not first.loaded:
        return
    if interface in _CLAUSES and launch.tracked:
        _Tracking(launch, interface, report).judge(sessions)
    elif first.attempt:
        judge_launched(launch, sessions, report)


def _absent(launch: Launch, missing: Sequence[Absent], report: Report) -> None:
    for absent in missing:
        kind, _, name = absent.path.partition("/")
        if kind != PACKAGE and name.startswith("favicon"):
            continue
        by = absent.by.removeprefix(f"{PACKAGE}/")
        if by.startswith("host/"):
            by = ""
        report.add(
            "missing_file",
            "IMS CP 1.1, file",
            severity="warning" if absent.kind == _ASKED_BY_SCRIPT else "error",
            member=by or launch.member,
            name=name if kind == PACKAGE else f"/{absent.path}",
        )


def _troubles(launch: Launch, session: Session, report: Report) -> None:
    blocked: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], int | None] = {}
    for trouble in session.troubles:
        member = trouble.member.removeprefix(f"{PACKAGE}/") or launch.member
        if trouble.kind == "policy":
            blocked[member, trouble.text] += 1
            places.setdefault((member, trouble.text), trouble.line)
        elif trouble.kind == "foreign":
            report.add(
                "foreign_request", "/, content", severity="warning",
                member=member, line=trouble.line, address=trouble.text,
            )  # fmt: skip
        elif trouble.kind == "exception":
            report.add(
                "exception", "ECMAScript, errors",
                member=member, line=trouble.line, said=trouble.text,
            )  # fmt: skip
        else:
            report.add(
                trouble.kind, severity="warning",
                member=member, line=trouble.line, said=trouble.text,
            )  # fmt: skip
    for (member, what), count in blocked.items():
        report.add(
            "policy", _POLICY, severity="warning",
            member=member, line=places[member, what], what=what, count=count,
        )  # fmt: skip


class _Tracking:
    """What a lesson told the system, and what it did with what the system held."""

    def __init__(self, launch: Launch, interface: Interface, report: Report) -> None:
        self._launch, self._report, self._interface = launch, report, interface
        self._clauses, self._statuses = _CLAUSES[interface], STATUSES[interface]

    def judge(self, sessions: Sequence[Session]) -> None:
        first = sessions[0]
        if not first.called("Initialize"):
            code = "own_api" if first.has_interface else "never_initialised"
            self._tell(code, "Initialize")
            return
        for session in sessions:
            self._refusals(session)
        if not any(self._sets_status(session) for session in sessions):
            self._tell("no_status", "status", warning=True)
        if any(not any(map(session.called, _ENDS)) for session in sessions if session.answers):
            self._tell("not_finished", "Terminate", warning=True)
        for session in sessions:
            self._statuses_of(session)
        for before, after in pairwise(sessions):
            self._memory(before, after)

    def _refusals(self, session: Session) -> None:
        for call in session.calls:
            if call.error == "0" or call.name in {"GetValue", "GetErrorString", "GetDiagnostic"}:
                continue
            if call.name == "SetValue":
                element, value = (*call.args, "", "")[:2]
                self._tell(
                    "value_refused", "SetValue",
                    element=element[:80], value=value[:80], error=call.error,
                )  # fmt: skip
            else:
                clause = "Initialize" if call.name == "Initialize" else "Terminate"
                self._tell("call_refused", clause, warning=True, call=call.name, error=call.error)

    def _sets_status(self, session: Session) -> bool:
        return any(call.sets and call.args[0] in self._statuses for call in session.calls)

    def _statuses_of(self, session: Session) -> None:
        left = session.left()
        for element in self._statuses:
            before, after = session.held.get(element, ""), left.get(element, "")
            fell = before in TERMINAL and after not in TERMINAL
            fell = fell or (before, after) == ("passed", "failed")
            if fell:
                self._tell("downgraded", "status", element=element, before=before, after=after)
        done = any(left.get(element) in TERMINAL for element in self._statuses)
        if session.finished and not done:
            self._tell("not_completed", "status", status=left.get(self._statuses[0], ""))

    def _memory(self, before: Session, after: Session) -> None:
        kept = {name: value for name, value in before.left().items() if name in MEMORY and value}
        if not kept or not after.called("Initialize"):
            return
        asked = {call.args[0] for call in after.calls if call.name == "GetValue" and call.args}
        if not asked & kept.keys():
            self._tell("not_resumed", "memory", warning=True, elements=", ".join(sorted(kept)))
        left = after.left()
        for name in kept:
            if name == "cmi.suspend_data" and not left.get(name):
                self._tell("memory_lost", "memory", warning=True, element=name)

    def _tell(self, code: str, clause: str, *, warning: bool = False, **params: Value) -> None:
        rule, member = self._clauses[clause], self._launch.member
        severity: Severity = "warning" if warning else "error"
        self._report.add(code, rule, severity=severity, member=member, line=None, **params)
