/** Tells a driver that keeps statements how a video or a recording is played. */

import { Segments } from "../core/segments";
import { Watch } from "../core/watch";
import { Driver, Medium } from "./driver";

/** Milliseconds within which the steps of dragging along the time line are one jump. */
const DRAG = 500;
/** Seconds below which a jump is none. */
const STEP = 1;

export function follow(
  media: HTMLMediaElement,
  medium: Medium,
  watch: Watch,
  driver: Driver,
): void {
  const segments = new Segments();
  const now = (): number => media.currentTime;
  const log =
    driver.watch &&
    driver.watch(medium, () => ({
      time: now(),
      progress: watch.share(),
      segments: segments.text(),
      playing: !media.paused && !media.ended,
    }));
  if (!log) return;
  let last = 0;
  let from = -1;
  let timer = 0;
  let begun = false;
  const jumped = (): void => {
    window.clearTimeout(timer);
    if (from >= 0 && begun && Math.abs(now() - from) >= STEP) log.seeked(from, now());
    from = -1;
  };
  media.addEventListener("play", () => {
    jumped();
    begun = true;
    segments.cut();
    segments.at((last = now()));
    log.played(last);
  });
  media.addEventListener("timeupdate", () => {
    if (media.seeking) return;
    if (!media.paused) segments.at(now(), media.playbackRate);
    last = now();
  });
  media.addEventListener("seeking", () => {
    if (from < 0) from = last;
    segments.cut();
    window.clearTimeout(timer);
  });
  media.addEventListener("seeked", () => {
    last = now();
    timer = window.setTimeout(jumped, DRAG);
  });
  media.addEventListener("pause", () => {
    if (!media.seeking) segments.at(now(), media.playbackRate);
    segments.cut();
    log.paused();
  });
}
