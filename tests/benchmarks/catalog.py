"""The catalogue of many courses: built whole, after one change, and searched. By hand:

python tests/benchmarks/catalog.py [COURSES]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "catalog"))
from shelves import fill, record

from hocvu.catalog.build import build
from hocvu.store import open_store
from hocvu.store.signing import make_key
from hocvu.tools.chromium import ENGINE

QUERIES = ("tiep cong dan", "Tiếp công dân", "chữ ký", "dạy", "khoa1234", "xa vi du", "a")


def main(courses: int) -> None:
    """Print the times."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store((folder / "kho").as_uri())
        signer = make_key(folder / "key.pem")
        begun = time.perf_counter()
        fill(store, map(record, range(courses)), signer, folder / "tep")
        print(f"published {courses} courses in {time.perf_counter() - begun:.1f} s")
        for what in ("built whole", "nothing changed"):
            begun = time.perf_counter()
            built = build(store, folder / "kho" / "catalog", "https://hoclieu.example/catalog/")
            print(f"{what}: {time.perf_counter() - begun:.2f} s, {len(built.changed)} made anew")
        fill(store, [record(courses // 2, "1.1.0")], signer, folder / "tep")
        begun = time.perf_counter()
        built = build(store, folder / "kho" / "catalog", "https://hoclieu.example/catalog/")
        print(f"one changed: {time.perf_counter() - begun:.2f} s, {len(built.changed)} made anew")
        _search(built.folder / "index.html")


def _search(page_file: Path) -> None:
    found = ENGINE.find()
    program = str(found.path) if found else None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(page_file.as_uri())
        times = page.evaluate(
            """queries => queries.map(query => {
              const box = document.getElementById("q");
              const begun = performance.now();
              box.value = query;
              box.dispatchEvent(new Event("input", {bubbles: true}));
              document.body.offsetHeight;
              return performance.now() - begun;
            })""",
            QUERIES,
        )
        for query, milliseconds in zip(QUERIES, times, strict=True):
            print(f"search {query!r}: {milliseconds:.1f} ms")
        print(f"search, median: {statistics.median(times):.1f} ms")
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
