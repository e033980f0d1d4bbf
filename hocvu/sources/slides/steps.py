"""Build steps: what a slide shows before each click (ECMA-376-1, 19.5).

A slide that is built up is drawn once more for each step, without what comes later.
"""

from __future__ import annotations

import posixpath
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.errors import Origin
from hocvu.sources.slides.fields import fix
from hocvu.sources.slides.names import A, Element, P, R
from hocvu.tools.archive import Archive, open_archive

MOST: Final = 12
"""Steps of one slide; more are seldom meant as steps."""
_MOST_PAGES: Final = 300
_Target = tuple[str, int | None]
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_SLIDE: Final = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"
_MAIN, _MAIN_RELS = "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
)


def hidden_at(slide: Element) -> list[frozenset[_Target]]:
    """Return what is hidden at each step before the slide is complete: shapes and paragraphs."""
    clicks = slide.findall(
        f"{P}timing/{P}tnLst/{P}par/{P}cTn/{P}childTnLst/{P}seq/{P}cTn[@nodeType='mainSeq']"
        f"/{P}childTnLst/{P}par"
    )
    coming = [_targets(click, "entr") for click in clicks]
    states: list[frozenset[_Target]] = []
    for place in range(len(coming)):
        later = frozenset(target for found in coming[place:] for target in found)
        if later and (not states or later != states[-1]):
            states.append(later)
    # What comes by itself, before any click, is there when the slide is first seen.
    if clicks and clicks[0].find(f".//{P}cTn[@nodeType='clickEffect']") is None:
        states = states[1:]
    return states if len(states) <= MOST else []


def _targets(click: Element, kind: str) -> set[_Target]:
    found: set[_Target] = set()
    for effect in click.iterfind(f".//{P}cTn[@presetClass='{kind}']"):
        for target in effect.iter(f"{P}spTgt"):
            shape = target.get("spid", "")
            ranges = list(target.iterfind(f"{P}txEl/{P}pRg"))
            if not ranges:
                found.add((shape, None))
            for part in ranges:
                first, last = int(part.get("st", "0")), int(part.get("end", "0"))
                found.update((shape, number) for number in range(first, min(last, first + 99) + 1))
    return found


def with_steps(path: Path, copy: Path, origin: Origin) -> list[int]:
    """Write a `copy` of a presentation with a page more for each step, after all others.

    Returns:
        The number of the slide, from 1, of each page that was added; nothing is written when
        there is none.
    """
    with open_archive(path, origin) as archive:
        if _MAIN not in archive or _MAIN_RELS not in archive:
            return []
        changed: dict[str, bytes] = {}
        main = _parse(archive, _MAIN)
        links = _parse(archive, _MAIN_RELS)
        types = _parse(archive, "[Content_Types].xml")
        order = main.find(f"{P}sldIdLst")
        if order is None:
            return []
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        first = int(main.get("firstSlideNum", "1"))
        numbers = [int(item.get("id", "256")) for item in order]
        added: list[int] = []
        for number, item in enumerate(list(order), 1):
            name = posixpath.normpath(posixpath.join("/ppt", targets.get(item.get(f"{R}id"), "")))
            part = name.lstrip("/")
            if part not in archive:
                continue
            slide = _parse(archive, part)
            states = hidden_at(slide)
            if len(added) + len(states) > _MOST_PAGES:
                continue
            if states:  # The added pages stand elsewhere, and would show another number.
                numerals = [f for f in slide.iter(f"{A}fld") if f.get("type") == "slidenum"]
                fix(numerals, str(first + number - 1))
            for hidden in states:
                added.append(number)
                new = f"hocvu{len(added)}.xml"
                changed[f"ppt/slides/{new}"] = _bytes(_without(slide, hidden))
                folder, base = posixpath.split(part)
                rels = f"{folder}/_rels/{base}.rels"
                if rels in archive:
                    changed[f"ppt/slides/_rels/{new}.rels"] = archive.read(rels)
                link = {"Id": f"hocvu{len(added)}", "Type": _KIND, "Target": f"slides/{new}"}
                etree.SubElement(links, f"{_REL}Relationship", link)
                etree.SubElement(
                    types,
                    f"{_TYPES}Override",
                    {"PartName": f"/ppt/slides/{new}", "ContentType": _SLIDE},
                )
                entry = etree.SubElement(order, f"{P}sldId")
                entry.set("id", str(max(numbers) + len(added)))
                entry.set(f"{R}id", link["Id"])
        if not added:
            return []
        changed |= {_MAIN: _bytes(main), _MAIN_RELS: _bytes(links)}
        changed["[Content_Types].xml"] = _bytes(types)
        with zipfile.ZipFile(copy, "w") as container:
            for name in sorted({*archive.names, *changed}):
                data = changed.get(name)
                container.writestr(
                    zipfile.ZipInfo(name), archive.read(name) if data is None else data
                )
    return added


def _without(slide: Element, hidden: frozenset[_Target]) -> Element:
    """Return the slide without what is `hidden`; hidden paragraphs keep their place."""
    made = deepcopy(slide)
    for timing in made.findall(f"{P}timing"):
        made.remove(timing)
    for properties in list(made.iter(f"{P}cNvPr")):
        holder = properties.getparent()
        shape = None if holder is None else holder.getparent()
        key = properties.get("id", "")
        if shape is None or shape.getparent() is None:
            continue
        if (key, None) in hidden:
            shape.getparent().remove(shape)
            continue
        for number, paragraph in enumerate(shape.iterfind(f"{P}txBody/{A}p")):
            if (key, number) in hidden:
                _make_clear(paragraph)
    return made


def _make_clear(paragraph: Element) -> None:
    properties = paragraph.find(f"{A}pPr")
    if properties is None:
        properties = etree.Element(f"{A}pPr")
        paragraph.insert(0, properties)
    for bullet in ("buChar", "buAutoNum", "buBlip", "buNone"):
        for item in properties.findall(f"{A}{bullet}"):
            properties.remove(item)
    place = sum(child.tag[len(A) :].startswith(("lnSpc", "spc", "bu")) for child in properties)
    properties.insert(place, etree.Element(f"{A}buNone"))
    for run in paragraph.iter(f"{A}r", f"{A}fld"):
        look = run.find(f"{A}rPr")
        if look is None:
            look = etree.Element(f"{A}rPr")
            run.insert(0, look)
        for fill in ("solidFill", "gradFill", "noFill", "pattFill", "blipFill"):
            for item in look.findall(f"{A}{fill}"):
                look.remove(item)
        clear = etree.Element(f"{A}solidFill")
        colour = etree.SubElement(clear, f"{A}srgbClr", {"val": "FFFFFF"})
        etree.SubElement(colour, f"{A}alpha", {"val": "0"})
        look.insert(1 if look.find(f"{A}ln") is not None else 0, clear)


def _parse(archive: Archive, name: str) -> Element:
    return etree.fromstring(archive.read(name), _PARSER)


def _bytes(tree: Element) -> bytes:
    return etree.tostring(tree, encoding="UTF-8", standalone=True)
