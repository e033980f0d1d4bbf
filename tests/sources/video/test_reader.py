"""The reader of recordings, on real files and the real ffmpeg."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import PIL.Image
import pytest
from pydantic import ValidationError

from hocvu.errors import Damaged, HocvuError, Missing, TooLarge, Unsupported
from hocvu.lesson import Chapter, Heading, Paragraph, Reading, Text, VideoBody
from hocvu.progress import Step
from hocvu.sources.base import Source, Workspace
from hocvu.sources.video import READER, VideoOptions, beside
from hocvu.sources.video.boxes import layout
from hocvu.tools.ffmpeg import Media, probe

Read = Callable[..., Reading]
Make = Callable[..., Path]
Packets = Callable[[Path], list[bytes]]


def codes(reading: Reading) -> list[str]:
    return [notice.code for notice in reading.notices]


def body(reading: Reading) -> VideoBody:
    assert isinstance(reading.body, VideoBody)
    return reading.body


def media_of(reading: Reading, folder: Path) -> Path:
    asset = next(a for a in reading.assets if a.id == body(reading).media)
    return folder / asset.path


def made(reading: Reading, folder: Path) -> Media:
    return probe(media_of(reading, folder))


FORMS = {
    # name: (width, height, seconds, what was done)
    "audio_only.mp3": (0, 0, 8.5, "as is"),
    "old_mpeg4.avi": (640, 360, 10.4, "made"),
    "phone_hevc.mov": (640, 360, 10.32, "made"),
    "rotated.mp4": (360, 640, 10.32, "copied"),
    "silent.mp4": (640, 360, 10.32, "copied"),
    "th1_hau_qua.mp4": (640, 360, 7.96, "copied"),
    "th1_ket.mp4": (640, 360, 7.44, "as is"),
    "th1_mo_dau.mp4": (640, 360, 10.32, "copied"),
    "tv_interlaced.mpg": (1024, 576, 10.3, "made"),
    "vfr.mp4": (640, 360, 10.24, "copied"),
    "web_vp9.webm": (640, 360, 10.33, "made"),
    "with_subs.mkv": (640, 360, 10.37, "copied"),
}


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_form_becomes_playable(
    read: Read, videos: Path, folder: Path, name: str, packets: Packets
) -> None:
    width, height, seconds, done = FORMS[name]
    reading = read(videos / name)
    lesson = body(reading)
    assert (lesson.width, lesson.height) == (width, height)
    assert lesson.duration == pytest.approx(seconds, abs=0.15)
    assert reading.kept.seconds == lesson.duration
    assert reading.read.seconds == pytest.approx(seconds, abs=0.15)
    path = media_of(reading, folder)
    assert (path == (videos / name).resolve()) == (done == "as is")
    assert ("video.transcoded" in codes(reading)) == (done == "made")
    if done == "copied":
        assert packets(path) == packets(videos / name)
    if width:
        found = layout(path)
        assert found is not None
        assert found.streamable
        poster = next(a for a in reading.assets if a.id == lesson.poster)
        assert poster.size <= 100_000
        with PIL.Image.open(folder / poster.path) as picture:
            assert picture.width * height == pytest.approx(picture.height * width, rel=0.02)
    for asset in reading.assets:
        data = (folder / asset.path).read_bytes()
        assert (asset.size, asset.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert READER.accepts((videos / name).read_bytes()[:4096], videos / name)


def test_sources_are_left_as_they_were(read: Read, videos: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a.mp4"
    shutil.copyfile(videos / "th1_ket.mp4", copy)
    before = (copy.read_bytes(), copy.stat().st_mtime_ns)
    read(copy)
    assert (copy.read_bytes(), copy.stat().st_mtime_ns) == before


REFUSED = {
    "empty": (b"", Damaged, "video.empty"),
    "zeros": (bytes(5000), Damaged, "video.empty"),
    "text": ("Không phải là video.\n".encode() * 200, Damaged, "video.not_media"),
    "playlist": (b"#EXTM3U\n#EXTINF:10,\n/etc/passwd\n", Damaged, "video.not_media"),
    "brand": (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"x" * 999, Damaged, "video.truncated"),
    "matroska": (b"\x1a\x45\xdf\xa3" + bytes(range(256)) * 9, Damaged, "video.unreadable"),
    "avi": (b"RIFF\x80\0\0\0AVI LIST" + bytes(900), Damaged, "video.unreadable"),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_no_recording_is_refused(read: Read, tmp_path: Path, name: str) -> None:
    data, kind, code = REFUSED[name]
    path = tmp_path / f"{name}.mp4"
    path.write_bytes(data)
    with pytest.raises(kind) as caught:
        read(path)
    assert caught.value.code == code
    assert caught.value.origin.file == f"{name}.mp4"


@pytest.mark.parametrize(
    "text",
    ["The free software", "Khómoov", "ID3 là gì?", "RIFF không phải video", "\ufeffGG", "G" * 9],
)
def test_text_is_not_taken_for_a_recording(tmp_path: Path, text: str) -> None:
    for encoding_name in ("utf-8", "utf-16", "utf-16-le", "cp1258"):
        data = text.encode(encoding_name, "replace") * 3
        assert not READER.accepts(data, tmp_path / "x.txt")


def test_errors_tell_nothing_of_the_machine(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    path.write_bytes(REFUSED["matroska"][0])
    with pytest.raises(Damaged) as caught:
        read(path)
    assert str(tmp_path) not in str(caught.value)
    assert caught.value.hint


def test_missing_file(read: Read, tmp_path: Path) -> None:
    with pytest.raises(Missing):
        read(tmp_path / "none.mp4")


def test_truncated_without_index(read: Read, videos: Path) -> None:
    with pytest.raises(Damaged) as caught:
        read(videos / "truncated.mp4")
    assert caught.value.code == "video.truncated"


def test_truncated_with_index_first(read: Read, videos: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.mp4"
    path.write_bytes((videos / "th1_ket.mp4").read_bytes()[:-5000])
    with pytest.raises(Damaged) as caught:
        read(path)
    assert caught.value.code == "video.truncated"


def test_truncated_avi(read: Read, videos: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.avi"
    path.write_bytes((videos / "old_mpeg4.avi").read_bytes()[:-20_000])
    with pytest.raises(Damaged) as caught:
        read(path)
    assert caught.value.code == "video.truncated"


@pytest.mark.parametrize("name", ["with_subs.mkv", "web_vp9.webm"])
def test_truncated_matroska_is_told(read: Read, videos: Path, tmp_path: Path, name: str) -> None:
    data = (videos / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(data[: len(data) // 2])
    reading = read(path)
    notice = next(n for n in reading.notices if n.code == "video.shorter")
    assert notice.origin.seconds == body(reading).duration < 8
    assert reading.read.seconds > 10


def test_too_long(read: Read, make: Make) -> None:
    path = make("long.mkv", "-vf", "setpts=PTS*50000", "-an", "-c:v", "mjpeg", rate="1")
    with pytest.raises(TooLarge):
        read(path)


def test_only_data(read: Read, make: Make, tmp_path: Path) -> None:
    srt = tmp_path / "s.srt"
    srt.write_text("1\n00:00:00,000 --> 00:00:01,000\nx\n")
    path = make("sub.mkv", "-i", str(srt), "-map", "2:s")
    with pytest.raises(Unsupported) as caught:
        read(path)
    assert caught.value.code == "video.no_streams"


H264 = (
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-pix_fmt",
    "yuv420p",
    "-c:a",
    "aac",
    "-movflags",
    "+faststart",
)


def test_large_pictures_become_smaller(read: Read, make: Make, folder: Path) -> None:
    path = make("large.mp4", *H264, "-t", "0.2", size="1920x1080", rate="60")
    media = made(read(path), folder)
    assert media.video is not None
    assert media.video.shown == (1280, 720)
    assert media.video.rate == 30
    small = made(read(path, max_height=360), folder)
    assert small.video is not None
    assert small.video.shown == (640, 360)


def test_upright_phone_keeps_its_shape(read: Read, make: Make) -> None:
    path = make("phone.mov", "-c:v", "mpeg4", "-t", "0.3", size="1080x1920")
    lesson = body(read(path))
    assert (lesson.width, lesson.height) == (720, 1280)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("ten_bits.mp4", (*H264, "-pix_fmt", "yuv420p10le")),
        ("colours.mp4", (*H264, "-pix_fmt", "yuv444p")),
        ("lines.mp4", (*H264, "-x264-params", "interlaced=1", "-flags", "+ildct+ilme")),
        ("ten_bits.webm", ("-c:v", "libvpx-vp9", "-an", "-pix_fmt", "yuv420p10le")),
    ],
)
def test_h264_that_phones_do_not_play_is_made_anew(
    read: Read, make: Make, folder: Path, name: str, arguments: tuple[str, ...]
) -> None:
    reading = read(make(name, *arguments))
    assert "video.transcoded" in codes(reading)
    video = made(reading, folder).video
    assert video is not None
    assert (video.codec, video.profile, video.pixel_format) == ("h264", "High", "yuv420p")
    assert not video.interlaced


def test_only_the_sound_is_made_anew(
    read: Read, make: Make, folder: Path, packets: Packets
) -> None:
    path = make("surround.mp4", *H264, "-ac", "6")
    reading = read(path)
    media = made(reading, folder)
    assert media.audio is not None
    assert (media.audio.codec, media.audio.channels) == ("aac", 2)
    assert packets(media_of(reading, folder))[0] == packets(path)[0]


@pytest.mark.parametrize("transfer", ["arib-std-b67", "smpte2084"])
def test_bright_phone_video_looks_right_on_every_screen(
    read: Read, make: Make, folder: Path, transfer: str
) -> None:
    told = f"colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc:log-level=none"
    path = make("hdr.mov", "-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-x265-params", told)
    source = probe(path).video
    assert source is not None
    assert source.hdr == transfer
    reading = read(path)
    video = made(reading, folder).video
    assert video is not None
    assert (video.hdr, video.pixel_format, video.shown) == ("", "yuv420p", (64, 48))
    poster = next(a for a in reading.assets if a.media_type == "image/jpeg")
    with PIL.Image.open(folder / poster.path) as picture:
        levels = picture.convert("L").tobytes()
    assert max(levels) - min(levels) > 100


def test_fragments_are_joined(read: Read, make: Make, folder: Path, packets: Packets) -> None:
    path = make("parts.mp4", *H264, "-movflags", "+frag_keyframe+empty_moov", "-g", "5")
    reading = read(path)
    found = layout(media_of(reading, folder))
    assert found is not None
    assert found.streamable
    assert packets(media_of(reading, folder)) == packets(path)


def test_non_square_pixels(read: Read, make: Make) -> None:
    lesson = body(read(make("wide.mp4", *H264, "-vf", "setsar=4/3", size="720x576")))
    assert (lesson.width, lesson.height) == (960, 576)


def test_place_of_recording_is_taken_out(
    read: Read, make: Make, folder: Path, packets: Packets
) -> None:
    path = make("phone.mp4", *H264, "-metadata", "location=+21.0278+105.8342/")
    reading = read(path)
    assert "video.location_removed" in codes(reading)
    assert probe(path).located
    assert not made(reading, folder).located
    assert b"loci" in path.read_bytes()
    assert b"loci" not in media_of(reading, folder).read_bytes()
    assert packets(media_of(reading, folder)) == packets(path)


def test_sound_with_a_cover_is_sound(read: Read, make: Make, tmp_path: Path) -> None:
    cover = make("cover.png", "-frames:v", "1", "-map", "0:v")
    path = make(
        "song.m4a", "-i", str(cover), "-map", "1:a", "-map", "2:v", "-c:a", "aac",
        "-disposition:v", "attached_pic", "-c:v", "copy",
    )  # fmt: skip
    reading = read(path)
    assert (body(reading).width, body(reading).poster) == (0, None)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "m4a", "aac"])
def test_sound_alone(read: Read, make: Make, folder: Path, suffix: str) -> None:
    reading = read(make(f"sound.{suffix}", "-vn"))
    media = made(reading, folder)
    assert media.video is None
    assert media.audio is not None
    assert media.audio.codec == "aac"
    assert body(reading).media.endswith(".m4a")
    assert body(reading).duration == pytest.approx(2, abs=0.2)


def test_soft_mp3_is_left_as_it_is_unless_asked(read: Read, make: Make) -> None:
    path = make("soft.mp3", "-map", "1:a", "-af", "volume=-35dB", "-c:a", "libmp3lame")
    reading = read(path)
    assert reading.assets[0].path == path.resolve()
    assert codes(reading) == ["video.no_captions"]
    assert "video.loudness_evened" in codes(read(path, loudness="even"))


def test_theora_has_a_poster(read: Read, make: Make, folder: Path) -> None:
    reading = read(make("old.ogv", "-c:v", "libtheora", "-an"))
    poster = next(a for a in reading.assets if a.id == body(reading).poster)
    with PIL.Image.open(folder / poster.path) as picture:
        assert picture.size == (64, 48)


def test_second_sound_track_is_told(read: Read, make: Make) -> None:
    reading = read(make("two.mkv", *H264, "-map", "0:v", "-map", "1:a", "-map", "1:a"))
    assert "video.audio_tracks_dropped" in codes(reading)


def test_title_and_chapters(read: Read, make: Make, tmp_path: Path) -> None:
    text = tmp_path / "chapters.txt"
    text.write_text(
        ";FFMETADATA1\ntitle=Tiếp  công dân\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=Mở đầu\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Phần 2: hỏi, đáp\n",
        "utf-8",
    )
    reading = read(make("c.mp4", "-i", str(text), "-map_metadata", "2", *H264))
    assert reading.title == "Tiếp công dân"
    assert body(reading).chapters == (
        Chapter(start=0, title="Mở đầu"),
        Chapter(start=1, title="Phần 2: hỏi, đáp"),
    )


def test_captions_by_the_side(read: Read, videos: Path, folder: Path) -> None:
    reading = read(videos / "th1_mo_dau.mp4", videos / "th1_mo_dau.vi.srt")
    (track,) = body(reading).captions
    assert track.language == "vi"
    assert track.cues[0].text.startswith("Ông Nam đến bộ phận một cửa")
    assert reading.read.words == reading.kept.words == 30
    assert reading.dependencies == (videos / "th1_mo_dau.vi.srt",)
    asset = next(a for a in reading.assets if a.id == track.asset)
    assert asset.media_type == "text/vtt"
    assert (folder / asset.path).read_text("utf-8").startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert codes(reading) == []


def test_captions_of_another_video(read: Read, videos: Path) -> None:
    reading = read(videos / "th1_ket.mp4", videos / "th1_ket.vi.srt")
    (notice,) = reading.notices
    assert notice.code == "video.cues_beyond_end"
    assert notice.origin.file == "th1_ket.vi.srt"
    assert notice.origin.seconds == 0


def test_captions_in_an_old_encoding(read: Read, videos: Path) -> None:
    reading = read(videos / "th1_mo_dau.mp4", videos / "cp1258.vi.srt")
    assert "video.captions_recoded" in codes(reading)
    assert "Ông Nam đến" in body(reading).captions[0].cues[0].text


def test_captions_inside(read: Read, videos: Path) -> None:
    reading = read(videos / "with_subs.mkv")
    assert codes(reading) == ["video.embedded_captions_used"]
    assert reading.kept.words == reading.read.words == 30
    both = read(videos / "with_subs.mkv", videos / "th1_mo_dau.vi.srt")
    assert codes(both) == ["video.embedded_captions_unused"]


def test_several_languages(read: Read, videos: Path, tmp_path: Path) -> None:
    english = tmp_path / "a.en.vtt"
    english.write_text("WEBVTT\n\n00:01.000 --> 00:03.000\nMr Nam\n")
    plain = tmp_path / "a.vtt"
    plain.write_text("WEBVTT\n\n00:01.000 --> 00:03.000\nÔng Nam\n")
    reading = read(videos / "th1_mo_dau.mp4", english, plain, captions_language="vi-VN")
    assert [track.language for track in body(reading).captions] == ["en", "vi-VN"]


def test_bad_cues_are_told_with_their_place(read: Read, videos: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(
        "1\n00:00:05,000 --> 00:00:04,000\nNgược 8,5\n\n"
        "2\n00:00:01,000 --> 00:00:01,100\nNhanh quá không ai đọc kịp\n\n"
        "3\n00:00:01,050 --> 00:00:09,000\nChồng\n"
    )
    reading = read(videos / "th1_mo_dau.mp4", path)
    places = {n.code: (n.origin.seconds, n.origin.line) for n in reading.notices}
    assert places == {
        "video.cue_inverted": (5.0, 2),
        "video.cues_overlap": (1.05, None),
        "video.cues_fast": (1.0, None),
    }
    assert "Ngược 8,5" in reading.notices[0].message
    assert len(body(reading).captions[0].cues) == 2
    assert reading.read.words - reading.kept.words == 2


def test_no_captions_is_a_warning(read: Read, videos: Path) -> None:
    (notice,) = read(videos / "silent.mp4").notices
    assert (notice.code, notice.severity) == ("video.no_captions", "warning")
    assert "phụ đề" in notice.message


def test_transcript(read: Read, videos: Path, tmp_path: Path) -> None:
    path = tmp_path / "loi-thoai.md"
    path.write_text("# Tình huống\n\nÔng Nam đến\nxã.\n\nLãi suất 8,5 %.\n", "utf-8")
    reading = read(videos / "th1_mo_dau.mp4", path)
    assert body(reading).transcript == (
        Heading(level=1, children=(Text(text="Tình huống"),)),
        Paragraph(children=(Text(text="Ông Nam đến xã."),)),
        Paragraph(children=(Text(text="Lãi suất 8,5 %."),)),
    )
    assert reading.kept.words == reading.read.words == 10
    assert "video.no_captions" in codes(reading)
    assert codes(read(videos / "audio_only.mp3", path)) == []


def test_companions_that_cannot_be_used(
    read: Read, videos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "LARGEST", 1000)
    files: dict[str, tuple[bytes, type[HocvuError]]] = {
        "a.docx": (b"PK", Unsupported),
        "b.srt": (b"\x89PNG\r\n\x1a\n\x8a\x8d", Damaged),
        "c.srt": (b"no times here", Damaged),
        "d.vtt": (b"x" * 1001, TooLarge),
    }
    for name, (data, kind) in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(kind):
            read(videos / "th1_ket.mp4", path)
    with pytest.raises(Missing):
        read(videos / "th1_ket.mp4", tmp_path / "none.srt")
    empty = tmp_path / "e.srt"
    empty.write_bytes(b"\n")
    assert {"video.captions_empty", "video.no_captions"} <= set(
        codes(read(videos / "th1_ket.mp4", empty))
    )


def test_options() -> None:
    assert VideoOptions.model_validate({"watch": "85%"}).watch == 0.85
    assert VideoOptions.model_validate({"watch": "87,5 %"}).watch == 0.875
    assert VideoOptions().watch == 0.9
    for wrong in ({"watch": "120%"}, {"watch": 2}, {"watch": "%"}, {"max_height": 10}, {"x": 1}):
        with pytest.raises(ValidationError):
            VideoOptions.model_validate(wrong)


def test_progress_is_told(videos: Path, folder: Path) -> None:
    steps: list[Step] = []
    source = Source(videos / "web_vp9.webm", "bai/a.webm", videos)
    READER.read(source, Workspace(folder, steps.append), VideoOptions())
    assert {(step.stage, step.item, step.total) for step in steps} == {("read", "bai/a.webm", 11)}
    assert steps[-1].done >= 10


def test_same_reading_everywhere(
    videos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = []
    for number, zone in enumerate(("Asia/Ho_Chi_Minh", "Pacific/Honolulu")):
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("LANG", ("vi_VN.UTF-8", "C")[number])
        source = Source(
            videos / "tv_interlaced.mpg", "a.mpg", videos, (videos / "th1_mo_dau.vi.srt",)
        )
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)} if number else cores)
        try:
            workspace = Workspace(tmp_path / f"w{number}")
            options = VideoOptions(rungs=(360,), audio_only=True, previews=True, loudness="even")
            readings.append(READER.read(source, workspace, options))
        finally:
            os.sched_setaffinity(0, cores)
    assert readings[0] == readings[1]
    lesson = body(readings[0])
    assert lesson.renditions
    assert lesson.audio
    assert lesson.sprites
