"""The first page, with the search, and the full list for those who have no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from hocvu.catalog.entry import Entry
from hocvu.catalog.site.frame import frame, word
from hocvu.catalog.site.search import field_names
from hocvu.messages import Language, text

_NEWEST: Final = 20
_FILTERS: Final = ("publisher", "field", "programme_type", "kind")


def home_page(entries: Sequence[Entry], lang: Language) -> bytes:
    """Return the page with the search; without a script it shows the newest courses."""
    root = "" if lang == "vi" else "../"
    newest = sorted(entries, key=lambda one: (one.updated is None, one.updated, one.id))[::-1]
    filters = "".join(
        f'<p><label for="f-{name}">{word(name, lang)}</label>'
        f'<select id="f-{name}" data-filter="{at}">'
        f'<option value="-1">{word("all", lang)}</option></select></p>\n'
        for at, name in enumerate(_FILTERS)
    )
    body = f"""<h1>{word("title", lang)}</h1>
<form role="search" hidden data-found="{word("found", lang)}" data-root="{root}">
<p class="wide"><label for="q">{word("search", lang)}</label>
<input id="q" type="search" autocomplete="off" aria-describedby="q-hint">
<span id="q-hint">{word("search_hint", lang)}</span></p>
{filters}</form>
<p role="status" id="count"></p>
<h2 id="heading">{word("newest", lang)}</h2>
<ul class="courses" id="courses">
{_items(newest[:_NEWEST], lang)}</ul>
<p><button type="button" id="more" hidden>{word("more", lang)}</button></p>
<p><a href="all.html">{word("everything", lang)}</a></p>
"""
    script = (
        f'<script src="{root}data/search.js" defer></script>\n'
        f'<script src="{root}assets/catalog.js" defer></script>\n'
    )
    other = "en/index.html" if lang == "vi" else "../index.html"
    title = text("catalog.ui.title", lang=lang)
    return frame(title, body, lang, root, other, script=script)


def list_page(entries: Sequence[Entry], lang: Language) -> bytes:
    """Return the list of every course by publisher."""
    root = "" if lang == "vi" else "../"
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.publisher.name if entry.publisher else "", []).append(entry)
    parts = [f"<h1>{word('everything', lang)}</h1>\n"]
    for name, inside in sorted(groups.items()):
        inside.sort(key=lambda one: (one.code, one.id))
        parts.append(f"<h2>{escape(name) or '–'}</h2>\n")
        parts.append(f'<ul class="courses">\n{_items(inside, lang)}</ul>\n')
    other = "en/all.html" if lang == "vi" else "../all.html"
    return frame(text("catalog.ui.everything", lang=lang), "".join(parts), lang, root, other)


def _items(entries: Iterable[Entry], lang: Language) -> str:
    return "".join(_item(entry, lang) for entry in entries)


def _item(entry: Entry, lang: Language) -> str:
    title = entry.title.get(lang) or entry.title.get("vi", "")
    names = field_names(entry)
    about = [
        entry.code,
        entry.publisher.name if entry.publisher else "",
        (names[0] if lang == "vi" else names[1]) if names else "",
    ]
    spoken = "" if lang in entry.title else ' lang="vi"'
    return (
        f'<li><a href="courses/{entry.key}/index.html"{spoken}>{escape(title)}</a>'
        f"<span>{escape(' · '.join(word for word in about if word))}</span></li>\n"
    )
