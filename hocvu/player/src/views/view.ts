/** What every kind of lesson offers to the page around it. */

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
}
