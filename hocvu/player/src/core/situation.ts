/** A situation under way: the path through its scenes, and what it is worth. Knows no page. */

import { SceneData, SituationData, WayData } from "../data";
import { decodeBits, encodeBits } from "./bits";
import { Watch } from "./watch";
import { better, reaches, Result, Work } from "./work";

/** A step that was no decision. */
const ON = ".";
/** Steps after which a path that goes round in circles is told without them. */
const LONGEST = 400;

export interface Visit {
  scene: number;
  /** The way that was chosen; null where the scene led on by itself, or is the last one. */
  way: WayData | null;
}

export class Situation implements Work {
  passing: number | null = null;
  best: Result | null = null;
  readonly watches: (Watch | null)[];
  /** Number of the run, from 1. */
  run = 1;
  private path = "";
  private visits: number[] = [];
  private asked: boolean[][] = [];

  constructor(readonly data: SituationData) {
    this.watches = data.scenes.map(({ video }) => (video ? new Watch(video.duration) : null));
    this.begin();
  }

  /** The scenes so far in order, the open one last. */
  steps(): Visit[] {
    const steps: Visit[] = [];
    let scene = this.data.start;
    for (const sign of this.path) {
      const way = this.way(scene, sign);
      steps.push({ scene, way });
      scene = way ? way[3] : this.data.scenes[scene]!.then!;
    }
    return steps.concat({ scene, way: null });
  }

  scene(): number {
    const steps = this.steps();
    return steps[steps.length - 1]!.scene;
  }

  /** How often a scene was entered in this run. */
  visit(scene: number): number {
    return this.visits[scene] || 0;
  }

  open(): SceneData {
    return this.data.scenes[this.scene()]!;
  }

  ended(): boolean {
    return !!this.open().end;
  }

  /** Decide in the open scene; null where there is no such way. */
  decide(id: string): WayData | null {
    const way = this.way(this.scene(), id);
    if (way) this.step(id);
    return way;
  }

  /** Go on from a scene that leads on by itself. */
  onward(): boolean {
    if (this.open().then === null) return false;
    this.step(ON);
    return true;
  }

  replay(): boolean {
    if (!this.ended()) return false;
    this.run++;
    this.begin();
    return true;
  }

  /** Note that a question of the video was answered; tells if that is new. */
  answer(scene: number, question: number): boolean {
    if (this.answered(scene, question)) return false;
    this.asked[scene]![question] = true;
    return true;
  }

  answered(scene: number, question: number): boolean {
    return this.asked[scene]![question] === true;
  }

  /** What this run is worth so far: each decision counts as it was last taken. */
  result(): Result {
    const { best, scenes } = this.data;
    const points: number[] = [];
    for (const { scene, way } of this.steps()) if (way) points[scene] = way[2];
    const sum = points.reduce((all, one) => all + one, 0);
    const { end } = scenes[this.scene()]!;
    const score = best > 0 ? Math.min(1, Math.max(0, sum / best)) : end === "failed" ? 0 : 1;
    const reached = reaches(score, this.mark());
    // The system's own mark stands above the author's end.
    const told = this.passing === null && (end === "passed" || end === "failed");
    return { score, passed: told ? end === "passed" : reached };
  }

  mark(): number {
    return this.passing === null ? this.data.pass / 100 : this.passing;
  }

  measure(): number {
    if (this.best) return 1;
    const seen = this.visits.filter(Boolean).length;
    // How long a path will be nobody knows before its end.
    return Math.min(0.95, (seen - 1) / Math.max(1, this.data.scenes.length - 1));
  }

  over(): boolean {
    return !!this.best && this.best.passed;
  }

  begun(): boolean {
    const watch = this.watches[this.scene()];
    return this.run > 1 || this.path !== "" || (!!watch && watch.position > 5);
  }

  location(): string {
    return this.open().id;
  }

  dump(room: number): string {
    const { scenes } = this.data;
    const asked = scenes.map((_scene, place) => encodeBits(this.asked[place]!)).join(".");
    const visits = this.visits.map((count) => (count || 0).toString(36)).join(".");
    const open = this.scene();
    const seen = (wanted: (place: number) => boolean): string =>
      this.watches
        .map((watch, place) => (watch && wanted(place) ? `${tenths(watch)}*${watch.bits()}` : ""))
        .join(".");
    const fixed = [this.run.toString(36), this.path.replace(/\./g, "~"), visits, asked].join(";");
    for (const wanted of [() => true, (place: number) => place === open]) {
      const made = `${fixed};${seen(wanted)}`;
      if (made.length <= room) return made;
    }
    return fixed;
  }

  recall(memo: string): void {
    const [run = "", path = "", visits = "", asked = "", seen = ""] = memo.split(";");
    if (!/^[1-9a-z][0-9a-z]*$/.test(run)) return;
    this.run = parseInt(run, 36);
    this.begin();
    for (const sign of path.replace(/~/g, ON)) {
      const fits = sign === ON ? this.open().then !== null : this.way(this.scene(), sign);
      if (!fits) break;
      this.step(sign);
    }
    visits.split(".").forEach((count, scene) => {
      this.visits[scene] = Math.max(this.visit(scene), parseInt(count, 36) || 0);
    });
    asked.split(".").forEach((bits, scene) => {
      const all = this.asked[scene];
      if (all) this.asked[scene] = decodeBits(bits, all.length);
    });
    seen.split(".").forEach((told, scene) => {
      const watch = this.watches[scene];
      const [position = "", bits = ""] = told.split("*");
      if (!watch || !told) return;
      watch.position = (parseInt(position, 36) || 0) / 10;
      watch.furthest = Math.max(watch.furthest, watch.position);
      watch.add(bits);
    });
  }

  private begin(): void {
    this.path = "";
    this.visits = [];
    this.asked = this.data.scenes.map(({ questions = [] }) => questions.map(() => false));
    this.enter(this.data.start);
  }

  private step(sign: string): void {
    this.path += sign;
    this.shorten();
    this.enter(this.scene());
  }

  /** Cut out a circle: the way back to where the learner is now. */
  private shorten(): void {
    if (this.path.length <= LONGEST) return;
    const places = this.steps().map(({ scene }) => scene);
    const first = places.indexOf(places[places.length - 1]!);
    this.path = this.path.slice(0, first);
  }

  private enter(scene: number): void {
    this.visits[scene] = this.visit(scene) + 1;
    if (this.ended()) this.best = better(this.best, this.result());
  }

  private way(scene: number, id: string): WayData | null {
    const { ways = [] } = this.data.scenes[scene]!;
    return ways.filter((way) => way[0] === id)[0] || null;
  }
}

/** Where a video stands, in tenths of a second. */
function tenths(watch: Watch): string {
  return Math.round(watch.position * 10).toString(36);
}
