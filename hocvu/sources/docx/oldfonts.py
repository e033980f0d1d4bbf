"""Turns text in old Vietnamese fonts into Unicode, in the document's own tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lxml import etree

from hocvu.sources.docx.names import VAL, A, W
from hocvu.sources.docx.styles import Styles, run_properties
from hocvu.sources.oldfonts import Run, decode, family

_P: Final = f"{W}p"
_T: Final = f"{W}t"
_SOFT_HYPHEN: Final = f"{W}softHyphen"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS: Final = (f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen")
_WANTED: Final = (_T, _SOFT_HYPHEN, *_BREAKS)
_DOUBTFUL: Final = frozenset(map(chr, range(0xA1, 0x100)))
_ENOUGH: Final = 30


def to_unicode(
    stories: Sequence[etree._Element], styles: Styles, theme: etree._Element | None
) -> int:
    """Turn the text of `stories` into Unicode and return how many runs that changed.

    Args:
        stories: Roots of the main text and of the notes.
        styles: The document's styles.
        theme: Root of the theme, whose fonts styles may name.
    """
    named = _theme_fonts(theme)
    if not (_names_old_font(stories, styles, named) or _looks_old(stories)):
        return 0
    places: list[list[etree._Element]] = []
    paragraphs: list[list[Run]] = []
    for story in stories:
        for items in _paragraphs(story):
            places.append(items)
            paragraphs.append([_run(item, styles, named) for item in items])
    changed = 0
    for items, texts in zip(places, decode(paragraphs), strict=True):
        for item, text in zip(items, texts, strict=True):
            if text is not None:
                changed += 1
                _replace(item, text)
    return changed


def _paragraphs(story: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield what stands in each paragraph; text boxes in it are paragraphs of their own."""
    found: dict[etree._Element, list[etree._Element]] = {}
    for item in story.iter(*_WANTED):
        host = next(item.iterancestors(_P), None)
        if host is not None:
            found.setdefault(host, []).append(item)
    yield from found.values()


def _run(item: etree._Element, styles: Styles, named: dict[str, str]) -> Run:
    text = "\xad" if item.tag == _SOFT_HYPHEN else (item.text or "") if item.tag == _T else "\n"
    return Run(text, _font(item, styles, named))


def _font(item: etree._Element, styles: Styles, named: dict[str, str]) -> str | None:
    """Return the font of Western letters by the run, its style and its paragraph's style."""
    run = next(item.iterancestors(f"{W}r"), None)
    properties = None if run is None else run.find(f"{W}rPr")
    font = None if properties is None else run_properties(properties).western
    if font is None and properties is not None:
        character = properties.find(f"{W}rStyle")
        if character is not None:
            font = styles.style(character.get(VAL), "character").run.western
    if font is None:
        host = next(item.iterancestors(_P))
        style = host.find(f"{W}pPr/{W}pStyle")
        font = styles.style(None if style is None else style.get(VAL)).run.western
    font = font or styles.base.western
    return named.get(font, font) if font else None


def _replace(item: etree._Element, text: str) -> None:
    item.tag = _T
    item.text = text
    item.set(_SPACE, "preserve")


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    if theme is None:
        return {}
    found = {}
    for name in ("major", "minor"):
        latin = next(theme.iterfind(f".//{A}{name}Font/{A}latin"), None)
        if latin is not None and latin.get("typeface"):
            found[f"+{name}"] = latin.get("typeface", "")
    return found


def _names_old_font(
    stories: Iterable[etree._Element], styles: Styles, named: dict[str, str]
) -> bool:
    fonts = {*named.values(), *styles.fonts}
    for story in stories:
        for item in story.iter(f"{W}rFonts"):
            fonts.update(map(str, item.attrib.values()))
    return any(family(font) for font in fonts)


def _looks_old(stories: Iterable[etree._Element]) -> bool:
    """Tell if there is much text in Western signs that Vietnamese text does not hold."""
    signs = 0
    for story in stories:
        for item in story.iter(_T):
            signs += sum(character in _DOUBTFUL for character in item.text or "")
    return signs >= _ENOUGH
