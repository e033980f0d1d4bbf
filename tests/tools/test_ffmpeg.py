"""ffmpeg: found, asked and run, both the system's and the one that comes as a wheel."""

import hashlib
import os
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import pytest

from hocvu.errors import ToolFailed, ToolMissing, ToolTimedOut, ToolTooOld
from hocvu.tools.base import Found
from hocvu.tools.ffmpeg import (
    ENGINE,
    AudioTarget,
    Media,
    MediaChapter,
    Output,
    VideoTarget,
    convert,
    engine,
    loudness,
    poster,
    probe,
    subtitles,
)
from hocvu.tools.ffmpeg.media import parse
from hocvu.tools.process import run

KINDS = ["system", "wheel"]
HASH = ["-f", "streamhash", "-"]


@pytest.fixture(autouse=True)
def needs_ffmpeg() -> None:
    if ENGINE.find() is None:
        if os.environ.get("CI"):
            pytest.fail("ffmpeg is missing")
        pytest.skip("no ffmpeg here")


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let a test change which ffmpeg is found."""
    engine._find.cache_clear()
    yield monkeypatch
    engine._find.cache_clear()


@pytest.fixture(params=KINDS)
def each(request: pytest.FixtureRequest, use: pytest.MonkeyPatch) -> str:
    """Run with the system's ffmpeg, then with the wheel's."""
    if request.param == "wheel":
        use.setenv("PATH", "/nowhere")
    return str(request.param)


@pytest.fixture(scope="session")
def videos(shared: Path) -> Path:
    return shared / "materials" / "video"


def test_finds_an_engine_that_is_new_enough(each: str) -> None:
    found = ENGINE.find()
    assert found is not None
    assert engine._new_enough(found.version)
    assert (str(imageio_ffmpeg.get_ffmpeg_exe()) == str(found.path)) == (each == "wheel")


def test_no_ffmpeg_at_all(use: pytest.MonkeyPatch) -> None:
    use.setattr(engine, "_candidates", lambda: iter(()))
    assert ENGINE.find() is None
    with pytest.raises(ToolMissing):
        engine.binary()


@pytest.mark.parametrize(
    ("version", "libraries", "good"),
    [
        ("4.3.9", "--enable-libx264 --enable-libzimg", False),
        ("4.4", "--enable-libx264 --enable-libzimg", True),
        ("n12.0", "--enable-libx264 --enable-libzimg", True),
        ("N-109542-g6a5", "--enable-libx264 --enable-libzimg", True),
        ("7.1", "--enable-libx264", False),
        ("7.1", "--disable-gpl", False),
    ],
)
def test_system_ffmpeg_that_cannot_do_the_work_is_passed_over(
    use: pytest.MonkeyPatch, tmp_path: Path, version: str, libraries: str, good: bool
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\necho ffmpeg version {version} Copyright\necho {libraries}\n")
    program.chmod(0o755)
    use.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    found = ENGINE.find()
    assert found is not None
    assert (found.path == program) == good


def test_only_an_old_ffmpeg(use: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho ffmpeg version 3.2 Copyright\n")
    program.chmod(0o755)
    use.setattr(engine, "_candidates", lambda: iter([program]))
    assert ENGINE.find() == Found(program, "3.2")
    with pytest.raises(ToolTooOld):
        engine.binary()


EXPECTED = {
    # name: (codec, shown, rate, interlaced, audio codec, channels, duration, subtitles)
    "audio_only.mp3": (None, None, None, None, "mp3", 1, 8.52, 0),
    "old_mpeg4.avi": ("mpeg4", (640, 360), 25, False, "mp3", 1, 10.4, 0),
    "phone_hevc.mov": ("hevc", (640, 360), 25, False, "aac", 1, 10.32, 0),
    "rotated.mp4": ("h264", (360, 640), 25, False, "aac", 1, 10.32, 0),
    "silent.mp4": ("h264", (640, 360), 25, False, None, None, 10.32, 0),
    "tv_interlaced.mpg": ("mpeg2video", (1024, 576), 25, True, "mp2", 1, 10.3, 0),
    "vfr.mp4": ("h264", (640, 360), 25, False, "aac", 1, 10.24, 0),
    "web_vp9.webm": ("vp9", (640, 360), 25, False, "opus", 1, 10.33, 0),
    "with_subs.mkv": ("h264", (640, 360), 25, False, "aac", 1, 10.37, 1),
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_probe_tells_the_same_with_each_ffmpeg(each: str, videos: Path, name: str) -> None:
    media = probe(videos / name)
    video, audio = media.video, media.audio
    told: tuple[object, ...] = (
        video and video.codec,
        video and video.shown,
        video and video.rate,
        video and video.interlaced,
        audio and audio.codec,
        audio and audio.channels,
        pytest.approx(media.duration, abs=0.1),
        len(media.subtitles),
    )
    assert told == EXPECTED[name]


def test_probe_refuses_what_is_no_media(each: str, videos: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("Không phải video\n" * 100)
    for path in (text, videos / "truncated.mp4", tmp_path / "none.mp4", tmp_path):
        with pytest.raises(ToolFailed):
            probe(path)


@pytest.mark.parametrize("script", ["#EXTM3U\n#EXTINF:5,\n{}\n", "ffconcat version 1.0\nfile {}\n"])
def test_playlist_cannot_open_other_files(
    each: str, videos: Path, tmp_path: Path, script: str
) -> None:
    path = tmp_path / "list.mp4"
    path.write_text(script.format(videos / "silent.mp4"))
    with pytest.raises(ToolFailed):
        probe(path)


@pytest.mark.parametrize("name", ["-y.mp4", "a:b.mp4", "%d.mp4", "bài một 'hai'.mp4", "http:x.mp4"])
def test_names_of_files_are_only_names(videos: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((videos / "silent.mp4").read_bytes())
    media = probe(path)
    out = tmp_path / f"out {name}"
    convert(path, media, [Output(out, "copy", None)], seconds=60)
    assert probe(out).duration == media.duration


def made(videos: Path, name: str, out: Path) -> Media:
    media = probe(videos / name)
    video = VideoTarget(320, 180, Fraction(25), 500_000) if media.video else None
    audio = AudioTarget(1, 48_000, 96_000) if media.audio else None
    convert(videos / name, media, [Output(out, video, audio)], seconds=120)
    return probe(out)


def test_encodes_to_what_was_asked(each: str, videos: Path, tmp_path: Path) -> None:
    media = made(videos, "web_vp9.webm", tmp_path / "out.mp4")
    assert media.video is not None
    assert media.audio is not None
    assert (media.video.codec, media.video.profile, media.video.pixel_format) == (
        "h264",
        "High",
        "yuv420p",
    )
    assert media.video.shown == (320, 180)
    assert (media.audio.codec, media.audio.profile, media.audio.sample_rate) == ("aac", "LC", 48000)
    assert media.duration == pytest.approx(10.33, abs=0.1)


def test_same_bytes_anywhere(
    each: str, use: pytest.MonkeyPatch, videos: Path, tmp_path: Path
) -> None:
    """Another time zone, locale and folder, and one core."""
    digests = {made_in(tmp_path / "one", videos)}
    use.setenv("TZ", "America/Anchorage")
    use.setenv("LC_ALL", "vi_VN.UTF-8")
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        digests.add(made_in(tmp_path / "another folder", videos))
    finally:
        os.sched_setaffinity(0, cores)
    assert len(digests) == 1


def test_heavy_picture_is_made_coarser_and_the_same_on_a_busy_machine(tmp_path: Path) -> None:
    """x264's own cap of the bit rate gives other bytes each time."""
    noise = tmp_path / "noise.mkv"
    told = "testsrc2=s=320x180:r=25:d=2,noise=alls=20:allf=t:all_seed=5"
    run([engine.binary(), "-v", "error", "-f", "lavfi", "-i", told, "-c:v", "mjpeg", noise])
    media = probe(noise)
    digests = set()
    for number in range(2):
        outputs = [
            Output(tmp_path / f"{number}-{height}.mp4", target, None)
            for height in (180, 90)
            for target in [VideoTarget(height * 16 // 9, height, Fraction(25), height * 1200)]
        ]
        convert(noise, media, outputs, seconds=120)
        digests.add(tuple(hashlib.sha256(o.path.read_bytes()).hexdigest() for o in outputs))
        for output, height in zip(outputs, (180, 90), strict=True):
            assert output.path.stat().st_size * 8 / 2 < 1.4 * height * 1200
    assert len(digests) == 1


def test_loudness_is_measured_and_changed(videos: Path, tmp_path: Path) -> None:
    path = videos / "th1_ket.mp4"
    media = probe(path)
    assert media.audio is not None
    before = loudness(path, media.audio, seconds=60)
    out = tmp_path / "soft.m4a"
    convert(path, media, [Output(out, None, AudioTarget(1, 48_000, 64_000, -8.0))], seconds=60)
    audio = probe(out).audio
    assert audio is not None
    assert before is not None
    assert loudness(out, audio, seconds=60) == pytest.approx(before - 8, abs=0.5)


def test_silence_has_no_loudness(tmp_path: Path) -> None:
    path = tmp_path / "none.wav"
    run([engine.binary(), "-v", "error", "-f", "lavfi", "-i", "anullsrc", "-t", "1", path])
    audio = probe(path).audio
    assert audio is not None
    assert loudness(path, audio, seconds=60) is None


def test_same_picture_on_a_processor_that_can_do_nothing_special(
    each: str, use: pytest.MonkeyPatch, videos: Path, tmp_path: Path
) -> None:
    real = str(engine.binary())
    made_in(tmp_path / "one", videos)
    plain = tmp_path / "ffmpeg"
    plain.write_text(f'#!/bin/sh\nexec "{real}" -cpuflags 0 "$@"\n')
    plain.chmod(0o755)
    use.setattr(engine, "_candidates", lambda: iter([plain]))
    engine._find.cache_clear()
    made_in(tmp_path / "two", videos)
    digests = {
        run([real, "-v", "error", "-i", path, "-map", "0:v", "-c", "copy", *HASH]).stdout
        for path in (tmp_path / "one" / "one.mp4", tmp_path / "two" / "two.mp4")
    }
    assert len(digests) == 1


def made_in(folder: Path, videos: Path) -> str:
    folder.mkdir()
    out = folder / f"{folder.name}.mp4"
    made(videos, "phone_hevc.mov", out)
    data = out.read_bytes()
    assert re.findall(rb"Lav[cf]\d|x264 - core|encoder", data) == []
    return hashlib.sha256(data).hexdigest()


def test_progress_reaches_the_end(videos: Path, tmp_path: Path) -> None:
    told: list[float] = []
    media = probe(videos / "old_mpeg4.avi")
    output = Output(tmp_path / "out.mp4", VideoTarget(320, 180, Fraction(25), 500_000), None)
    convert(videos / "old_mpeg4.avi", media, [output], seconds=120, on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(10.4, abs=0.3)


def test_time_limit(videos: Path, tmp_path: Path) -> None:
    media = probe(videos / "phone_hevc.mov")
    target = VideoTarget(1280, 720, Fraction(25), 500_000)
    with pytest.raises(ToolTimedOut):
        convert(
            videos / "phone_hevc.mov",
            media,
            [Output(tmp_path / "out.mp4", target, None)],
            seconds=0.1,
        )


def test_poster(each: str, videos: Path, tmp_path: Path) -> None:
    for name in ("rotated.mp4", "tv_interlaced.mpg", "web_vp9.webm"):
        media = probe(videos / name)
        assert media.video is not None
        out = tmp_path / f"{name}.jpg"
        poster(videos / name, out, media.video, at=1, size=(320, 180), quality=8)
        assert out.read_bytes()[:3] == b"\xff\xd8\xff"


def test_subtitles(each: str, videos: Path, tmp_path: Path) -> None:
    media = probe(videos / "with_subs.mkv")
    out = tmp_path / "out.srt"
    stream = media.subtitles[0]
    subtitles(videos / "with_subs.mkv", stream.index, stream.codec, out, seconds=60)
    assert "chứng thực bản sao" in out.read_text("utf-8")


TOLD = """Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'x, from y.mp4':
  Metadata:
    major_brand     : qt
    title           : Bài 1: mở đầu
                    :   Stream #0:7: Video: h264, yuv420p, 1x1
    com.apple.quicktime.location.ISO6709: +21.0278+105.8342+011.0/
  Duration: 01:02:03.45, start: 0.000000, bitrate: 9000 kb/s
  Chapters:
    Chapter #0:0: start 0.000000, end 5.500000
      Metadata:
        title           : Mở đầu
    Chapter #0:1: start 5.500000, end 10.000000
  Stream #0:0[0x1](und): Video: mjpeg (jpeg / 0x6765706A), yuvj420p(pc), 300x300, 90k tbr (attached pic)
  Stream #0:1[0x2](und): Video: hevc (Main 10) (hvc1 / 0x31637668), yuv420p10le(tv, bt2020nc/bt2020/arib-std-b67, top coded first (swapped)), 1920x1080 [SAR 4:3 DAR 64:27], 8000 kb/s, 29.98 fps, 29.97 tbr, 600 tbn (default)
    Metadata:
      title           : not the file's
    Side data:
      Display Matrix: rotation of -90.00 degrees
  Stream #0:2[0x3](vie): Audio: aac (HE-AAC) (mp4a / 0x6134706D), 44100 Hz, 5.1(side), fltp, 128 kb/s (default)
  Stream #0:3(eng): Audio: pcm_s16le, 48000 Hz, 4 channels, s16, 128 kb/s
  Stream #0:4[0x5](vie): Subtitle: mov_text (tx3g / 0x67337874), 0 kb/s (default)
  Stream #0:5[0x5](und): Data: none (mebx / 0x7862656D), 0 kb/s
"""  # noqa: E501


def test_parse_takes_all_that_ffmpeg_tells() -> None:
    media = parse(TOLD)
    assert media.container == {"mov", "mp4", "m4a", "3gp", "3g2", "mj2"}
    assert media.duration == 3723.45
    assert media.title == "Bài 1: mở đầu"
    assert media.located
    assert media.chapters == (MediaChapter(0, "Mở đầu"), MediaChapter(5.5, ""))
    assert media.video is not None
    assert (media.video.index, media.video.codec, media.video.profile) == (1, "hevc", "Main 10")
    assert media.video.pixel_format == "yuv420p10le"
    assert media.video.rate == Fraction(30000, 1001)
    assert media.video.shown == (1080, 2560)
    assert media.video.hdr == "arib-std-b67"
    assert media.video.interlaced
    assert media.audio is not None
    assert (media.audio.profile, media.audio.sample_rate, media.audio.channels) == (
        "HE-AAC",
        44100,
        6,
    )
    assert media.audio_tracks == 2
    assert [(s.codec, s.language) for s in media.subtitles] == [("mov_text", "vie")]


@pytest.mark.parametrize(
    ("told", "rate"),
    [
        ("25 fps, 25 tbr", Fraction(25)),
        ("23.98 fps, 23.98 tbr", Fraction(24000, 1001)),
        ("10.74 fps, 25 tbr", Fraction(25)),
        ("29.92 fps, 90k tbr", Fraction("29.92")),
        ("59.94 fps, 59.94 tbr", Fraction(60000, 1001)),
        ("1k tbr, 1k tbn", None),
    ],
)
def test_frame_rate(told: str, rate: Fraction | None) -> None:
    text = f"Input #0, avi, from 'x':\n  Stream #0:0: Video: h264 (High), yuv420p, 2x2, {told}\n"
    video = parse(text).video
    assert video is not None
    assert video.rate == rate
