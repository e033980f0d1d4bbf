/** The parts of a medium that were played, in the order in which they were. */

/** Seconds between two reports of time beyond which the medium must have jumped. */
const JUMP = 2.5;
/** More than anyone looks at, and still a small statement. */
const MOST = 200;

export class Segments {
  private readonly parts: [number, number][] = [];
  private open = false;

  /** The medium plays and stands at `time`, in seconds; `rate` is its speed. */
  at(time: number, rate = 1): void {
    const part = this.parts[this.parts.length - 1];
    const moved = part ? time - part[1] : -1;
    if (this.open && part && moved >= 0 && moved < JUMP * Math.max(1, rate)) part[1] = time;
    else {
      this.parts.push([time, time]);
      if (this.parts.length > MOST) this.parts.shift();
    }
    this.open = true;
  }

  /** The medium stopped or jumped: what is played next is a part of its own. */
  cut(): void {
    this.open = false;
  }

  /** Video Profile: `0[.]12[,]20[.]45`, in seconds. */
  text(): string {
    const played = this.parts.filter(([start, end]) => end > start);
    return played.map((part) => part.map(seconds).join("[.]")).join("[,]");
  }
}

/** Seconds with at most three decimals, as the Video Profile asks. */
export function seconds(value: number): number {
  return Math.round(value * 1000) / 1000;
}
