/** A quiz under way: what was drawn, what was answered, what it is worth. Knows no page. */

import { QuestionData, QuizData } from "../data";
import { judge, Judgement } from "./grade";
import { packShare, packText, unpackShare, unpackText } from "./pack";
import { chance, shuffled } from "./random";
import { better, reaches, Result, Work } from "./work";

export interface Given {
  response: string[];
  /** Share of the points, 0 to 1. */
  share: number;
  /** Less of the text was kept than was written. */
  cut: boolean;
}

/** Characters kept of an essay and of a short text, in the order in which they give way. */
const CUTS: readonly (readonly [number, number])[] = [
  [4000, 255], [1000, 255], [255, 255], [100, 255], [40, 255], [0, 255], [0, 60], [0, 20], [0, 0],
]; // prettier-ignore

export class Quiz implements Work {
  passing: number | null = null;
  best: Result | null = null;
  /** Number of the try under way, from 1. */
  attempt = 1;
  /** Questions of this try, as places in the author's list, in the order in which they come. */
  drawn: number[] = [];
  private given: (Given | null)[] = [];

  constructor(
    readonly data: QuizData,
    private seed: number,
  ) {
    this.draw();
  }

  /** The answer to the question at `place` of the author's list, null while there is none. */
  answered(place: number): Given | null {
    return this.given[place] || null;
  }

  /** Give an answer; one that was given stands. Tells if it was taken. */
  answer(place: number, response: readonly string[]): boolean {
    if (this.drawn.indexOf(place) < 0 || this.given[place]) return false;
    const question = this.data.questions[place]!;
    const clean = response.map((part) => part.normalize("NFC"));
    const { share } = judge(question, clean);
    this.given[place] = { response: clean, share: share || 0, cut: false };
    if (this.finished()) this.best = better(this.best, this.result());
    return true;
  }

  judgement(place: number): Judgement {
    const given = this.given[place]!;
    const made = judge(this.data.questions[place]!, given.response);
    // Of a text that was cut only the share is known.
    return given.cut && made.share !== null ? { share: given.share, feedback: [] } : made;
  }

  /** Every question of this try is answered. */
  finished(): boolean {
    return this.drawn.every((place) => this.given[place]);
  }

  /** Where right answers and feedback of an answered question may be seen. */
  revealed(): boolean {
    const { reveal } = this.data;
    if (reveal === "passed") return this.finished() && ((this.best && this.best.passed) || !this.left());
    return reveal === "each" || (reveal === "end" && this.finished());
  }

  /** Tries that are left after this one; Infinity where they are not counted. */
  left(): number {
    return this.data.attempts ? Math.max(0, this.data.attempts - this.attempt) : Infinity;
  }

  retry(): boolean {
    if (!this.finished() || !this.left()) return false;
    this.attempt++;
    this.draw();
    return true;
  }

  /** What this try is worth. */
  result(): Result {
    let points = 0;
    let all = 0;
    for (const place of this.drawn) {
      const question = this.data.questions[place]!;
      const given = this.given[place];
      if (question.kind === "essay") continue;
      all += question.points;
      points += question.points * (given ? given.share : 0);
    }
    const score = all > 0 ? points / all : 1;
    return { score, passed: reaches(score, this.mark()) };
  }

  /** Share that passes, 0 to 1. */
  mark(): number {
    return this.passing === null ? this.data.pass / 100 : this.passing;
  }

  /** The tokens of a question in the order of this try. */
  mixed(place: number, tokens: readonly string[]): string[] {
    return shuffled(tokens, chance(this.seed + this.attempt * 7919 + place * 104729));
  }

  measure(): number {
    if (this.best) return 1;
    const given = this.drawn.filter((place) => this.given[place]).length;
    return this.drawn.length ? given / this.drawn.length : 1;
  }

  over(): boolean {
    return !!this.best && (this.best.passed || (this.finished() && !this.left()));
  }

  begun(): boolean {
    return this.attempt > 1 || this.given.some((one) => !!one);
  }

  location(): string {
    return `${this.attempt}.${this.drawn.filter((place) => this.given[place]).length}`;
  }

  dump(room: number): string {
    for (const [essay, text] of CUTS) {
      const made = this.text(essay, text);
      if (made.length <= room) return made;
    }
    return this.text(-1, -1);
  }

  recall(memo: string): void {
    const [seed = "", attempt = "", ...rest] = memo.split(";");
    if (!/^[0-9a-z]+$/.test(seed) || !/^[1-9a-z][0-9a-z]*$/.test(attempt)) return;
    this.seed = parseInt(seed, 36);
    this.attempt = parseInt(attempt, 36);
    this.draw();
    this.drawn.forEach((place, number) => {
      const packed = rest[number];
      if (packed) this.given[place] = unpack(this.data.questions[place]!, packed);
    });
  }

  private draw(): void {
    const { questions, shuffle, pick } = this.data;
    const all = questions.map((_question, place) => place);
    const next = chance(this.seed + this.attempt * 15485863);
    const mixed = shuffle || pick ? shuffled(all, next) : all;
    const some = pick ? mixed.slice(0, pick) : mixed;
    this.drawn = shuffle ? some : some.sort((one, other) => one - other);
    this.given = questions.map(() => null);
  }

  private text(essay: number, text: number): string {
    const parts = this.drawn.map((place) => {
      const given = this.given[place];
      return given ? pack(this.data.questions[place]!, given, essay, text) : "";
    });
    return [this.seed.toString(36), this.attempt.toString(36), ...parts].join(";");
  }
}

function isText(kind: QuestionData["kind"]): boolean {
  return kind === "essay" || kind === "text" || kind === "number";
}

function pack(question: QuestionData, given: Given, essay: number, text: number): string {
  const { kind } = question;
  const worth = packShare(given.share);
  const most = kind === "essay" ? essay : text;
  if (most < 0) return `${worth}*`;
  if (!isText(kind)) return worth + given.response.join("").replace(/\./g, "").replace("true", "t").replace("false", "f");
  const said = given.response[0] || "";
  return worth + (given.cut || said.length > most ? "*" : "'") + packText(said.slice(0, most));
}

function unpack(question: QuestionData, packed: string): Given {
  const share = unpackShare(packed.slice(0, 2));
  const rest = packed.slice(2);
  const cut = rest.charAt(0) === "*";
  if (isText(question.kind)) return { response: [unpackText(rest.slice(1))], share, cut };
  if (cut) return { response: [], share, cut };
  if (question.kind === "true_false") return { response: [rest === "t" ? "true" : "false"], share, cut };
  if (question.kind !== "match") return { response: rest.split(""), share, cut };
  return { response: (rest.match(/../g) || []).map((pair) => `${pair[0]}.${pair[1]}`), share, cut };
}
