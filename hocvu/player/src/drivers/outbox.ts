/** Statements on their way: in memory, and on this device until they are delivered. */

import { Statement } from "./statements";

const DATABASE = "hocvu";
const STORE = "outbox";
/** Milliseconds that the device's storage may take to open. */
const PATIENCE = 4000;

interface Row {
  id: string;
  name: string;
  place: number;
  statement: Statement;
}

export class Outbox {
  private place = Date.now();

  private constructor(
    private readonly name: string,
    private database: IDBDatabase | null,
    private waiting: Statement[],
  ) {}

  /** Open the outbox `name` with what an earlier page left in it. */
  static async open(name: string): Promise<Outbox> {
    const database = await openDatabase();
    const rows = database ? await rowsOf(database) : [];
    const own = rows.filter((row) => row.name === name).sort((a, b) => a.place - b.place);
    return new Outbox(name, database, own.map((row) => row.statement));
  }

  /** Tell if what waits is still here when the page is not. */
  lasting(): boolean {
    return !!this.database;
  }

  all(): readonly Statement[] {
    return this.waiting;
  }

  add(statement: Statement): void {
    this.waiting.push(statement);
    const row: Row = { id: statement.id, name: this.name, place: this.place++, statement };
    this.change((store) => store.put(row));
  }

  drop(statements: readonly Statement[]): void {
    const gone = statements.map((statement) => statement.id);
    this.waiting = this.waiting.filter((statement) => gone.indexOf(statement.id) < 0);
    this.change((store) => gone.forEach((id) => store.delete(id)));
  }

  /** Storage that refuses stops nothing: what is in memory is sent all the same. */
  private change(act: (store: IDBObjectStore) => void): void {
    try {
      if (!this.database) return;
      const transaction = this.database.transaction(STORE, "readwrite");
      transaction.onabort = () => (this.database = null);
      act(transaction.objectStore(STORE));
    } catch (error) {
      this.database = null;
    }
  }
}

function openDatabase(): Promise<IDBDatabase | null> {
  return new Promise((done) => {
    window.setTimeout(() => done(null), PATIENCE);
    try {
      const opening = indexedDB.open(DATABASE, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => done(null);
    } catch (error) {
      done(null);
    }
  });
}

function rowsOf(database: IDBDatabase): Promise<Row[]> {
  return new Promise((done) => {
    try {
      const asking = database.transaction(STORE).objectStore(STORE).getAll();
      asking.onsuccess = () => done(asking.result as Row[]);
      asking.onerror = () => done([]);
    } catch (error) {
      done([]);
    }
  });
}
