"""The catalogue of a store: its pages and records, made anew only where something moved."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser
from shelves import fill, record

from hocvu.catalog.build import STATE, Built, build
from hocvu.catalog.checking import check
from hocvu.catalog.publishing import publish_catalog
from hocvu.catalog.sitemap import CAPABILITIES, web_files
from hocvu.cli import run
from hocvu.errors import HocvuError, UsageError
from hocvu.store import Store, layout, open_store
from hocvu.store.signing import FileSigner, make_key
from hocvu.store.verify import verify_store
from hocvu.store.works import find_work, withdraw

BASE = "https://hoclieu.example/catalog/"


@pytest.fixture
def signer(tmp_path: Path) -> FileSigner:
    return make_key(tmp_path / "key.pem")


@pytest.fixture
def store(tmp_path: Path, signer: FileSigner) -> Store:
    opened = open_store((tmp_path / "kho").as_uri())
    fill(opened, map(record, range(8)), signer, tmp_path / "tep")
    return opened


@pytest.fixture
def built(store: Store, tmp_path: Path) -> Built:
    return build(store, tmp_path / "kho" / "catalog", BASE)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_course_has_its_pages_and_records(
    built: Built, metadata_schema: Callable[[str], etree.XMLSchema]
) -> None:
    assert len(built.entries) == len(built.changed) == 8
    for entry in built.entries:
        place = built.folder / "courses" / entry.key
        page = (place / "index.html").read_text("utf-8")
        assert entry.title["vi"] in page
        assert "Nội dung &lt;cần&gt; biết." in page
        english = (built.folder / "en" / entry.page).read_text("utf-8")
        assert entry.title["en"] in english
        metadata_schema("scorm2004-4").assertValid(etree.parse(place / "lom.xml"))
        assert json.loads((place / "metadata.json").read_bytes())["@id"] == entry.id
        for one in entry.distributions:
            assert f'href="../../../{one.key}"' in page
            assert (
                (built.folder / "courses" / entry.key / "../../../" / one.key).resolve().is_file()
            )


def test_nothing_moved_makes_nothing_and_the_same_store_the_same_bytes(
    store: Store, built: Built, tmp_path: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.folder.rglob("*.html")}
    again = build(store, built.folder, BASE)
    assert again.changed == ()
    assert again.entries == built.entries
    assert {path: path.stat().st_mtime_ns for path in before} == before
    other = build(store, tmp_path / "other", BASE)
    assert files(other.folder) == files(built.folder)


def test_one_new_version_remakes_one_course(
    store: Store, built: Built, signer: FileSigner, tmp_path: Path
) -> None:
    fill(store, [record(3, "1.1.0", title={"vi": "Tên mới"})], signer, tmp_path / "tep")
    again = build(store, built.folder, BASE)
    assert again.changed == (record(3).id,)
    entry = next(one for one in again.entries if one.id == record(3).id)
    page = (built.folder / entry.page).read_text("utf-8")
    assert "Tên mới" in page
    assert "1.1.0 (đang dùng), 1.0.0" in page
    fresh = build(store, tmp_path / "fresh", BASE)
    assert files(fresh.folder) == files(built.folder)


def test_a_withdrawn_course_leaves_lists_and_keeps_a_page_that_says_so(
    store: Store, built: Built, signer: FileSigner
) -> None:
    withdraw(store, find_work(store, record(2).id), signer, "Sai số liệu")
    again = build(store, built.folder, BASE)
    entry = next(one for one in again.entries if one.id == record(2).id)
    page = (built.folder / entry.page).read_text("utf-8")
    assert "Sai số liệu" in page
    assert "blobs/sha256" not in page
    for name in ("index.html", "all.html", "data/search.js", "sitemap.xml"):
        assert entry.key not in (built.folder / name).read_text("utf-8"), name
    changes = etree.parse(built.folder / "changelist.xml")
    assert changes.xpath("count(//*[@change='deleted'])") == 1
    assert not (built.folder / "courses" / entry.key / "play").exists()


def test_sitemap_and_changes_lead_to_what_is_there(built: Built) -> None:
    for name in ("sitemap.xml", "resourcelist.xml", "changelist.xml", "capabilitylist.xml"):
        addresses = etree.parse(built.folder / name).xpath("//*[local-name()='loc']/text()")
        assert addresses
        for address in addresses:
            assert address.startswith(BASE)
            assert (built.folder / address.removeprefix(BASE)).is_file(), address


def test_without_an_address_nothing_is_made_that_asks_for_one(built: Built) -> None:
    assert web_files(built.entries, "") == {}
    assert set(web_files(built.entries, BASE)) == {"sitemap.xml", *CAPABILITIES.values()}


def test_an_address_without_a_scheme_is_refused(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["catalog", "build", store.url, "--out", str(tmp_path / "dm"), "--base"]
    assert run([*asked, "hoc-lieu.example/danh-muc"]) == 2
    assert "--base" in capsys.readouterr().err
    assert not (tmp_path / "dm").exists()


def test_a_check_finds_what_was_changed_or_left_behind(
    store: Store, built: Built, signer: FileSigner, tmp_path: Path
) -> None:
    assert check(store, built.folder) == ()
    page = built.folder / built.entries[0].page
    page.write_bytes(page.read_bytes() + b" ")
    (built.folder / "all.html").unlink()
    fill(store, [record(5, "2.0.0")], signer, tmp_path / "tep")
    told = {(one.code, one.params.get("code")) for one in check(store, built.folder)}
    assert told == {
        ("catalog.altered", None),
        ("catalog.missing", None),
        ("catalog.stale", "CD-0005"),
    }
    build(store, built.folder, BASE)
    assert check(store, built.folder) == ()


@pytest.mark.parametrize("spoil", ["list", "entries", "size", "bytes", "page", "folder"])
def test_building_again_restores_what_was_spoilt(store: Store, built: Built, spoil: str) -> None:
    before = files(built.folder)
    page = built.folder / "en" / built.entries[0].page
    match spoil:
        case "list":
            (built.folder / "index.html").write_bytes(before["index.html"].swapcase())
        case "entries":
            data = before["catalog.jsonl"].replace("Tiếp công dân".encode(), b"Kh\xc3\xa1c")
            (built.folder / "catalog.jsonl").write_bytes(data)
        case "size":
            page.write_bytes(page.read_bytes() + b" ")
        case "bytes":
            page.write_bytes(page.read_bytes().swapcase())
            later = (built.folder / STATE).stat().st_mtime_ns + 10**9
            os.utime(page, ns=(later, later))
        case "page":
            page.unlink()
        case "folder":
            shutil.rmtree(page.parent)
    again = build(store, built.folder, BASE)
    assert len(again.changed) == {"list": 0, "entries": 8}.get(spoil, 1)
    assert again.entries == built.entries
    assert files(built.folder) == before


def test_what_the_user_keeps_in_the_folder_stays(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "trang"
    own = ("en/mine.html", "courses/mine.html", "assets/logo.svg", "note.txt")
    for name in own:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")
    build(store, folder, BASE)
    build(store, folder, "https://khac.example/", preview=False)
    assert [(folder / name).read_text("utf-8") for name in own] == list(own)
    assert not list(folder.rglob("play"))
    fresh = build(store, tmp_path / "fresh", "https://khac.example/", preview=False)
    assert files(folder).keys() - set(own) == files(fresh.folder).keys()


def test_a_folder_of_somebody_elses_pages_is_refused(store: Store, tmp_path: Path) -> None:
    page = tmp_path / "trang" / "en" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("của tôi", "utf-8")
    with pytest.raises(UsageError) as told:
        build(store, tmp_path / "trang", BASE)
    assert told.value.remark.params["names"] == "en/index.html"
    assert files(tmp_path / "trang") == {"en/index.html": "của tôi".encode()}


def test_a_build_that_was_broken_off_goes_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hocvu.catalog.build.web_files", broken)
        with pytest.raises(KeyboardInterrupt):
            build(store, tmp_path / "dở", BASE)
    done = build(store, tmp_path / "dở", BASE)
    assert files(done.folder) == files(build(store, tmp_path / "fresh", BASE).folder)


def test_keys_that_are_trusted_later_are_asked_of_every_work(
    store: Store, built: Built, signer: FileSigner
) -> None:
    assert build(store, built.folder, BASE, trusted=frozenset({signer.key})).entries
    before = files(built.folder)
    with pytest.raises(HocvuError):
        build(store, built.folder, BASE, trusted=frozenset({"ab" * 32}))
    assert files(built.folder) == before


def test_it_is_published_by_the_protocol_and_verified_with_the_store(
    tmp_path: Path, signer: FileSigner
) -> None:
    store = open_store((tmp_path / "kho2").as_uri())
    fill(store, map(record, range(3)), signer, tmp_path / "tep2")
    made = build(store, tmp_path / "made", BASE)
    first = publish_catalog(store, made.folder, signer)
    assert first.sent == len(files(made.folder)) - 1  # without the state
    assert publish_catalog(store, made.folder, signer).sent == 0
    fill(store, [record(1, "1.1.0")], signer, tmp_path / "tep2")
    second = publish_catalog(store, build(store, made.folder, BASE).folder, signer)
    assert 0 < second.sent < first.sent
    trusted = frozenset({signer.key})
    assert not verify_store(store, trusted).findings
    page = tmp_path / "kho2" / layout.CATALOG / "index.html"
    page.write_bytes(page.read_bytes()[:-1] + b"x")
    told = {one.code for one in verify_store(store, trusted).findings}
    assert told == {"verify_store.altered"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_search_finds_with_and_without_marks(built: Built, browser: Browser, lang: str) -> None:
    page = browser.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.goto((built.folder / ("" if lang == "vi" else "en") / "index.html").as_uri())
    shown = lambda: page.locator("#courses a").all_inner_texts()  # noqa: E731
    titles = {one.code: one.title[lang] for one in built.entries}
    page.fill("#q", "day nghe")
    assert shown() == [titles["CD-0002"]]
    page.fill("#q", "dậy")
    assert shown()[0] == titles["CD-0003"]
    page.fill("#q", "dạy")
    assert shown()[0] == titles["CD-0002"]
    page.fill("#q", "De\u0302 đie\u0302\u0300u")
    assert shown() == [titles["CD-0006"]]
    page.fill("#q", "")
    page.select_option("#f-field", label="Hộ tịch")
    assert set(shown()) == {titles["CD-0001"], titles["CD-0006"]}
    page.fill("#q", "không có gì như thế")
    assert page.locator("#count").inner_text().startswith("0 ")
    page.fill("#q", "CD-0006")
    page.locator("#courses a").first.click()
    page.locator("a.main").click()
    assert page.locator("h1").inner_text() == "Đê điều số 6"
    assert trouble == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_open_to_everyone(built: Built, browser: Browser, axe: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    names = ["index.html", built.entries[0].page]
    if scheme == "light":  # the rest has the same colours
        names += ["all.html", f"en/{built.entries[1].page}"]
    for name in names:
        page.goto((built.folder / name).as_uri())
        page.evaluate(axe)
        found = page.evaluate("axe.run()")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    context.close()
