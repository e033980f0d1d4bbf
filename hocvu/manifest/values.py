"""How the values that authors write are understood, and refused.

Each function takes what was read (text, lists, mappings; numbers too when the manifest comes from
a program) and returns the value of the field, or raises an error whose type is a code of
the message catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from hocvu.identifiers import key_for, slug
from hocvu.manifest.document_numbers import find_citations
from hocvu.manifest.numbers import free, integer, number, truth
from hocvu.manifest.profile import vocabularies
from hocvu.manifest.refusal import matching, shown, text, wrong
from hocvu.manifest.times import date, duration, when

__all__ = [
    "assessment",
    "citation",
    "concept",
    "date",
    "digest",
    "duration",
    "filled",
    "free",
    "integer",
    "iri",
    "key",
    "language",
    "language_map",
    "nearest",
    "number",
    "organisation",
    "organisation_code",
    "shown",
    "term",
    "text",
    "truth",
    "version",
    "when",
    "wrong",
]

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
_ORGANISATION: Final = re.compile(r"[0-9A-Z][0-9A-Z.]{0,34}")
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


_BARE_IRI: Final = re.compile(rf"(?:[a-z0-9-]+\.)+[a-z]{{2,}}/{_IRI_TEXT}", re.IGNORECASE)
_SHORT_VERSION: Final = re.compile(r"(\d+)(?:\.(\d+))?")
_LANGUAGE_NAMES: Final = {
    **dict.fromkeys(("vn", "tiếng việt", "viet", "việt", "vietnamese", "vie", "việt nam"), "vi"),
    **dict.fromkeys(("tiếng anh", "anh", "english", "eng"), "en"),
}


def iri(value: Any) -> str:
    """Return an IRI: an address with a path, or a URN."""
    words = text(value)
    if _BARE_IRI.fullmatch(words):
        raise wrong("manifest.iri_no_scheme", value=shown(words), near=f"https://{words}")
    return _iri(words)


def version(value: Any) -> str:
    """Return a version by Semantic Versioning 2.0.0."""
    words = text(value)
    bare = words[1:].lstrip(".") if words[:1] in "vV" else words
    short = _SHORT_VERSION.fullmatch(bare)
    whole = f"{int(short[1])}.{int(short[2] or 0)}.0" if short else bare
    if bare != words and _SEMVER.fullmatch(whole):
        raise wrong("manifest.version_prefix", value=shown(words), instead=whole)
    if short:
        raise wrong("manifest.version_short", value=shown(words), instead=whole)
    return _version(words)


def language(value: Any) -> str:
    """Return a language tag by BCP 47; ``vn`` is a country's code."""
    words = text(value)
    if instead := _LANGUAGE_NAMES.get(words.casefold()):
        raise wrong("manifest.language_name", value=shown(words), instead=instead)
    return _language(words)


def organisation_code(value: Any) -> str:
    """Return an organisation's identifier by Quyết định 20/2020/QĐ-TTg."""
    words = text(value)
    if _ORGANISATION.fullmatch(words.upper()) and words != words.upper():
        raise wrong("manifest.organisation_case", value=shown(words), instead=words.upper())
    return _organisation_code(words)


_iri = matching(_IRI, "manifest.not_iri")
_version = matching(_SEMVER, "manifest.not_version")
_language = matching(_LANGUAGE, "manifest.not_language")
_organisation_code = matching(_ORGANISATION, "manifest.organisation_code")


def key(value: Any) -> str:
    """Return a key of a lesson or section: lower-case ASCII words joined by hyphens."""
    words = text(value)
    if not _SLUG.fullmatch(words):
        raise wrong("manifest.not_key", value=shown(words), near=slug(words) or "bai-1")
    return words


def digest(value: Any) -> str:
    """Return a digest of content, as approval writes it."""
    words = text(value)
    if not _DIGEST.fullmatch(words):
        raise wrong("approval.not_digest", value=shown(words))
    return words


def filled(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a list that holds something."""
    if not value:
        raise wrong("manifest.list_empty")
    return value


def term(vocabulary: str) -> Callable[[Any], str]:
    """Return a function that takes the terms of `vocabulary` alone."""

    def read(value: Any) -> str:
        terms = vocabularies()[vocabulary]
        words = text(value)
        if words in terms:
            return words
        allowed = ", ".join(terms)
        if instead := _by_label(vocabulary).get(slug(words)):
            raise wrong("manifest.term_label", value=shown(words), instead=instead)
        if near := nearest(words, vocabulary):
            raise wrong("manifest.term_misspelt", value=shown(words), near=near, allowed=allowed)
        raise wrong("manifest.term_unknown", value=shown(words), allowed=allowed)

    return read


def nearest(words: str, vocabulary: str) -> str | None:
    """Return the term of `vocabulary` that `words` probably mean, by its key or a label."""
    keys = _by_label(vocabulary)
    found = get_close_matches(slug(words), keys, 1, 0.75)
    return keys[found[0]] if found else None


@cache
def _by_label(vocabulary: str) -> Mapping[str, str]:
    """Return the terms by the slugs of their keys and labels."""
    keys: dict[str, str] = {}
    for name, labels in vocabularies()[vocabulary].items():
        keys.update({slug(labels["en"]): name, slug(labels["vi"]): name})
    return keys | {slug(name): name for name in vocabularies()[vocabulary]}


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


def sequencing(value: Any) -> Any:
    """Return how lessons follow each other; a text alone is their order."""
    return value if isinstance(value, Mapping) else {"order": value}


def citation(value: Any) -> Any:
    """Return a citation with what it cites; a text alone is how it is cited."""
    given = dict(value) if isinstance(value, Mapping) else {"text": text(value)}
    words = given.get("text")
    found = find_citations(words) if isinstance(words, str) else ()
    if found:
        first = found[0]
        given.setdefault("number", first.number.text)
        if given["number"] == first.number.text:
            parts = {"article": first.article, "clause": first.clause, "point": first.point}
            given |= {name: part for name, part in parts.items() if part}
            given |= {"date": first.date} if first.date else {}
    return given


def concept(value: Any) -> Any:
    """Return a concept; a text alone is its label, from which its key is made."""
    if isinstance(value, Mapping):
        return value
    words = text(value)
    if _SLUG.fullmatch(words.replace("_", "-")) or _IRI.fullmatch(words):
        return {"id": words}
    return {"id": key_for(words), "label": {"vi": words}}
