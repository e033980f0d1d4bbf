"""The steps from writing a course to its end, as an organisation takes them.

Each step gives the manifest one of the profile's statuses; which step may follow which, and what
document a step rests on, is data (``data/workflow.toml``, or ``[workflow]`` in ``hocvu.toml``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, get_args

from hocvu.errors import ManifestError, Origin
from hocvu.lesson.record import Status
from hocvu.manifest.profile import table

DOCUMENT: Final = ("number", "date", "signer")
"""What a step's document has."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step.

    Attributes:
        key: Its name in manifests.
        status: The status that a course has after it.
        label: What people call it, in Vietnamese.
        next: The steps that may follow.
        needs: What its document must have, of `DOCUMENT`.
        seals: Whether the content is bound by it: what changes afterwards is told of.
    """

    key: str
    status: Status
    label: str
    next: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    seals: bool = False


@dataclass(frozen=True, slots=True)
class Workflow:
    """The steps by their keys; the first is where every course begins.

    Attributes:
        stages: The steps in order.
        strict: Whether a status beyond the first must be told by the manifest's history.
    """

    stages: Mapping[str, Stage]
    strict: bool = False

    @property
    def first(self) -> Stage:
        """The step at which every course begins."""
        return next(iter(self.stages.values()))

    def may_follow(self, now: str, then: str) -> bool:
        """Tell whether step `then` may follow `now`."""
        stage = self.stages.get(now)
        return bool(stage) and then in stage.next  # type: ignore[union-attr]

    def with_status(self, status: str) -> Stage:
        """Return the last step that gives `status`; the first step where none does."""
        found = [stage for stage in self.stages.values() if stage.status == status]
        return found[-1] if found else self.first


def read_workflow(told: Mapping[str, Any] | None = None, file: str = "") -> Workflow:
    """Return the workflow that `told` describes, or the project's own.

    Raises:
        ManifestError: A step is not as it must be.
    """
    if told is None:
        return _default()
    place = Origin(file or None)
    steps = told.get("steps")
    if not isinstance(steps, dict) or not steps:
        raise ManifestError("config.workflow_empty", origin=place)
    stages = {key: _stage(key, step, steps, place) for key, step in steps.items()}
    return Workflow(stages, bool(told.get("strict", False)))


@cache
def _default() -> Workflow:
    return read_workflow(table("workflow"))


def _stage(key: str, told: Any, steps: Mapping[str, Any], place: Origin) -> Stage:
    if not isinstance(told, dict):
        raise ManifestError("config.workflow_step", origin=place, step=key)
    status = told.get("status", key)
    if status not in get_args(Status):
        supported = ", ".join(get_args(Status))
        raise ManifestError(
            "config.workflow_status", origin=place, step=key, value=str(status), supported=supported
        )
    following = tuple(map(str, told.get("next", ())))
    needs = tuple(map(str, told.get("needs", ())))
    for name in (
        *(n for n in following if n not in steps),
        *(n for n in needs if n not in DOCUMENT),
    ):
        raise ManifestError("config.workflow_name", origin=place, step=key, value=name)
    return Stage(
        key, status, str(told.get("label", key)), following, needs, bool(told.get("seals", False))
    )
