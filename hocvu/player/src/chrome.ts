/** The tools around a lesson: contents, text size, exit, paging and progress. */

import { Tracker } from "./core/tracker";
import { button, find, icon, make } from "./dom";
import { Driver } from "./drivers/driver";
import { Words } from "./i18n";
import { keepItem, recallItem } from "./storage";

const SIZE_KEY = "hocvu:text-size";

export interface Actions {
  toggleContents(): void;
  exit(): void;
  /** The text became larger or smaller. */
  resized(): void;
  next(): void;
  prev(): void;
}

export class Chrome {
  readonly contentsButton: HTMLButtonElement;
  readonly next: HTMLButtonElement;
  readonly prev: HTMLButtonElement;
  private readonly place = make("span", { class: "place" });
  private readonly saved = make("span", { role: "status", class: "saved" });
  private readonly meter = make("progress", { max: 100, value: 0 });
  private readonly banner = make("div", { class: "banner", role: "status" });

  constructor(
    private readonly words: Words,
    language: string,
    paged: boolean,
    actions: Actions,
  ) {
    this.contentsButton = button(
      words("toc"),
      { "data-hocvu": "toc", "aria-expanded": "false", "aria-controls": "hv-toc" },
      "menu",
      actions.toggleContents,
    );
    const exit = button(words("exit"), { "data-hocvu": "exit" }, "exit", actions.exit);
    const size = button(words("text_size_1"), { class: "size" }, "text", () => setSize(current % 3 + 1));
    let current = 1;
    const setSize = (wanted: number): void => {
      current = wanted >= 1 && wanted <= 3 ? wanted : 1;
      document.documentElement.setAttribute("data-text-size", String(current));
      find(".size span").textContent = words(`text_size_${current}`);
      keepItem(SIZE_KEY, String(current));
      actions.resized();
    };
    const tools = make(
      "div",
      { class: "tools", role: "region", "aria-label": words("tools"), lang: language },
      this.contentsButton,
      size,
      exit,
    );
    this.prev = button(words("prev"), { "data-hocvu": "prev" }, "prev", actions.prev);
    this.next = button(words("next"), { "data-hocvu": "next" }, null, actions.next);
    this.next.append(icon("next"));
    this.meter.setAttribute("aria-label", words("progress"));
    const middle = make("div", { class: "where" }, this.place, this.saved, this.meter);
    const bar = paged
      ? make("nav", { "aria-label": words("paging") }, this.prev, middle, this.next)
      : make("div", {}, middle);
    const main = find<HTMLElement>("main");
    const skip = make("a", { class: "skip", href: "#hv-content" }, words("skip_link"));
    skip.lang = language;
    // Beside the header, not in it: there the tools could not stay in sight.
    document.body.prepend(skip, tools);
    main.append(this.banner);
    bar.className = "bar";
    main.after(make("footer", { class: "hv-foot", lang: language }, bar));
    main.setAttribute("tabindex", "-1");
    setSize(Number(recallItem(SIZE_KEY)));
  }

  showPlace(text: string): void {
    this.place.textContent = text;
  }

  showProgress(measure: number): void {
    const percent = Math.floor(measure * 100);
    this.meter.value = percent;
    this.meter.textContent = this.words("progress_value", { percent });
    this.meter.classList.toggle("full", measure >= 1);
  }

  /** Show where the work stands, in words and on the body, for people and for programs. */
  showState(tracker: Tracker, { remote, held }: Driver): void {
    document.body.setAttribute("data-hocvu-state", tracker.state);
    const failed = tracker.state === "unsaved";
    const told = tracker.review ? "" : tracker.state;
    const named = told === "saving" || told === "saved" || told === "unsaved";
    const text = named ? this.words(told) : "";
    // Readers aloud say it again whenever it is written again.
    if (text !== this.saved.textContent) {
      this.saved.textContent = text;
      if (failed) this.saved.prepend(icon("alert"));
      else if (told === "saved") this.saved.prepend(icon("check"));
    }
    this.saved.classList.toggle("failed", failed);
    const kept = tracker.kept ? "unsaved_help" : "unsaved_here";
    const help = held && tracker.kept ? "held" : remote ? kept : "alone_unsaved";
    this.notice("unsaved", failed ? this.words(help) : "");
  }

  /** Put a lasting message under `name` at the top of the lesson; none takes it away. */
  notice(name: string, text: string, ...actions: HTMLElement[]): void {
    const shown = document.getElementById(`hv-notice-${name}`);
    if (shown && shown.firstChild!.textContent === text) return;
    if (shown) shown.remove();
    if (!text) return;
    const line = make("p", {}, text);
    const box = make("div", { class: `notice ${name}`, id: `hv-notice-${name}` }, line);
    if (actions.length) box.append(make("div", { class: "actions" }, ...actions));
    find("main").prepend(box);
  }

  /** Tell at the end of the lesson that it is done, or was done without success. */
  complete(failed: boolean, ...actions: HTMLElement[]): void {
    const text = this.words(failed ? "completed_failed" : "completed");
    if (this.banner.textContent!.indexOf(text) === 0) return;
    this.banner.textContent = "";
    this.banner.classList.toggle("failed", failed);
    this.banner.append(icon(failed ? "alert" : "check"), make("p", {}, text), ...actions);
  }

  /** Put a last message in the place of the lesson. */
  end(text: string, failed: boolean, ...actions: HTMLElement[]): void {
    document.body.classList.add("ended");
    const message = make("p", { role: "status", tabindex: "-1" }, text);
    const box = make("div", { class: `end${failed ? " failed" : ""}` });
    box.append(icon(failed ? "alert" : "check"), message, ...actions);
    find("main").append(box);
    message.focus();
    window.scrollTo(0, 0);
  }
}
