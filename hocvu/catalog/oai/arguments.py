"""The requests of OAI-PMH 2.0: which arguments each verb takes, and what is wrong with one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.catalog.oai.dublin import OAI_DC
from hocvu.catalog.oai.dublin import SCHEMA as DC_SCHEMA

PMH: Final = "http://www.openarchives.org/OAI/2.0/"
LOM: Final = "http://ltsc.ieee.org/xsd/LOM"
FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "oai_dc": (DC_SCHEMA, OAI_DC),
    "lom": ("http://ltsc.ieee.org/xsd/lomv1.0/lom.xsd", LOM),
}
"""Metadata prefixes with their schemas and name spaces (section 4.4)."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_ALLOWED: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
"""Arguments that each verb needs, and that it may have; lists also take a resumption token."""
_RESUMED: Final = ("ListSets", "ListIdentifiers", "ListRecords")
_LEGAL: Final = re.compile(r"[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """An error or exception condition (section 3.6): its code, and words for a person."""

    code: str
    words: str


def checked(asked: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the arguments of a request, which must be those of its verb (section 3.6)."""
    arguments = dict(asked)
    verb = arguments.get("verb", "")
    if verb not in _ALLOWED:
        raise Refused("badVerb", "The verb is missing or not one of OAI-PMH.")
    needed, optional = _ALLOWED[verb]
    given = set(arguments) - {"verb"}
    if len(asked) != len(arguments):
        raise Refused("badArgument", "An argument is given twice.")
    if not all(map(_LEGAL.fullmatch, arguments.values())):
        raise Refused("badArgument", "A value holds characters that XML does not have.")
    if "resumptionToken" in given and verb in _RESUMED:
        if given != {"resumptionToken"}:
            raise Refused("badArgument", "A resumption token stands alone.")
        return arguments
    if not needed <= given <= needed | optional or not all(arguments.values()):
        raise Refused("badArgument", "An argument is missing, empty, or not one of this verb.")
    lengths = {len(arguments[name]) for name in ("from", "until") if name in given}
    if len(lengths) > 1:
        raise Refused("badArgument", "From and until have different granularities.")
    return arguments


def check_format(prefix: str) -> None:
    """Refuse a metadata prefix that is none of `FORMATS`."""
    if prefix not in FORMATS:
        raise Refused("cannotDisseminateFormat", "There are oai_dc and lom.")


def when(text: str, *, end: bool) -> dt.datetime | None:
    """Return a time of a request; a day alone is its first or last second."""
    try:
        if _DAY.fullmatch(text):
            day = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
            return day + dt.timedelta(days=1, seconds=-1) if end else day
        if _SECOND.fullmatch(text):
            return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        pass
    if text:
        raise Refused("badArgument", "A time is not in the form of OAI-PMH.")
    return None
