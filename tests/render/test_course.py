"""A rendered course: its files, its data, and that it is the same every time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html
from runtime import activities, samples

from hocvu.errors import PackageError
from hocvu.lesson import (
    Cell,
    Course,
    DocumentBody,
    Figure,
    Image,
    Lesson,
    Link,
    Paragraph,
    Row,
    Table,
)
from hocvu.render import RenderedCourse, RenderedFile, Standard, render_course
from hocvu.render.markup import tag


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("course")
    original = folder / "nguon.docx"
    original.write_bytes(b"x" * 2_400_000)
    asset = samples.asset(original, "application/octet-stream", 'Bài "một".docx')
    body, assets = samples.document(folder)
    first = Lesson(
        id="bai-1", title="Bài một", body=body, assets=(*assets, asset), original=asset.id
    )
    return samples.course(
        first,
        samples.lesson("bai-2", "Bài hai", samples.slides(folder)),
        samples.lesson("bai-3", "Bài ba", samples.video(folder, seconds=2)),
    )


def by_path(made: RenderedCourse) -> dict[str, RenderedFile]:
    return {file.path: file for file in made.files}


def data(file: RenderedFile) -> bytes:
    return file.data if isinstance(file.data, bytes) else file.data.read_bytes()


def script(file: RenderedFile) -> dict[str, object]:
    return dict(json.loads(data(file).decode().partition("=")[2].rstrip(";\n")))


def one_page(*blocks: object, **kwargs: object) -> html.HtmlElement:
    lesson = Lesson(id="a", title="A", body=DocumentBody(blocks=blocks), **kwargs)  # type: ignore[arg-type]
    made = render_course(samples.course(lesson), "none")
    return html.document_fromstring(data(by_path(made)["a.html"]))


def test_every_lesson_names_its_files_its_page_first(course: Course) -> None:
    made = render_course(course, "scorm12")
    files = by_path(made)
    assert [file.path for file in made.files] == sorted(files)
    assert [lesson.href for lesson in made.lessons] == ["bai-1.html", "bai-2.html", "bai-3.html"]
    for lesson in made.lessons:
        assert lesson.files[0] == lesson.href
        assert set(lesson.files) <= set(files)
        assert len(set(lesson.files)) == len(lesson.files)
        page = html.document_fromstring(data(files[lesson.href]))
        named = set(page.xpath("//@src | //link/@href | //@poster | //a[@download]/@href"))
        assert named <= set(lesson.files)
    assert {path for lesson in made.lessons for path in lesson.files} == set(files)
    for file in made.files:
        assert file.path.isascii()
        assert not file.path.startswith("/")
        assert ".." not in file.path
        assert file.size == len(data(file))
    assert any(path.startswith("captions/") and path.endswith(".vtt") for path in files)


def test_the_data_are_classic_scripts_for_one_global(course: Course) -> None:
    files = by_path(render_course(course, "scorm2004"))
    assert data(files["data.js"]).startswith(b"var hocvu={")
    assert data(files["bai-1.js"]).startswith(b"hocvu.lesson={")
    shared = script(files["data.js"])
    assert shared["standard"] == "scorm2004"
    assert set(shared["strings"]) == {"vi", "en"}  # type: ignore[call-overload]
    video = script(files["bai-3.js"])["video"]
    assert video["captions"][0]["cues"][0] == [0.0, 3.5, samples.SPEECH[0]]  # type: ignore[index]
    for path in ("data.js", "bai-1.js", "bai-2.js", "bai-3.js"):
        assert b"<" not in data(files[path])
        assert not re.search("[\u2028\u2029]", data(files[path]).decode())


def test_contents_lead_to_places_on_their_pages(course: Course) -> None:
    files = by_path(render_course(course, "none"))
    for name in ("bai-1", "bai-2", "bai-3"):
        lesson = script(files[f"{name}.js"])
        root = html.document_fromstring(data(files[f"{name}.html"]))
        pages = root.xpath("//main/section[contains(@class, 'page')]")
        assert [page.get("id") for page in pages] == [p[0] for p in lesson["pages"]]  # type: ignore[union-attr, index]
        for _, _, page, anchor in lesson["contents"]:  # type: ignore[union-attr, misc]
            target = root.get_element_by_id(anchor)
            assert target is pages[page] or pages[page] in target.iterancestors()


def test_the_same_course_gives_the_same_bytes_in_another_process(course: Course) -> None:
    code = (
        "import sys, hashlib; from hocvu.lesson import Course; from hocvu.render import *;"
        "made = render_course(Course.model_validate_json(sys.stdin.read()), 'scorm12');"
        "print(hashlib.sha256(b''.join(f.path.encode() + (f.data if isinstance(f.data, bytes)"
        " else b'') for f in made.files)).hexdigest())"
    )
    told = set()
    for seed, zone, language in (("1", "UTC", "vi"), ("2", "Asia/Ho_Chi_Minh", "en")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "HOCVU_LANG": language}
        done = subprocess.run(
            [sys.executable, "-c", code], input=course.model_dump_json(), env=env, text=True,
            capture_output=True, check=True, timeout=60, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        told.add(done.stdout)
    assert len(told) == 1


def test_names_of_shared_files_and_names_that_differ_in_case_do_not_collide() -> None:
    lessons = [
        samples.lesson(name, name, (DocumentBody(blocks=()), ()))
        for name in ("data", "player", "a", "A")
    ]
    made = render_course(samples.course(*lessons), "none")
    names = [file.path.casefold() for file in made.files]
    assert len(set(names)) == len(names) == 4 + 2 * 4


def test_a_missing_asset_is_told() -> None:
    with pytest.raises(PackageError) as told:
        one_page(Figure(image=Image(asset="none.png")))
    assert told.value.code == "player.asset_missing"


def test_the_original_is_offered_under_the_name_people_know(course: Course) -> None:
    files = by_path(render_course(course, "none"))
    root = html.document_fromstring(data(files["bai-1.html"]))
    (link,) = root.xpath("//a[@download]")
    assert link.get("download") == 'Bài "một".docx'
    assert link.text == 'Tải tệp gốc: Bài "một".docx (2,3 MB)'


def test_pictures_have_the_alternative_of_the_source_or_a_number(tmp_path: Path) -> None:
    asset = samples.picture(tmp_path, "h", "red", (80, 80))
    root = one_page(
        Figure(image=Image(asset=asset.id, alt="Sơ đồ")),
        Figure(image=Image(asset=asset.id, alt=None)),
        Paragraph(children=(Image(asset=asset.id, alt=""),)),
        Paragraph(children=(Link(href="https://a.vn", children=(Image(asset=asset.id, alt=""),)),)),
        assets=(asset,),
    )
    assert [image.get("alt") for image in root.iter("img")] == ["Sơ đồ", "Hình 2", "", ""]
    assert root.xpath("//a/@aria-label") == ["https://a.vn"]


def test_tables_have_a_caption_scopes_and_a_region_of_their_own() -> None:
    row = Row(header=True, cells=(Cell(children=(samples.para("A"),), colspan=2),))
    body = Row(
        cells=(
            Cell(children=(samples.para("x"),), header=True),
            Cell(children=(samples.para("y"),), rowspan=2),
        )
    )
    root = one_page(
        Table(rows=(row, body), caption=(samples.text("Bảng mẫu"),)),
        Table(rows=(row, body), layout=True),
    )
    (region,) = root.xpath("//div[@role='region']")
    assert region.get("tabindex") == "0"
    assert region.get("aria-label") == "Bảng 1: Bảng mẫu"
    assert region.xpath(".//caption")[0].text == "Bảng mẫu"
    assert region.xpath(".//thead//th/@scope") == ["col"]
    assert region.xpath(".//th/@colspan") == ["2"]
    assert region.xpath(".//tbody//th/@scope") == ["row"]
    assert region.xpath(".//td/@rowspan") == ["2"]
    (layout,) = root.xpath("//table[@class='layout']")
    assert layout.get("role") == "presentation"
    assert layout.xpath(".//th") == []


def test_nothing_but_listed_elements_can_be_made() -> None:
    with pytest.raises(ValueError, match="iframe"):
        tag("iframe")
    with pytest.raises(ValueError, match="onclick"):
        tag("p", attrs={"onclick": "x"})


def test_pages_carry_nothing_inline(course: Course) -> None:
    for file in render_course(course, "scorm12").files:
        if file.path.endswith(".html"):
            page = data(file).decode()
            assert "style=" not in page
            assert "data:" not in page
            assert not re.search(r"<script>|<script [^>]*>[^<]|javascript:", page)


def test_the_text_of_all_lessons_can_be_searched_where_one_leads_to_another(tmp_path: Path) -> None:
    course = samples.course(
        samples.lesson("a", "Tài liệu", samples.document(tmp_path)),
        samples.lesson("b", "Trang chiếu", samples.slides(tmp_path)),
        samples.lesson("c", "Kiểm tra", activities.quiz()),
    )

    def index(standard: Standard, made: Course) -> dict[str, list[list[str]]] | None:
        files = {file.path: file.data for file in render_course(made, standard).files}
        if "search.js" not in files:
            return None
        script = files["search.js"]
        assert isinstance(script, bytes)
        return dict(json.loads(script.removeprefix(b"hocvu.search=").removesuffix(b";\n")))

    found = index("none", course)
    assert found is not None
    assert found == index("xapi", course)
    assert [len(pages) for pages in found.values()] == [3, 4, len(activities.EVERY) + 1]
    assert "Điều 5. Hồ sơ" in found["a"][1]
    assert "Thời hạn giải quyết" in found["a"][1]
    assert any("Ý chính của trang 2." in text for text in found["b"][1])
    # No question is given away before its time.
    assert [text for page in found["c"] for text in page] == ["Kiểm tra"]
    for standard in ("scorm12", "scorm2004", "cmi5"):
        assert index(standard, course) is None
    assert index("none", samples.course(course.lessons[0])) is None
