"""The package that is on show, and what the page may ask about it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from types import TracebackType
from typing import Any, Final, Literal, Self, cast, get_args

from hocvu.errors import HocvuError, Origin, PackageError, Remark, reason_of
from hocvu.messages import LANGUAGES
from hocvu.packages.checks.container import opened
from hocvu.packages.checks.report import Report
from hocvu.packages.play.launches import launches_of
from hocvu.packages.play.lms.system import Mode, System
from hocvu.packages.play.records import INTERFACES, Interface, Launch
from hocvu.packages.play.server import PACKAGE, Archive, Content, Reply, Request, Route
from hocvu.packages.summary import summarise
from hocvu.preview.source import Source

LOOSE: Final = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
"""What other tools' pages do is let be, but no other host is reached."""
_MOST: Final = 300
Switch = Literal["down", "refusing", "sloppy"]


class Stage:
    """What is on show: the package, its lessons, and the system that launches them.

    Attributes:
        source: Where the package comes from.
        url: The server's address.
        problem: Why the latest change could not be packed.
    """

    def __init__(self, source: Source) -> None:
        """Show nothing yet."""
        self.source, self.url = source, ""
        self.problem: HocvuError | None = None
        self._standard = source.standard
        self._interface: Interface = INTERFACES[source.standard]
        self._system: System | None = None
        self._archive: Archive | None = None
        self._launches: list[Launch] = []
        self._remarks: tuple[Remark, ...] = ()
        self._title, self._revision, self._building = "", 0, False
        self._faults = dict.fromkeys(get_args(Switch), False)
        self._open, self._before = ExitStack(), ExitStack()
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        """Show the package for the first time.

        Raises:
            HocvuError: It cannot be made or read.
        """
        self._show()
        self._renew()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the package."""
        self._before.close()
        self._open.close()

    @property
    def routes(self) -> Mapping[str, Route]:
        """What the page asks."""
        return {
            "state": self._get(self._state),
            "launch": self._post(self._launch),
            "switch": self._post(self._switch),
            "forget": self._post(self._forget),
            "fetch": self._records("fetch"),
            "lrs": self._records("lrs"),
        }

    def find(self, name: str) -> Content | None:
        """Return a file of the package; without a network nothing comes at all."""
        if self._faults["down"]:
            raise ConnectionResetError
        with self._lock:
            return self._archive.find(name) if self._archive else None

    def rebuild(self) -> None:
        """Show the source as it is now; what is on show stays when that fails."""
        self._building = True
        try:
            self._show()
        except HocvuError as error:
            self.problem = error
        except OSError as error:
            reason = reason_of(error)
            self.problem = PackageError("preview.unreadable", reason=reason)
        finally:
            self._building = False

    def _show(self) -> None:
        shown = self.source.make()
        summary = summarise(shown.path)
        stack = ExitStack()
        report = Report(str(shown.path))
        container = stack.enter_context(opened(shown.path, report))
        if container is None:
            first = report.findings[0]
            place = Origin(file=self.source.given)
            raise PackageError(first.code, origin=place, **dict(first.params))
        launches = launches_of(container, self._interface)
        with self._lock:
            # Someone may still be reading what was shown before.
            self._before.close()
            self._before, self._open = self._open, stack
            self._archive = Archive(container.archive, container.files)
            self._launches, self._title = launches, summary.title
            self._remarks, self.problem = shown.remarks, None
            self._revision += 1

    def _renew(self) -> None:
        """Begin with a new learner."""
        with self._lock:
            if self._interface == "cmi5" or self._interface == "xapi":  # noqa: PLR1714
                self._system = System(self._interface)
                for name, value in self._faults.items():
                    setattr(self._system.faults, name, value)

    def _get(self, answer: Callable[[Mapping[str, Any]], Any]) -> Route:
        def route(request: Request) -> Reply:
            return _json(answer(request.query))

        return route

    def _post(self, answer: Callable[[Mapping[str, Any]], Any]) -> Route:
        def route(request: Request) -> Reply:
            try:
                asked = json.loads(request.body or b"{}")
            except ValueError:
                return Reply(400)
            if request.method != "POST" or not isinstance(asked, dict):
                return Reply(405)
            return _json(answer(asked))

        return route

    def _records(self, name: str) -> Route:
        def route(request: Request) -> Reply:
            return self._system.routes[name](request) if self._system else Reply(404)

        return route

    def _state(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """Return all that the page shows; texts in the language that it asks for."""
        lang = query.get("lang", "vi")
        lang = lang if lang in LANGUAGES else "vi"
        said = [(self.problem.remark, True)] if self.problem else []
        said += [(one, False) for one in self._remarks if one.severity != "info"]
        with self._lock:
            return {
                "revision": self._revision,
                "building": self._building,
                "title": self._title,
                "standard": self._standard,
                "interface": self._interface,
                "lessons": [one.title or one.href for one in self._launches],
                "remarks": [_remark(one, stops, lang) for one, stops in said[:20]],
                "records": self._recorded(lang),
            }

    def _recorded(self, lang: Any) -> dict[str, Any] | None:
        if not self._system or not self._system.attempts:
            return None
        system, attempt = self._system, self._system.attempt
        breaches = [
            Remark(f"launch.{one.code}", one.severity, params=one.params)
            for one in attempt.breaches
        ]
        clauses = [one.clause for one in attempt.breaches]
        return {
            "attempt": len(system.attempts),
            "requests": [asdict(one) for one in attempt.requests[-_MOST:]],
            "skipped": max(0, len(attempt.requests) - _MOST),
            "verbs": [one["verb"]["id"] for one in system.statements.held.values()][-_MOST:],
            "documents": [
                {"name": key[-1], "body": held.body[:4000].decode("utf-8", "replace")}
                for key, held in system.documents.held.items()
            ],
            "breaches": [
                {**_remark(one, False, lang), "clause": clause}
                for one, clause in zip(breaches, clauses, strict=True)
            ],
        }

    def _launch(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Begin a launch of a lesson; return the address for the frame."""
        number, mode = asked.get("lesson", 0), asked.get("mode", "Normal")
        with self._lock:
            if not isinstance(number, int) or not 0 <= number < len(self._launches):
                return {"href": ""}
            launch = self._launches[number]
            href = launch.href
            if self._system:
                self._system.language = "en" if asked.get("lang") == "en" else "vi"
                known = mode if mode in get_args(Mode) else "Normal"
                back = f"{self.url}/assets/back.html"
                href = self._system.launch(launch, self.url, cast("Mode", known), back)
            attempt = len(self._system.attempts) if self._system else 0
        address = f"{self.url}/{PACKAGE}/{href}"
        return {"href": address, "given": dict(launch.given), "attempt": attempt}

    def _switch(self, asked: Mapping[str, Any]) -> dict[str, bool]:
        """Turn faults on and off."""
        for name in self._faults:
            if isinstance(asked.get(name), bool):
                self._faults[name] = asked[name]
                if self._system:
                    setattr(self._system.faults, name, asked[name])
        return self._faults

    def _forget(self, _: Mapping[str, Any]) -> dict[str, Any]:
        self._renew()
        return {}


def _remark(remark: Remark, stops: bool, lang: Any) -> dict[str, Any]:
    return {
        "severity": remark.severity,
        "place": remark.origin.describe(lang),
        "message": remark.message_in(lang),
        "hint": remark.hint_in(lang),
        "stops": stops,
    }


def _json(value: Any) -> Reply:
    return Reply(body=json.dumps(value, ensure_ascii=False).encode())
