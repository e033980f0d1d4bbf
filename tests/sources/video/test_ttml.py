"""Timed Text as captions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.lesson import Reading, VideoBody
from hocvu.sources.video import subtitles, ttml, words

FILE = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
    xmlns:m="http://www.w3.org/ns/ttml#metadata" xml:lang="vi"
    ttp:frameRate="25" ttp:tickRate="1000">
  <head><metadata><m:title>Không phải lời</m:title></metadata></head>
  <body begin="1s">
    <div>
      <p begin="00:00:00.500" end="00:00:02.000">Ông Nam đến<br/>Ủy ban nhân dân
        xã &amp; phường.</p>
      <p begin="50f" dur="1500ms"><span style="s1">Tiếp nhận</span> <m:desc>bỏ</m:desc> hồ sơ</p>
      <p begin="4000t" end="00:00:05:05">Kết quả</p>
      <p>Đầu <span begin="6s" end="7s">Một</span> <span begin="7s" end="8s">Hai</span></p>
    </div>
  </body>
</tt>"""


def test_times_and_words() -> None:
    cues = subtitles.parse(FILE, ".ttml")
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [
        (1.5, 3.0, "Ông Nam đến\nỦy ban nhân dân xã & phường."),
        (3.0, 4.5, "Tiếp nhận hồ sơ"),
        (5.0, 6.2, "Kết quả"),
        (7.0, 8.0, "Một"),
        (8.0, 9.0, "Hai"),
    ]
    assert cues[0].line == 8


def test_words_are_counted_apart() -> None:
    """What stands outside the timed spans and in metadata shows as a difference."""
    read = words.in_captions(FILE)
    kept = sum(len(cue.text.split()) for cue in subtitles.parse(FILE, ".ttml"))
    assert (read, kept) == (kept + 2, 18)


@pytest.mark.parametrize(
    "text",
    [
        "<tt><body><p begin='1s'>",
        "<tt><body><p begin='soon'>a</p></body></tt>",
        '<!DOCTYPE tt [<!ENTITY a "aaaa">]><tt><body><p begin="1s">&a;</p></body></tt>',
        '<tt>\n<!DOCTYPE tt [<!ENTITY a "aaaa">]><body/></tt>',
        "<tt><body>" + "<div>" * 200 + "</div>" * 200 + "</body></tt>",
    ],
)
def test_what_cannot_be_understood_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        subtitles.parse(text, ".ttml")


@given(st.text(alphabet='<>tdpbr/ &;:"=1sbegin.ụ', max_size=80))
def test_nothing_but_the_refusal_is_raised(inside: str) -> None:
    text = f"<tt><body>{inside}</body></tt>"
    try:
        cues = ttml.parse(text)
    except ValueError:
        return
    assert all(cue.start >= 0 for cue in cues)


@pytest.mark.parametrize("name", ["a.vi.ttml", "a.dfxp"])
def test_captions_of_a_video(
    read: Callable[..., Reading], videos: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text(FILE, "utf-8")
    reading = read(videos / "th1_mo_dau.mp4", path)
    assert isinstance(reading.body, VideoBody)
    (track,) = reading.body.captions
    assert (track.language, len(track.cues)) == ("vi", 5)
