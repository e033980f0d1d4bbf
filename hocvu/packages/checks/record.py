"""Looks into the master record that a package brings along."""

from __future__ import annotations

import json

from hocvu.packages.checks.container import Opened


def check_record(container: Opened, name: str) -> None:
    """Tell when the master record is no JSON-LD of a work that has an identifier.

    Args:
        container: The package.
        name: Path of the record in it.
    """
    data = container.text(name)
    try:
        record = json.loads(data or b"null")
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        container.report.add(
            "not_well_formed", "RFC 8259", member=name, line=line, reason=str(error)
        )
        return
    if not (isinstance(record, dict) and record.get("@context") and record.get("@id")):
        container.report.add("not_json_ld", "JSON-LD 1.1, 3", member=name, line=1)
