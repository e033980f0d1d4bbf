"""A sample quiz with every kind of question, and a sample situation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from runtime import samples
from runtime.samples import para

from hocvu.lesson import (
    Accepted,
    AnyQuestion,
    Asset,
    Body,
    Choice,
    ChoiceQuestion,
    Decision,
    EssayQuestion,
    Item,
    MatchQuestion,
    Note,
    NoteRef,
    NumberQuestion,
    OrderQuestion,
    Paragraph,
    QuizBody,
    Range,
    Scene,
    SituationBody,
    Slide,
    TextQuestion,
    TimedQuestion,
    TrueFalseQuestion,
    VideoBody,
    Way,
)


def choice(name: str, words: str, right: bool = False, feedback: str = "") -> Choice:
    """Return a choice."""
    told = (para(feedback),) if feedback else ()
    return Choice(id=name, content=(para(words),), right=right, feedback=told)


def item(name: str, words: str) -> Item:
    """Return something to match or to put in order."""
    return Item(id=name, content=(para(words),))


SINGLE = ChoiceQuestion(
    id="c1",
    ask=(para("Ai có thẩm quyền chứng thực bản sao từ bản chính?"),),
    choices=(
        choice("a", "Công chức tư pháp - hộ tịch", feedback="Công chức chỉ tham mưu."),
        choice("b", "Chủ tịch Ủy ban nhân dân cấp xã", right=True),
        choice("c", "Trưởng thôn"),
    ),
    right=(para("Đúng theo quy định về chứng thực."),),
    wrong=(para("Xem lại phần thẩm quyền."),),
    feedback=(para("Căn cứ: Nghị định 23/2015/NĐ-CP."),),
)
MULTIPLE = ChoiceQuestion(
    id="c2",
    multiple=True,
    partial=True,
    points=2,
    ask=(para("Hồ sơ đăng ký khai sinh gồm những gì?"),),
    choices=(
        choice("a", "Tờ khai theo mẫu", right=True),
        choice("b", "Giấy chứng sinh", right=True),
        choice("c", "Giấy khám sức khỏe", feedback="Không có trong danh mục."),
        choice("d", "Sơ yếu lý lịch"),
    ),
)
TRUTH = TrueFalseQuestion(
    id="c3", ask=(para("Công chức được yêu cầu thêm giấy tờ ngoài quy định."),), answer=False
)
SHORT = TextQuestion(
    id="c4",
    ask=(para("Nơi tiếp nhận hồ sơ của người dân tên là gì?"),),
    accepted=(
        Accepted(text="bộ phận một cửa"),
        Accepted(text="một cửa*", share=0.5, feedback=(para("Viết đầy đủ hơn."),)),
    ),
)
NUMBER = NumberQuestion(
    id="c5",
    ask=(para("Thời hạn trả kết quả là mấy ngày làm việc?"),),
    accepted=(Range(low=2, high=3), Range(low=1, high=1, share=0.5)),
)
MATCH = MatchQuestion(
    id="c6",
    ask=(para("Nối thủ tục với cơ quan giải quyết."),),
    items=(item("1", "Khai sinh"), item("2", "Hộ chiếu"), item("3", "Đất đai")),
    answers=(item("a", "Cấp xã"), item("b", "Công an"), item("c", "Văn phòng đăng ký"),
             item("d", "Trường học")),
    pairs={"1": "a", "2": "b", "3": "c"},
)  # fmt: skip
ORDER = OrderQuestion(
    id="c7",
    ask=(para("Xếp các bước tiếp nhận theo thứ tự."),),
    items=(item("a", "Đón tiếp"), item("b", "Kiểm tra hồ sơ"), item("c", "Nhập hệ thống"),
           item("d", "Hẹn trả kết quả")),
)  # fmt: skip
ESSAY = EssayQuestion(
    id="c8",
    ask=(para("Nêu một khó khăn của anh/chị ở bộ phận một cửa."),),
    model=(para("Ví dụ: hồ sơ thiếu, đường truyền chậm."),),
)
EVERY: tuple[AnyQuestion, ...] = (SINGLE, MULTIPLE, TRUTH, SHORT, NUMBER, MATCH, ORDER, ESSAY)
RIGHT: dict[str, list[str]] = {
    "c1": ["b"], "c2": ["a", "b"], "c3": ["false"], "c4": ["Bộ phận  MỘT CỬA "], "c5": ["2,5"],
    "c6": ["1.a", "2.b", "3.c"], "c7": ["a", "b", "c", "d"], "c8": ["Đường truyền chậm."],
}  # fmt: skip
"""What a learner gives who knows everything."""
WRONG: dict[str, list[str]] = {
    "c1": ["a"], "c2": ["c"], "c3": ["true"], "c4": ["bàn giấy"], "c5": ["10"],
    "c6": ["1.d", "2.d", "3.d"], "c7": ["d", "c", "b", "a"], "c8": ["Không có."],
}  # fmt: skip


def quiz(**changes: Any) -> tuple[Body, tuple[Asset, ...]]:
    """Return a quiz of every kind of question."""
    intro = Paragraph(
        children=(samples.text("Đọc kỹ câu hỏi"), NoteRef(note="n1"), samples.text("."))
    )
    body = QuizBody(
        intro=(intro,),
        questions=EVERY,
        notes=(Note(id="n1", label="1", children=(para("Làm bài trong một lần."),)),),
    )
    return body.model_copy(update=changes), ()


def situation(folder: Path, **changes: Any) -> tuple[Body, tuple[Asset, ...]]:
    """Return a situation: a video with a question, a decision with three ways, a slide, ends."""
    # Apart from the files of other samples, which bear the same names.
    folder = folder / "situation"
    folder.mkdir()
    made, assets = samples.video(folder, watch=0.5, seconds=6)
    assert isinstance(made, VideoBody)
    picture = samples.picture(folder, "quay", "#5b3a8c")
    slide = Slide(
        image=picture.id, width=640, height=360, title="Người dân quay lại",
        text=(para("Bà Lan phải đi lại lần hai."),),
    )  # fmt: skip
    first = Decision(
        ask=(para("Anh/chị xử lý thế nào?"),),
        ways=(
            Way(id="a", content=(para("Từ chối ngay"),), score=0, to="hau_qua",
                feedback=(para("Người dân phải đi lại nhiều lần."),)),
            Way(id="b", content=(para("Hướng dẫn bổ sung bằng phiếu"),), score=10, to="ket",
                feedback=(para("Đúng quy định, người dân chỉ phải đi một lần."),)),
            Way(id="c", content=(para("Nhận hồ sơ và hẹn"),), score=4, to="hau_qua"),
        ),
    )  # fmt: skip
    second = Decision(
        ask=(para("Bây giờ anh/chị làm gì?"),),
        ways=(
            Way(id="a", content=(para("Xin lỗi và hướng dẫn cụ thể"),), score=5, to="ket"),
            Way(id="b", content=(para("Yêu cầu tự tìm hiểu"),), score=0, to="hong"),
        ),
    )
    scenes = (
        Scene(
            id="mo_dau", title="Tiếp nhận", video=made, decision=first,
            questions=(TimedQuestion(at=2.0, question=TRUTH),),
        ),
        Scene(id="hau_qua", title="Hậu quả", slide=slide, decision=second),
        Scene(id="ket", text=(para("Hồ sơ được giải quyết đúng hạn."),), end="score"),
        Scene(id="hong", text=(para("Người dân khiếu nại."),), end="failed"),
    )  # fmt: skip
    body = SituationBody(
        situation="chung_thuc_01", start="mo_dau", scenes=scenes, best=10.0, pass_score=80
    )
    return body.model_copy(update=changes), (*assets, picture)
