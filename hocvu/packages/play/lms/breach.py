"""A rule that a lesson broke while it was played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hocvu.errors import Severity, Value


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken rule.

    Attributes:
        code: Code in the catalogue, without its area ``launch``.
        clause: The rule, with its standard.
        severity: ``warning`` where the standard only advises.
        params: Values of the message's placeholders.
    """

    code: str
    clause: str
    severity: Severity = "error"
    params: Mapping[str, Value] = field(default_factory=dict)
