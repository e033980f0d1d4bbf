/** What one tab remembers of one launch, so that a reload goes on with the same session. */

import { Memory } from "./delivery";
import { Json } from "./statements";

/** What a page knew when the window went away; one that comes back by a reload goes on with it. */
export interface Left {
  /** The system's LMS.LaunchData. */
  launch: Json;
  language: string;
  memory: Memory;
}

export interface Kept {
  /** The token that may be fetched only once; empty before. */
  token: string;
  /** When the session began, in milliseconds since 1970; 0 before. */
  begun: number;
  /** Nothing more may be told in this session. */
  over: boolean;
  /** It is over because the window went away, not because the learner left the lesson. */
  left?: Left | null;
}

export class Session {
  private kept: Kept = { token: "", begun: 0, over: false };

  constructor(private readonly key: string) {
    try {
      const text = window.sessionStorage.getItem(key);
      if (text) this.kept = JSON.parse(text) as Kept;
    } catch (error) {
      // Storage is off: a reload then begins anew.
    }
  }

  get token(): string {
    return this.kept.token;
  }

  get begun(): number {
    return this.kept.begun;
  }

  get over(): boolean {
    return this.kept.over;
  }

  get left(): Left | null {
    return this.kept.left || null;
  }

  keep(changes: Partial<Kept>): void {
    this.kept = { ...this.kept, ...changes };
    try {
      window.sessionStorage.setItem(this.key, JSON.stringify(this.kept));
    } catch (error) {
      // As above.
    }
  }

  /** Seconds since the session began. */
  seconds(): number {
    return this.kept.begun ? Math.max(0, (Date.now() - this.kept.begun) / 1000) : 0;
  }
}
