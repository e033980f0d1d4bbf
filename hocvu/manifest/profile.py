"""The profile's data: its fields with their obligations and labels, and its vocabularies."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

Obligation = Literal["M", "M@publish", "R", "O"]
Labels = Mapping[str, str]

GENERATED: Final = ("files", "distributions")
"""Fields of the profile that packing fills in; authors do not write them."""


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """What the profile says of a field.

    Attributes:
        obligation: ``M``, ``M@publish``, ``R`` or ``O``.
        vi: Label in Vietnamese.
        en: Label in English.
        help_vi: What to write, in Vietnamese.
        help_en: What to write, in English.
        example: A value, as YAML on one line.
        draft: Mandatory in a draft too.
        issued: Not known before the course is approved or issued.
        conditional: Does not apply to every course.
    """

    obligation: Obligation
    vi: str
    en: str
    help_vi: str
    help_en: str
    example: str
    draft: bool = False
    issued: bool = False
    conditional: bool = False


@cache
def fields() -> Mapping[str, FieldInfo]:
    """Return the fields that authors write, in the profile's order."""
    return {name: FieldInfo(**entry) for name, entry in table("profile").items()}


@cache
def vocabularies() -> Mapping[str, Mapping[str, Labels]]:
    """Return each vocabulary's terms with their labels by language."""
    return table("vocabularies")


@cache
def groups() -> Mapping[str, Mapping[str, str]]:
    """Return Vietnamese labels: of each group under an empty name, of its fields under theirs."""
    return table("groups")


def label(vocabulary: str, term: str, lang: str = "vi") -> str:
    """Return the label of a vocabulary's `term` in `lang`."""
    return vocabularies()[vocabulary][term][lang]


@cache
def provinces() -> Mapping[str, str]:
    """Return the names of the provinces by their two-digit codes, by the newest list."""
    newest = max(table("provinces")["list"], key=lambda entry: entry["valid_from"])
    names: Mapping[str, str] = newest["names"]
    return names


@cache
def former_provinces() -> Mapping[str, Mapping[str, str]]:
    """Return name and present code (`now`) of the codes that the newest list no longer has."""
    former: Mapping[str, Mapping[str, str]] = table("provinces")["former"]
    return former


@cache
def document_types() -> Mapping[str, str]:
    """Return the types of documents by the abbreviations in their numbers."""
    return table("document_types")


def table(name: str) -> dict[str, Any]:
    """Return the data of ``data/<name>.toml``."""
    resource = files("hocvu.manifest") / "data" / f"{name}.toml"
    return tomllib.loads(resource.read_text(encoding="utf-8"))
