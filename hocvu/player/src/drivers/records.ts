/** Tracking by statements and one state document: what cmi5 and plain xAPI share. */

import { Answer, correct2004, describe, response2004 } from "../core/answers";
import { duration, identifier, share as worth } from "../core/formats";
import { LessonData } from "../data";
import { Delivery, Memory } from "./delivery";
import { Driver, Leave, MediaLog, Medium, Save, Start, Watched } from "./driver";
import { reloads } from "./leaving";
import { Lrs } from "./lrs";
import { Session } from "./session";
import { Activity, CMI5, Context, extended, Json, Statement, under, uuid, verb } from "./statements";
import { Make, Viewing } from "./viewing";

const CATEGORY = `${CMI5}categories/cmi5`;
const MOVE_ON = `${CMI5}categories/moveon`;
const MASTERY = `${CMI5}extensions/masteryscore`;
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
  /** What the system told at launch. */
  launch: Json;
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

export class Records implements Driver {
  readonly limit = 16000;
  readonly remote = true;
  readonly back: string;
  readonly among?: string;
  /** The session is over, and the learner is still here: the next one tells what is done now. */
  held = false;
  private failure: Save["result"] = null;
  private readonly viewings: Viewing[] = [];
  private closed = false;
  private asked = false;

  private constructor(
    private readonly terms: Terms,
    private readonly delivery: Delivery,
  ) {
    this.back = terms.back;
    if (terms.course) this.among = location.search;
    delivery.delivered = () => this.completeCourse();
  }

  get keeps(): boolean {
    return this.delivery.lasting();
  }

  /** Read what is known of the learner, and begin or go on with the session. */
  static async begin(terms: Terms): Promise<Records> {
    const { lrs, lesson, review } = terms;
    const records = new Records(terms, await Delivery.open(lrs, lesson.key, nameOf(lrs), review));
    records.initialize();
    return records;
  }

  /**
   * Go on in a window that was taken for closed and was only reloaded. Nothing may follow the end
   * of its session: what is done now waits on this device for the next launch.
   */
  static async goOn(terms: Terms, memory: Memory): Promise<Records> {
    const { lrs, lesson } = terms;
    const records = new Records(terms, await Delivery.aside(lrs, lesson.key, nameOf(lrs), memory));
    records.closed = records.held = true;
    return records;
  }

  open(): Start {
    const { terms } = this;
    const { memo, once } = this.delivery.memory;
    return {
      done: !!once.completed || !!once.passed,
      memo,
      learner: learner(terms.lrs),
      language: terms.language,
      review: terms.review || (this.closed && !this.held),
      passing: terms.mastery,
    };
  }

  save(save: Save): boolean | Promise<boolean> {
    this.delivery.memory.memo = save.memo;
    if (this.held) return this.keepSession(), false;
    for (const viewing of this.viewings) {
      const claim = (): string | null => this.delivery.claim(viewing.name);
      viewing.completed(this.terms.session.seconds(), claim);
    }
    if (save.done) {
      this.once("completed", { completion: true });
    }
    if (save.result) this.judge(save.result);
    return this.delivery.all();
  }

  answer(answer: Answer): boolean {
    if (this.closed && !this.held) return true;
    const { lesson, content, lrs } = this.terms;
    const { type, right, share, part } = answer;
    const id = under(lesson.iri, "questions", identifier(answer.id));
    const definition: Json = {
      type: INTERACTION,
      interactionType: type,
      description: { [content]: describe(answer.description) },
      ...components(answer, content),
    };
    const correct = correct2004(answer);
    if (correct.length) definition.correctResponsesPattern = correct;
    const result = {
      ...(right === null ? {} : { success: right }),
      ...(share === undefined ? {} : { score: { scaled: Number(worth(share)) } }),
      response: type === "long-fill-in" ? answer.response.join(" ") : response2004(type, answer.response),
      duration: duration(answer.latency),
    };
    const parent = [lrs.launch.activity].concat(part ? under(lesson.iri, ...part) : []);
    const made = this.allowed("answered", { id, definition }, result, { parent }, {});
    answer.statement = answer.statement || made.id;
    const timestamp = new Date(answer.at).toISOString();
    this.delivery.add({ ...made, id: answer.statement, timestamp });
    return true;
  }

  watch(medium: Medium, now: () => Watched): MediaLog | null {
    const { review, lesson, content } = this.terms;
    if (review || this.closed) return null;
    const add = (statement: Statement): void => this.delivery.add(statement);
    const viewing = new Viewing(lesson.iri, medium, content, now, this.allowed, add);
    this.viewings.push(viewing);
    return viewing;
  }

  close(leave: Leave): boolean | Promise<boolean> {
    const { session, cmi5, review } = this.terms;
    if (this.held) return false;
    const alone = cmi5 && window.parent === window;
    const goesOn = !leave && alone && reloads();
    if (!this.closed && !goesOn) {
      for (const viewing of this.viewings) viewing.end(session.seconds());
      if (this.failure && !this.delivery.memory.once.passed) this.fail(this.failure);
      this.tell("terminated", { duration: duration(session.seconds()) });
      session.keep({ over: true });
      if (!leave && alone && !review) this.keepSession();
      this.closed = true;
    }
    return leave ? this.delivery.all() : this.delivery.rest();
  }

  /** Should the window be there again after its end, it goes on from here. */
  private keepSession(): void {
    const { session, launch, language } = this.terms;
    session.keep({ left: { launch, language, memory: this.delivery.memory } });
  }

  /** Begin the session, unless this page is a reload of one that had begun. */
  private initialize(): void {
    const { session, cmi5 } = this.terms;
    this.closed = cmi5 && session.over;
    if (cmi5 && session.begun) return;
    const left = cmi5 ? this.delivery.takeOver() : [];
    session.keep({ begun: Date.now(), over: false });
    this.tell("initialized");
    left.forEach((statement) => this.adopt(statement));
  }

  /**
   * Go on with what a session that is gone could not deliver: nobody takes its statements any
   * more. What is about the lesson itself is told anew where it is still true; the rest belongs
   * to this session now, under its old id.
   */
  private adopt(statement: Statement): void {
    const { context } = statement;
    const { category = [] } = context.contextActivities || {};
    if (category.some(({ id }) => id === CATEGORY)) return;
    const extensions = { ...context.extensions, ...this.terms.template.extensions };
    this.delivery.add({ ...statement, context: { ...context, extensions } });
  }

  /** Tell something about the lesson itself, which cmi5 calls "cmi5 defined". */
  private tell(name: string, result: Json | null = null, id = uuid()): void {
    const { cmi5, template, mastery, lrs, definition } = this.terms;
    const graded = !!result && "success" in result;
    const category = graded || (result && "completion" in result) ? [CATEGORY, MOVE_ON] : [CATEGORY];
    const more: Json = graded && mastery !== null ? { [MASTERY]: mastery } : {};
    const context = extended(template, cmi5 ? { category } : {}, more);
    const object = { id: lrs.launch.activity, ...(definition ? { definition } : {}) };
    this.delivery.add(this.statement(name, object, result, context, id));
  }

  /** Tell of what happens once in a registration; again it bears the same id, so it cannot double. */
  private once(name: string, result: Json): void {
    const id = this.delivery.claim(name);
    const spent = duration(this.terms.session.seconds());
    if (id) this.tell(name, { ...result, duration: spent }, id);
  }

  private judge(result: NonNullable<Save["result"]>): void {
    const { mastery } = this.terms;
    const passed = mastery === null ? result.passed : result.score >= mastery;
    // In one session only one of the two may be told: a failure waits for its end.
    this.failure = passed ? null : result;
    if (passed) this.once("passed", { success: true, score: scoreOf(result) });
  }

  private fail(result: NonNullable<Save["result"]>): void {
    const spent = duration(this.terms.session.seconds());
    this.tell("failed", { success: false, score: scoreOf(result), duration: spent });
  }

  /** A statement of another profile, which cmi5 calls "cmi5 allowed". */
  private readonly allowed: Make = (name, object, result, activities, more) => {
    const parent = [this.terms.lrs.launch.activity];
    const context = extended(this.terms.template, { parent, ...activities }, more);
    return this.statement(name, object, result, context);
  };

  private statement(
    name: string,
    object: Activity,
    result: Json | null,
    context: Context,
    id = uuid(),
  ): Statement {
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

  /** Tell of the whole course with its last lesson. */
  private async completeCourse(): Promise<void> {
    const { course } = this.terms;
    const { completed } = this.delivery.memory.once;
    if (!course || this.asked || !completed || !completed.told) return;
    this.asked = true;
    for (const other of course.others) if (!(await this.delivery.completed(other))) return;
    const id = this.delivery.claim("course");
    if (!id) return;
    this.delivery.add(this.statement("completed", course.object, { completion: true }, {}, id));
  }
}

/** Names what this device keeps for the learner in this lesson. */
function nameOf(lrs: Lrs): string {
  return [lrs.launch.registration, lrs.launch.activity, learner(lrs)].join(" ");
}

/** The learner as the system names them, for keys on this device alone. */
function learner({ launch }: Lrs): string {
  const { account, mbox, mbox_sha1sum, openid } = launch.actor;
  return JSON.stringify(account || mbox || mbox_sha1sum || openid || "");
}

function scoreOf({ score }: { score: number }): Json {
  const scaled = Number(worth(score));
  return { scaled, raw: Math.round(scaled * 10000) / 100, min: 0, max: 100 };
}

/** What stands behind the tokens of an answer (xAPI 1.0.3, part two, 2.4.4.1). */
function components({ type, items, targets }: Answer, language: string): Json {
  const list = (all: readonly [string, string][]): Json[] =>
    all.map(([id, text]) => ({ id, description: { [language]: describe(text) } }));
  if (!items) return {};
  if (type === "matching") return { source: list(items), target: list(targets || []) };
  return { choices: list(items) };
}
