"""Lighter versions for weak networks, even sound, chapters and small pictures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from pydantic import ValidationError

from hocvu.lesson import Chapter, Reading, VideoBody
from hocvu.sources.video import VideoOptions
from hocvu.sources.video.chapters import choose
from hocvu.tools.ffmpeg import Media, SceneChange, loudness, probe

Read = Callable[..., Reading]
Make = Callable[..., Path]

H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
FIRST = ("-movflags", "+faststart")


def body(reading: Reading) -> VideoBody:
    assert isinstance(reading.body, VideoBody)
    return reading.body


def codes(reading: Reading) -> list[str]:
    return [notice.code for notice in reading.notices if notice.code != "video.no_captions"]


def made(reading: Reading, folder: Path, asset: str | None) -> Media:
    return probe(folder / next(a.path for a in reading.assets if a.id == asset))


@pytest.fixture
def long(make: Make) -> Path:
    """Make a video that plays everywhere, long enough and heavy enough for lighter versions."""
    loop = ("-vf", "loop=-1:4:0,noise=alls=40:allf=t:all_seed=1", "-af", "aloop=-1:44100")
    return make("dai.mp4", *loop, "-t", "32", *H264, *FIRST, size="854x480", rate="2")


def test_video_that_plays_everywhere_stays_and_gets_lighter_versions(
    read: Read, long: Path, folder: Path
) -> None:
    reading = read(long)
    lesson = body(reading)
    assert next(a.path for a in reading.assets if a.id == lesson.media) == long.resolve()
    (rung,) = lesson.renditions
    assert (rung.width, rung.height) == (640, 360)
    media = made(reading, folder, rung.asset)
    assert media.video is not None
    assert media.audio is not None
    assert media.video.shown == (640, 360)
    assert media.audio.channels == 1
    assert media.duration == pytest.approx(lesson.duration, abs=0.3)
    sizes = {asset.id: asset.size for asset in reading.assets}
    assert rung.bitrate == pytest.approx(sizes[rung.asset] * 8 / lesson.duration, rel=0.02)
    assert lesson.audio is not None
    assert sizes[lesson.audio] < sizes[rung.asset] < sizes[lesson.media] * 0.8
    sound = made(reading, folder, lesson.audio)
    assert (sound.video, sound.duration) == (None, pytest.approx(lesson.duration, abs=0.3))
    assert codes(reading) == []


def test_versions_that_make_no_sense_are_told(read: Read, videos: Path) -> None:
    reading = read(videos / "th1_ket.mp4", rungs=[360, 720], audio_only=False)
    assert body(reading).renditions == ()
    assert codes(reading) == ["video.rungs_left_out"]
    assert "2 bản" in reading.notices[0].message


def test_lighter_versions_are_not_made_where_they_are_not_wanted(read: Read, long: Path) -> None:
    lesson = body(read(long, rungs="none", audio_only=False))
    assert (lesson.renditions, lesson.audio) == ((), None)


def test_all_versions_are_made_in_one_run(
    read: Read, make: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A video that must be made anew is decoded once, turned upright and made even frames."""
    from hocvu.tools.ffmpeg import graph

    runs: list[list[str]] = []
    real = graph.run

    def spy(arguments: Any, **options: Any) -> Any:
        runs.append([str(argument) for argument in arguments])
        return real(arguments, **options)

    monkeypatch.setattr(graph, "run", spy)
    path = make(
        "doc.mkv", "-c:v", "mpeg4", "-c:a", "libmp3lame", "-q:v", "2", size="480x854",
    )  # fmt: skip
    reading = read(path, rungs=[360, 144], audio_only=True, previews=False, loudness="keep")
    lesson = body(reading)
    assert (lesson.width, lesson.height) == (480, 854)
    assert [(r.width, r.height) for r in lesson.renditions] == [(360, 640), (144, 256)]
    assert lesson.audio is not None
    encodings = [run for run in runs if "libx264" in run]
    assert len(encodings) == 1
    assert encodings[0].count("libx264") == 3
    pictures = (lesson.media, *(rung.asset for rung in lesson.renditions))
    rates = {video.rate for a in pictures if (video := made(reading, folder, a).video)}
    assert rates == {10}


def test_short_and_light_videos_need_no_other_version(read: Read, videos: Path) -> None:
    for name in ("th1_ket.mp4", "audio_only.mp3"):
        lesson = body(read(videos / name))
        assert (lesson.renditions, lesson.audio, lesson.sprites) == ((), None, None)


def test_sound_that_is_far_too_soft_is_evened_when_made_anew(
    read: Read, make: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    soft = make("nho.wav", "-vn", "-af", "volume=-9dB")
    reading = read(soft)
    media = made(reading, folder, body(reading).media)
    source = probe(soft)
    assert media.audio is not None
    assert source.audio is not None
    before = loudness(soft, source.audio, seconds=60)
    assert before is not None
    assert before < -25
    lesson = next(a.path for a in reading.assets if a.id == body(reading).media)
    assert loudness(folder / lesson, media.audio, seconds=60) == pytest.approx(-16, abs=1.5)
    (notice,) = (n for n in reading.notices if n.code == "video.loudness_evened")
    assert f"{notice.params['gain']}".startswith("+")
    assert "video.loudness_evened" not in codes(read(soft, loudness="keep"))


def test_sound_that_plays_everywhere_is_evened_only_when_asked(
    read: Read, make: Make, folder: Path
) -> None:
    soft = make("nho.mp4", *H264, *FIRST, "-af", "volume=-26dB")
    assert codes(read(soft)) == []
    reading = read(soft, loudness="even")
    assert codes(reading) == ["video.transcoded", "video.loudness_evened"]
    media = made(reading, folder, body(reading).media)
    assert media.video == probe(soft).video


@pytest.fixture
def scenes(make: Make, tmp_path: Path) -> Path:
    """Make 200 seconds of three scenes that begin at 0:00, 1:20 and 2:20."""
    colours = (("red", 80), ("white", 60), ("blue", 60))
    told = ";".join(f"color={name}:s=64x48:r=1:d={length}[{name}]" for name, length in colours)
    joined = f"{told};[red][white][blue]concat=n=3:v=1:a=0[v]"
    picture = (*H264[:-2], "-g", "20", *FIRST)
    return make("canh.mp4", "-filter_complex", joined, "-map", "[v]", *picture)


def test_scene_changes_are_a_suggestion(read: Read, scenes: Path, folder: Path) -> None:
    reading = read(scenes)
    assert body(reading).chapters == ()
    (notice,) = (n for n in reading.notices if n.code == "video.chapters_suggested")
    assert notice.severity == "info"
    assert "1:20, 2:20" in notice.message
    assert 'chapters: [{at: "1:20"' in notice.hint
    assert body(read(scenes, chapters="none")).chapters == ()
    asked = read(scenes, chapters="scenes")
    assert [(c.start, c.title) for c in body(asked).chapters] == [
        (0, "Phần 1"), (80, "Phần 2"), (140, "Phần 3"),
    ]  # fmt: skip
    sheet = body(asked).sprites
    assert sheet is not None
    with PIL.Image.open(folder / next(a.path for a in asked.assets if a.id == sheet.asset)) as all_:
        colours = []
        for chapter in body(asked).chapters:
            # As the player finds it.
            place = -int(-chapter.start // sheet.interval)
            x, y = place % sheet.columns * sheet.width, place // sheet.columns * sheet.height
            colours.append(all_.convert("RGB").getpixel((x + sheet.width // 2, y + 9)))
        assert all_.height >= (place // sheet.columns + 1) * sheet.height
    red, white, blue = colours
    assert [max(c) > 200 for c in colours] == [True] * 3
    assert (min(white) > 200, red[2] < 60, blue[0] < 60) == (True, True, True)


def test_chapters_that_the_author_gives(read: Read, videos: Path) -> None:
    given = [
        {"at": "0:05", "title": "Kết quả"},
        {"at": 0, "title": "Tiếp  nhận"},
        {"at": "1:00:00", "title": "Quá xa"},
    ]
    reading = read(videos / "th1_ket.mp4", chapters=given)
    assert body(reading).chapters == (
        Chapter(start=0, title="Tiếp nhận"), Chapter(start=5, title="Kết quả"),
    )  # fmt: skip
    (notice,) = (n for n in reading.notices if n.code == "video.chapter_beyond_end")
    assert notice.origin.seconds == 3600


def test_chosen_scenes_stand_apart() -> None:
    changes = [SceneChange(float(n), 0.2 + n % 7 / 10) for n in range(600)]
    chosen = choose(changes, 600)
    assert 3 <= len(chosen) <= 11
    assert all(b - a >= 25 for a, b in zip((0.0, *chosen), (*chosen, 600.0), strict=True))
    assert choose(changes, 600) == choose(changes[::-1], 600)
    assert choose([], 600) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"rungs": "360p"}, {"rungs": [100]}, {"rungs": True}, {"loudness": "loud"},
        {"chapters": [{"at": "x", "title": "a"}]}, {"chapters": [{"at": 1, "title": ""}]},
        {"chapters": "auto"}, {"audio_only": "maybe"},
    ],
)  # fmt: skip
def test_options_that_mean_nothing(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        VideoOptions.model_validate(wrong)
    assert [error["loc"][0] for error in caught.value.errors()] == list(wrong)


def test_options_as_authors_write_them() -> None:
    told = {"rungs": 360, "audio_only": False, "chapters": [{"at": "1:02:03,5", "title": "Hết"}]}
    options = VideoOptions.model_validate(told)
    assert (options.rungs, options.audio_only) == ((360,), False)
    assert [(c.at, c.title) for c in options.chapters if not isinstance(c, str)] == [
        (3723.5, "Hết")
    ]
    assert VideoOptions.model_validate(options.model_dump()) == options
