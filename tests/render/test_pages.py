"""How documents are cut into pages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from runtime.samples import para, text

from hocvu.lesson import Block, Cell, Heading, Row, Table
from hocvu.render.split import LONGEST, SHORTEST, pages, weight

sizes = st.integers(1, 900)
parts = st.one_of(
    sizes.map(lambda n: para("từ " * n)),
    st.tuples(st.integers(1, 4), st.integers(1, 9)).map(lambda p: head(p[0], "tên " * p[1])),
)


def head(level: int, words: str) -> Heading:
    """Return a heading."""
    return Heading(level=level, children=(text(words),))


@settings(max_examples=200, deadline=None)
@given(st.lists(parts, max_size=25).map(tuple))
def test_pages_hold_every_block_once_in_order_and_keep_to_the_size(
    blocks: tuple[Block, ...],
) -> None:
    cut = pages(blocks)
    assert tuple(block for page in cut for block in page) == blocks
    for page in cut:
        size = sum(weight(block) for block in page)
        alone = [block for block in page if not isinstance(block, Heading)]
        assert size <= LONGEST or len(alone) <= 1
        assert page or not blocks


def test_chapters_of_a_document_are_its_pages() -> None:
    blocks = tuple(block for n in range(3) for block in (head(1, f"Chương {n}"), para("từ " * 400)))
    assert [len(page) for page in pages(blocks)] == [2, 2, 2]


def test_a_long_chapter_is_cut_at_its_own_headings_and_short_parts_join() -> None:
    inner = [b for n in range(10) for b in (head(2, f"Điều {n}"), para("từ " * (SHORTEST + 50)))]
    cut = pages((head(1, "Chương"), *inner))
    assert len(cut) == 10
    assert cut[0][0] == head(1, "Chương")
    assert all(isinstance(page[0], Heading) for page in cut)


def test_a_table_is_never_cut() -> None:
    cell = Cell(children=(para("từ " * 100),))
    table = Table(rows=tuple(Row(cells=(cell,)) for _ in range(40)))
    cut = pages((para("trước"), table, para("sau")))
    assert sum(table in page for page in cut) == 1


def test_an_empty_document_has_one_page() -> None:
    assert pages(()) == [()]
