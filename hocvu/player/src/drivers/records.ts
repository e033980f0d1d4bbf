/** Tracking by statements and one state document: what cmi5 and plain xAPI share. */

import { Answer, describe, response2004 } from "../core/answers";
import { duration, identifier, share } from "../core/formats";
import { seconds } from "../core/segments";
import { LessonData } from "../data";
import { Driver, Leave, MediaLog, Save, Start, Watched } from "./driver";
import { Lrs } from "./lrs";
import { Outbox } from "./outbox";
import { Session } from "./session";
import { Activity, CMI5, Context, extended, Json, Statement, under, uuid, verb } from "./statements";
import { VIDEO_PROFILE, VIDEO_TYPE, videoExtensions } from "./statements";

/** The one name under which Open edX keeps anything. */
export const STATE = "suspendData";
const BATCH = 25;
const INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction";

/** What the launch of one standard settles for all that follows. */
export interface Terms {
  lrs: Lrs;
  session: Session;
  lesson: LessonData;
  /** In every statement; nothing of it may be changed. */
  template: Context;
  /** Statements about the lesson itself are bound by the rules of cmi5. */
  cmi5: boolean;
  /** What the lesson is, where the system does not tell. */
  definition: Json | null;
  /** The learner's language, empty when not told, and the lesson's. */
  language: string;
  content: string;
  review: boolean;
  /** Share to pass, null when the system sets none. */
  mastery: number | null;
  /** Where the learner goes after an explicit exit, empty for nowhere. */
  back: string;
  /** The course, where the system launched it as one; null where it launches each lesson. */
  course: Whole | null;
}

export interface Whole {
  object: Activity;
  /** Activities of the other lessons. */
  others: readonly string[];
}

/** The player's memo, and the statements that are made only once. */
interface Memory {
  memo: string;
  once: { [name: string]: { id: string; told: boolean } };
}

/** The state document, by lesson: Open edX gives all lessons of a package the same one. */
interface Document {
  [lesson: string]: Memory;
}

export class Records implements Driver {
  readonly limit = 16000;
  readonly remote = true;
  readonly back: string;
  readonly among?: string;
  private readonly memory: Memory;
  private kept: string;
  private running: Promise<boolean> = Promise.resolve(true);
  private flying: readonly Statement[] = [];
  private failure: Save["result"] = null;
  private watched: (() => Watched) | null = null;
  private watching = "";
  private closed = false;
  private leaving = false;
  private asked = false;

  private constructor(
    private readonly terms: Terms,
    private readonly outbox: Outbox,
    private readonly document: Document,
  ) {
    const { key } = terms.lesson;
    this.back = terms.back;
    if (terms.course) this.among = location.search;
    const known = (document[key] || {}) as Partial<Memory>;
    this.memory = document[key] = { memo: known.memo || "", once: known.once || {} };
    this.kept = JSON.stringify(document);
  }

  /** Read what is known of the learner, and begin or go on with the session. */
  static async begin(terms: Terms): Promise<Records> {
    const document = ((await terms.lrs.state(STATE)) || {}) as Document;
    const { registration, activity } = terms.lrs.launch;
    const outbox = await Outbox.open([registration, activity, learner(terms)].join(" "));
    const records = new Records(terms, outbox, document);
    records.initialize();
    return records;
  }

  open(): Start {
    const { terms, memory } = this;
    const { completed, passed } = memory.once;
    return {
      done: !!completed || !!passed,
      memo: memory.memo,
      learner: learner(terms),
      language: terms.language,
      review: terms.review || this.closed,
      passing: terms.mastery,
    };
  }

  save(save: Save): Promise<boolean> {
    this.memory.memo = save.memo;
    if (save.done) {
      this.completeMedia();
      this.once("completed", { completion: true });
    }
    if (save.result) this.judge(save.result);
    return this.pump();
  }

  answer(answer: Answer): boolean {
    const { type } = answer;
    const { lesson } = this.terms;
    const id = under(lesson.iri, "questions", identifier(answer.id));
    const definition = {
      type: INTERACTION,
      interactionType: type,
      description: { [this.terms.content]: describe(answer.description) },
      correctResponsesPattern: [response2004(type, answer.correct)],
    };
    const response = response2004(type, answer.response);
    const result = { success: answer.right, response, duration: duration(answer.latency) };
    const statement = this.allowed("answered", { id, definition }, result);
    this.outbox.add({ ...statement, timestamp: answer.at.toISOString() });
    return true;
  }

  watch(now: () => Watched): MediaLog | null {
    if (this.terms.review || this.closed) return null;
    this.watched = now;
    return {
      played: (time) => this.media("played", { time: seconds(time) }),
      paused: () => this.media("paused", this.facts()),
      seeked: (from, to) =>
        this.media("seeked", { "time-from": seconds(from), "time-to": seconds(to) }),
    };
  }

  close(leave: Leave): boolean | Promise<boolean> {
    const { session, cmi5 } = this.terms;
    // A window of its own may only be reloaded, and nothing may follow a session's end; a system
    // that finds it without an end calls it abandoned, which costs the learner nothing.
    const goesOn = !leave && cmi5 && window.parent === window;
    if (!this.closed && !goesOn) {
      this.endMedia();
      if (this.failure && !this.memory.once.passed) this.tell("failed", this.failed());
      this.tell("terminated", { duration: duration(session.seconds()) });
      session.keep({ over: true });
      this.closed = true;
    }
    if (leave) return this.pump();
    return this.sendRest();
  }

  /** Begin the session, unless this page is a reload of one that had begun. */
  private initialize(): void {
    const { session, cmi5 } = this.terms;
    if (session.over && cmi5) {
      this.closed = true;
      return;
    }
    if (session.begun && cmi5) return;
    this.adopt();
    session.keep({ begun: Date.now(), over: false });
    this.tell("initialized");
  }

  /** Take over what a session that is gone could not deliver. */
  private adopt(): void {
    const { cmi5, template } = this.terms;
    if (!cmi5) return;
    const left = this.outbox.all();
    this.outbox.drop(left);
    // Nobody takes a statement of a session that was abandoned. What is about the lesson itself
    // is told anew where it is still true; the rest goes on in this session, under its own id.
    const category = `${CMI5}categories/cmi5`;
    this.pending = left.filter((statement) => {
      const categories = (statement.context.contextActivities || {}).category || [];
      return !categories.some(({ id }) => id === category);
    });
    for (const one of this.pending) one.context.extensions = { ...one.context.extensions, ...template.extensions };
  }

  private pending: Statement[] = [];

  /** A statement about the lesson itself, which cmi5 calls "cmi5 defined". */
  private tell(name: string, result: Json | null = null, id = uuid()): void {
    const { cmi5, template, mastery, lrs, definition } = this.terms;
    const decided = result !== null && ("success" in result || "completion" in result);
    const graded = result !== null && "success" in result && mastery !== null;
    const categories = [`${CMI5}categories/cmi5`];
    if (decided) categories.push(`${CMI5}categories/moveon`);
    const activities = cmi5 ? { category: categories } : {};
    const more = graded ? { [`${CMI5}extensions/masteryscore`]: mastery } : {};
    const object = { id: lrs.launch.activity, ...(definition ? { definition } : {}) };
    this.outbox.add(this.statement(name, object, result, extended(template, activities, more), id));
    if (name === "initialized") {
      for (const statement of this.pending) this.outbox.add(statement);
      this.pending = [];
    }
  }

  /** Tell of what happens once in a registration; a resend bears the same id, so it cannot double. */
  private once(name: string, result: Json): void {
    const { once } = this.memory;
    const known = once[name] || (once[name] = { id: uuid(), told: false });
    if (known.told || this.outbox.all().some(({ id }) => id === known.id)) return;
    this.tell(name, { ...result, duration: duration(this.terms.session.seconds()) }, known.id);
  }

  private judge(result: NonNullable<Save["result"]>): void {
    const { mastery } = this.terms;
    const passed = mastery === null ? result.passed : result.score >= mastery;
    // In one session only one of the two may be told: a failure waits for its end.
    this.failure = passed ? null : result;
    if (passed) this.once("passed", { success: true, score: score(result.score) });
  }

  private failed(): Json {
    const result = this.failure!;
    const spent = duration(this.terms.session.seconds());
    return { success: false, score: score(result.score), duration: spent };
  }

  /** A statement of another profile, which cmi5 calls "cmi5 allowed". */
  private allowed(name: string, object: Statement["object"], result: Json, activities: { [kind: string]: string[] } = {}, more: Json = {}): Statement {
    const parent = [this.terms.lrs.launch.activity];
    const context = extended(this.terms.template, { parent, ...activities }, more);
    return this.statement(name, object, result, context);
  }

  private statement(name: string, object: Statement["object"], result: Json | null, context: Context, id = uuid()): Statement {
    const { registration, actor } = this.terms.lrs.launch;
    return {
      id,
      actor,
      verb: verb(name),
      object: { objectType: "Activity", ...object },
      ...(result ? { result } : {}),
      context: registration ? { ...context, registration } : context,
      timestamp: new Date().toISOString(),
    };
  }

  private media(name: string, values: Json, result: Json = {}): void {
    if (this.closed) return;
    if (!this.watching) {
      this.watching = uuid();
      this.media("initialized", {});
    }
    this.outbox.add(this.mediaStatement(name, values, result));
  }

  private mediaStatement(name: string, values: Json, result: Json, id?: string): Statement {
    const { lesson } = this.terms;
    const video = lesson.video!;
    const object = {
      id: under(lesson.iri, "video"),
      definition: { type: VIDEO_TYPE, name: { [this.terms.content]: lesson.title } },
    };
    const more = videoExtensions({
      length: seconds(video.duration),
      "session-id": this.watching,
      "completion-threshold": video.watch,
    });
    const extensions = Object.keys(values).length ? { extensions: videoExtensions(values) } : {};
    const category = { category: [VIDEO_PROFILE] };
    const made = this.allowed(name, object, { ...result, ...extensions }, category, more);
    return id ? { ...made, id } : made;
  }

  private facts(): Json {
    const { time, progress, segments } = this.watched!();
    return { time: seconds(time), progress: Number(share(progress)), "played-segments": segments };
  }

  private completeMedia(): void {
    const { once } = this.memory;
    if (!this.watching || once.watched) return;
    const { id } = (once.watched = { id: uuid(), told: false });
    const spent = duration(this.terms.session.seconds());
    const result = { completion: true, duration: spent };
    this.outbox.add(this.mediaStatement("completed", this.facts(), result, id));
  }

  private endMedia(): void {
    if (!this.watching) return;
    if (this.watched!().playing) this.media("paused", this.facts());
    this.media("terminated", this.facts(), { duration: duration(this.terms.session.seconds()) });
  }

  /** Deliver all that waits, in order; false when some of it may not have arrived. */
  private pump(): Promise<boolean> {
    this.running = this.running.then(() => this.send().catch(() => false));
    return this.running;
  }

  private async send(): Promise<boolean> {
    // Before the statements: it holds the ids of those that may never be made twice.
    if (!(await this.keep())) return false;
    for (;;) {
      const batch = this.next();
      if (!batch.length || this.leaving) break;
      if (!(await this.deliver(batch))) return false;
      await this.completeCourse();
    }
    return this.keep();
  }

  /** Tell of the whole course with its last lesson. */
  private async completeCourse(): Promise<void> {
    const { terms, memory } = this;
    const { completed, course } = memory.once;
    if (!terms.course || this.asked || course || !completed || !completed.told) return;
    this.asked = true;
    for (const activity of terms.course.others) {
      const document = ((await terms.lrs.state(STATE, activity)) || {}) as Document;
      if (!Object.keys(document).some((key) => document[key]!.once.completed)) return;
    }
    const { id } = (memory.once.course = { id: uuid(), told: false });
    const { object } = terms.course;
    this.outbox.add(this.statement("completed", object, { completion: true }, {}, id));
  }

  private async keep(): Promise<boolean> {
    const wanted = JSON.stringify(this.document);
    if (this.leaving || this.terms.review || wanted === this.kept) return true;
    if (!(await this.terms.lrs.keepState(STATE, wanted))) return false;
    this.kept = wanted;
    return true;
  }

  /** What goes out together: one statement about the lesson itself, or several others. */
  private next(): readonly Statement[] {
    const all = this.outbox.all().slice(0, BATCH);
    const own = all.map(({ object }) => object.id).indexOf(this.terms.lrs.launch.activity);
    return own < 0 ? all : all.slice(0, own || 1);
  }

  private async deliver(batch: readonly Statement[]): Promise<boolean> {
    this.flying = batch;
    const answer = await this.terms.lrs.send(batch);
    this.flying = [];
    if (answer === "unsure") return false;
    if (answer !== "kept" && batch.length > 1) {
      // One of them is the cause; by themselves the others arrive.
      for (const one of batch) if (!(await this.deliver([one]))) return false;
      return true;
    }
    this.outbox.drop(batch);
    if (answer === "refused") return true;
    const { once } = this.memory;
    for (const name of Object.keys(once)) {
      if (batch.some(({ id }) => id === once[name]!.id)) once[name]!.told = true;
    }
    return true;
  }

  /** The page is going: everything at once, which the browser sends without it; true if nothing. */
  private sendRest(): boolean {
    const { lrs, review } = this.terms;
    const wanted = JSON.stringify(this.document);
    const rest = this.outbox.all().filter((statement) => this.flying.indexOf(statement) < 0);
    this.leaving = true;
    const nothing = (): void => undefined;
    if (wanted !== this.kept && !review) lrs.keepState(STATE, wanted).catch(nothing);
    for (let start = 0; start < rest.length; start += BATCH) {
      void lrs.send(rest.slice(start, start + BATCH));
    }
    return wanted === this.kept && !this.outbox.all().length;
  }
}

/** The learner as the system names them, for keys on this device alone. */
function learner({ lrs }: Terms): string {
  const { account, mbox, mbox_sha1sum, openid } = lrs.launch.actor;
  return JSON.stringify(account || mbox || mbox_sha1sum || openid || "");
}

function score(value: number): Json {
  const scaled = Number(share(value));
  return { scaled, raw: Math.round(scaled * 10000) / 100, min: 0, max: 100 };
}
