/** How far a learner is in one lesson. Knows no page, no clock and no learning system. */

import { LessonData } from "../data";
import { decodeBits, encodeBits } from "./bits";
import { BUCKET, Watch } from "./watch";
import { better, Work } from "./work";

const VERSION = "hv1";
const NOTHING = new Watch(0);

export class Progress {
  /** Rises with every save, so that the newer of two memories is known. */
  sequence = 0;
  /** Terminal: once true it stays so, whatever the system answers. */
  done = false;
  /** The open page, from 0. */
  page = 0;
  /** Interactions written so far: the system's own count cannot be trusted. */
  answers = 0;
  read: boolean[];
  /** Of the lesson's video; of nothing where it has none. */
  readonly watch: Watch;

  constructor(
    readonly lesson: LessonData,
    readonly work: Work | null = null,
  ) {
    this.read = lesson.pages.map(() => false);
    this.watch = lesson.video ? new Watch(lesson.video.duration) : NOTHING;
  }

  /** Note that a page was seen to its end; tells if that is new. */
  see(page: number): boolean {
    if (this.read[page] !== false) return false;
    this.read[page] = true;
    return true;
  }

  /** How much is done, 0 to 1. */
  measure(): number {
    if (this.done) return 1;
    if (this.work) return this.work.measure();
    const { video, pages } = this.lesson;
    if (video) return this.watch.measure(video.watch);
    const counted = pages.map((page) => page[2] === 1);
    const total = counted.filter(Boolean).length;
    return total ? this.read.filter((seen, i) => seen && counted[i]).length / total : 1;
  }

  /** Take notice of completion; tells if it is new. */
  settle(): boolean {
    if (this.done || this.measure() < 1) return false;
    this.done = true;
    return true;
  }

  /** Tell if nothing is left to do. */
  over(): boolean {
    return this.done && (!this.work || this.work.over());
  }

  /** Tell if there is a place to return to. */
  begun(): boolean {
    return this.page > 0 || this.watch.position > BUCKET || (!!this.work && this.work.begun());
  }

  /** The place where the learner stands, as systems show it. */
  location(): string {
    if (this.work) return this.work.location();
    return this.lesson.video ? this.watch.position.toFixed(1) : String(this.page + 1);
  }

  /** All of it as ASCII text of at most `limit` characters: video detail is what gives way. */
  dump(limit: number): string {
    const { watch, work } = this;
    const fields = [
      VERSION,
      `q=${this.sequence}`,
      `s=${this.lesson.shape}`,
      `c=${this.done ? 1 : 0}`,
      `p=${this.page}`,
      `n=${this.answers}`,
    ];
    if (work) {
      const { best } = work;
      if (best) fields.push(`k=${best.passed ? "p" : "f"}${Math.round(best.score * 1e4)}`);
      const start = fields.join("|");
      return `${start}|a=${work.dump(limit - start.length - 3)}`;
    }
    fields.push(
      `t=${tenths(watch.position)}`,
      `f=${tenths(watch.furthest)}`,
      `r=${encodeBits(this.read)}`,
    );
    const full = fields.concat(`v=${watch.bits()}`).join("|");
    return full.length <= limit ? full : fields.join("|");
  }

  /** Add what `memo`, made by `dump`, remembers; tells if it was one. */
  recall(memo: string): boolean {
    const parts = memo.split("|");
    if (parts[0] !== VERSION) return false;
    const fields: { [name: string]: string } = {};
    for (const part of parts.slice(1)) fields[part.charAt(0)] = part.slice(2);
    this.sequence = Math.max(this.sequence, number(fields.q));
    this.answers = Math.max(this.answers, number(fields.n));
    this.done = this.done || fields.c === "1";
    const { watch, work } = this;
    const best = /^([pf])(\d+)$/.exec(fields.k || "");
    if (work && best) {
      const score = Math.min(1, Number(best[2]) / 1e4);
      work.best = better(work.best, { score, passed: best[1] === "p" });
    }
    // Of other pages only the result is kept: their bits would mark the wrong ones.
    if (fields.s !== this.lesson.shape) return true;
    this.page = Math.min(number(fields.p), this.read.length - 1);
    const read = decodeBits(fields.r || "", this.read.length);
    this.read = this.read.map((seen, i) => seen || read[i] === true);
    watch.position = number(fields.t);
    watch.furthest = Math.max(watch.furthest, number(fields.f));
    watch.add(fields.v || "");
    if (work && fields.a) work.recall(fields.a);
    return true;
  }
}

/** The sequence number of a memo, -1 when it is none. */
export function sequenceOf(memo: string): number {
  const found = /^hv1\|q=(\d+)\|/.exec(memo);
  return found ? Number(found[1]) : -1;
}

function number(text: string | undefined): number {
  const value = Number(text);
  return isFinite(value) && value > 0 ? value : 0;
}

function tenths(seconds: number): string {
  return String(Math.round(seconds * 10) / 10);
}
