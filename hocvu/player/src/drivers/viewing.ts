/** How a video or a recording was played, in statements of the xAPI Video Profile. */

import { duration, share } from "../core/formats";
import { seconds } from "../core/segments";
import { MediaLog, Medium, Watched } from "./driver";
import { Activity, Json, Statement, under, uuid } from "./statements";

const PROFILE = "https://w3id.org/xapi/video";
const TYPE = `${PROFILE}/activity-type/video`;

/** Makes a statement between the lesson's own ones. */
export type Make = (
  name: string,
  object: Activity,
  result: Json,
  activities: { [kind: string]: string[] },
  extensions: Json,
) => Statement;

export class Viewing implements MediaLog {
  /** What is told once of it bears this name. */
  readonly name: string;
  /** Names this viewing; empty until the first play. */
  private session = "";
  private over = false;

  constructor(
    private readonly iri: string,
    private readonly medium: Medium,
    private readonly language: string,
    private readonly now: () => Watched,
    private readonly make: Make,
    private readonly add: (statement: Statement) => void,
  ) {
    // Plain for the one of a lesson: it was told so before there were others.
    this.name = ["watched", ...medium.parts.slice(1)].join(" ");
  }

  played(time: number): void {
    this.tell("played", { time: seconds(time) });
  }

  paused(): void {
    this.tell("paused", this.facts());
  }

  seeked(from: number, to: number): void {
    this.tell("seeked", { "time-from": seconds(from), "time-to": seconds(to) });
  }

  /** Enough was watched; `claim` gives the id of what is told once, null if it was. */
  completed(spent: number, claim: () => string | null): void {
    // Sums of fractions of a second may stay a hair below the whole.
    const enough = this.now().progress + 1e-6 >= this.medium.video.watch;
    const id = this.session && enough && !this.over && claim();
    if (!id) return;
    const made = this.statement("completed", this.facts(), {
      completion: true,
      duration: duration(spent),
    });
    this.add({ ...made, id });
  }

  end(spent: number): void {
    if (this.session) {
      if (this.now().playing) this.paused();
      this.tell("terminated", this.facts(), { duration: duration(spent) });
    }
    this.over = true;
  }

  private tell(name: string, values: Json, result: Json = {}): void {
    if (this.over) return;
    if (!this.session) {
      this.session = uuid();
      this.tell("initialized", {});
    }
    this.add(this.statement(name, values, result));
  }

  private statement(name: string, values: Json, result: Json): Statement {
    const { parts, title, video } = this.medium;
    const definition = { type: TYPE, name: { [this.language]: title } };
    const more = named({
      length: seconds(video.duration),
      "session-id": this.session,
      "completion-threshold": video.watch,
    });
    const extensions = Object.keys(values).length ? { extensions: named(values) } : {};
    const object = { id: under(this.iri, ...parts), definition };
    return this.make(name, object, { ...result, ...extensions }, { category: [PROFILE] }, more);
  }

  private facts(): Json {
    const { time, progress, segments } = this.now();
    return { time: seconds(time), progress: Number(share(progress)), "played-segments": segments };
  }
}

/** Extensions by their full names. */
function named(values: Json): Json {
  const full: Json = {};
  for (const name of Object.keys(values)) full[`${PROFILE}/extensions/${name}`] = values[name];
  return full;
}
