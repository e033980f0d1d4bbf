/** A video or a recording: what was really played counts, not where the pointer was put. */

import { Tracker } from "../core/tracker";
import { LessonData, VideoData } from "../data";
import { find, make } from "../dom";
import { clockText, Words } from "../i18n";
import { enliven } from "./chapters";
import { Transcript } from "./transcript";
import { View } from "./view";

/** Seconds between two reports of a playing video beyond which it must have jumped. */
const JUMP = 2.5;
/** Seconds that may be missing at the end of a file. */
const GAP = 10;
/** Milliseconds for which a message stands. */
const ALERT = 8000;
const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

export class VideoView implements View {
  private readonly media = find<HTMLMediaElement>("video,audio");
  private readonly data: VideoData;
  private readonly alert = make("p", { class: "clamp", role: "status" });
  private last = 0;
  private telling = 0;

  constructor(
    lesson: LessonData,
    private readonly tracker: Tracker,
    private readonly words: Words,
    private readonly changed: () => void,
  ) {
    this.data = lesson.video!;
  }

  start(): void {
    const media = this.media;
    this.addCaptions();
    const frame = find<HTMLElement>(".media");
    frame.after(this.alert, this.controls());
    enliven(this.data.chapters, this.seek);
    const transcript = new Transcript(this.words, this.seek);
    const place = (): void => {
      const { position } = this.tracker.progress;
      if (position > 0 && position < media.duration - 1) media.currentTime = position;
    };
    if (media.readyState >= 1) place();
    else media.addEventListener("loadedmetadata", place, { once: true });
    media.addEventListener("timeupdate", () => {
      this.played();
      transcript.follow(media.currentTime);
    });
    // Already here: the next report of time comes before the browser says that it has sought.
    media.addEventListener("seeking", () => {
      this.clamp();
      this.last = media.currentTime;
    });
    media.addEventListener("play", () => (this.last = media.currentTime));
    for (const event of ["pause", "ended"]) media.addEventListener(event, () => this.stopped());
    media.addEventListener("error", () => (this.alert.textContent = this.words("media_error")));
    this.changed();
  }

  go(_page: number, anchor = ""): void {
    this.media.scrollIntoView();
    this.media.focus({ preventScroll: true });
    const chapter = /^hv-c(\d+)$/.exec(anchor);
    const start = chapter ? this.data.chapters[Number(chapter[1]) - 1] : undefined;
    if (start !== undefined) this.seek(start);
  }

  next(): void {}

  prev(): void {}

  resume(): void {
    this.go(0);
    this.play();
  }

  restart(): void {
    this.seek(0);
  }

  status(): { before: boolean; after: boolean; place: string; stop: string } {
    const { progress } = this.tracker;
    const name = this.media instanceof HTMLVideoElement ? "watched" : "listened";
    const percent = Math.floor(progress.share() * 100);
    const place = this.words(name, { percent });
    return { before: false, after: false, place, stop: clockText(progress.position) };
  }

  private readonly seek = (seconds: number): void => {
    this.media.currentTime = seconds;
    this.play();
  };

  private play(): void {
    const started = this.media.play() as Promise<void> | undefined;
    if (started) started.catch(() => undefined);
  }

  private played(): void {
    const { media, tracker } = this;
    const now = media.currentTime;
    if (media.seeking) return;
    const moved = now - this.last;
    if (moved > 0 && moved < JUMP * Math.max(1, media.playbackRate)) {
      const filled = tracker.progress.play(this.last, now);
      tracker.progress.position = now;
      if (tracker.progress.settle()) tracker.soon();
      else tracker.touch();
      if (filled) this.changed();
    }
    this.last = now;
  }

  private stopped(): void {
    if (this.media.seeking) return;
    this.played();
    const { progress } = this.tracker;
    // The file may be a little shorter than was measured; its end is the end all the same.
    if (this.media.ended) progress.play(this.last, Math.min(this.last + GAP, this.data.duration));
    progress.position = this.media.ended ? 0 : this.media.currentTime;
    if (progress.position !== 0 || this.media.ended) this.tracker.soon();
    this.changed();
  }

  /** Where skipping is not allowed, go no further than was watched; in review all is free. */
  private clamp(): void {
    const { progress, review } = this.tracker;
    if (!this.data.noSkip || progress.done || review) return;
    const furthest = Math.max(progress.furthest, this.last);
    if (this.media.currentTime <= furthest + 0.5) return;
    this.media.currentTime = furthest;
    this.tell(this.words("no_skip"));
  }

  private tell(text: string): void {
    window.clearTimeout(this.telling);
    this.alert.textContent = text;
    this.telling = window.setTimeout(() => (this.alert.textContent = ""), ALERT);
  }

  private addCaptions(): void {
    if (!window.VTTCue) return;
    this.data.captions.forEach(({ language, cues }, number) => {
      const track = this.media.addTextTrack("captions", languageName(language), language);
      for (const [start, end, text] of cues) track.addCue(new VTTCue(start, end, plain(text)));
      track.mode = number === 0 ? "showing" : "disabled";
    });
  }

  private controls(): HTMLElement {
    const speed = make("select", { id: "hv-speed" });
    for (const rate of SPEEDS) {
      const text = `${String(rate).replace(".", this.words("decimal"))}×`;
      speed.append(make("option", { value: rate, selected: rate === 1 }, text));
    }
    speed.addEventListener("change", () => (this.media.playbackRate = Number(speed.value)));
    const label = make("label", { for: "hv-speed" }, this.words("speed"));
    const percent = Math.round(this.data.watch * 100);
    const goal = make("p", { class: "goal" }, this.words("watch_goal", { percent }));
    return make("div", { class: "media-tools" }, make("div", {}, label, speed), percent ? goal : null);
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

