"""What the reader makes plays in a real browser, from a file and without a network."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright
from runtime.play import ARGS, CHROMIUM
from runtime.play import play as open_lesson

from hocvu.lesson import Reading, VideoBody
from hocvu.tools.ffmpeg import probe

PAGE = """<!doctype html><meta charset=utf-8><video muted preload=auto></video>
<canvas></canvas><img>"""
PLAY = """async ([media, poster, at]) => {
  const video = document.querySelector("video");
  const wait = (name) => new Promise((done, fail) => {
    video.addEventListener(name, done, {once: true});
    video.addEventListener("error", () => fail(video.error.message), {once: true});
  });
  const canplay = wait("canplay");
  video.src = media;
  await canplay;
  const size = [video.videoWidth, video.videoHeight];
  const duration = video.duration;
  const seeked = wait("seeked");
  video.currentTime = at;
  await seeked;
  const canvas = document.querySelector("canvas");
  // The place of the yellow clock, which stands at the top left of every picture.
  const clock = (what, width, height) => {
    canvas.width = width; canvas.height = height;
    const pen = canvas.getContext("2d");
    pen.drawImage(what, 0, 0, width, height);
    const data = pen.getImageData(0, 0, width, height).data;
    let x = 0, y = 0, n = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i] > 150 && data[i + 1] > 150 && data[i + 2] < 120) {
        x += (i / 4) % width; y += Math.floor(i / 4 / width); n++;
      }
    return n < 20 ? null : [x / n / width, y / n / height];
  };
  let inVideo = null, inPoster = null;
  if (size[0]) {
    // The frame is painted some time after the seek has ended.
    for (let n = 0; n < 60 && !inVideo; n++) {
      await new Promise((done) => setTimeout(done, 50));
      inVideo = clock(video, ...size);
    }
    const image = document.querySelector("img");
    image.src = poster;
    await image.decode();
    inPoster = clock(image, image.naturalWidth, image.naturalHeight);
  }
  await video.play();
  await new Promise((done) => setTimeout(done, 300));
  return {size, duration, inVideo, inPoster, played: video.currentTime - at};
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, driver: Playwright) -> Iterator[Page]:
    index = tmp_path_factory.mktemp("page") / "index.html"
    index.write_text(PAGE)
    # Pictures of another folder may be read back, to compare them.
    arguments = [*ARGS, "--allow-file-access-from-files"]
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
    page = browser.new_page()
    page.goto(index.as_uri())
    yield page
    browser.close()


def play(page: Page, reading: Reading, folder: Path, at: float = 1) -> dict[str, Any]:
    body = reading.body
    assert isinstance(body, VideoBody)
    uris = {asset.id: (folder / asset.path).resolve().as_uri() for asset in reading.assets}
    result: dict[str, Any] = page.evaluate(
        PLAY, [uris[body.media], uris.get(body.poster or "", ""), at]
    )
    assert result["size"] == [body.width, body.height]
    assert result["duration"] == pytest.approx(body.duration, abs=0.2)
    assert result["played"] > 0.05
    return result


NINE = {
    # name: what was done to its picture and sound
    "audio_only.mp3": "as is",
    "old_mpeg4.avi": "made",
    "phone_hevc.mov": "made",
    "rotated.mp4": "copied",
    "silent.mp4": "copied",
    "tv_interlaced.mpg": "made",
    "vfr.mp4": "copied",
    "web_vp9.webm": "made",
    "with_subs.mkv": "copied",
}
IN_PACKAGE = """async (at) => {
  const media = document.querySelector("video,audio");
  media.muted = true;
  const wait = (name) => new Promise((done, fail) => {
    media.addEventListener(name, done, {once: true});
    media.addEventListener("error", () => fail(media.error.message), {once: true});
  });
  if (media.readyState < 1) { const known = wait("loadedmetadata"); media.load(); await known; }
  const track = media.textTracks[0];
  if (track.mode === "disabled") track.mode = "hidden";
  const seeked = wait("seeked");
  media.currentTime = at;
  await seeked;
  await media.play();
  await new Promise((done) => setTimeout(done, 300));
  media.pause();
  const shown = Array.from(track.activeCues || []).map((cue) => cue.text);
  const place = (what, width, height) => {
    const canvas = document.createElement("canvas");
    canvas.width = width; canvas.height = height;
    const pen = canvas.getContext("2d");
    pen.drawImage(what, 0, 0, width, height);
    const data = pen.getImageData(0, 0, width, height).data;
    let x = 0, y = 0, n = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i] > 150 && data[i + 1] > 150 && data[i + 2] < 120) {
        x += (i / 4) % width; y += Math.floor(i / 4 / width); n++;
      }
    return n < 20 ? null : [x / n / width, y / n / height];
  };
  let clocks = [];
  if (media.videoWidth) {
    const image = new Image();
    image.src = media.poster;
    await image.decode();
    clocks = [place(media, media.videoWidth, media.videoHeight),
              place(image, image.naturalWidth, image.naturalHeight)];
  }
  return {
    played: media.currentTime - at, duration: media.duration, shown, clocks,
    size: [media.videoWidth || 0, media.videoHeight || 0],
    file: media.currentSrc.split("/").pop(),
  };
}"""


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """Pack the nine forms with captions, as a user does, and unpack what came of it."""
    folder = tmp_path_factory.mktemp("nine")
    course = folder / "khoa-hoc"
    course.mkdir()
    videos = shared / "materials" / "video"
    for name in NINE:
        shutil.copyfile(videos / name, course / name)
        if name != "with_subs.mkv":
            captions = course / name
            shutil.copyfile(videos / "th1_mo_dau.vi.srt", captions.with_suffix(".vi.srt"))
    command = [sys.executable, "-m", "hocvu", "pack", course, "--standard", "web"]
    command += ["--out", folder / "dist", "--no-cache"]
    subprocess.run(command, check=True, timeout=300, cwd=folder)
    (package,) = (folder / "dist").glob("*.zip")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / "package")
    return folder / "package"


@pytest.mark.parametrize("name", sorted(NINE))
def test_nine_forms_play_from_the_package(
    packed: Path,
    browser: Browser,
    videos: Path,
    packets: Callable[[Path], list[bytes]],
    name: str,
) -> None:
    """Upright, at the right time, with captions; what needs no work is the same bit by bit."""
    (page,) = packed.glob(name.replace("_", "-").replace(".", "-") + "-*.html")
    with open_lesson(packed, page.name, browser=browser, standard="none") as lesson:
        result = lesson.frame.evaluate(IN_PACKAGE, 2)
        assert lesson.foreign == []
    source = probe(videos / name)
    assert source.duration is not None
    assert result["duration"] == pytest.approx(source.duration, abs=0.2)
    assert result["played"] > 0.05
    assert len(result["shown"]) == 1
    assert "Ông Nam" in result["shown"][0]
    if source.video:
        assert result["size"] == list(source.video.shown)
        (x, y), poster = result["clocks"]
        assert (x < 0.3, y < 0.3) == (True, name != "rotated.mp4")
        assert poster == pytest.approx([x, y], abs=0.05)
    made = packed / "media" / result["file"]
    assert (packets(made) == packets(videos / name)) == (NINE[name] != "made")
    assert (made.read_bytes() == (videos / name).read_bytes()) == (NINE[name] == "as is")


def test_turned_picture_that_is_made_anew_stands_upright(
    page: Page, read: Callable[..., Reading], videos: Path, folder: Path
) -> None:
    copied = play(page, read(videos / "rotated.mp4"), folder)
    made = play(page, read(videos / "rotated.mp4", max_height=240), folder)
    assert copied["size"] == [360, 640]
    assert made["size"] == [240, 426]
    assert made["inVideo"] == pytest.approx(copied["inVideo"], abs=0.05)


@pytest.mark.parametrize("shape", ["4/3", "3/4", "16/11"])
@pytest.mark.parametrize("codec", ["libx264", "mpeg2video"])
def test_pixels_that_are_not_square(
    page: Page,
    read: Callable[..., Reading],
    make: Callable[..., Path],
    folder: Path,
    shape: str,
    codec: str,
) -> None:
    arguments = ["-c:v", codec, "-pix_fmt", "yuv420p", "-vf", f"setsar={shape}"]
    play(page, read(make("x.mp4", *arguments, size="352x288", rate="25")), folder)
