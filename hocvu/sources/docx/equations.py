"""Equations: Office Math (ECMA-376-1, 22.1) as presentation MathML, with a line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from hocvu.identifiers import nfc
from hocvu.lesson import Math
from hocvu.sources.docx.names import MC, M, W, is_on

_NAMESPACE: Final = "http://www.w3.org/1998/Math/MathML"
_DEEPEST: Final = 24
_WITH_PROPERTIES: Final = (
    *("acc", "bar", "box", "borderBox", "ctrl", "d", "eqArr", "f", "func", "groupChr", "lim"),
    *("limLow", "limUpp", "m", "nary", "phant", "rad", "r", "sPre", "sSub", "sSubSup", "sSup"),
)
_PROPERTIES: Final = frozenset(f"{M}{name}Pr" for name in _WITH_PROPERTIES)
_OPERATORS: Final = frozenset("+-−=<>≤≥≠±∓×÷·*/|∣‖(){}[],;:!∈∉⊂⊃⊆⊇∪∩∧∨→←↔⇒⇐⇔≈≡∼∝∞∂∇…⋯∘⊕⊗%")
_INVISIBLE: Final = {"\u2061", "\u2062", "\u2063", "\u2064"}

Rendered = tuple[str, str]
"""MathML and text of one construct."""


class _TooDeep(Exception):
    """The equation nests deeper than is converted."""


class _Converter:
    """Converts one equation and remembers which constructs it did not know."""

    def __init__(self) -> None:
        self.unknown: list[str] = []
        self._depth = 0
        self._known: dict[str, Callable[[etree._Element], Rendered]] = {
            "r": self._run,
            "f": self._fraction,
            "sSup": self._superscript,
            "sSub": self._subscript,
            "sSubSup": self._both_scripts,
            "sPre": self._prescripts,
            "rad": self._radical,
            "d": self._delimited,
            "nary": self._nary,
            "func": self._function,
            "limLow": self._limit_below,
            "limUpp": self._limit_above,
            "m": self._matrix,
            "eqArr": self._array,
            "acc": self._accent,
            "bar": self._bar,
            "groupChr": self._group,
            "borderBox": self._border,
            "phant": self._phantom,
        }

    def children(self, parent: etree._Element | None) -> Rendered:
        """Convert all that `parent` holds into one row."""
        if parent is None:
            return "<mrow></mrow>", ""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeep
        markup, text = [], []
        for item in parent:
            if item.tag in _PROPERTIES:
                continue
            one, line = self._one(item)
            text.append(line)
            if one:
                markup.append(one)
        self._depth -= 1
        row = "".join(markup)
        return (row if len(markup) == 1 else f"<mrow>{row}</mrow>"), "".join(text)

    def _one(self, item: etree._Element) -> Rendered:
        tag = item.tag
        if tag.startswith(M):
            name = tag[len(M) :]
            if name in self._known:
                return self._known[name](item)
            if name not in {"box", "e", "oMath", "oMathPara"}:
                self.unknown.append(name)
            return self.children(item)
        if tag in {f"{W}del", f"{W}moveFrom", f"{MC}Fallback"} or _is_mark(tag):
            return "", ""
        if tag == f"{W}r":
            return _leaf("".join(part.text or "" for part in item.iter(f"{W}t")), upright=True)
        return self.children(item)

    def _argument(self, item: etree._Element, name: str) -> Rendered:
        return self.children(item.find(f"{M}{name}"))

    def _run(self, item: etree._Element) -> Rendered:
        plain = item.find(f"{M}rPr/{M}sty")
        normal = item.find(f"{M}rPr/{M}nor")
        upright = (plain is not None and plain.get(f"{M}val") == "p") or normal is not None
        text = "".join(part.text or "" for part in item.iter(f"{M}t", f"{W}t"))
        return _leaf(text, upright)

    def _fraction(self, item: etree._Element) -> Rendered:
        top, above = self._argument(item, "num")
        bottom, below = self._argument(item, "den")
        line = ' linethickness="0"' if _value(item, "fPr", "type") == "noBar" else ""
        return f"<mfrac{line}>{top}{bottom}</mfrac>", f"{_one_term(above)}/{_one_term(below)}"

    def _superscript(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        upper, power = self._argument(item, "sup")
        return f"<msup>{base}{upper}</msup>", f"{text}^{_one_term(power)}"

    def _subscript(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        lower, index = self._argument(item, "sub")
        return f"<msub>{base}{lower}</msub>", f"{text}_{_one_term(index)}"

    def _both_scripts(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        lower, index = self._argument(item, "sub")
        upper, power = self._argument(item, "sup")
        line = f"{text}_{_one_term(index)}^{_one_term(power)}"
        return f"<msubsup>{base}{lower}{upper}</msubsup>", line

    def _prescripts(self, item: etree._Element) -> Rendered:
        lower, index = self._argument(item, "sub")
        upper, power = self._argument(item, "sup")
        base, text = self._argument(item, "e")
        markup = f"<mmultiscripts>{base}<mprescripts></mprescripts>{lower}{upper}</mmultiscripts>"
        return markup, f"_{_one_term(index)}^{_one_term(power)}{text}"

    def _radical(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        degree, index = self._argument(item, "deg")
        hidden = item.find(f"{M}radPr/{M}degHide")
        if not index or (hidden is not None and is_on(hidden.get(f"{M}val"))):
            return f"<msqrt>{base}</msqrt>", f"√{_one_term(text)}"
        return f"<mroot>{base}{degree}</mroot>", f"{index}√{_one_term(text)}"

    def _delimited(self, item: etree._Element) -> Rendered:
        left = _value(item, "dPr", "begChr", "(")
        right = _value(item, "dPr", "endChr", ")")
        between = _value(item, "dPr", "sepChr", "|")
        parts = [self.children(part) for part in item.iterchildren(f"{M}e")]
        markup = _operator(between).join(part for part, _ in parts)
        line = between.join(text for _, text in parts)
        return f"<mrow>{_fence(left)}{markup}{_fence(right)}</mrow>", f"{left}{line}{right}"

    def _nary(self, item: etree._Element) -> Rendered:
        sign = _value(item, "naryPr", "chr", "∫")
        lower, index = self._argument(item, "sub")
        upper, power = self._argument(item, "sup")
        base, text = self._argument(item, "e")
        place = _value(item, "naryPr", "limLoc", "subSup" if sign in "∫∬∭∮" else "undOvr")
        script = _scripted(_operator(sign), lower if index else "", upper if power else "", place)
        line = sign + (f"_{_one_term(index)}" if index else "")
        line += f"^{_one_term(power)}" if power else ""
        return f"<mrow>{script}{base}</mrow>", f"{line} {text}"

    def _function(self, item: etree._Element) -> Rendered:
        name, called = self._argument(item, "fName")
        base, text = self._argument(item, "e")
        return f"<mrow>{name}<mo>\u2061</mo>{base}</mrow>", f"{called} {text}"

    def _limit_below(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        limit, under = self._argument(item, "lim")
        return f"<munder>{base}{limit}</munder>", f"{text}_{_one_term(under)}"

    def _limit_above(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        limit, over = self._argument(item, "lim")
        return f"<mover>{base}{limit}</mover>", f"{text}^{_one_term(over)}"

    def _matrix(self, item: etree._Element) -> Rendered:
        rows = [
            [self.children(cell) for cell in row.iterchildren(f"{M}e")]
            for row in item.iterchildren(f"{M}mr")
        ]
        return _table(rows)

    def _array(self, item: etree._Element) -> Rendered:
        return _table([[self.children(row)] for row in item.iterchildren(f"{M}e")])

    def _accent(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        sign = _value(item, "accPr", "chr", "\u0302")
        return f'<mover accent="true">{base}{_operator(sign)}</mover>', f"{text}{sign}"

    def _bar(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        tag = "mover" if _value(item, "barPr", "pos", "bot") == "top" else "munder"
        return f"<{tag}>{base}<mo>¯</mo></{tag}>", text

    def _group(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        sign = _value(item, "groupChrPr", "chr", "⏟")
        tag = "mover" if _value(item, "groupChrPr", "pos", "bot") == "top" else "munder"
        return f"<{tag}>{base}{_operator(sign)}</{tag}>", text

    def _border(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        return f'<menclose notation="box">{base}</menclose>', text

    def _phantom(self, item: etree._Element) -> Rendered:
        base, text = self._argument(item, "e")
        shown = item.find(f"{M}phantPr/{M}show")
        if shown is not None and not is_on(shown.get(f"{M}val")):
            return f"<mphantom>{base}</mphantom>", ""
        return base, text


def convert(item: etree._Element, display: bool) -> tuple[Math | None, str]:
    """Return an equation, and the names of constructs in it that are not known.

    Args:
        item: An ``oMath`` element.
        display: It stands on a line of its own.

    Returns:
        None instead of the equation where there is nothing in it.
    """
    converter = _Converter()
    try:
        markup, text = converter.children(item)
        lost = ", ".join(sorted(set(converter.unknown)))
    except _TooDeep:
        text = "".join(part.text or "" for part in item.iter(f"{M}t"))
        markup, lost = f"<mtext>{_escape(text)}</mtext>", "…"
    text = " ".join(nfc(text).split())
    if not text:
        return None, ""
    shown = ' display="block"' if display else ""
    mathml = f'<math xmlns="{_NAMESPACE}"{shown}>{nfc(markup)}</math>'
    return Math(mathml=mathml, text=text, display=display), lost


def _leaf(text: str, upright: bool) -> Rendered:
    """Return the characters of a run as numbers, identifiers and operators."""
    if upright and len(text.strip()) > 1 and not any(c in _OPERATORS or c.isdigit() for c in text):
        tag = "mtext" if " " in text.strip() else "mi"
        return f"<{tag}>{_escape(text)}</{tag}>", text
    markup: list[str] = []
    number = ""
    for index, character in enumerate(text):
        following = text[index + 1 : index + 2]
        decimal = character in ".," and number and following.isdigit()
        if character.isdigit() or decimal:
            number += character
            continue
        if number:
            markup.append(f"<mn>{number}</mn>")
            number = ""
        if character in _INVISIBLE or character in _OPERATORS:
            markup.append(_operator(character))
        elif character.isspace():
            if upright:
                markup.append('<mspace width="0.3em"></mspace>')
        else:
            variant = ' mathvariant="normal"' if upright else ""
            markup.append(f"<mi{variant}>{_escape(character)}</mi>")
    if number:
        markup.append(f"<mn>{number}</mn>")
    row = "".join(markup)
    return (row if len(markup) == 1 else f"<mrow>{row}</mrow>"), text


def _operator(sign: str) -> str:
    return f"<mo>{_escape(sign)}</mo>"


def _fence(sign: str) -> str:
    return f'<mo fence="true">{_escape(sign)}</mo>' if sign else ""


def _scripted(base: str, lower: str, upper: str, place: str) -> str:
    beside = place == "subSup"
    if lower and upper:
        tag = "msubsup" if beside else "munderover"
    elif lower:
        tag = "msub" if beside else "munder"
    elif upper:
        tag = "msup" if beside else "mover"
    else:
        return base
    return f"<{tag}>{base}{lower}{upper}</{tag}>"


def _table(rows: list[list[Rendered]]) -> Rendered:
    markup = "".join(
        f"<mtr>{''.join(f'<mtd>{cell}</mtd>' for cell, _ in row)}</mtr>" for row in rows
    )
    line = "; ".join(", ".join(text for _, text in row) for row in rows)
    return f"<mtable>{markup}</mtable>", line


def _value(item: etree._Element, group: str, name: str, default: str = "") -> str:
    found = item.find(f"{M}{group}/{M}{name}")
    return default if found is None else found.get(f"{M}val", "")


def _one_term(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _escape(text: str) -> str:
    return escape("".join(c for c in text if c.isprintable() or c in _INVISIBLE))


def _is_mark(tag: str) -> bool:
    return tag.startswith(W) and tag[len(W) :] in {
        "bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd", "rPr",
    }  # fmt: skip
