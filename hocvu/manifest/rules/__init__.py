"""Checks that look at more than one value.

Each module holds one kind of rule. They work on what was read, not on the models, so that they
tell all even where a value is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hocvu.manifest.rules import (
    accessibility,
    assessment,
    citations,
    coverage,
    dates,
    durations,
    files,
    history,
    identity,
    obligations,
    options,
    organisations,
    parts,
    privacy,
    rights,
    terms,
    wording,
)
from hocvu.manifest.rules.files import find_file
from hocvu.manifest.rules.identity import TEMPORARY
from hocvu.manifest.rules.obligations import APPROVED
from hocvu.manifest.setting import Setting
from hocvu.manifest.walking import lessons
from hocvu.written.tree import Tree

__all__ = ["APPROVED", "RULES", "TEMPORARY", "check_rules", "find_file", "lessons"]

RULES: Final[tuple[Callable[[Tree, Setting], None], ...]] = (
    obligations.check,
    identity.check,
    files.check,
    parts.check,
    options.check,
    dates.check,
    durations.check,
    terms.check,
    citations.check,
    coverage.check,
    organisations.check,
    accessibility.check,
    assessment.check,
    rights.check,
    wording.check,
    privacy.check,
    history.check,
)


def check_rules(tree: Tree, setting: Setting) -> None:
    """Report to `tree` all that is wrong between its values."""
    for rule in RULES:
        rule(tree, setting)
