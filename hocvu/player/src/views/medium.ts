/** A video or a recording: what was really played counts, not where the pointer was put. */

import { Watch } from "../core/watch";
import { VideoData } from "../data";
import { find, make } from "../dom";
import { Words } from "../i18n";
import { enliven } from "./chapters";
import { Rungs } from "./rungs";
import { Transcript } from "./transcript";

/** Seconds between two reports of a playing video beyond which it must have jumped. */
const JUMP = 2.5;
/** Seconds that may be missing at the end of a file. */
const GAP = 10;
/** Milliseconds for which a message stands. */
const ALERT = 8000;
const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

export interface Hooks {
  /** Part of it was played; tells if a new part counts. */
  played(filled: boolean): void;
  /** It was paused or came to its end. */
  stopped(ended: boolean): void;
  /** Skipping is free, whatever the author asks. */
  free(): boolean;
  /** Where it must halt for now, in seconds; Infinity for nowhere. */
  limit?(): number;
  /** It came to the place where it must halt. */
  halted?(): void;
  /** The device cannot play it. */
  failed?(): void;
}

export class Medium {
  readonly media: HTMLMediaElement;
  private readonly alert = make("p", { class: "clamp", role: "status" });
  private readonly transcript: Transcript;
  private readonly rungs: Rungs | null;
  private last = 0;
  private telling = 0;

  constructor(
    root: HTMLElement,
    private readonly data: VideoData,
    private readonly watch: Watch,
    private readonly words: Words,
    private readonly hooks: Hooks,
  ) {
    const media = (this.media = find<HTMLMediaElement>("video,audio", root));
    this.addCaptions();
    const frame = find<HTMLElement>(".media", root);
    const rungs = data.rungs || data.audio ? new Rungs(media, data, words) : null;
    this.rungs = rungs;
    frame.after(this.alert, this.controls());
    if (rungs) this.alert.after(rungs.hint);
    enliven(root, data, this.seek);
    this.transcript = new Transcript(root, words, this.seek);
    this.listen();
  }

  get ended(): boolean {
    return this.media.ended;
  }

  readonly seek = (seconds: number): void => {
    this.media.currentTime = seconds;
    this.play();
  };

  play(): void {
    const started = this.media.play() as Promise<void> | undefined;
    if (started) started.catch(() => undefined);
  }

  pause(): void {
    this.media.pause();
  }

  tell(text: string): void {
    window.clearTimeout(this.telling);
    this.alert.textContent = text;
    this.telling = window.setTimeout(() => (this.alert.textContent = ""), ALERT);
  }

  private listen(): void {
    const { media, watch } = this;
    const place = (): void => {
      const { position } = watch;
      if (position > 0 && position < media.duration - 1) media.currentTime = position;
    };
    if (media.readyState >= 1) place();
    else media.addEventListener("loadedmetadata", place, { once: true });
    if (this.rungs) this.rungs.start();
    media.addEventListener("timeupdate", () => {
      this.played();
      this.transcript.follow(media.currentTime);
    });
    // Already here: the next report of time comes before the browser says that it has sought.
    media.addEventListener("seeking", () => {
      this.clamp();
      this.last = media.currentTime;
    });
    // Where it plays from is known by its last stop or jump: on a slow device it has moved on by now.
    media.addEventListener("play", () => this.halt());
    for (const event of ["pause", "ended"]) media.addEventListener(event, () => this.stopped());
    media.addEventListener("error", () => {
      if (this.rungs && this.rungs.fallBack()) return;
      window.clearTimeout(this.telling);
      this.alert.textContent = this.words("media_error");
      if (this.hooks.failed) this.hooks.failed();
    });
  }

  private played(): void {
    const { media, watch } = this;
    const now = media.currentTime;
    if (media.seeking || (this.rungs && this.rungs.switching)) return;
    const moved = now - this.last;
    if (moved > 0 && moved < JUMP * Math.max(1, media.playbackRate)) {
      const filled = watch.play(this.last, now);
      watch.position = now;
      this.hooks.played(filled);
    }
    this.last = now;
    this.halt();
  }

  private halt(): void {
    const { hooks, media } = this;
    if (!hooks.limit || media.paused) return;
    const limit = hooks.limit();
    if (media.currentTime < limit - 0.05) return;
    media.pause();
    // At high speed the report of time comes late.
    if (media.currentTime > limit + 0.3) media.currentTime = limit;
    if (hooks.halted) hooks.halted();
  }

  private stopped(): void {
    const { media, watch } = this;
    if (media.seeking || (this.rungs && this.rungs.switching)) return;
    this.played();
    // The file may be a little shorter than was measured; its end is the end all the same.
    if (media.ended) watch.play(this.last, Math.min(this.last + GAP, this.data.duration));
    watch.position = media.ended ? 0 : media.currentTime;
    this.hooks.stopped(media.ended);
  }

  /** Where skipping is not allowed, go no further than was watched; nor past a question. */
  private clamp(): void {
    const { hooks, media, watch } = this;
    const furthest =
      this.data.noSkip && !hooks.free() ? Math.max(watch.furthest, this.last) + 0.5 : Infinity;
    const limit = hooks.limit ? hooks.limit() : Infinity;
    if (media.currentTime <= Math.min(furthest, limit)) return;
    media.currentTime = Math.min(furthest === Infinity ? furthest : furthest - 0.5, limit);
    if (furthest < limit) this.tell(this.words("no_skip"));
    else if (hooks.halted) {
      media.pause();
      hooks.halted();
    }
  }

  private addCaptions(): void {
    if (!window.VTTCue) return;
    const { captions } = this.data;
    captions.forEach(({ language, cues, draft }, number) => {
      // Names of languages are slow to come by, and one track needs none.
      const told = captions.length > 1 ? [languageName(language)] : [];
      if (draft) told.push(this.words("draft_captions"));
      const name = told.join(" – ") || this.words("captions");
      const track = this.media.addTextTrack("captions", name, language);
      for (const [start, end, text] of cues) track.addCue(new VTTCue(start, end, plain(text)));
      track.mode = number === 0 ? "showing" : "disabled";
    });
  }

  private controls(): HTMLElement {
    const speed = make("select", { class: "speed" });
    for (const rate of SPEEDS) {
      const text = `${String(rate).replace(".", this.words("decimal"))}×`;
      speed.append(make("option", { value: rate, selected: rate === 1 }, text));
    }
    speed.addEventListener("change", () => (this.media.playbackRate = Number(speed.value)));
    const label = make("label", {}, this.words("speed"), speed);
    const percent = Math.round(this.data.watch * 100);
    const goal = make("p", { class: "goal" }, this.words("watch_goal", { percent }));
    const rungs = this.rungs ? this.rungs.control : null;
    return make("div", { class: "media-tools" }, label, rungs, percent ? goal : null);
  }
}

/** A caption is plain text: what looks like markup must not act as it. */
function plain(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function languageName(language: string): string {
  try {
    const names = new Intl.DisplayNames([language], { type: "language" });
    return names.of(language) || language;
  } catch (error) {
    return language;
  }
}
