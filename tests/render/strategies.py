"""Lessons of every shape, made by chance."""

from __future__ import annotations

from hypothesis import strategies as st

from hocvu.identifiers import nfc
from hocvu.lesson import (
    Block,
    Cell,
    Code,
    DocumentBody,
    Group,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Math,
    Note,
    NoteRef,
    Paragraph,
    Row,
    Rule,
    Table,
    Text,
)

LETTERS = "aăâbcdđeêhiklmnoôơpqrstuưvxyếộữẠ 019.,;:<>&\"'/=()[]{}`~\\"
HOSTILE = ("<script>alert(1)</script>", "</main><img src=x onerror=alert(1)>", "&lt;b&gt;", "]]>",
           "<!--", "-->", "\u2028", "a\u00a0b", "\u202e", "</script>")  # fmt: skip
WORDS = st.one_of(st.text(LETTERS, min_size=1, max_size=25).map(nfc), st.sampled_from(HOSTILE))
MARKS = st.lists(
    st.sampled_from(["bold", "italic", "underline", "strike", "sub", "sup", "code", "highlight"]),
    max_size=3,
    unique=True,
).map(tuple)
LABELS = st.sampled_from(["", "", "1.", "a)", "Điều 5.", "<x>"])
ANCHORS = st.sampled_from([None, None, "d1", "điều 2", 'x"y', "_Toc123"])
HREFS = st.sampled_from(
    ["https://vi.du/?a=1&b=\"2\"", "http://x.vn", "mailto:a@b.vn", "#d1", "#không có",
     "javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", " javascript:x", "//evil", "#"]
)  # fmt: skip
MATHML = st.sampled_from(
    [
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi><script>alert(1)</script></math>',
        "<math><mfrac onclick='x'><mn>1</mn><mn>2</mn></mfrac></math>",
        "<math><semantics><mi>y</mi><annotation-xml><b/></annotation-xml></semantics></math>",
        "not mathml <",
        "<!DOCTYPE m [<!ENTITY e 'boom'>]><math><mi>&e;</mi></math>",
    ]
)

text = st.builds(Text, text=WORDS, marks=MARKS)
flat: st.SearchStrategy[Inline] = st.one_of(
    text,
    st.just(LineBreak()),
    st.builds(NoteRef, note=st.sampled_from(["n1", "n2", "none"])),
    st.builds(Math, mathml=MATHML, text=WORDS, display=st.booleans()),
)
inline: st.SearchStrategy[Inline] = st.one_of(
    flat, st.builds(Link, href=HREFS, children=st.lists(flat, max_size=3).map(tuple))
)
inlines = st.lists(inline, max_size=5).map(tuple)
LEGAL = st.sampled_from([None, "phan", "chuong", "muc", "dieu", "khoan", "diem"])

leaf: st.SearchStrategy[Block] = st.one_of(
    st.builds(
        Heading, level=st.integers(1, 6), children=inlines, label=LABELS, legal=LEGAL,
        anchor=ANCHORS,
    ),
    st.builds(
        Paragraph, children=inlines, label=LABELS, legal=LEGAL, anchor=ANCHORS,
        align=st.sampled_from(["start", "center", "end"]),
    ),
    st.builds(Code, text=WORDS),
    st.builds(Rule),
)  # fmt: skip


def _nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inner, max_size=3).map(tuple)
    cells = st.builds(
        Cell, children=several, colspan=st.integers(1, 3), rowspan=st.integers(1, 3),
        header=st.booleans(),
    )  # fmt: skip
    rows = st.builds(Row, cells=st.lists(cells, max_size=3).map(tuple), header=st.booleans())
    items = st.builds(ListItem, label=LABELS, children=several)
    return st.one_of(
        st.builds(ListBlock, ordered=st.booleans(), items=st.lists(items, max_size=3).map(tuple)),
        st.builds(
            Table, rows=st.lists(rows, max_size=3).map(tuple), caption=inlines,
            layout=st.booleans(),
        ),
        st.builds(Group, role=st.sampled_from(["box", "quote"]), children=several),
    )  # fmt: skip


block = st.recursive(leaf, _nested, max_leaves=6)
blocks = st.lists(block, max_size=8).map(tuple)
notes = st.lists(blocks, max_size=2).map(
    lambda found: tuple(
        Note(id=f"n{n}", label=str(n), children=children)
        for n, children in enumerate(found, start=1)
    )
)
documents = st.builds(DocumentBody, blocks=blocks, notes=notes)
