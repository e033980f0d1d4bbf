/** How far a learner is in one lesson. Knows no page, no clock and no learning system. */

import { LessonData } from "../data";
import { decodeBits, encodeBits } from "./bits";

/** Seconds of video that one bit stands for. */
export const BUCKET = 5;
/** A bucket counts when this much of it was played. */
const ENOUGH = 0.5;
const VERSION = "hv1";

export class Progress {
  /** Rises with every save, so that the newer of two memories is known. */
  sequence = 0;
  /** Terminal: once true it stays so, whatever the system answers. */
  done = false;
  /** The open page, from 0. */
  page = 0;
  /** Where the video stands, and the furthest point that was played, in seconds. */
  position = 0;
  furthest = 0;
  /** Interactions written so far: the system's own count cannot be trusted. */
  answers = 0;
  read: boolean[];
  watched: boolean[];
  private readonly played: number[];

  constructor(readonly lesson: LessonData) {
    const buckets = Math.ceil((lesson.video ? lesson.video.duration : 0) / BUCKET);
    this.read = lesson.pages.map(() => false);
    this.watched = new Array<boolean>(buckets).fill(false);
    this.played = new Array<number>(buckets).fill(0);
  }

  /** Note that a page was seen to its end; tells if that is new. */
  see(page: number): boolean {
    if (this.read[page] !== false) return false;
    this.read[page] = true;
    return true;
  }

  /** Note that the video played from `start` to `end`; tells if a bucket was filled. */
  play(start: number, end: number): boolean {
    let filled = false;
    this.furthest = Math.max(this.furthest, end);
    for (let i = Math.floor(start / BUCKET); i * BUCKET < end; i++) {
      if (this.watched[i] !== false) continue;
      const inside = Math.min(end, (i + 1) * BUCKET) - Math.max(start, i * BUCKET);
      const played = (this.played[i] || 0) + inside;
      this.played[i] = played;
      if (played < this.length(i) * ENOUGH) continue;
      this.watched[i] = filled = true;
    }
    return filled;
  }

  /** Share of the video that was watched, 0 to 1. */
  share(): number {
    const video = this.lesson.video;
    if (!video || !this.watched.length) return 0;
    const seconds = this.watched.reduce((sum, seen, i) => sum + (seen ? this.length(i) : 0), 0);
    return Math.min(1, seconds / video.duration);
  }

  /** How much is done, 0 to 1. */
  measure(): number {
    if (this.done) return 1;
    const video = this.lesson.video;
    // Sums of fractions of a second may stay a hair below the whole.
    if (video) return video.watch > 0 ? Math.min(1, this.share() / video.watch + 1e-6) : 1;
    const counted = this.lesson.pages.map((page) => page[2] === 1);
    const total = counted.filter(Boolean).length;
    return total ? this.read.filter((seen, i) => seen && counted[i]).length / total : 1;
  }

  /** Take notice of completion; tells if it is new. */
  settle(): boolean {
    if (this.done || this.measure() < 1) return false;
    this.done = true;
    return true;
  }

  /** Tell if there is a place to return to. */
  begun(): boolean {
    return this.page > 0 || this.position > BUCKET;
  }

  /** All of it as ASCII text of at most `limit` characters: video detail is what gives way. */
  dump(limit: number): string {
    const fields = [
      VERSION,
      `q=${this.sequence}`,
      `s=${this.lesson.shape}`,
      `c=${this.done ? 1 : 0}`,
      `p=${this.page}`,
      `n=${this.answers}`,
      `t=${tenths(this.position)}`,
      `f=${tenths(this.furthest)}`,
      `r=${encodeBits(this.read)}`,
    ];
    const full = fields.concat(`v=${encodeBits(this.watched)}`).join("|");
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
    // Of other pages only the result is kept: their bits would mark the wrong ones.
    if (fields.s !== this.lesson.shape) return true;
    this.page = Math.min(number(fields.p), this.read.length - 1);
    this.position = number(fields.t);
    this.furthest = Math.max(this.furthest, number(fields.f));
    const read = decodeBits(fields.r || "", this.read.length);
    const watched = decodeBits(fields.v || "", this.watched.length);
    this.read = this.read.map((seen, i) => seen || read[i] === true);
    this.watched = this.watched.map((seen, i) => seen || watched[i] === true);
    return true;
  }

  private length(bucket: number): number {
    const duration = this.lesson.video ? this.lesson.video.duration : 0;
    return Math.min(BUCKET, duration - bucket * BUCKET);
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
