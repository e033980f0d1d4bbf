"""The page of one course: its record, versions, downloads and a preview to play."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from hocvu.catalog.entry import Distribution, Entry
from hocvu.catalog.site.frame import frame, word
from hocvu.catalog.site.search import field_names
from hocvu.lesson import Record
from hocvu.lesson.record import When
from hocvu.manifest.profile import label, provinces
from hocvu.manifest.times import seconds
from hocvu.messages import Language

_LANGUAGES: Final = {"vi": ("Tiếng Việt", "Vietnamese"), "en": ("Tiếng Anh", "English")}
_RECORDS: Final = (("metadata.json", "JSON-LD"), ("lom.xml", "LOM"), ("dc.xml", "Dublin Core"))


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page of a course shows.

    Attributes:
        entry: Its entry.
        record: Its master record.
        json: The same in JSON-LD.
        versions: Every version in the store, newest first.
        preview: The way from the page in Vietnamese to the start of its preview; empty for none.
    """

    entry: Entry
    record: Record
    json: Mapping[str, Any]
    versions: Sequence[str]
    preview: str = ""


def course_page(shown: Shown, lang: Language) -> bytes:
    """Return the page of a course in `lang`; what is only in Vietnamese is marked as such."""
    entry, record = shown.entry, shown.record
    root = "../../" if lang == "vi" else "../../../"
    here = "" if lang == "vi" else f"../../../courses/{entry.key}/"
    title, spoken = _text(record.title, lang)
    description, described = _text(record.description, lang)
    home = f"{root}index.html" if lang == "vi" else f"{root}en/index.html"
    parts = [
        f'<p><a href="{home}">{word("back", lang)}</a></p>\n',
        f"<h1{spoken}>{escape(title)}</h1>\n",
        _state(entry, lang),
        f"<p{described}>{escape(description)}</p>\n" if description else "",
    ]
    if entry.state != "withdrawn":
        parts += [_preview(shown, lang, here), _downloads(entry, lang, f"{root}../")]
    if record.outcomes:
        inside = "".join(f"<li>{escape(one)}</li>\n" for one in record.outcomes)
        heading = f"<h2>{word('outcomes', lang)}</h2>\n"
        parts.append(f'{heading}<ul lang="{escape(record.language)}">\n{inside}</ul>\n')
    parts += [_contents(shown.json, lang), _facts(shown, lang), _records(lang, here)]
    other = (
        f"../../en/courses/{entry.key}/index.html"
        if lang == "vi"
        else f"../../../courses/{entry.key}/index.html"
    )
    data = json.dumps(shown.json, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    head = f'<script type="application/ld+json">{data}</script>\n'
    return frame(title, "".join(parts), lang, root, other, head=head)


def _text(texts: Mapping[str, str], lang: Language) -> tuple[str, str]:
    """Return the text in `lang`, or in Vietnamese with the attribute that says so."""
    if lang in texts:
        return texts[lang], ""
    return texts.get("vi", ""), ' lang="vi"'


def _state(entry: Entry, lang: Language) -> str:
    if entry.state == "withdrawn":
        reason = entry.reason or "–"
        return f'<p class="notice">{word("withdrawn", lang, reason=reason)}</p>\n'
    if entry.superseded_by:
        by = escape(entry.superseded_by)
        return f'<p class="notice">{word("superseded", lang)} <code>{by}</code></p>\n'
    return ""


def _preview(shown: Shown, lang: Language, here: str) -> str:
    if not shown.preview:
        return f"<p>{word('no_preview', lang)}</p>\n"
    return f'<p><a class="main" href="{here}{shown.preview}">{word("try", lang)}</a></p>\n'


def _downloads(entry: Entry, lang: Language, store: str) -> str:
    rows = "".join(_download(one, lang, store) for one in entry.distributions)
    heads = "".join(
        f'<th scope="col">{word(name, lang)}</th>' for name in ("file", "standard", "size")
    )
    return (
        f"<h2>{word('downloads', lang)}</h2>\n"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{word("downloads", lang)}">'
        f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table></div>\n"
    )


def _download(one: Distribution, lang: Language, store: str) -> str:
    name = escape(one.name)
    return (
        f'<tr><th scope="row"><a href="{store}{one.key}" download="{name}">{name}</a>'
        f"<details><summary>{word('digest', lang)}</summary>"
        f"<code>{one.sha256}</code></details></th>"
        f"<td>{word(f'standard.{one.standard}', lang)}</td><td>{_size(one.size, lang)}</td></tr>\n"
    )


def _size(count: int, lang: Language) -> str:
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} KB"
    return f"{count / 1e6:.1f} MB".replace(".", "," if lang == "vi" else ".")


def _contents(json: Mapping[str, Any], lang: Language) -> str:
    parts = json.get("hasPart", ())
    if not parts:
        return ""
    return f'<h2>{word("contents", lang)}</h2>\n<div lang="vi">{_outline(parts)}</div>\n'


def _outline(parts: Any) -> str:
    items = []
    for part in parts:
        inside = _outline(part["hasPart"]) if "hasPart" in part else ""
        items.append(f"<li>{escape(part.get('name', ''))}{inside}</li>")
    return f"<ol>{''.join(items)}</ol>"


def _facts(shown: Shown, lang: Language) -> str:
    rows = "".join(
        f"<div><dt>{word(name, lang)}</dt><dd>{value}</dd></div>\n"
        for name, value in (*_about(shown, lang), *_issue(shown, lang))
        if value
    )
    return f'<h2>{word("facts", lang)}</h2>\n<dl class="facts">\n{rows}</dl>\n'


def _about(shown: Shown, lang: Language) -> Iterator[tuple[str, str]]:
    record, names = shown.record, field_names(shown.entry)
    yield "code", escape(record.code)
    yield "kind", _term("kind", record.kind, lang)
    yield "programme_type", _term("programme_type", record.programme_type, lang)
    yield "field", escape((names[0] if lang == "vi" else names[1]) if names else "")
    yield "audience", ", ".join(_term("audience", one, lang) for one in record.audience)
    yield "duration", _duration(record.duration or "", lang)
    yield "requirement", _term("requirement", record.requirement, lang)
    yield "delivery_mode", _term("delivery_mode", record.delivery_mode, lang)
    spoken = _LANGUAGES.get(record.language)
    yield "language", escape(spoken[lang == "en"] if spoken else record.language)
    known = [one for one in record.accessibility if one != "none"]
    yield "accessibility", ", ".join(_term("accessibility", one, lang) for one in known)
    places = record.coverage.provinces if record.coverage else ()
    yield "coverage", escape(", ".join(provinces().get(code, code) for code in places))
    yield "keywords", escape(", ".join(record.keywords))


def _issue(shown: Shown, lang: Language) -> Iterator[tuple[str, str]]:
    record, entry = shown.record, shown.entry
    yield "publisher", escape(record.publisher.name if record.publisher else "")
    yield "compilers", escape(", ".join(one.name for one in record.compilers))
    yield "appraiser", escape(record.appraiser.name if record.appraiser else "")
    if approval := record.approval:
        date = _date(approval.date)
        yield (
            "approval",
            word("approved", lang, number=approval.number, date=date, signer=approval.signer),
        )
    basis = "".join(f"<li>{escape(one.text)}</li>" for one in record.legal_basis)
    yield "legal_basis", f'<ul lang="vi">{basis}</ul>' if basis else ""
    yield "issued", _date(record.issued)
    yield "review_by", _date(record.review_by)
    yield "published", _date(entry.published.date() if entry.published else None)
    others = [
        f"{escape(one)} ({word('current', lang)})" if one == entry.version else escape(one)
        for one in shown.versions
    ]
    yield "versions", ", ".join(others)
    yield "rights", escape(record.rights or "")
    yield "access", escape(record.access or "")
    yield "id", f"<code>{escape(record.id)}</code>"


def _records(lang: Language, here: str) -> str:
    links = " · ".join(f'<a href="{here}{name}">{title}</a>' for name, title in _RECORDS)
    return f"<p>{word('record', lang)}: {links}</p>\n"


def _term(vocabulary: str, term: str | None, lang: Language) -> str:
    """Return the label of a term; one that the vocabulary does not have stands as it is."""
    if not term:
        return ""
    try:
        return escape(label(vocabulary, term, lang))
    except KeyError:
        return escape(term)


def _duration(duration: str, lang: Language) -> str:
    hours, minutes = divmod(round(seconds(duration) / 60), 60)
    if hours and minutes:
        return word("hours", lang, hours=hours, minutes=minutes)
    if hours:
        return word("whole_hours", lang, hours=hours)
    return word("minutes", lang, minutes=minutes) if minutes else ""


def _date(day: When | None) -> str:
    if not day:
        return ""
    return "/".join(reversed(day.isoformat().split("-")))
