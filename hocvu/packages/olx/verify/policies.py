"""Looks into what Open edX keeps beside the content: policies, grading, dates, the about pages."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Final

from hocvu.errors import Severity, Value
from hocvu.packages.checks.report import Report
from hocvu.packages.olx.verify.components import ComponentCheck
from hocvu.packages.olx.verify.course import Outline

_COURSE: Final = "/, Course Policy"
_GRADING: Final = "/, Grading Policy"
_ASSETS: Final = "/, Course Assets Policy"
_ABOUT: Final = "/, Course About Pages"
_NAMED: Final = ("course", "chapter", "sequential", "vertical")
_DATES: Final = ("start", "end", "enrollment_start", "enrollment_end")


@dataclass(slots=True)
class PolicyCheck:
    """The check of a course's policies."""

    outline: Outline
    components: ComponentCheck
    report: Report
    own: Report

    def run(self) -> None:
        """Tell what is wrong, file by file."""
        folder = f"policies/{self.outline.run}/"
        policy = self._policy(f"{folder}policy.json")
        self._names(policy)
        self._grading(f"{folder}grading_policy.json")
        self._assets("policies/assets.json")
        for name in ("overview", "short_description"):
            member = f"{self.outline.base}about/{name}.html"
            if member in self.outline.tarball.files:
                self.components.page(member)
            elif name == "overview":
                self.own.add("no_overview", _ABOUT, severity="warning")

    def _policy(self, name: str) -> dict[str, Any]:
        """Check the policy of the run and return it, merged with the attributes of the course."""
        policy = self._json(name, _COURSE, needed=True)
        known = {f"{block.kind}/{block.key}" for block in self.outline.blocks}
        for key, value in policy.items():
            if key not in known:
                self._tell("policy_unknown", _COURSE, name, key, "warning", key=key)
            elif not isinstance(value, dict):
                self._tell("policy_shape", _COURSE, name, key)
        root = next((block for block in self.outline.blocks if block.kind == "course"), None)
        said = policy.get(f"course/{self.outline.run}")
        settings: dict[str, Any] = {str(k): v for k, v in root.element.items()} if root else {}
        settings |= said if isinstance(said, dict) else {}
        self._dates(name, settings)
        image = settings.get("course_image")
        if image and not self.components.has_static(str(image)):
            self._tell("no_image", _COURSE, name, "course_image", "warning", name=str(image))
        return policy

    def _dates(self, name: str, settings: dict[str, Any]) -> None:
        if not settings.get("start"):
            self._tell("no_start", _COURSE, name, f"course/{self.outline.run}", "warning")
        dates = {}
        for key in _DATES:
            if not (value := settings.get(key)):
                continue
            try:
                date = dt.datetime.fromisoformat(str(value).strip('"'))
            except ValueError:
                self._tell("bad_date", _COURSE, name, key, key=key, value=str(value))
            else:
                dates[key] = date if date.tzinfo else date.replace(tzinfo=dt.UTC)
        for first, second in (("start", "end"), ("enrollment_start", "enrollment_end")):
            if first in dates and second in dates and dates[first] >= dates[second]:
                self._tell("dates_order", _COURSE, name, second, first=first, second=second)

    def _names(self, policy: dict[str, Any]) -> None:
        """Tell of blocks that learners see without a name."""
        for block in self.outline.blocks:
            settings = policy.get(f"{block.kind}/{block.key}")
            elsewhere = isinstance(settings, dict) and settings.get("display_name")
            name = str(block.element.get("display_name", "")).strip()
            if block.kind in _NAMED and not (name or elsewhere):
                at: object = block.element.sourceline
                self.own.add(
                    "no_display_name",
                    f"/, Course Structure: <{block.kind}>",
                    severity="warning",
                    member=block.member,
                    line=at if isinstance(at, int) else None,
                    tag=block.kind,
                )

    def _grading(self, name: str) -> None:
        policy = self._json(name, _GRADING, needed=True)
        if not policy:
            return
        graders, cutoffs = policy.get("GRADER"), policy.get("GRADE_CUTOFFS")
        weights = [
            one.get("weight") if isinstance(one, dict) else None
            for one in (graders if isinstance(graders, list) else [])
        ]
        numbers = [weight for weight in weights if isinstance(weight, int | float)]
        if len(numbers) < len(weights) or abs(sum(numbers) - 1) > 1e-6:
            self._tell("grading_weights", _GRADING, name, '"GRADER"')
        kinds = [one.get("type") for one in graders or () if isinstance(one, dict)]
        for block in self.outline.blocks:
            kind = str(block.element.get("format", ""))
            if block.kind == "sequential" and kind and kind not in kinds:
                at: object = block.element.sourceline
                self.own.add(
                    "format_unknown",
                    _GRADING,
                    severity="warning",
                    member=block.member,
                    line=at if isinstance(at, int) else None,
                    name=kind,
                )
        marks = list(cutoffs.values()) if isinstance(cutoffs, dict) else []
        right = [mark for mark in marks if isinstance(mark, int | float) and mark <= 1]
        if not marks or len(right) < len(marks):
            self._tell("grading_cutoffs", _GRADING, name, '"GRADE_CUTOFFS"')

    def _assets(self, name: str) -> None:
        for key in self._json(name, _ASSETS):
            if not self.components.has_static(key):
                self._tell("asset_unknown", _ASSETS, name, key, "warning", name=key)

    def _json(self, name: str, clause: str, *, needed: bool = False) -> dict[str, Any]:
        """Return a JSON object; empty after telling why it is not one."""
        member = f"{self.outline.base}{name}"
        if member not in self.outline.tarball.files:
            if needed:
                self.own.add("no_policy", clause, severity="warning", name=member)
            return {}
        data = self.outline.tarball.text(member)
        if data is None:
            return {}
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            at = getattr(error, "lineno", 1)
            self.report.add(
                "not_well_formed", "RFC 8259", member=member, line=at, reason=str(error)
            )
            return {}
        if not isinstance(value, dict):
            self._tell("policy_shape", clause, name, "")
            return {}
        return value

    def _tell(
        self,
        code: str,
        clause: str,
        name: str,
        near: str,
        severity: Severity = "error",
        /,
        **params: Value,
    ) -> None:
        """Tell of something in the policy `name`, at the first line that has the text `near`."""
        member = f"{self.outline.base}{name}"
        data = self.outline.tarball.texts.get(member, b"")
        at = data.count(b"\n", 0, max(0, data.find(near.encode()))) + 1
        self.own.add(code, clause, severity=severity, member=member, line=at, **params)
