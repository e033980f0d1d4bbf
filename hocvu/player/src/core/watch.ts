/** What of a video or a recording was really played. */

import { decodeBits, encodeBits } from "./bits";

/** Seconds that one bit stands for. */
export const BUCKET = 5;
/** A bucket counts when this much of it was played. */
const ENOUGH = 0.5;

export class Watch {
  /** Where it stands, and the furthest point that was played, in seconds. */
  position = 0;
  furthest = 0;
  private watched: boolean[];
  private readonly played: number[];

  constructor(private readonly duration: number) {
    const buckets = Math.ceil(duration / BUCKET);
    this.watched = new Array<boolean>(buckets).fill(false);
    this.played = new Array<number>(buckets).fill(0);
  }

  /** Note that it played from `start` to `end`; tells if a bucket was filled. */
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

  /** Share that was watched, 0 to 1. */
  share(): number {
    if (!this.watched.length) return 0;
    const seconds = this.watched.reduce((sum, seen, i) => sum + (seen ? this.length(i) : 0), 0);
    return Math.min(1, seconds / this.duration);
  }

  /** How near it is to the share that is asked for, 0 to 1. */
  measure(wanted: number): number {
    // Sums of fractions of a second may stay a hair below the whole.
    return wanted > 0 ? Math.min(1, this.share() / wanted + 1e-6) : 1;
  }

  bits(): string {
    return encodeBits(this.watched);
  }

  add(bits: string): void {
    const more = decodeBits(bits, this.watched.length);
    this.watched = this.watched.map((seen, i) => seen || more[i] === true);
  }

  private length(bucket: number): number {
    return Math.min(BUCKET, this.duration - bucket * BUCKET);
  }
}
