/** Brings statements and the state document to the record store, in order and once. */

import { Lrs } from "./lrs";
import { Outbox } from "./outbox";
import { Statement, uuid } from "./statements";

/** The one name under which Open edX keeps anything. */
const STATE = "suspendData";
/** Statements that go out in one request. */
const BATCH = 25;

/** The player's memo, and the statements that are made only once. */
export interface Memory {
  memo: string;
  once: { [name: string]: { id: string; told: boolean } };
}

/** The state document, by lesson: Open edX gives all lessons of a package the same one. */
interface Document {
  [lesson: string]: Memory;
}

export class Delivery {
  readonly memory: Memory;
  /** Called after each delivery; may add statements. */
  delivered: () => Promise<void> = () => Promise.resolve();
  private kept: string;
  private running: Promise<boolean> = Promise.resolve(true);
  private flying: readonly Statement[] = [];
  private leaving = false;

  private constructor(
    private readonly lrs: Lrs,
    private readonly outbox: Outbox,
    private readonly document: Document,
    key: string,
    private readonly review: boolean,
  ) {
    this.memory = document[key] = memoryOf(document, key);
    this.kept = JSON.stringify(document);
  }

  /** Read what is known; `name` tells what this device keeps for the learner in this lesson. */
  static async open(lrs: Lrs, key: string, name: string, review: boolean): Promise<Delivery> {
    const document = documentOf(await lrs.state(STATE));
    const delivery = new Delivery(lrs, await Outbox.open(name), document, key, review);
    await delivery.settle();
    return delivery;
  }

  /** Begin with what an earlier page knew, and ask nobody. */
  static async aside(lrs: Lrs, key: string, name: string, memory: Memory): Promise<Delivery> {
    return new Delivery(lrs, await Outbox.open(name), { [key]: memory }, key, false);
  }

  /** An earlier page may have gone before it could note what arrived: made anew, a statement would
   *  differ from the one of the same id. */
  private async settle(): Promise<void> {
    const { once } = this.memory;
    for (const name of Object.keys(once)) {
      const { id, told } = once[name]!;
      if (!told && !this.waits(id)) once[name]!.told = await this.lrs.has(id);
    }
  }

  add(statement: Statement): void {
    this.outbox.add(statement);
  }

  /** What waits outlives this page. */
  lasting(): boolean {
    return this.outbox.lasting();
  }

  /** Take out what an earlier page left. */
  takeOver(): readonly Statement[] {
    const left = this.outbox.all();
    this.outbox.drop(left);
    return left;
  }

  /** The id of the statement `name`, the same in every session; null once it is on its way. */
  claim(name: string): string | null {
    const { once } = this.memory;
    const known = once[name] || (once[name] = { id: uuid(), told: false });
    return known.told || this.waits(known.id) ? null : known.id;
  }

  private waits(id: string): boolean {
    return this.outbox.all().some((statement) => statement.id === id);
  }

  /** Tell if another lesson of the course was completed. */
  async completed(activity: string): Promise<boolean> {
    const document = documentOf(await this.lrs.state(STATE, activity));
    return Object.keys(document).some((key) => !!memoryOf(document, key).once.completed);
  }

  /** Deliver all that waits, in order; false when some of it may not have arrived. */
  all(): Promise<boolean> {
    this.running = this.running.then(() => this.send().catch(() => false));
    return this.running;
  }

  /** The page is going: everything at once, which the browser sends without it; true if nothing. */
  rest(): boolean {
    const wanted = JSON.stringify(this.document);
    const waiting = this.outbox.all();
    const late = waiting.filter((statement) => this.flying.indexOf(statement) < 0);
    // What is on its way may be overtaken: one list holds all in order, the known told once more.
    const rest = late.length && this.lrs.lists ? waiting : late;
    this.leaving = true;
    const unsaved = wanted !== this.kept && !this.review;
    if (unsaved) this.lrs.keepState(STATE, wanted).catch(() => undefined);
    const size = this.size();
    for (let start = 0; start < rest.length; start += size) {
      void this.lrs.send(rest.slice(start, start + size));
    }
    return !unsaved && !waiting.length;
  }

  private async send(): Promise<boolean> {
    // Before the statements: it holds the ids of those that may never be made twice.
    if (!(await this.keep())) return false;
    for (;;) {
      const batch = this.next();
      if (!batch.length || this.leaving) break;
      if (!(await this.deliver(batch))) return false;
      await this.delivered();
    }
    return this.keep();
  }

  private async keep(): Promise<boolean> {
    const wanted = JSON.stringify(this.document);
    if (this.leaving || this.review || wanted === this.kept) return true;
    if (!(await this.lrs.keepState(STATE, wanted))) return false;
    this.kept = wanted;
    return true;
  }

  /** What goes out together: one statement about the lesson itself, or several others. */
  private next(): readonly Statement[] {
    const all = this.outbox.all().slice(0, this.size());
    const own = all.map(({ object }) => object.id).indexOf(this.lrs.launch.activity);
    return own < 0 ? all : all.slice(0, own || 1);
  }

  private size(): number {
    return this.lrs.lists ? BATCH : 1;
  }

  private async deliver(batch: readonly Statement[]): Promise<boolean> {
    this.flying = batch;
    const answer = await this.lrs.send(batch);
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
}

/** The player's memo of a lesson, as its own state document holds it. */
export async function remembered(lrs: Lrs, activity: string, key: string): Promise<string> {
  return memoryOf(documentOf(await lrs.state(STATE, activity)), key).memo;
}

/** What a system gives for a document may be anything. */
function documentOf(found: unknown): Document {
  return found && typeof found === "object" && !Array.isArray(found) ? (found as Document) : {};
}

function memoryOf(document: Document, key: string): Memory {
  const { memo, once } = (document[key] || {}) as Partial<Memory>;
  return { memo: typeof memo === "string" ? memo : "", once: once || {} };
}
