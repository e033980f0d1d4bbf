/** The transcript: follows the speech, and leads back into the video. */

import { all, calmMotion, make } from "../dom";
import { clockText, Words } from "../i18n";

export class Transcript {
  private readonly cues: HTMLElement[];
  private readonly box: HTMLElement | null = null;
  private current: HTMLElement | null = null;
  private following = true;

  constructor(root: HTMLElement, words: Words, seek: (seconds: number) => void) {
    this.cues = all<HTMLElement>(".transcript [data-start]", root);
    const section = root.querySelector<HTMLElement>(".transcript");
    if (!section || !this.cues.length) return;
    this.box = make("div", { class: "speeches", tabindex: "0", role: "group" });
    this.box.setAttribute("aria-labelledby", section.getAttribute("aria-labelledby")!);
    this.box.append(...all(".speech", section));
    section.append(this.follower(words), this.box);
    for (const speech of all<HTMLElement>(".speech", this.box)) {
      const first = speech.querySelector<HTMLElement>("[data-start]");
      const start = first ? startOf(first) : 0;
      const label = words("seek", { time: clockText(start) });
      const attributes = { type: "button", class: "time", "aria-label": label };
      const play = make("button", attributes, clockText(start));
      play.addEventListener("click", () => seek(start));
      const said = make("div", {}, ...Array.from(speech.childNodes));
      speech.append(play, said);
    }
    // For a pointer every cue is a way in; for keys and readers aloud the buttons are.
    this.box.addEventListener("click", (event) => {
      const cue = (event.target as Element).closest<HTMLElement>("[data-start]");
      const selected = String(window.getSelection() || "");
      if (cue && !selected) seek(startOf(cue));
    });
  }

  follow(seconds: number): void {
    const cue = this.at(seconds);
    if (cue === this.current) return;
    if (this.current) this.current.classList.remove("spoken");
    this.current = cue;
    if (!cue || !this.box) return;
    cue.classList.add("spoken");
    if (!this.following) return;
    const top = cue.offsetTop - this.box.offsetTop - this.box.clientHeight / 3;
    this.box.scrollTo({ top, behavior: calmMotion() ? "auto" : "smooth" });
  }

  private at(seconds: number): HTMLElement | null {
    let found: HTMLElement | null = null;
    for (const cue of this.cues) {
      if (startOf(cue) > seconds) break;
      found = cue;
    }
    return found && seconds <= Number(found.getAttribute("data-end")) + 0.3 ? found : null;
  }

  private follower(words: Words): HTMLElement {
    const box = make("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => (this.following = box.checked));
    return make("label", { class: "follow" }, box, words("follow"));
  }
}

function startOf(cue: HTMLElement): number {
  return Number(cue.getAttribute("data-start"));
}
