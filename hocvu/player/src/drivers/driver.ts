/** What a learning system is to the player: one thin driver for each interface. */

import { Answer } from "../core/answers";

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
  measure: number;
  memo: string;
  location: string;
  /** Seconds of this session. */
  seconds: number;
  /** Result of an assessment, null until one has ended. */
  result: { score: number; passed: boolean } | null;
}

/** Where to go after an explicit exit. */
export type Leave = "" | "suspendAll" | "exitAll";

export interface Driver {
  /** Longest memo, in characters. */
  readonly limit: number;
  /** False when progress stays on this device. */
  readonly remote: boolean;
  /** Begin; null when the system refuses. */
  open(): Start | null;
  /** Write and commit; false when the system may not have kept it. */
  save(save: Save): boolean;
  /** Write the answer number `index`, from 0; it is committed by the next save. */
  answer(answer: Answer, index: number): boolean;
  /** End the session; nothing may be called after it. */
  close(leave: Leave): boolean;
}
