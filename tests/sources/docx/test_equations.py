"""Equations become MathML of the same structure, with a line of text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hocvu.lesson import Math
from hocvu.lesson.text import walk

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
UPRIGHT = '<m:rPr><m:sty m:val="p"/></m:rPr>'
ARGUMENTS = {
    "mfrac": 2,
    "msup": 2,
    "msub": 2,
    "msubsup": 3,
    "munder": 2,
    "mover": 2,
    "munderover": 3,
    "mroot": 2,
}


def r(text: str, properties: str = "") -> str:
    return f"<m:r>{properties}<m:t>{text}</m:t></m:r>"


def tag(name: str, *inner: str, **properties: str) -> str:
    """Return a construct; keywords are its properties, its parts are given in order."""
    set_ = "".join(f'<m:{key} m:val="{value}"/>' for key, value in properties.items())
    details = f"<m:{name}Pr>{set_}</m:{name}Pr>" if set_ else ""
    return f"<m:{name}>{details}{''.join(inner)}</m:{name}>"


E, NUM, DEN, SUB, SUP, DEG, LIM = (
    (lambda inner, name=name: f"<m:{name}>{inner}</m:{name}>")
    for name in ("e", "num", "den", "sub", "sup", "deg", "lim")
)


def shape(mathml: str) -> str:
    """Return the structure as text: ``msup(mi:x,mn:2)``."""

    def one(element: etree._Element) -> str:
        name = etree.QName(element).localname
        if not len(element):
            return f"{name}:{element.text or ''}"
        return f"{name}({','.join(one(child) for child in element)})"

    root = etree.fromstring(mathml)
    return ",".join(one(child) for child in root)


def equation(docx: Any, inner: str) -> tuple[Math, list[str]]:
    reading = docx.read(f"<w:p><m:oMath>{inner}</m:oMath></w:p>")
    (found,) = (n for n in walk(docx.body(reading).blocks) if isinstance(n, Math))
    assert reading.read.equations == reading.kept.equations == 1
    return found, docx.codes(reading)


@pytest.mark.parametrize(
    ("inner", "expected", "text"),
    [
        (r("x+12,5"), "mrow(mi:x,mo:+,mn:12,5)", "x+12,5"),
        (tag("f", NUM(r("a")), DEN(r("b+1"))), "mfrac(mi:a,mrow(mi:b,mo:+,mn:1))", "a/(b+1)"),
        (tag("sSup", E(r("x")), SUP(r("2"))), "msup(mi:x,mn:2)", "x^2"),
        (tag("sSub", E(r("a")), SUB(r("n"))), "msub(mi:a,mi:n)", "a_n"),
        (
            tag("sSubSup", E(r("a")), SUB(r("n")), SUP(r("2"))),
            "msubsup(mi:a,mi:n,mn:2)",
            "a_n^2",
        ),
        (tag("rad", "<m:deg/>", E(r("x")), degHide="1"), "msqrt(mi:x)", "√x"),
        (tag("rad", DEG(r("3")), E(r("x"))), "mroot(mi:x,mn:3)", "3√x"),
        (tag("d", E(r("a")), E(r("b"))), "mrow(mo:(,mi:a,mo:|,mi:b,mo:))", "(a|b)"),
        (tag("d", E(r("a")), begChr="[", endChr=""), "mrow(mo:[,mi:a)", "[a"),
        (
            tag("nary", SUB(r("i")), SUP(r("n")), E(r("x")), chr="∑"),
            "mrow(munderover(mo:∑,mi:i,mi:n),mi:x)",
            "∑_i^n x",
        ),
        (
            tag("nary", SUB(r("0")), SUP(r("1")), E(r("f"))),
            "mrow(msubsup(mo:∫,mn:0,mn:1),mi:f)",
            "∫_0^1 f",
        ),
        (
            tag("func", f"<m:fName>{r('log', UPRIGHT)}</m:fName>", E(r("x"))),
            "mrow(mi:log,mo:\u2061,mi:x)",
            "log x",
        ),
        (
            tag("limLow", E(r("lim", "<m:rPr><m:nor/></m:rPr>")), LIM(r("n→∞"))),
            "munder(mi:lim,mrow(mi:n,mo:→,mo:∞))",
            "lim_(n→∞)",
        ),
        (
            tag(
                "m", f"<m:mr>{E(r('a'))}{E(r('b'))}</m:mr>", f"<m:mr>{E(r('c'))}{E(r('d'))}</m:mr>"
            ),
            "mtable(mtr(mtd(mi:a),mtd(mi:b)),mtr(mtd(mi:c),mtd(mi:d)))",
            "a, b; c, d",
        ),
        (tag("acc", E(r("v")), chr="⃗"), "mover(mi:v,mo:⃗)", "v⃗"),
        (tag("bar", E(r("x")), pos="top"), "mover(mi:x,mo:¯)", "x"),
        (tag("eqArr", E(r("x")), E(r("y"))), "mtable(mtr(mtd(mi:x)),mtr(mtd(mi:y)))", "x; y"),
        (r("a<b&amp;c".replace("<", "&lt;")), "mrow(mi:a,mo:<,mi:b,mi:&,mi:c)", "a<b&c"),
        (tag("box", E(r("x"))), "mi:x", "x"),
    ],
)
def test_constructs(docx: Any, inner: str, expected: str, text: str) -> None:
    math, codes = equation(docx, inner)
    assert shape(math.mathml) == expected
    assert math.text == text
    assert not math.display
    assert codes == []


def test_an_equation_on_its_own_line(docx: Any) -> None:
    (block,) = docx.blocks(f"<m:oMathPara><m:oMath>{r('x')}</m:oMath></m:oMathPara>")
    assert block.children[0].display
    assert 'display="block"' in block.children[0].mathml


def test_an_unknown_construct_keeps_its_text_and_is_told(docx: Any) -> None:
    math, codes = equation(docx, f"<m:strange>{E(r('x'))}</m:strange>")
    assert math.text == "x"
    assert codes == ["docx.equation_doubtful"]


def test_too_deep_an_equation_keeps_its_text(docx: Any) -> None:
    inner = r("x")
    for _ in range(60):
        inner = tag("sSup", E(inner), SUP(r("2")))
    math, codes = equation(docx, inner)
    assert math.text.startswith("x")
    assert codes == ["docx.equation_doubtful"]


_LEAF = st.text("abcxyz0123456789+-=<>& ", min_size=1, max_size=5).map(
    lambda text: r(text.replace("&", "&amp;").replace("<", "&lt;"))
)
_EQUATION = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: tag("f", NUM(p[0]), DEN(p[1]))),
        st.tuples(inner, inner).map(lambda p: tag("sSup", E(p[0]), SUP(p[1]))),
        st.tuples(inner, inner).map(lambda p: tag("rad", DEG(p[0]), E(p[1]))),
        st.tuples(inner, inner, inner).map(lambda p: tag("nary", SUB(p[0]), SUP(p[1]), E(p[2]))),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: tag("d", *[E(x) for x in p])),
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(_EQUATION)
def test_arguments_are_always_as_many_as_mathml_wants(
    tmp_path_factory: pytest.TempPathFactory, docx_class: Any, inner: str
) -> None:
    math, _ = equation(docx_class(tmp_path_factory.mktemp("e")), r("k") + inner)
    for element in etree.fromstring(math.mathml).iter():
        name = etree.QName(element).localname
        if name in ARGUMENTS:
            assert len(element) == ARGUMENTS[name], name
