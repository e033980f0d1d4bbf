/** The table of contents: beside the lesson on a wide screen, in its place on a narrow one. */

import { Order } from "./core/order";
import { LessonRow, PackageData } from "./data";
import { button, find, icon, make } from "./dom";
import { waiting } from "./early";
import { Words } from "./i18n";
import { Row } from "./views/view";

const WIDE = "(min-width: 64em)";

export class Contents {
  private readonly panel: HTMLElement;
  private readonly list = make("ol", { role: "list" });
  private links: { link: HTMLAnchorElement; page: number; mark: HTMLElement }[] = [];
  private rows = "";
  private lessons: [LessonRow, HTMLElement][] = [];
  private scrolled = 0;
  private readonly wide = window.matchMedia(WIDE);

  constructor(
    private readonly data: PackageData,
    private readonly words: Words,
    language: string,
    private readonly opener: HTMLButtonElement,
    private readonly go: (page: number, anchor: string) => void,
    among: string | null,
    private readonly order: Order | null,
  ) {
    const title = make("h2", { id: "hv-toc-title", tabindex: "-1", lang: language }, words("toc"));
    const close = button(words("close"), { class: "close", lang: language }, "close", () =>
      this.toggle(false),
    );
    const head = make("div", { class: "toc-head" }, title, close);
    this.panel = make("nav", { id: "hv-toc", "aria-labelledby": "hv-toc-title" }, head, this.list);
    if (among !== null) this.addLessons(data, among);
    find("main").before(this.panel);
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.toggle(false);
    });
    this.show(this.wide.matches && data.lesson.contents.length > 1);
  }

  /** Put something of the lesson's own above the list. */
  add(tool: HTMLElement): void {
    this.list.before(tool);
  }

  /** Show `rows`, where they are others than before. */
  fill(rows: readonly Row[]): void {
    const told = JSON.stringify(rows);
    if (told === this.rows) return;
    this.rows = told;
    this.links = [];
    this.list.textContent = "";
    for (const [level, title, page, anchor] of rows) {
      const mark = make("span", { class: "mark" });
      const link = make("a", { href: `#${anchor}` }, make("span", {}, title), mark);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.leave();
        this.go(page, anchor);
      });
      this.links.push({ link, page, mark });
      this.list.append(make("li", { class: `level-${Math.min(level, 3)}` }, link));
    }
  }

  /** Make room for what was chosen. */
  leave(): void {
    if (!this.wide.matches) this.toggle(false);
  }

  toggle(open = this.panel.hidden === true): void {
    const narrow = !this.wide.matches;
    if (open) this.scrolled = window.scrollY;
    this.show(open);
    if (open) {
      find<HTMLElement>("#hv-toc-title").focus({ preventScroll: !narrow });
      if (narrow) this.panel.scrollIntoView();
    } else {
      this.opener.focus({ preventScroll: true });
      if (narrow) window.scrollTo(0, this.scrolled);
    }
  }

  update(current: number, read: readonly boolean[]): void {
    const { pages } = this.data.lesson;
    const seen: { [page: number]: boolean } = {};
    for (const { link, page, mark } of this.links) {
      const first = !seen[page];
      seen[page] = true;
      if (first && page === current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      mark.textContent = "";
      if (!first) continue;
      const hidden = !!pages[page] && pages[page]![2] === 0;
      if (read[page]) {
        mark.append(icon("check"), make("span", { class: "unseen" }, this.words("read")));
      } else if (hidden) mark.append(this.words("hidden_slide"));
    }
  }

  /** Say of each lesson that is not open yet what comes before it. */
  tellOrder(): void {
    for (const [lesson, text] of this.lessons) {
      const said = waiting(this.order, lesson, this.words);
      if (said !== text.textContent) text.textContent = said;
    }
  }

  private show(open: boolean): void {
    this.panel.hidden = !open;
    document.body.classList.toggle("toc-open", open);
    this.opener.setAttribute("aria-expanded", String(open));
  }

  private addLessons(data: PackageData, among: string): void {
    if (data.course.lessons.length < 2) return;
    const list = make("ol", { class: "lessons", role: "list" });
    for (const [id, title, href] of data.course.lessons) {
      const here = id === data.lesson.id ? "true" : null;
      const text = make("span", { class: "early" });
      const link = make("a", { href: href + among, "aria-current": here }, make("span", {}, title, text));
      this.lessons.push([[id, title, href], text]);
      list.append(make("li", {}, link));
    }
    this.tellOrder();
    this.panel.append(make("h2", {}, this.words("lessons")), list);
  }
}
