"""Captions: nothing of their text is lost on the way to WebVTT."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.errors import TooLarge
from hocvu.lesson import Cue
from hocvu.sources.text import decode
from hocvu.sources.video import beside, webvtt, words
from hocvu.sources.video.beside import read_text
from hocvu.sources.video.subtitles import parse
from hocvu.sources.video.timed import Timed

WORDS = st.text(
    st.sampled_from("aăâđêôơưệợẫ 0123456789,.;:!?&%()'\"/-–+=*#@[]"), min_size=1, max_size=30
).filter(lambda text: text.strip() and not re.search(r"\d\s*-{1,2}>", text))
LINES = st.lists(WORDS, min_size=1, max_size=3).map(
    lambda lines: "\n".join(" ".join(line.split()) for line in lines)
)
TEXTS = LINES.filter(lambda text: not text.startswith("WEBVTT"))
CUES = st.lists(
    st.tuples(st.integers(0, 10**7), st.integers(1, 10**5), TEXTS), min_size=1, max_size=8
).map(
    lambda drawn: [
        Cue(start=start / 1000, end=(start + length) / 1000, text=text)
        for start, length, text in drawn
    ]
)


def srt(cues: list[Cue]) -> str:
    def time(seconds: float) -> str:
        ms = round(seconds * 1000)
        return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"

    return "".join(
        f"{n}\n{time(cue.start)} --> {time(cue.end)}\n{cue.text}\n\n"
        for n, cue in enumerate(cues, 1)
    )


def as_cues(timed: list[Timed]) -> list[Cue]:
    return [Cue(start=t.start, end=t.end, text=t.text) for t in timed]


@given(CUES)
def test_subrip_is_read_as_written(cues: list[Cue]) -> None:
    text = decode(srt(cues).encode()).text
    assert as_cues(parse(text, ".srt")) == cues
    assert words.in_captions(text) == sum(len(cue.text.split()) for cue in cues)


@given(CUES)
def test_webvtt_round_trip(cues: list[Cue]) -> None:
    text = webvtt.write(cues).decode()
    assert as_cues(parse(text, ".vtt")) == cues
    assert words.in_captions(text) == sum(len(cue.text.split()) for cue in cues)


@given(st.lists(st.text(max_size=60).filter(str.strip), min_size=1, max_size=4))
def test_no_text_can_break_out_of_a_webvtt_cue(texts: list[str]) -> None:
    cues = [Cue(start=n, end=n + 1, text=text) for n, text in enumerate(texts)]
    written = webvtt.write(cues).decode()
    assert written.startswith("WEBVTT\n\n")
    assert written.count("-->") == len(cues)
    for block in re.split("\n\n|\r", written)[1:]:
        assert block.count("-->") == 1
        body = block.split("\n", 1)[1]
        assert "<" not in body
        assert ">" not in body
        assert "&" not in re.sub(r"&(amp|lt|gt);", "", body)


@given(st.text(max_size=300), st.sampled_from([".srt", ".vtt", ".ass", ".sub"]))
def test_any_text_is_read_or_refused(text: str, suffix: str) -> None:
    clean = decode(b"\xef\xbb\xbf" + text.encode())
    if clean is None:
        return
    try:
        cues = parse(clean.text, suffix)
    except ValueError:
        return
    assert all(cue.start >= 0 and cue.end >= 0 for cue in cues)


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    decoded = decode(data)
    if decoded is None:
        return
    assert "\r" not in decoded.text
    assert "\0" not in decoded.text


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"]
)
def test_encodings(name: str) -> None:
    text = "1\r\n00:00:01,000 --> 00:00:02,000\r\nThủ tục đất đai, hộ tịch: ừ ẫ ệ ợ ữ\r\n"
    # Windows writes tones as characters of their own, after the letter with its other mark.
    data = compose_for_1258(text) if name == "cp1258" else text.encode(name)
    assert parse(decode(data).text, ".srt") == [
        Timed(1, 2, "Thủ tục đất đai, hộ tịch: ừ ẫ ệ ợ ữ", 2)
    ]


def compose_for_1258(text: str) -> bytes:
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
            continue
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
        tones = [p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones))
        out += base.encode("cp1258") + "".join(tones).encode("cp1258")
    return out


def test_real_windows_1258(shared: Path) -> None:
    folder = shared / "materials" / "video"
    old = read_text(folder / "cp1258.vi.srt", "cp1258.vi.srt")
    new = read_text(folder / "th1_mo_dau.vi.srt", "th1_mo_dau.vi.srt")
    assert old.encoding == "cp1258"
    assert not old.doubtful
    assert "Ông Nam đến bộ phận một cửa" in old.text
    assert parse(old.text, ".srt") == parse(new.text, ".srt")[: len(parse(old.text, ".srt"))]


def test_latin_text_is_doubtful() -> None:
    assert decode("Ò dépôt".encode("latin-1")).doubtful


def test_pictures_and_large_files_are_refused(tmp_path: Path) -> None:
    assert decode(b"\x89PNG\r\n\x1a\n\x8a\x9d") is None
    large = tmp_path / "x.srt"
    with large.open("wb") as stream:
        stream.truncate(beside.LARGEST + 1)
    with pytest.raises(TooLarge):
        read_text(large, "x.srt")


SUBRIP = """\ufeff1
00:00:01,000 --> 00:00:02,500 X1:1 X2:2
Lãi suất 8,5 %/năm
2025

00:00:03.5 --> 00:00:04
<i>Không</i> có <font color="red">số</font> {\\an8}thứ tự
và một dòng trống

sau đó
7
00:00:05,000 --> 00:00:06,000

8
00:01:05,000-->00:01:06,000
a < b & c > d, <5 tuổi
9
00:00:07,000 --> 00:00:08,000
100
"""


def test_subrip_as_people_write_it() -> None:
    assert parse(decode(SUBRIP.encode()).text, ".srt") == [
        Timed(1, 2.5, "Lãi suất 8,5 %/năm\n2025", 2),
        Timed(3.5, 4, "Không có số thứ tự\nvà một dòng trống\nsau đó", 6),
        Timed(5, 6, "", 12),
        Timed(65, 66, "a < b & c > d, <5 tuổi", 15),
        Timed(7, 8, "100", 18),
    ]


WEBVTT = """WEBVTT - Bài 1
Kind: captions

STYLE
::cue { color: red }

NOTE không đọc
câu này

mo-dau
00:01.000 --> 00:02.000 align:start line:0%
<v Bà Lan>Xin chào &amp; cảm ơn</v>
2025

NOTE
nor this

01:00:00.000 --> 01:00:01.000
<c.to>Số</c> <00:00:01.500>&lt;8,5&gt;&nbsp;%
"""


def test_webvtt_as_specified() -> None:
    assert parse(WEBVTT, ".vtt") == [
        Timed(1, 2, "Bà Lan: Xin chào & cảm ơn\n2025", 11),
        Timed(3600, 3601, "Số <8,5> %", 18),
    ]


def test_written_webvtt() -> None:
    cue = Cue(start=3661.0004, end=3662.5, text="a < b --> c & d\n\nđ")
    assert webvtt.write([cue]).decode() == (
        "WEBVTT\n\n01:01:01.000 --> 01:01:02.500\na &lt; b --&gt; c &amp; d\nđ\n"
    )


def test_other_formats() -> None:
    ass = (
        "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name\nStyle: Default\n\n"
        "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, "
        "Text\n"
        "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\i1}Xin{\\i0} chào, 8,5\\Nbạn\n"
    )
    assert as_cues(parse(ass, ".ass")) == [Cue(start=1, end=2.5, text="Xin chào, 8,5\nbạn")]
    assert words.in_captions(ass) == 4
    sbv = "0:00:01.000,0:00:02.500\nXin chào\n\n0:00:03.000,0:00:04.000\nbạn\n"
    assert as_cues(parse(sbv, ".sbv")) == [
        Cue(start=1, end=2.5, text="Xin chào"),
        Cue(start=3, end=4, text="bạn"),
    ]
    assert words.in_captions(sbv) == 3


TWO = "Xin chào các đồng chí", "Thưa bà con, cán bộ xã Đức Thắng"
OLD = {
    "tcvn3": ("Xin chµo c¸c ®ång chÝ", "Th\xada bµ con, c¸n bé x· §øc Th¾ng"),
    "vni": ("Xin chaøo caùc ñoàng chí", "Thöa baø con, caùn boä xaõ Ñöùc Thaéng"),
}


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-16"])
@pytest.mark.parametrize("font", sorted(OLD))
def test_captions_made_for_old_fonts(tmp_path: Path, font: str, encoding: str) -> None:
    times = ("00:00:01,000 --> 00:00:03,500", "00:00:04,000 --> 00:00:06,000")
    cues = zip(times, OLD[font], strict=True)
    path = tmp_path / "a.srt"
    path.write_bytes("\n".join(f"{time}\n{text}\n" for time, text in cues).encode(encoding))
    assert tuple(cue.text for cue in parse(read_text(path, "a.srt").text, ".srt")) == TWO


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_other_languages_are_not_taken_for_old_fonts(tmp_path: Path, encoding: str) -> None:
    text = "Le thé, le café, la clé : où est l'élève ? Là-bas, près de l'hôtel. Ça a été très bien."
    path = tmp_path / "a.srt"
    path.write_bytes(text.encode(encoding))
    assert read_text(path, "a.srt").encoding == ("utf-8" if encoding == "utf-8" else "cp1258")


ODD = {
    "before the beginning": ("-00:00:01,000 --> 00:00:02,000", (0, 2)),
    "seconds alone": ("8,5 --> 10,25", (8.5, 10.25)),
    "whole seconds": ("8 --> 10.5", (8, 10.5)),
    "one digit": ("00:00:01,5 --> 00:00:03,2", (1.5, 3.2)),
    "en dash": ("00:00:01.000 –> 00:00:02.000", (1, 2)),
    "em dash": ("00:00:01,000 —> 00:00:02,000", (1, 2)),
    "spaces": ("00: 00: 01, 000 --> 00: 00: 02, 500", (1, 2.5)),
    "tight": ("00:00:01,000-->00:00:02,000", (1, 2)),
    # Told as cues without a time, and never part of the words before.
    "no number": ("00:00:-1,000 --> 00:00:02,000", (0, 0)),
    "half": ("00:00:01,000 --> 00:00:", (0, 0)),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_times(name: str) -> None:
    line, (start, end) = ODD[name]
    bare = "8" in line
    first, last = ("1.0 --> 2.0", "90.0 --> 91.0") if bare else ("00:01 --> 00:02",) * 2
    text = f"1\n{first}\nMột -> hai: 3\n\n2\n{line}\nHai\n\n3\n{last}\nBa\n"
    cues = parse(text, ".srt")
    assert [cue.text for cue in cues] == ["Một -> hai: 3", "Hai", "Ba"]
    assert (cues[1].start, cues[1].end) == (start, end)
    assert words.in_captions(text) >= 6


def test_ass_drawings_and_karaoke() -> None:
    text = (
        "[Script Info]\n\n[V4+ Styles]\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:01.00,0:00:03.50,Default,,0,0,0,,{\\k20}Xin {\\kf30}chào{ghi chú}\n"
        "Dialogue: 0,0:00:04.00,0:00:06.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}\n"
    )
    assert [cue.text for cue in parse(text, ".ass") if cue.text] == ["Xin chào"]
    assert words.in_captions(text) == 2
