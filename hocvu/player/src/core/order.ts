/** Which lessons of a course are open: those for which all that they wait for is done. */

import { LessonRow, OrderData } from "../data";

/** Gives what the player keeps of a lesson; fails where nobody knows. */
export type Recall = (id: string, key: string) => Promise<string>;

export class Order {
  /** Lessons that are known not to be done; where nobody knows, nothing is closed. */
  private readonly missing: { [id: string]: boolean } = {};

  constructor(
    private readonly told: OrderData,
    private readonly lessons: readonly LessonRow[],
  ) {}

  /** Look at what is kept of the lessons that `id` waits for, or of all that any waits for. */
  look(recall: Recall, id = ""): Promise<void> {
    const { before, keys } = this.told;
    return Object.keys(keys)
      .filter((one) => !id || (before[id] || []).indexOf(one) >= 0)
      .reduce((sooner, one) => sooner.then(() => this.ask(recall, one)), Promise.resolve());
  }

  /** Note that a lesson is done. */
  finished(id: string): void {
    this.missing[id] = false;
  }

  /** The lessons that come before `id` and are not done, in the course's order. */
  first(id: string): LessonRow[] {
    const wanted = this.told.before[id] || [];
    return this.lessons.filter(([one]) => wanted.indexOf(one) >= 0 && this.missing[one]);
  }

  /** Tell if a lesson is done only when it is passed. */
  scored(id: string): boolean {
    return this.told.scored.indexOf(id) >= 0;
  }

  private ask(recall: Recall, id: string): Promise<void> {
    return recall(id, this.told.keys[id]!).then(
      (memo) => {
        // What was done meanwhile stays done.
        if (this.missing[id] !== false) this.missing[id] = !isDone(memo, this.scored(id));
      },
      () => undefined,
    );
  }
}

/** Tell from what the player keeps of a lesson whether it is done. */
export function isDone(memo: string, scored: boolean): boolean {
  return scored ? /\|k=p/.test(memo) : /\|c=1(\||$)/.test(memo);
}
