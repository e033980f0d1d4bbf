"""From what a launching system recorded of a lesson to findings. Decides only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hocvu.errors import Severity, Value
from hocvu.packages.checks.report import Report
from hocvu.packages.play.lms.attempt import Attempt
from hocvu.packages.play.lms.rules import judge_end
from hocvu.packages.play.records import Launch, Session

_STATE = "activities/state"


def judge_launched(launch: Launch, sessions: Sequence[Session], report: Report) -> None:
    """Tell what is wrong with a lesson that cmi5 or a Tin Can launch opened.

    Args:
        launch: The lesson.
        sessions: Its launches, in order, each with its attempt.
        report: Where to tell.
    """
    attempts = [session.attempt for session in sessions if session.attempt]
    for attempt in attempts:
        judge_end(attempt)
    said = Report(report.file, area="launch", findings=report.findings)
    _Judge(launch, said, attempts[0].standard == "cmi5").judge(sessions, attempts)


class _Judge:
    def __init__(self, launch: Launch, report: Report, cmi5: bool) -> None:
        self._member, self._report, self._cmi5 = launch.member, report, cmi5

    def judge(self, sessions: Sequence[Session], attempts: Sequence[Attempt]) -> None:
        for attempt in attempts:
            for one in attempt.breaches:
                self._tell(one.code, one.clause, one.severity, **one.params)
        if not attempts[0].statements and not attempts[0].refused:
            code = "never_initialised" if self._cmi5 else "no_statement"
            self._tell(code, "cmi5 7.1.1.0-1" if self._cmi5 else "Tin Can launch, statements")
            return
        for session, attempt in zip(sessions, attempts, strict=True):
            self._end(session, attempt)
        for before, after in pairwise(attempts):
            self._memory(before, after)

    def _end(self, session: Session, attempt: Attempt) -> None:
        """Check how a launch ended: completion, the last word, the way back."""
        verbs = set(attempt.verbs)
        done = {"completed", "passed", "failed"}
        if session.finished and not done & (verbs | attempt.before):
            self._tell("not_completed", "cmi5 9.3.3.0-1" if self._cmi5 else "ADL verbs, completed")
        if attempt.cut_off or not session.answers or not self._cmi5:
            return
        if attempt.unended:
            left = session.finished or session.returned
            severity: Severity = "error" if left else "warning"
            self._tell("never_terminated", "cmi5 7.1.2.0-1", severity)
        elif session.finished and not session.returned:
            self._tell("not_returned", "cmi5 10.2.6.0-1")

    def _memory(self, before: Attempt, after: Attempt) -> None:
        """Check that a lesson reads what it had saved, and does not lose it."""
        changes = ("PUT", "POST")
        kept = {
            one.about for one in before.requests
            if one.resource == _STATE and one.method in changes and 200 <= one.status < 300
        }  # fmt: skip
        if not kept or not after.requests:
            return
        clause = "xAPI 1.0.3 Communication 2.3"
        if not any(after.asked(_STATE, name, "GET") for name in kept):
            self._tell("not_resumed", clause, "warning", names=", ".join(sorted(kept)))
        for name in sorted(kept):
            if after.asked(_STATE, name, "DELETE"):
                self._tell("memory_lost", clause, "warning", name=name)

    def _tell(
        self, code: str, clause: str, severity: Severity = "error", /, **params: Value
    ) -> None:
        self._report.add(code, clause, severity=severity, member=self._member, line=None, **params)
