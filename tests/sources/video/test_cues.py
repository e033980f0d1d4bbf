"""Cues that are made of words with their times."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.sources.video.cues import make_cues
from hocvu.tools.speech import Spoken


@st.composite
def speech(draw: st.DrawFn) -> tuple[list[Spoken], float]:
    at = draw(st.integers(0, 3000))
    words = []
    for pause, length, word in draw(
        st.lists(
            st.tuples(
                st.sampled_from([0, 0, 0, 50, 300, 900, 4000]),
                st.integers(60, 800),
                st.text("aăâđêôơư.,?", min_size=1, max_size=12),
            ),
            min_size=1,
            max_size=60,
        )
    ):
        at += pause
        words.append((at / 1000, (at + length) / 1000, word))
        at += length
    return words, (at + draw(st.integers(-200, 3000))) / 1000


@settings(deadline=None, max_examples=150)
@given(speech())
def test_cues_are_short_readable_and_hold_every_word(drawn: tuple[list[Spoken], float]) -> None:
    words, end = drawn
    cues = make_cues(words, end)
    heard = [word for begin, _, word in words if begin < end]
    shown = " ".join(cue.text for cue in cues).split()
    assert shown[: len(heard)] == heard
    for cue in cues:
        lines = cue.text.split("\n")
        assert len(lines) <= 2
        assert all(0 < len(line) <= 42 for line in lines)
        assert 0 <= cue.start < cue.end <= end
        assert cue.end - cue.start <= 7.001
    assert all(a.end <= b.start for a, b in pairwise(cues))


def test_a_sentence_is_shown_until_it_can_be_read() -> None:
    words = [(0.0, 0.2, "Vâng."), (10.0, 10.3, "Thưa"), (10.3, 10.5, "bà"), (10.5, 10.9, "con.")]
    cues = make_cues(words, 11.0)
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [
        (0.0, 1.0, "Vâng."),
        (10.0, 11.0, "Thưa bà con."),
    ]
    # Nothing is shown beyond the end: it comes a little earlier instead.
    last = make_cues([(10.7, 10.9, "Hết.")], 11.0)[0]
    assert (last.start, last.end) == (10.0, 11.0)


def test_a_long_utterance_is_divided_evenly_and_at_its_stops() -> None:
    said = "Người dân nộp hồ sơ tại bộ phận một cửa của xã. Cán bộ tiếp nhận kiểm tra thành phần"
    said += " hồ sơ rồi ghi giấy hẹn trả kết quả."
    words = [(n * 0.3, n * 0.3 + 0.3, word) for n, word in enumerate(said.split())]
    cues = make_cues(words, 60.0)
    assert [cue.text for cue in cues] == [
        "Người dân nộp hồ sơ tại\nbộ phận một cửa của xã.",
        "Cán bộ tiếp nhận kiểm tra thành phần\nhồ sơ rồi ghi giấy hẹn trả kết quả.",
    ]


def test_nothing_said() -> None:
    assert make_cues([], 3.0) == []
