"""Equations: presentation MathML rebuilt from a closed list of elements and attributes."""

from __future__ import annotations

from typing import Final

from lxml import etree

from hocvu.lesson import Math
from hocvu.render.markup import Markup, escape, names, tag

_NAMESPACE: Final = "http://www.w3.org/1998/Math/MathML"
_DROPPED: Final = names("annotation annotation-xml script style maction")
_ELEMENTS: Final = names(
    "menclose merror mfrac mi mlabeledtr mmultiscripts mn mo mover mpadded mphantom mprescripts"
    " mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover"
    " none"
)
_ATTRIBUTES: Final = names(
    "accent accentunder columnalign columnlines columnspacing columnspan depth displaystyle fence"
    " form height largeop linethickness lspace mathvariant maxsize minsize movablelimits notation"
    " rowalign rowlines rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset"
    " width"
)
_DEEPEST: Final = 64
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
    remove_pis=True,
)  # fmt: skip


def equation(node: Math) -> Markup:
    """Return `node` as MathML that carries its text; as its text alone when it is not MathML."""
    try:
        root = etree.fromstring(node.mathml.encode("utf-8"), _PARSER)
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        return tag("span", node.text, attrs={"class": "math"})
    row = _element("mrow", "", "".join(_children(root, 0)))
    annotation = _element("annotation", ' encoding="text/plain"', escape(node.text))
    shape = ' display="block"' if node.display else ""
    return Markup(
        f'<math xmlns="{_NAMESPACE}"{shape}>{_element("semantics", "", row + annotation)}</math>'
    )


def _children(parent: etree._Element, depth: int) -> list[str]:
    pieces: list[str] = [escape(parent.text or "")]
    for child in parent:
        if isinstance(child.tag, str) and depth < _DEEPEST:
            pieces.append(_rebuild(child, depth + 1))
        pieces.append(escape(child.tail or ""))
    return pieces


def _rebuild(source: etree._Element, depth: int) -> str:
    name = etree.QName(source).localname
    if name in _DROPPED:
        return ""
    attributes = "".join(
        f' {key}="{escape(str(value)).replace(chr(34), "&quot;")}"'
        for key, value in sorted(source.attrib.items())
        if key in _ATTRIBUTES
    )
    inside = "".join(_children(source, depth))
    # What is not on the list (semantics, mfenced, …) stands as a plain row, so nothing is lost.
    return _element(name, attributes, inside) if name in _ELEMENTS else _element("mrow", "", inside)


def _element(name: str, attributes: str, inside: str) -> str:
    return f"<{name}{attributes}>{inside}</{name}>"
