"""What a package's metadata (IEEE 1484.12.1 LOM, or less) suggest for a record."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Final

from hocvu.lesson.record import Organisation
from hocvu.sources.package.imscp import default_organization
from hocvu.sources.package.xml import Element, child, children, get, language, name, text

Load = Callable[[str], Element | None]
_COMPILERS: Final = {"author", "content provider", "instructional designer"}
_LONGEST: Final = 2000
_MOST: Final = 40
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_VERSION: Final = re.compile(r"v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?")
_IRI: Final = re.compile(
    r"(?:https?://[^\s<>\"{}|\\^`/]+/[^\s<>\"{}|\\^`]+|urn:[a-z0-9-]{2,31}:\S+)"
)
_DURATION: Final = re.compile(r"P(?=.)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?")
_CARD: Final = re.compile(r"^(ORG|FN)[^:\n]*:(.+)$", re.IGNORECASE | re.MULTILINE)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def record(root: Element, load: Load) -> dict[str, object]:
    """Return fields of a record by their names, as far as they are told.

    Args:
        root: The package's descriptor.
        load: Returns the root of another file of the package, None where it is not there.
    """
    lom = _lom(root, load)
    found = _described(root) if lom is None else _from_lom(lom)
    return {field: value for field, value in found.items() if value}


def _lom(root: Element, load: Load) -> Element | None:
    """Return the course's own metadata: of the whole, else of its organization."""
    organization = default_organization(root)
    for holder in (child(root, "metadata"), child(organization, "metadata")):
        if holder is None:
            continue
        inside = next(children(holder, "lom"), None)
        if inside is not None:
            return inside
        for location in children(holder, "location"):
            loaded = load(text(location))
            if loaded is not None and name(loaded) == "lom":
                return loaded
    return None


def _from_lom(lom: Element) -> dict[str, object]:
    general, cycle = child(lom, "general"), child(lom, "lifecycle")
    dates = sorted(_dates(cycle))
    publishers = tuple(_people(cycle, {"publisher"}))
    return {
        "id": _identifier(general),
        "title": _titles(_strings(child(general, "title"))),
        "description": _strings(child(general, "description")),
        "language": _language(text(child(general, "language"))),
        "keywords": _keywords(general),
        "publisher": publishers[0] if publishers else None,
        "compilers": tuple(
            _people(cycle, {"author", "content provider", "instructional designer"})
        ),
        "version": _version(_one(child(cycle, "version"))),
        "modified": dates[-1] if dates else None,
        "rights": _one(child(lom, "rights", "description")),
        "duration": _duration(child(lom, "educational", "typicallearningtime")),
    }


def _described(root: Element) -> dict[str, object]:
    """Return what a course structure of cmi5 or a ``tincan.xml`` says without any LOM."""
    course = child(root, "course")
    if course is not None:
        title, description = child(course, "title"), child(course, "description")
        return {
            "id": _known_iri(get(course, "id")),
            "title": _titles(_strings(title)),
            "description": _strings(description),
        }
    activities = child(root, "activities")
    first = None if activities is None else next(children(activities, "activity"), None)
    if first is None:
        return {}
    names, told = list(children(first, "name")), list(children(first, "description"))
    return {
        "id": _known_iri(get(first, "id")),
        "title": _titles(_by_language(names)),
        "description": _by_language(told),
    }


def _strings(element: Element | None) -> dict[str, str]:
    """Return a text by language; what tells none is taken for Vietnamese."""
    if element is None:
        return {}
    inner = list(children(element, "langstring", "string"))
    return _by_language(inner or [element])


def _by_language(texts: list[Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in texts:
        if said := text(one)[:_LONGEST]:
            found.setdefault((language(one) or "vi").partition("-")[0], said)
    return {tag: said for tag, said in found.items() if _TAG.fullmatch(tag)}


def _titles(titles: dict[str, str]) -> dict[str, str]:
    """Return titles with one that stands for Vietnamese, which every record has."""
    return titles if not titles else {"vi": next(iter(titles.values())), **titles}


def _one(element: Element | None) -> str:
    texts = _strings(element)
    return texts.get("vi") or next(iter(texts.values()), "")


def _keywords(general: Element | None) -> tuple[str, ...]:
    if general is None:
        return ()
    holders = children(general, "keyword")
    texts = (_strings(one) for one in holders)
    words = (said.get("vi") or next(iter(said.values()), "") for said in texts)
    return tuple(dict.fromkeys(word[:100] for word in words if word))[:_MOST]


def _contributions(cycle: Element | None) -> Iterator[Element]:
    return iter(()) if cycle is None else children(cycle, "contribute")


def _people(cycle: Element | None, roles: set[str]) -> Iterator[Organisation]:
    """Yield who contributed in one of `roles`: organisations before people's names."""
    seen: set[str] = set()
    for contribution in _contributions(cycle):
        if text(child(contribution, "role", "value")).lower() not in roles:
            continue
        for entity in children(contribution, "centity", "entity"):
            card = "".join(entity.itertext())  # type: ignore[arg-type]
            cards = {key.upper(): value for key, value in _CARD.findall(card)}
            called = _plain(cards.get("ORG") or cards.get("FN") or "")
            if called and called not in seen and len(seen) < _MOST:
                seen.add(called)
                yield Organisation(name=called)


def _plain(value: str) -> str:
    """Return a value of a vCard (RFC 2426) without its escapes."""
    unescaped = re.sub(r"\\([,;\\])", r"\1", value.replace("\\n", " "))
    return " ".join(unescaped.split()).strip(" ;")[:200]


def _dates(cycle: Element | None) -> Iterator[dt.date]:
    for contribution in _contributions(cycle):
        when = child(contribution, "date")
        for told in _DAY.findall(text(child(when, "datetime") if when is not None else None))[:1]:
            try:
                yield dt.date.fromisoformat(told)
            except ValueError:
                continue


def _identifier(general: Element | None) -> str:
    """Return the address that names the work in catalogues, where it is one."""
    if general is None:
        return ""
    holders = children(general, "catalogentry", "identifier")
    told = (text(child(holder, "entry")) or text(holder) for holder in holders)
    return next((known for entry in told if (known := _known_iri(entry))), "")


def _known_iri(told: str) -> str:
    return told if len(told) <= 400 and _IRI.fullmatch(told) else ""


def _language(told: str) -> str:
    return told if _TAG.fullmatch(told) else ""


def _version(told: str) -> str:
    found = _VERSION.fullmatch(told)
    return ".".join(str(int(part or 0)) for part in found.groups()) if found else ""


def _duration(element: Element | None) -> str:
    told = text(child(element, "duration") if element is not None else None)
    told = told or text(child(element, "datetime") if element is not None else None)
    return told if _DURATION.fullmatch(told) and re.search(r"[1-9]", told) else ""
