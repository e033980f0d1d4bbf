"""``hocvu doctor``: which engines are there and how to get the others."""

from __future__ import annotations

import json

from hocvu.cli.console import result, say
from hocvu.cli.options import Json
from hocvu.errors import ToolMissing
from hocvu.messages import hint, text
from hocvu.tools import ENGINES, EXTRAS
from hocvu.tools.base import Engine, Found, new_enough


def command(as_json: Json = False) -> int:
    """Tell of every engine and return 5 when one is missing or too old."""
    probes = [(engine, engine.find()) for engine in (*ENGINES.values(), *EXTRAS.values())]
    wanted = [probe for probe in probes if probe[0].name in ENGINES]
    bad = [engine for engine, found in wanted if not _good(engine, found)]
    if as_json:
        result(json.dumps([_facts(*probe) for probe in probes], ensure_ascii=False, indent=2))
    else:
        for engine, found in probes:
            _tell(engine, found)
        spare = len(probes) - len(wanted) - sum(_good(*p) for p in probes if p not in wanted)
        if bad:
            say("cli.doctor.bad", count=len(bad))
        elif spare:
            say("cli.doctor.enough", count=spare)
        else:
            say("cli.doctor.good")
    return ToolMissing.exit_code if bad else 0


def _good(engine: Engine, found: Found | None) -> bool:
    return found is not None and new_enough(found.version, engine.minimum)


def _facts(engine: Engine, found: Found | None) -> dict[str, object]:
    return {
        "name": engine.name,
        "found": found is not None,
        "ok": _good(engine, found),
        "optional": engine.name in EXTRAS,
        "version": found.version if found else "",
        "minimum": engine.minimum,
        "path": str(found.path or "") if found else "",
        "purpose": text(engine.purpose),
        "how": hint(engine.purpose),
    }


def _tell(engine: Engine, found: Found | None) -> None:
    facts = {
        "name": engine.name,
        "version": found.version if found else "",
        "minimum": engine.minimum,
        "purpose": text(engine.purpose),
    }
    if _good(engine, found):
        result(text("cli.doctor.found", facts))
        return
    facts["sign"] = "·" if engine.name in EXTRAS else "✗"
    result(text("cli.doctor.old" if found else "cli.doctor.missing", facts))
    result(f"  → {hint(engine.purpose)}")
