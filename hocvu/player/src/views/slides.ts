/** Slides: seen when shown. Keys and swipes turn them, beside the buttons. */

import { all, find } from "../dom";
import { Pages } from "./pages";

/** Pixels that a finger must move sideways. */
const SWIPE = 50;

export class SlidesView extends Pages {
  private shown = -1;

  start(): void {
    super.start();
    document.addEventListener("keydown", (event) => this.key(event));
    const main = find<HTMLElement>("main");
    main.addEventListener("toggle", (event) => this.toggled(event.target as HTMLElement), true);
    let from: Touch | null = null;
    main.addEventListener(
      "touchstart",
      (event) => {
        const onPicture = (event.target as Element).closest(".slide");
        from = onPicture && event.touches.length === 1 ? event.touches[0]! : null;
      },
      { passive: true },
    );
    main.addEventListener("touchend", (event) => {
      const to = event.changedTouches[0];
      if (!from || !to || (window.visualViewport && window.visualViewport.scale > 1.05)) return;
      const across = to.clientX - from.clientX;
      if (Math.abs(across) < SWIPE || Math.abs(to.clientY - from.clientY) > SWIPE) return;
      if (across < 0) this.next();
      else this.prev();
    });
  }

  /** A slide that is built up shows its next step before the next slide comes. */
  next(): void {
    const [shown, pictures] = this.build();
    if (shown < pictures.length - 1) this.reveal(pictures, shown + 1);
    else super.next();
  }

  prev(): void {
    const [shown, pictures] = this.build();
    if (shown > 0) this.reveal(pictures, shown - 1);
    else super.prev();
  }

  status(): { before: boolean; after: boolean; place: string; stop: string } {
    const [shown, pictures] = this.build();
    const told = super.status();
    const steps = pictures.length;
    if (steps < 2) return told;
    const place = this.words("slide_step", { place: told.place, step: shown + 1, steps });
    const after = told.after || shown < steps - 1;
    return { ...told, before: told.before || shown > 0, after, place };
  }

  /** Which picture of this slide is shown, and all of them, the complete one last. */
  private build(): [number, HTMLImageElement[]] {
    const pictures = all<HTMLImageElement>(".slide img", this.pages[this.current()]!);
    return [pictures.findIndex((picture) => !picture.hidden), pictures];
  }

  /** Show one of the pictures; the slide is seen when it is complete. */
  private reveal(pictures: HTMLImageElement[], shown: number): void {
    const last = pictures.length - 1;
    pictures.forEach((picture, number) => {
      picture.hidden = number !== shown;
      // Each stands for the slide that it becomes.
      picture.alt = pictures[last]!.alt;
    });
    if (shown === last) this.see(this.current());
    this.changed();
  }

  protected show(page: number): void {
    const whole = page <= this.shown || this.tracker.review || this.tracker.progress.read[page];
    this.shown = page;
    super.show(page);
    const [, pictures] = this.build();
    this.reveal(pictures, whole ? pictures.length - 1 : 0);
    const after = this.pages[page + 1];
    const image = after && after.querySelector("img");
    if (image) new Image().src = image.src;
  }

  /** Who reads the text of one slide wants it on the next, too. */
  private toggled(panel: HTMLElement): void {
    if (!(panel instanceof HTMLDetailsElement)) return;
    const alike = all<HTMLDetailsElement>(`details.${panel.className}`);
    for (const other of alike) if (other.open !== panel.open) other.open = panel.open;
  }

  private key(event: KeyboardEvent): void {
    const busy = (event.target as Element).closest("input,select,textarea,video,audio,[role=region]");
    if (busy || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "ArrowRight" || event.key === "PageDown") this.next();
    else if (event.key === "ArrowLeft" || event.key === "PageUp") this.prev();
    else return;
    event.preventDefault();
  }
}
