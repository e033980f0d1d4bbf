/** One session: when progress is saved, and what is done when that fails. */

import { Driver, Leave, Save, Start } from "../drivers/driver";
import { Answer } from "./answers";
import { Progress, sequenceOf } from "./progress";
import { better, Result } from "./work";

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
/** Milliseconds until a commit that failed is made again; twice as many each time, to the interval. */
const RETRY = 10000;
/** Commits that a system keeps without an answer, after which that one holds up nothing more. */
const TRIES = 5;
/** Milliseconds after a commit in which leaving needs no other: time is kept to the second. */
const FRESH = 500;

export class Tracker {
  state: State = "loading";
  review = false;
  /** The last save did not reach the system. */
  failed = false;
  /** This device remembers what the system has not taken. */
  kept = true;
  private dirty = false;
  private committed = -Infinity;
  private started = 0;
  private before = 0;
  private paused = false;
  /** The end was told; nothing may follow it. */
  private ending = false;
  private memo = "";
  /** The best result, once one was reached in this session. */
  private result: Result | null = null;
  /** Answers that the system may not have taken, with their numbers. */
  private waiting: [Answer, number][] = [];
  /** Those of them that it has not taken, in their order, and how often they were told. */
  private untold: { answer: Answer; index: number; tries: number }[] = [];
  private patience = RETRY;
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
    if (progress.work) {
      progress.work.passing = start.passing;
      // What begins with its end has a result at once.
      this.result = progress.work.best;
    }
    progress.recall(start.memo);
    progress.done = progress.done || start.done;
    if (this.driver.remote && !this.review) this.takeUp(this.journal.read(), start.memo);
    progress.settle();
    this.to("ready");
    // Also with nothing to tell: a system that finds no status at the end makes up "completed".
    if (!this.review && this.driver.remote) this.commit();
  }

  /** Go on with what this device remembers, if it is newer than what the system does. */
  private takeUp(kept: string, memo: string): void {
    const [own = "", answers = ""] = kept.split("\n");
    if (sequenceOf(own) <= sequenceOf(memo)) {
      if (kept) this.journal.clear();
      return;
    }
    const { progress } = this;
    const before = progress.work && progress.work.best;
    progress.recall(own);
    const best = progress.work && progress.work.best;
    if (best && JSON.stringify(best) !== JSON.stringify(before)) this.result = best;
    for (const [answer, index] of parsed(answers)) this.write(answer, index);
    this.tell();
  }

  /**
   * Something changed that may be saved with the next commit; `worth` keeping here until then,
   * should the page be killed before it.
   */
  touch(worth = false): void {
    this.dirty = true;
    if (worth) this.remember();
    if (!this.cancelLater && !this.review && !this.ending) this.later();
  }

  /** Something changed that is worth a commit: a page read, an answer, the end. */
  soon(): void {
    this.dirty = true;
    if (this.review || this.ending) return;
    if (this.progress.settle()) this.remember();
    if (this.cancelSoon) return;
    this.to("saving");
    this.cancelSoon = this.clock.after(DEBOUNCE, () => this.commit());
  }

  /** An answer was given: it is told at once, and kept here until the system has it. */
  answer(answer: Answer): void {
    if (this.review) return;
    this.write(answer, this.progress.answers++);
    this.tell();
    this.moved();
  }

  /** A try of what is scored ended with `result`. */
  assess(result: Result): void {
    this.result = better(this.result, result);
    this.moved();
  }

  /** A step was taken that is kept here until the system has it. */
  moved(): void {
    this.remember();
    this.soon();
  }

  private write(answer: Answer, index: number): void {
    if (!this.driver.keeps) this.waiting.push([answer, index]);
    this.untold.push({ answer, index, tries: 0 });
  }

  /** Tell what the system has not taken. One after the other: it numbers them as they come. */
  private tell(): void {
    const { untold } = this;
    for (let first = untold[0]; first; first = untold[0]) {
      if (!this.driver.answer(first.answer, first.index) && first.tries < TRIES) return;
      untold.shift();
    }
  }

  /** A page that is killed before its commit has lost nothing. */
  private remember(): void {
    if (this.review || this.ending) return;
    this.progress.settle();
    if (!this.driver.remote) {
      this.commit();
      return;
    }
    this.progress.sequence++;
    this.note(this.progress.dump(this.driver.limit));
  }

  private note(memo: string): void {
    const answers = this.waiting.length ? `\n${JSON.stringify(this.waiting)}` : "";
    this.kept = this.journal.write(memo + answers);
  }

  commit(): boolean {
    this.stopTimers();
    if (this.review || this.ending) return true;
    this.tell();
    this.progress.sequence++;
    const memo = (this.memo = this.progress.dump(this.driver.limit));
    const saved = this.driver.save(this.save(memo));
    const [refused] = this.untold;
    // Only a system that keeps the rest is known to refuse this one.
    if (refused && saved === true) refused.tries++;
    const kept = refused ? false : saved;
    this.dirty = false;
    this.committed = this.clock.now();
    if (typeof kept === "boolean") return this.committedAs(kept);
    // Until the answer comes, this device remembers.
    if (this.driver.remote) this.note(memo);
    this.to("saving");
    kept.then((done) => {
      // A later commit answers for this one, and an end for all.
      if (memo === this.memo && !this.ending) this.committedAs(done);
    });
    return true;
  }

  private committedAs(kept: boolean): boolean {
    this.failed = !kept;
    if (kept) {
      this.patience = RETRY;
      this.waiting = [];
      this.journal.clear();
    } else {
      this.dirty = true;
      this.note(this.memo);
      if (!this.cancelLater) this.later(this.patience);
      this.patience = Math.min(this.patience * 2, INTERVAL);
    }
    this.to(!kept ? "unsaved" : this.cancelSoon ? "saving" : "saved");
    return kept;
  }

  /** The page went out of sight: it may never come back. */
  hide(): boolean {
    // Leaving a page tells of it twice, and a commit is a slow request in many systems.
    const fresh = !this.dirty && this.clock.now() - this.committed < FRESH;
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

  /** Another window goes on with this lesson: nothing more may be told from here. */
  retire(): void {
    this.stopTimers();
    this.ending = true;
    this.to("finished");
  }

  /** End the session, once, and then call `ended`; an answer may take a while. */
  finish(leave: Leave = "", ended: () => void = () => undefined): void {
    if (this.state === "finished") return;
    // Who leaves by the button has a moment for a second try.
    const kept = this.hide() || (!!leave && this.commit());
    this.ending = true;
    const closed = this.driver.close(this.review && leave ? "exit" : leave);
    const end = (told: boolean): void => {
      if (this.state === "finished") return;
      this.failed = !kept || !told;
      if (told && this.driver.remote && kept) this.journal.clear();
      if (kept && !told && this.driver.remote) this.note(this.progress.dump(this.driver.limit));
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
    return {
      done: progress.done,
      over: progress.over(),
      measure: progress.measure(),
      memo,
      location: progress.location(),
      seconds: this.seconds(),
      result,
    };
  }

  private later(milliseconds = INTERVAL): void {
    this.cancelLater = this.clock.after(milliseconds, () => {
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

/** Answers that a page before this one left; what is spoiled is left out. */
function parsed(text: string): [Answer, number][] {
  try {
    return text ? (JSON.parse(text) as [Answer, number][]) : [];
  } catch (error) {
    return [];
  }
}
