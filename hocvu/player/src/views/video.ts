/** A lesson that is one video or recording. */

import { find } from "../dom";
import { follow } from "../drivers/media";
import { clockText } from "../i18n";
import { Medium } from "./medium";
import { Stage, View } from "./view";

export class VideoView implements View {
  private medium: Medium | null = null;

  constructor(private readonly stage: Stage) {}

  start(): void {
    const { lesson, progress, tracker, driver, words, changed } = this.stage;
    const video = lesson.video!;
    const { watch } = progress;
    const page = find<HTMLElement>("#hv-p1");
    const media = find<HTMLMediaElement>("video,audio", page);
    follow(media, { parts: ["video"], title: lesson.title, video }, watch, driver);
    this.medium = new Medium(page, video, watch, words, {
      free: () => progress.done || tracker.review,
      played(filled) {
        if (progress.settle()) tracker.soon();
        else tracker.touch(filled);
        if (filled) changed();
      },
      stopped(ended) {
        if (watch.position !== 0 || ended) tracker.moved();
        changed();
      },
    });
    changed();
  }

  go(_page: number, anchor = ""): void {
    const { medium } = this;
    if (!medium) return;
    medium.media.scrollIntoView();
    medium.media.focus({ preventScroll: true });
    const chapter = /^hv-c(\d+)$/.exec(anchor);
    const start = chapter ? this.stage.lesson.video!.chapters[Number(chapter[1]) - 1] : undefined;
    if (start !== undefined) medium.seek(start);
  }

  next(): void {}

  prev(): void {}

  resume(): void {
    this.go(0);
    if (this.medium) this.medium.play();
  }

  restart(): void {
    if (this.medium) this.medium.seek(0);
  }

  status(): { before: boolean; after: boolean; place: string; stop: string } {
    const { watch } = this.stage.progress;
    const sound = this.medium && this.medium.media instanceof HTMLAudioElement;
    const percent = Math.floor(watch.share() * 100);
    const place = this.stage.words(sound ? "listened" : "watched", { percent });
    return { before: false, after: false, place, stop: clockText(watch.position) };
  }
}
