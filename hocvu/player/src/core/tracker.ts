/** One session: when progress is saved, and what is done when that fails. */

import { Driver, Leave, Save, Start } from "../drivers/driver";
import { Answer } from "./answers";
import { Progress, sequenceOf } from "./progress";

export type State = "loading" | "ready" | "saving" | "saved" | "unsaved" | "finished";

/** Time, given from outside so that tests can move it. */
export interface Clock {
  /** Milliseconds from any beginning, never going back. */
  now(): number;
  after(milliseconds: number, run: () => void): () => void;
}

/** A memory on this device for what the system has not taken. */
export interface Journal {
  read(): string;
  write(memo: string): boolean;
  clear(): void;
}

/** Milliseconds by which changes are gathered into one commit. */
export const DEBOUNCE = 1200;
/** Milliseconds between commits of what changes all the time, and between retries. */
export const INTERVAL = 60000;

export class Tracker {
  state: State = "loading";
  review = false;
  /** The last save did not reach the system. */
  failed = false;
  private dirty = false;
  private committed = -Infinity;
  private started = 0;
  private before = 0;
  private paused = false;
  /** The end was told; nothing may follow it. */
  private ending = false;
  private memo = "";
  private result: Save["result"] = null;
  private cancelSoon: (() => void) | null = null;
  private cancelLater: (() => void) | null = null;

  constructor(
    readonly progress: Progress,
    private readonly driver: Driver,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly changed: () => void = () => undefined,
  ) {}

  /** Take up what `start` and this device remember. */
  begin(start: Start): void {
    const progress = this.progress;
    this.started = this.clock.now();
    this.review = start.review;
    progress.recall(start.memo);
    progress.done = progress.done || start.done;
    const waiting = this.driver.remote ? this.journal.read() : "";
    const newer = sequenceOf(waiting) > sequenceOf(start.memo);
    if (newer && !this.review) progress.recall(waiting);
    else if (waiting && !this.review) this.journal.clear();
    progress.settle();
    this.to("ready");
    // Also with nothing to tell: a system that finds no status at the end makes up "completed".
    if (!this.review && this.driver.remote) this.commit();
  }

  /** Something changed that may be saved with the next commit. */
  touch(): void {
    this.dirty = true;
    if (!this.cancelLater && !this.review && !this.ending) this.later();
  }

  /** Something changed that is worth a commit: a page read, an answer, the end. */
  soon(): void {
    this.dirty = true;
    if (this.review || this.ending) return;
    this.progress.settle();
    if (this.cancelSoon) return;
    this.to("saving");
    this.cancelSoon = this.clock.after(DEBOUNCE, () => this.commit());
  }

  answer(answer: Answer): void {
    if (this.review) return;
    this.driver.answer(answer, this.progress.answers++);
    this.soon();
  }

  /** An assessment ended with `score`, 0 to 1. */
  assess(score: number, passed: boolean): void {
    this.result = { score, passed };
    this.soon();
  }

  commit(): boolean {
    this.stopTimers();
    if (this.review || this.ending) return true;
    this.progress.sequence++;
    const memo = (this.memo = this.progress.dump(this.driver.limit));
    const kept = this.driver.save(this.save(memo));
    this.dirty = false;
    this.committed = this.clock.now();
    if (typeof kept === "boolean") return this.committedAs(kept);
    // Until the answer comes, this device remembers.
    if (this.driver.remote) this.journal.write(memo);
    this.to("saving");
    kept.then((done) => {
      // A later commit answers for this one, and an end for all.
      if (memo === this.memo && !this.ending) this.committedAs(done);
    });
    return true;
  }

  private committedAs(kept: boolean): boolean {
    this.failed = !kept;
    if (kept) this.journal.clear();
    else {
      this.dirty = true;
      this.journal.write(this.memo);
      if (!this.cancelLater) this.later();
    }
    this.to(!kept ? "unsaved" : this.cancelSoon ? "saving" : "saved");
    return kept;
  }

  /** The page went out of sight: it may never come back. */
  hide(): boolean {
    // Leaving a page tells of it twice, and a commit is a slow request in many systems.
    const fresh = !this.dirty && this.clock.now() - this.committed < DEBOUNCE;
    return fresh || this.commit();
  }

  /** The page is kept aside by the browser (persisted), or shown again. */
  pause(paused: boolean): void {
    if (paused === this.paused) return;
    if (paused) {
      this.hide();
      this.before = this.seconds();
    } else this.started = this.clock.now();
    this.paused = paused;
  }

  /** End the session, once, and then call `ended`; an answer may take a while. */
  finish(leave: Leave = "", ended: () => void = () => undefined): void {
    if (this.state === "finished") return;
    const kept = this.hide();
    this.ending = true;
    const closed = this.driver.close(this.review && leave ? "exit" : leave);
    const end = (told: boolean): void => {
      if (this.state === "finished") return;
      this.failed = !kept || !told;
      if (told && this.driver.remote && kept) this.journal.clear();
      if (kept && !told && this.driver.remote) {
        this.journal.write(this.progress.dump(this.driver.limit));
      }
      this.to("finished");
      ended();
    };
    this.stopTimers();
    if (typeof closed === "boolean") end(closed);
    else {
      this.to("saving");
      closed.then(end);
    }
  }

  seconds(): number {
    return this.paused ? this.before : this.before + (this.clock.now() - this.started) / 1000;
  }

  private save(memo: string): Save {
    const { progress, result } = this;
    const video = progress.lesson.video;
    const location = video ? progress.position.toFixed(1) : String(progress.page + 1);
    const measure = progress.measure();
    return { done: progress.done, measure, memo, location, seconds: this.seconds(), result };
  }

  private later(): void {
    this.cancelLater = this.clock.after(INTERVAL, () => {
      this.cancelLater = null;
      if (this.dirty) this.commit();
    });
  }

  private stopTimers(): void {
    if (this.cancelSoon) this.cancelSoon();
    if (this.cancelLater) this.cancelLater();
    this.cancelSoon = this.cancelLater = null;
  }

  private to(state: State): void {
    this.state = state;
    this.changed();
  }
}
