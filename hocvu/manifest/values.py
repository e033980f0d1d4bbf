"""How the values that authors write are understood, and refused.

Each function takes what was read (text, lists, mappings; numbers too when the manifest comes from
a program) and returns the value of the field, or raises an error whose type is a code of
the message catalogue.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic_core import PydanticCustomError

from hocvu.identifiers import key_for, nfc, slug
from hocvu.manifest.document_numbers import cited_number
from hocvu.manifest.profile import vocabularies
from hocvu.manifest.tree import Plain

_SEMVER: Final = re.compile(
    r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}"
    r"(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)
_IRI_TEXT: Final = r"[^\s<>\"{}|\\^`]+"
_IRI: Final = re.compile(
    rf"https?://[^/\s<>\"{{}}|\\^`]+/{_IRI_TEXT}|urn:[a-z0-9][a-z0-9-]{{1,31}}:{_IRI_TEXT}"
)
_LANGUAGE: Final = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-[A-Za-z0-9]{5,8})*"
)
_DURATION: Final = re.compile(
    r"P(?=[\dT])(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?"
    r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)"
)
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SHOWN_DATE: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ORGANISATION: Final = re.compile(r"[0-9A-Z][0-9A-Z.]{0,34}")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INTEGER: Final = re.compile(r"[-+]?\d+")
_NUMBER: Final = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?")
_TRUTH: Final = {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_LONGEST_SHOWN: Final = 60


def wrong(code: str, **params: object) -> PydanticCustomError:
    """Return the error that carries the catalogue's `code`."""
    return PydanticCustomError(code, "{code}", {"code": code, **params})


def shown(value: object) -> str:
    """Return `value` as a message may show it: on one line and not long."""
    words = " ".join(str(value).split())
    return words if len(words) <= _LONGEST_SHOWN else words[: _LONGEST_SHOWN - 1] + "…"


def text(value: Any) -> str:
    """Return a text, without the white space around it."""
    if value is None:
        raise wrong("manifest.empty")
    if not isinstance(value, str):
        raise wrong("manifest.not_text")
    if not (stripped := value.strip()):
        raise wrong("manifest.empty")
    return nfc(stripped)


def matching(pattern: re.Pattern[str], code: str) -> Callable[[Any], str]:
    """Return a function that takes texts of `pattern` alone and refuses others with `code`."""

    def read(value: Any) -> str:
        words = text(value)
        if not pattern.fullmatch(words):
            raise wrong(code, value=shown(words))
        return words

    return read


iri = matching(_IRI, "manifest.not_iri")
version = matching(_SEMVER, "manifest.not_version")
language = matching(_LANGUAGE, "manifest.not_language")
organisation_code = matching(_ORGANISATION, "manifest.organisation_code")


def key(value: Any) -> str:
    """Return a key of a lesson or section: lower-case ASCII words joined by hyphens."""
    words = text(value)
    if not _SLUG.fullmatch(words):
        raise wrong("manifest.not_key", value=shown(words), instead=slug(words) or "bai-1")
    return words


def duration(value: Any) -> str:
    """Return a duration by ISO 8601, such as ``PT45M``."""
    words = text(value)
    if _DURATION.fullmatch(words):
        return words
    numbers = re.findall(r"\d+", words)
    if len(numbers) == 1:
        unit = "H" if re.search(r"giờ|tiết|hour|h\b", words, re.IGNORECASE) else "M"
        raise wrong("manifest.not_duration", value=shown(words), instead=f"PT{numbers[0]}{unit}")
    raise wrong("manifest.not_duration", value=shown(words), instead="PT1H30M")


def date(value: Any) -> dt.date:
    """Return a date written year-month-day (ISO 8601)."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    words = text(value)
    iso = _ISO_DATE.fullmatch(words)
    swapped = _SHOWN_DATE.fullmatch(words)
    if not (iso or swapped):
        raise wrong("manifest.not_date", value=shown(words), instead="2026-03-20")
    year, month, day = iso.groups() if iso else reversed(swapped.groups())  # type: ignore[union-attr]
    try:
        meant = dt.date(int(year), int(month), int(day))
    except ValueError:
        raise wrong("manifest.no_such_date", value=shown(words)) from None
    if not iso:
        raise wrong("manifest.not_date", value=shown(words), instead=meant.isoformat())
    return meant


def filled(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a list that holds something."""
    if not value:
        raise wrong("manifest.list_empty")
    return value


def integer(value: Any) -> int:
    """Return a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Plain) and _INTEGER.fullmatch(value):
        return int(value)
    raise wrong("manifest.not_integer", value=shown(value))


def number(value: Any) -> float:
    """Return a number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, Plain) and _NUMBER.fullmatch(value):
        return float(value)
    raise wrong("manifest.not_number", value=shown(value))


def truth(value: Any) -> bool:
    """Return true or false; by YAML 1.2, ``yes`` and ``no`` are words."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Plain) and value in _TRUTH:
        return _TRUTH[value]
    raise wrong("manifest.not_truth", value=shown(value))


def free(value: Any) -> Any:
    """Return any value with its scalars understood by YAML 1.2's core schema."""
    if isinstance(value, Mapping):
        return {str(key): free(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [free(item) for item in value]
    if not isinstance(value, Plain):
        return value
    if value in _TRUTH:
        return _TRUTH[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _NUMBER.fullmatch(value) else str(value)


def term(vocabulary: str) -> Callable[[Any], str]:
    """Return a function that takes the terms of `vocabulary` alone."""

    def read(value: Any) -> str:
        terms = vocabularies()[vocabulary]
        words = text(value)
        if words in terms:
            return words
        allowed = ", ".join(terms)
        if near := nearest(words, vocabulary):
            raise wrong("manifest.term_misspelt", value=shown(words), near=near, allowed=allowed)
        raise wrong("manifest.term_unknown", value=shown(words), allowed=allowed)

    return read


def nearest(words: str, vocabulary: str) -> str | None:
    """Return the term of `vocabulary` that `words` probably mean, by its key or a label."""
    wanted = slug(words)
    keys: dict[str, str] = {}
    for name, labels in vocabularies()[vocabulary].items():
        keys.update({slug(name): name, slug(labels["vi"]): name, slug(labels["en"]): name})
    found = get_close_matches(wanted, keys, 1, 0.75)
    return keys[found[0]] if found else None


def language_map(value: Any) -> Any:
    """Return texts by language; a text alone is Vietnamese."""
    if isinstance(value, Mapping):
        if "vi" not in value:
            raise wrong("manifest.no_vietnamese")
        return value
    return {"vi": value}


def organisation(value: Any) -> Any:
    """Return an organisation; a text alone is its name."""
    return value if isinstance(value, Mapping) else {"name": value}


def assessment(value: Any) -> Any:
    """Return an assessment; a text alone is its description."""
    return value if isinstance(value, Mapping) else {"description": value}


def citation(value: Any) -> Any:
    """Return a citation; a text alone is how it is cited."""
    if isinstance(value, Mapping):
        return value
    words = text(value)
    return {"text": words, "number": cited_number(words)}


def concept(value: Any) -> Any:
    """Return a concept; a text alone is its label, from which its key is made."""
    if isinstance(value, Mapping):
        return value
    words = text(value)
    if _SLUG.fullmatch(words.replace("_", "-")) or _IRI.fullmatch(words):
        return {"id": words}
    return {"id": key_for(words), "label": {"vi": words}}
