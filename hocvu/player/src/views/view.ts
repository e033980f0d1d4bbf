/** What every kind of lesson offers to the page around it. */

import { Progress } from "../core/progress";
import { Tracker } from "../core/tracker";
import { LessonData } from "../data";
import { Driver } from "../drivers/driver";
import { Words } from "../i18n";

/** A line of the contents: level, title, page from 0, element id. */
export type Row = [number, string, number, string];

/** What a view is given. */
export interface Stage {
  lesson: LessonData;
  progress: Progress;
  tracker: Tracker;
  driver: Driver;
  words: Words;
  /** Names what this device keeps of the learner in this lesson. */
  key: string;
  /** Something that the page around it shows may have changed. */
  changed(): void;
}

export interface View {
  /** Show the place where the learner stopped, and begin to watch what is done. */
  start(): void;
  go(page: number, anchor: string): void;
  next(): void;
  prev(): void;
  /** Go on from the place that `start` opened. */
  resume(): void;
  restart(): void;
  /** Whether there is a page before and after; words for the place; words to resume at. */
  status(): { before: boolean; after: boolean; place: string; stop: string };
  /** The contents where they are the learner's own, and which pages are done. */
  outline?(): { rows: Row[]; page: number; done: boolean[] };
}
