/** What a lesson asks a learner to do and scores: a quiz or a situation. */

export interface Result {
  /** 0 to 1. */
  score: number;
  passed: boolean;
}

export interface Work {
  /** Share to pass that the system sets, 0 to 1; null when it sets none. */
  passing: number | null;
  /** The best of all tries; null before the first has ended. */
  best: Result | null;
  /** How much is done, 0 to 1. */
  measure(): number;
  /** Nothing is left to do: passed, or no try is left. */
  over(): boolean;
  /** There is a place to return to. */
  begun(): boolean;
  /** Where the learner stands, in words that a system may show. */
  location(): string;
  /** The try under way, in ASCII without `|`, of at most `room` characters. */
  dump(room: number): string;
  recall(memo: string): void;
}

/** The better of two results. */
export function better(one: Result | null, other: Result): Result {
  if (!one) return other;
  return { score: Math.max(one.score, other.score), passed: one.passed || other.passed };
}

/** Tell if a score reaches a mark; sums of fractions may stay a hair below it. */
export function reaches(score: number, mark: number): boolean {
  return score + 1e-9 >= mark;
}
