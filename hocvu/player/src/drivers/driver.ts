/** What a learning system is to the player: one thin driver for each interface. */

import { Answer } from "../core/answers";
import { Result } from "../core/work";
import { VideoData } from "../data";

/** What the system knows when the lesson opens. */
export interface Start {
  /** The system holds a terminal status. */
  done: boolean;
  /** What the player left there, empty when nothing. */
  memo: string;
  learner: string;
  /** The learner's language, empty when not told. */
  language: string;
  /** Nothing may be changed. */
  review: boolean;
  /** Share to pass, 0 to 1, null when the system sets none. */
  passing: number | null;
}

/** All that is saved at once. */
export interface Save {
  done: boolean;
  /** Nothing is left to do: a system need not keep what was done for another session. */
  over: boolean;
  measure: number;
  memo: string;
  location: string;
  /** Seconds of this session. */
  seconds: number;
  /** The best result, null until a try has ended in this session. */
  result: Result | null;
}

/** Where to go after an explicit exit; empty when the page goes without one. */
export type Leave = "" | "exit" | "suspendAll" | "exitAll";

/** A video or a recording: the parts that name it in its lesson, its title, its data. */
export interface Medium {
  parts: readonly string[];
  title: string;
  video: VideoData;
}

/** How a video or a recording was played so far. */
export interface Watched {
  /** Where it stands, in seconds. */
  time: number;
  /** Share that was played, 0 to 1. */
  progress: number;
  /** Parts played, `0[.]12[,]20[.]45`. */
  segments: string;
  playing: boolean;
}

/** Is told what a learner does with it; times in seconds. */
export interface MediaLog {
  played(time: number): void;
  paused(): void;
  seeked(from: number, to: number): void;
}

export interface Driver {
  /** Longest memo, in characters. */
  readonly limit: number;
  /** False when progress stays on this device. */
  readonly remote: boolean;
  /** An answer that it took is safe on this device until the system has it. */
  readonly keeps?: boolean;
  /** The system's session is over: what is done now is kept here for the next one. */
  readonly held?: boolean;
  /** Begin; null when the system refuses. */
  open(): Start | null;
  /** Write and commit; false when the system may not have kept it. */
  save(save: Save): boolean | Promise<boolean>;
  /** Write the answer number `index`, from 0; it is committed by the next save. */
  answer(answer: Answer, index: number): boolean;
  /** End the session; nothing may be called after it. */
  close(leave: Leave): boolean | Promise<boolean>;
  /** Where the learner goes after an explicit exit. */
  readonly back?: string;
  /** What goes on with the learner to the course's other lessons, where no system leads there. */
  readonly among?: string;
  /** Take notice of a medium, `now` telling how it stands; null when nothing is to be told. */
  watch?(medium: Medium, now: () => Watched): MediaLog | null;
}
