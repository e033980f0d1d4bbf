"""What the reader makes plays in a real browser, from a file and without a network."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright
from runtime.play import ARGS, CHROMIUM

from hocvu.lesson import Reading, VideoBody

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


NAMES = [
    "audio_only.mp3",
    "old_mpeg4.avi",
    "phone_hevc.mov",
    "rotated.mp4",
    "silent.mp4",
    "th1_hau_qua.mp4",
    "th1_ket.mp4",
    "th1_mo_dau.mp4",
    "tv_interlaced.mpg",
    "vfr.mp4",
    "web_vp9.webm",
    "with_subs.mkv",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_form_plays(
    page: Page, read: Callable[..., Reading], videos: Path, folder: Path, name: str
) -> None:
    result = play(page, read(videos / name), folder)
    if result["size"][0]:
        x, y = result["inVideo"]
        assert (x < 0.3, y < 0.3) == (True, name != "rotated.mp4")
        assert result["inPoster"] == pytest.approx([x, y], abs=0.05)


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
