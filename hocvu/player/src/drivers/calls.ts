/** Calls of a SCORM interface, distrustful: text only, and each one's error is looked at. */

type Call = (...args: string[]) => unknown;

export interface Names {
  get: string;
  set: string;
  commit: string;
  start: string;
  end: string;
  error: string;
}

export class Calls {
  constructor(
    private readonly api: { [name: string]: Call },
    private readonly names: Names,
  ) {}

  get(element: string): string {
    const value = this.read(element);
    // What is not read is lost with the next save: a system that stumbled is asked again.
    return (value === null ? this.read(element) : value) || "";
  }

  private read(element: string): string | null {
    const value = this.call(this.names.get, element);
    return value === null || value === undefined || this.error() !== "0" ? null : String(value);
  }

  set(element: string, value: string): boolean {
    return this.does(this.names.set, element, value) || this.does(this.names.set, element, value);
  }

  commit(): boolean {
    return this.does(this.names.commit, "");
  }

  start(): boolean {
    // 103: it had begun all the same (SCORM 2004).
    return this.does(this.names.start, "") || this.does(this.names.start, "") || this.error() === "103";
  }

  end(): boolean {
    return this.does(this.names.end, "") || this.does(this.names.end, "");
  }

  /**
   * Write `id` under `index` of a collection; where the system counts otherwise, under its number.
   * Gives the number, -1 when nothing was taken.
   */
  numbered(collection: string, index: number, id: string): number {
    if (this.set(`${collection}.${index}.id`, id)) return index;
    const count = parseInt(this.get(`${collection}._count`), 10);
    if (!(count >= 0) || count === index) return -1;
    return this.set(`${collection}.${count}.id`, id) ? count : -1;
  }

  /** The code of the last error; `0` when the system tells none. */
  error(): string {
    const code = this.call(this.names.error);
    return code === null || code === undefined || code === "" ? "0" : String(code);
  }

  private does(name: string, ...args: string[]): boolean {
    const answer = String(this.call(name, ...args));
    return (answer === "true" || answer === "1") && this.error() === "0";
  }

  private call(name: string, ...args: string[]): unknown {
    try {
      // Some systems' methods need their object, and some objects have no `apply`.
      return this.api[name]!(...args);
    } catch (error) {
      return null;
    }
  }
}
