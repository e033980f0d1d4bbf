"""Pictures and text boxes, new and old, once each."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from metafiles import metafile
from PIL import Image as Pillow
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from hocvu.lesson import Image
from hocvu.lesson.text import body_lines, walk

PICTURE = (
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="x"/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:{how}="{link}"/></pic:blipFill><pic:spPr/></pic:pic>'
)


CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def image(kind: str, size: tuple[int, int] = (4, 3)) -> bytes:
    stream = io.BytesIO()
    Pillow.new("RGB", size, "blue").save(stream, kind)
    return stream.getvalue()


def drawing(link: str = "p", described: str = "", how: str = "embed") -> str:
    return (
        f'<w:drawing><wp:inline><wp:extent cx="952500" cy="476250"/><wp:docPr id="1" {described}/>'
        f"<a:graphic><a:graphicData>{PICTURE.format(how=how, link=link)}</a:graphicData>"
        "</a:graphic>"
        "</wp:inline></w:drawing>"
    )


def box(inner: str) -> str:
    return (
        "<w:drawing><wp:anchor><wp:docPr id='2'/><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"<w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing>"
    )


def old_box(inner: str) -> str:
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    return f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"


def paragraph(inner: str, text: str = "") -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r><w:r>{inner}</w:r></w:p>"


@pytest.mark.parametrize(
    ("described", "alt"),
    [
        ('descr="Sơ đồ  quy trình"', "Sơ đồ quy trình"),
        ('title="Tên hình"', "Tên hình"),
        ('name="Picture 1"', None),
    ],
)
def test_a_picture_alone_is_a_figure(docx: Any, described: str, alt: str | None) -> None:
    reading = docx.read(
        paragraph(drawing(described=described)),
        {"media/a.png": image("PNG")},
        {"p": ("image", "media/a.png")},
    )
    (figure,) = docx.body(reading).blocks
    assert figure.kind == "figure"
    assert (figure.image.alt, figure.image.width, figure.image.height) == (alt, 100, 50)
    assert figure.image.asset in {asset.id for asset in reading.assets}


def test_a_decorative_picture_has_an_empty_description(docx: Any) -> None:
    mark = (
        'descr="x"><a:extLst><a:ext><d:decorative xmlns:d="http://schemas.microsoft.com/office/'
        'drawing/2017/decorative" val="1"/></a:ext></a:extLst></wp:docPr><wp:docPr id="3"'
    )
    (figure,) = docx.blocks(
        paragraph(drawing(described=mark)), {"a.png": image("PNG")}, {"p": ("image", "a.png")}
    )
    assert figure.image.alt == ""


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("BMP", "image/png"),
        ("TIFF", "image/png"),
    ],
)
def test_formats_by_content(docx: Any, kind: str, media_type: str) -> None:
    data = image(kind)
    reading = docx.read(
        paragraph(drawing(), "chữ"), {"media/a.xyz": data}, {"p": ("image", "media/a.xyz")}
    )
    (asset,) = (a for a in reading.assets if a.id != reading.original)
    assert asset.media_type == media_type
    kept = (docx.folder / "assets" / asset.path).read_bytes()
    assert (kept == data) is (kind not in {"BMP", "TIFF"})
    with Pillow.open(io.BytesIO(kept)) as picture:
        assert picture.size == (4, 3)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x01\x00\x00\x00" + b"\0" * 80, "picture.vector"),
        (b"<svg onload='x()'/>", "picture.format"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "picture."),
        (b"", "picture.format"),
        (None, "picture.missing"),
    ],
)
def test_pictures_that_cannot_be_kept_are_told(docx: Any, data: bytes | None, code: str) -> None:
    parts = {} if data is None else {"a.png": data}
    reading = docx.read(paragraph(drawing(), "chữ"), parts, {"p": ("image", "a.png")})
    assert [c for c in docx.codes(reading) if c.startswith(code)]
    assert (reading.read.images, reading.kept.images) == (1, 0)


def test_a_picture_outside_is_told(docx: Any) -> None:
    reading = docx.read(
        paragraph(drawing("x", how="link")), links={"x": ("image", "!http://vi.example/a.png")}
    )
    assert docx.codes(reading) == ["picture.external"]


def test_an_old_picture(docx: Any) -> None:
    markup = (
        '<w:pict><v:shape style="width:72pt;height:36pt" alt="Dấu">'
        '<v:imagedata r:id="p" o:title="t"/></v:shape></w:pict>'
    )
    (figure,) = docx.blocks(paragraph(markup), {"a.gif": image("GIF")}, {"p": ("image", "a.gif")})
    assert (figure.image.alt, figure.image.width, figure.image.height) == ("Dấu", 96, 48)


def test_the_same_picture_twice_is_one_asset(docx: Any) -> None:
    reading = docx.read(
        paragraph(drawing()) + paragraph(drawing("q")),
        {"a.png": image("PNG"), "b.png": image("PNG")},
        {"p": ("image", "a.png"), "q": ("image", "b.png")},
        download=False,
    )
    assert len(reading.assets) == 1
    assert sum(isinstance(n, Image) for n in walk(docx.body(reading).blocks)) == 2


def test_a_text_box_is_not_doubled(docx: Any) -> None:
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box(docx.p("trong khung"))}</mc:Choice>'
        f"<mc:Fallback>{old_box(docx.p('trong khung'))}</mc:Fallback></mc:AlternateContent>"
    )
    reading = docx.read(paragraph(both, "ngoài"))
    assert list(body_lines(reading.body)) == ["ngoài", "trong khung"]
    assert [b.kind for b in docx.body(reading).blocks] == ["paragraph", "group"]
    assert reading.read.words == reading.kept.words == 3


def test_an_unknown_choice_gives_way_to_the_fallback(docx: Any) -> None:
    both = (
        '<mc:AlternateContent><mc:Choice Requires="tương-lai"><w:t>mới</w:t></mc:Choice>'
        f"<mc:Fallback>{old_box(docx.p('cũ'))}</mc:Fallback></mc:AlternateContent>"
    )
    assert list(body_lines(docx.read(paragraph(both)).body)) == ["cũ"]


def test_boxes_in_cells_and_in_boxes(docx: Any) -> None:
    inner = paragraph(box(docx.p("sâu")), "giữa")
    markup = f"<w:tbl><w:tr><w:tc>{paragraph(box(inner), 'ô')}</w:tc></w:tr></w:tbl>"
    assert [line for line in body_lines(docx.read(markup).body) if line] == ["ô", "giữa", "sâu"]


def test_what_is_drawn_otherwise_is_told(docx: Any) -> None:
    chart = (
        '<w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="c"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )
    thing = (
        '<w:object><v:shape><v:imagedata r:id="p"/></v:shape>'
        '<o:OLEObject ProgID="Excel.Sheet.12"/></w:object>'
    )
    reading = docx.read(
        paragraph(chart) + paragraph(thing), {"a.png": image("PNG")}, {"p": ("image", "a.png")}
    )
    assert docx.codes(reading) == ["docx.chart_lost", "docx.object_lost"]
    assert reading.kept.images == 1


def test_the_text_of_art_and_diagrams_is_kept(docx: Any) -> None:
    art = '<w:pict><v:shape><v:textpath string="TÀI LIỆU TẬP HUẤN"/></v:shape></w:pict>'
    diagram = (
        '<w:drawing><wp:inline><a:graphic><a:graphicData><d:relIds r:dm="d" '
        'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )
    data = (
        '<x xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>Bước '
        "</a:t></a:r><a:r><a:t>một</a:t></a:r></a:p><a:p/><a:p><a:r><a:t>Hai</a:t></a:r></a:p></x>"
    )
    reading = docx.read(
        paragraph(art) + paragraph(diagram), {"d.xml": data}, {"d": ("diagramData", "d.xml")}
    )
    assert list(body_lines(reading.body)) == ["TÀI LIỆU TẬP HUẤN", "Bước một", "Hai"]
    assert docx.codes(reading) == ["docx.diagram_lost"]


def test_a_caption_below(docx: Any) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style>'
    body = paragraph(drawing()) + docx.p("Hình 1. Tên", '<w:pStyle w:val="C"/>')
    parts = {"styles": styles, "a.png": image("PNG")}
    (figure,) = docx.blocks(body, parts, {"p": ("image", "a.png")})
    assert [n.text for n in figure.caption] == ["Hình 1. Tên"]


def test_a_chart_is_the_table_of_its_values(docx: Any) -> None:
    def points(values: list[str]) -> str:
        return "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values) if v)

    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart>'
        "<c:title><c:tx><c:rich><a:p><a:r><a:t>Dân số</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        "<c:plotArea><c:ser><c:tx><c:v>Nam</c:v></c:tx>"
        f"<c:cat>{points(['2024', '2025'])}</c:cat><c:val>{points(['10', '4.3000000000000007'])}"
        "</c:val></c:ser></c:plotArea></c:chart></c:chartSpace>"
    )
    markup = (
        '<w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="c"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )
    reading = docx.read(
        paragraph(markup, "trên"), {"chart1.xml": chart}, {"c": ("chart", "chart1.xml")}
    )
    assert docx.codes(reading) == ["docx.chart_as_table"]
    assert list(body_lines(reading.body)) == [
        *("trên", "Dân số", "Nam", "2024", "10", "2025", "4.3"),
    ]
    assert reading.read.words == reading.kept.words == 8


def test_metafiles_are_drawn(docx: Any) -> None:
    parts = {"a.wmf": metafile(400, 200), "b.wmz": gzip.compress(metafile(100, 300))}
    links = {"p": ("image", "a.wmf"), "q": ("image", "b.wmz")}
    reading = docx.read(paragraph(drawing()) + paragraph(drawing("q")), parts, links)
    assert (reading.read.images, reading.kept.images) == (2, 2)
    assert docx.codes(reading) == []
    kinds = {a.media_type for a in reading.assets if a.id != reading.original}
    assert kinds == {"image/png"}


def framed(graphic: str, title: str = "") -> str:
    """Return a drawing of 12 by 6 cm."""
    return (
        '<w:drawing><wp:inline><wp:extent cx="4320000" cy="2160000"/>'
        f'<wp:docPr id="1" name="x" descr="{title}"/><a:graphic><a:graphicData uri="{CHARTS}">'
        f"{graphic}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def bars() -> str:
    """Return the part of a chart of columns."""
    data = CategoryChartData()
    data.categories = ["Quý I", "Quý II"]
    data.add_series("Hồ sơ", (120, 80))
    return ChartXmlWriter(XL_CHART_TYPE.COLUMN_CLUSTERED, data).xml


@pytest.mark.long
def test_a_chart_is_drawn_and_its_values_kept(docx: Any) -> None:
    template = Path(python_docx.__file__).parent / "templates/default.docx"
    with zipfile.ZipFile(template) as container:
        theme = container.read("word/theme/theme1.xml")
    reading = docx.read(
        paragraph(framed('<c:chart r:id="c"/>', "Số hồ sơ"), "trên"),
        {"chart1.xml": bars(), "theme1.xml": theme},
        {"c": ("chart", "chart1.xml"), "t": ("theme", "theme1.xml")},
    )
    assert docx.codes(reading) == ["docx.redrawn"]
    (picture,) = (node for node in walk(reading.body.blocks) if node.kind == "image")
    assert (picture.alt, picture.width, picture.height) == ("Số hồ sơ", 454, 227)
    (asset,) = (one for one in reading.assets if one.id == picture.asset)
    with Pillow.open(docx.folder / "assets" / asset.path) as drawn:
        assert 1.8 < drawn.width / drawn.height < 2.2
        colours = drawn.convert("RGB").getcolors(1 << 20)
    # Columns fill a good part of it with one colour that is neither white nor grey.
    assert any(n > 5000 and max(rgb) - min(rgb) > 60 for n, rgb in colours)
    assert [line for line in body_lines(reading.body) if line] == [
        *("trên", "Hồ sơ", "Quý I", "120", "Quý II", "80")
    ]
    assert reading.read.images == reading.kept.images == 1
    assert reading.read.words == reading.kept.words == 9


def test_words_of_a_chart_that_are_lost_are_missed(docx: Any) -> None:
    """The parser keeps one level of categories; the plain count reads both."""
    levels = "".join(
        f'<c:lvl><c:pt idx="0"><c:v>{said}</c:v></c:pt></c:lvl>' for said in ("Quý I", "Năm 2025")
    )
    chart = re.sub(
        "(?<=<c:cat>).*?(?=</c:cat>)",
        f"<c:multiLvlStrRef><c:multiLvlStrCache>{levels}</c:multiLvlStrCache></c:multiLvlStrRef>",
        bars(),
        flags=re.DOTALL,
    )
    markup = framed('<c:chart r:id="c"/>').replace("wp:extent", "wp:effectExtent")
    reading = docx.read(
        paragraph(markup, "trên"), {"chart1.xml": chart}, {"c": ("chart", "chart1.xml")}
    )
    assert reading.read.words - reading.kept.words == 2
