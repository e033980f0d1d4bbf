"""Who did what to the course and when: LOM 2.3 and 3.2, with vCard (RFC 2426) entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from hocvu.lesson.record import Organisation, Record, When
from hocvu.packages.lom.bindings import Binding
from hocvu.packages.lom.vocabulary import words


@dataclass(frozen=True, slots=True)
class Contribution:
    """A role of the base vocabulary, who had it, and its date with what that date means."""

    role: str
    vcards: tuple[str, ...]
    day: When | None = None
    meaning: Mapping[str, str] = field(default_factory=dict)


def of(record: Record) -> Iterator[Contribution]:
    """Yield the contributions that `record` tells, in the order of a course's life."""
    publisher = _cards(record.publisher)
    compilers = tuple(card for one in record.compilers for card in _cards(one))
    if compilers:
        yield Contribution("author", compilers)
    if record.appraiser:
        yield Contribution("educational validator", _cards(record.appraiser))
    if approval := record.approval:
        meaning = words("lom.date.approved", number=approval.number)
        signer = person(approval.signer, record.publisher)
        yield Contribution("validator", (signer,), approval.date, meaning)
    if publisher or record.issued:
        yield Contribution("publisher", publisher, record.issued, words("lom.date.issued"))
    if record.modified:
        who = compilers or publisher
        yield Contribution("editor", who, record.modified, words("lom.date.modified"))
    if record.review_by:
        yield Contribution("terminator", publisher, record.review_by, words("lom.date.review_by"))


def of_metadata(record: Record) -> Contribution | None:
    """Return who made the metadata, or None when the record does not tell."""
    info = record.record
    if info.by is None and info.date is None:
        return None
    cards = (organisation(Organisation(name=info.by)),) if info.by else ()
    return Contribution("creator", cards, info.date, words("lom.date.described"))


def add(binding: Binding, parent: etree._Element, contribution: Contribution) -> None:
    """Add a contribution to a life cycle or to meta-metadata."""
    part = binding.add(parent, "contribute")
    binding.term(part, "role", contribution.role)
    for vcard in contribution.vcards:
        binding.entity(part, vcard)
    if contribution.day:
        binding.date(part, contribution.day, contribution.meaning)


def organisation(one: Organisation) -> str:
    """Return a vCard 3.0 of an organisation."""
    name = _escape(one.name)
    lines = [f"N:{name};;;;", f"FN:{name}", f"ORG:{name}"]
    return _vcard([*lines, f"UID:{_escape(one.id)}"] if one.id else lines)


def person(name: str, employer: Organisation | None) -> str:
    """Return a vCard 3.0 of a person."""
    lines = [f"N:{_escape(name)};;;;", f"FN:{_escape(name)}"]
    return _vcard([*lines, f"ORG:{_escape(employer.name)}"] if employer else lines)


def _cards(one: Organisation | None) -> tuple[str, ...]:
    return (organisation(one),) if one else ()


def _vcard(lines: list[str]) -> str:
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD"])


def _escape(text: str) -> str:
    """Escape a value (RFC 2426, section 4)."""
    for special in ("\\", ",", ";"):
        text = text.replace(special, "\\" + special)
    return " ".join(text.split())
