/** Lessons of several pages, one at a time: documents and slides. */

import { Tracker } from "../core/tracker";
import { LessonData } from "../data";
import { all, find } from "../dom";
import { Words } from "../i18n";
import { placeNotes } from "./notes";
import { Stage, View } from "./view";

export abstract class Pages implements View {
  protected readonly pages = all<HTMLElement>("main > .page");

  protected readonly lesson: LessonData;
  protected readonly tracker: Tracker;
  protected readonly words: Words;
  protected readonly changed: () => void;

  constructor(stage: Stage) {
    this.lesson = stage.lesson;
    this.tracker = stage.tracker;
    this.words = stage.words;
    this.changed = stage.changed;
  }

  start(): void {
    placeNotes(this.pages);
    const download = document.querySelector("main > .download");
    if (download) this.pages[this.pages.length - 1]!.append(download);
    this.show(this.current());
    find("main").addEventListener("beforematch", (event) => {
      this.turn(this.pages.findIndex((page) => page.contains(event.target as Element)));
    });
    // A link inside the lesson may lead to a page that is not shown.
    find("main").addEventListener("click", (event) => this.follow(event));
    window.addEventListener("beforeprint", () =>
      all<HTMLDetailsElement>("details").forEach((panel) => (panel.open = true)),
    );
  }

  go(page: number, anchor = ""): void {
    this.turn(page);
    const target = (anchor && document.getElementById(anchor)) || this.pages[page]!;
    if (target !== this.pages[page]) target.scrollIntoView();
    else if (page) find("main").scrollIntoView();
    else window.scrollTo(0, 0);
    const heading = target.querySelector<HTMLElement>("h2,h3,h4") || target;
    const focus = /^H\d$/.test(target.tagName) ? target : heading;
    focus.setAttribute("tabindex", "-1");
    focus.focus({ preventScroll: true });
  }

  next(): void {
    const page = this.step(1);
    if (page >= 0) this.go(page);
  }

  prev(): void {
    const page = this.step(-1);
    if (page >= 0) this.go(page);
  }

  resume(): void {
    this.go(this.current());
  }

  restart(): void {
    this.go(0);
  }

  status(): { before: boolean; after: boolean; place: string; stop: string } {
    const page = this.current();
    return {
      before: this.step(-1) >= 0,
      after: this.step(1) >= 0,
      place: this.words("position", { page: page + 1, pages: this.pages.length }),
      stop: this.lesson.pages[page]![1],
    };
  }

  protected current(): number {
    return this.tracker.progress.page;
  }

  /** The page before or after that counts, -1 when there is none; extra pages are skipped. */
  protected step(by: number): number {
    for (let page = this.current() + by; page >= 0 && page < this.pages.length; page += by) {
      if (this.lesson.pages[page]![2]) return page;
    }
    return -1;
  }

  private turn(page: number): void {
    if (page < 0 || page === this.current()) return;
    this.tracker.progress.page = page;
    this.tracker.touch(true);
    this.show(page);
  }

  protected show(page: number): void {
    this.pages.forEach((element, number) => {
      // Closed pages can be found by the browser's search where it knows how; others hide them.
      if (number === page) element.removeAttribute("hidden");
      else element.setAttribute("hidden", "until-found");
    });
    this.changed();
  }

  protected see(page: number): void {
    if (!this.tracker.progress.see(page)) return;
    this.tracker.moved();
    this.changed();
  }

  private follow(event: Event): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
    if (!link) return;
    const target = document.getElementById(link.getAttribute("href")!.slice(1));
    const page = target ? this.pages.findIndex((element) => element.contains(target)) : -1;
    if (!target || page < 0) return;
    event.preventDefault();
    this.turn(page);
    target.scrollIntoView({ block: "center" });
    if (target.tagName !== "A") target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  }
}
