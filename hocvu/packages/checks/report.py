"""Collects the findings of one package."""

from __future__ import annotations

from dataclasses import dataclass, field

from hocvu.errors import Origin, Severity, Value
from hocvu.packages.base import Finding


@dataclass(slots=True)
class Report:
    """The findings of one package so far.

    Attributes:
        file: The package as the user named it.
        specification: Name of the standard and its book, put before every clause.
        area: The area of the catalogue that has the messages.
        findings: In the order in which they were found.
    """

    file: str
    specification: str = ""
    area: str = "verify"
    findings: list[Finding] = field(default_factory=list)
    _told: set[tuple[object, ...]] = field(default_factory=set)

    def add(
        self,
        code: str,
        clause: str = "",
        *,
        severity: Severity = "error",
        member: str | None = None,
        line: int | None = None,
        **params: Value,
    ) -> None:
        """Tell of ``<area>.<code>``, once for the same place and values.

        Args:
            code: Code in the catalogue, without its area.
            clause: The rule; a leading ``/`` stands for the standard's name.
            severity: ``error`` where the standard is broken, ``warning`` where systems fail.
            member: Path inside the package.
            line: Line of that file, from 1.
            params: Values of the message's placeholders.
        """
        rule = f"{self.specification}{clause[1:]}" if clause.startswith("/") else clause
        key = (code, member, line, *params.items())
        if key not in self._told:
            self._told.add(key)
            origin = Origin(file=self.file, member=member, line=line)
            self.findings.append(Finding(f"{self.area}.{code}", severity, origin, params, rule))
