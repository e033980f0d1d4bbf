/** The files of one video, by network or by hand, down to the sound alone. */

import { chooseRung, Network } from "../core/choose";
import { VideoData } from "../data";
import { button, make } from "../dom";
import { Words } from "../i18n";
import { keepItem, recallItem } from "../storage";

const KEY = "hocvu:quality";
const AUTO = "auto";
const AUDIO = "audio";
/** Milliseconds of waiting after which the network is called slow. */
const PATIENCE = 4000;

export class Rungs {
  readonly control: HTMLElement;
  readonly hint = make("div", { class: "slow", role: "status" });
  /** Another file is being put in the place of one that was playing. */
  switching = false;
  private readonly select = make("select", { class: "quality" });
  private readonly rungs: [string, number, number][];
  /** Place of the file in use; -1 for the sound alone. */
  private current = 0;
  private waiting = 0;

  constructor(
    private readonly media: HTMLMediaElement,
    private readonly data: VideoData,
    private readonly words: Words,
  ) {
    this.rungs = data.rungs || [[media.getAttribute("src")!, 0, 0]];
    const option = (value: string, text: string): void =>
      this.select.append(make("option", { value }, text));
    option(AUTO, words("quality_auto"));
    if (data.rungs) {
      this.rungs.forEach(([, height, rate], place) => {
        const megabytes = Math.max(1, Math.round((rate * data.duration) / 8000));
        option(String(place), words("quality_size", { height, megabytes }));
      });
    }
    if (data.audio) option(AUDIO, words("audio_only"));
    this.select.addEventListener("change", () => this.chosen());
    this.control = make("label", {}, words("quality"), this.select);
    media.addEventListener("waiting", () => {
      window.clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => this.slow(), PATIENCE);
    });
    for (const event of ["playing", "pause", "seeking"]) {
      media.addEventListener(event, () => window.clearTimeout(this.waiting));
    }
  }

  /** Begin with the file that was chosen before, or that the network bears. */
  start(): void {
    const kept = recallItem(KEY);
    const known = Array.from(this.select.options).some(({ value }) => value === kept);
    this.select.value = known ? kept : AUTO;
    this.use(this.wanted());
  }

  /** A file that does not play gives way to a lighter one; false when there is none. */
  fallBack(): boolean {
    if (this.current <= 0) return false;
    this.use(this.current - 1);
    return true;
  }

  private chosen(): void {
    keepItem(KEY, this.select.value);
    this.hint.textContent = "";
    this.use(this.wanted());
  }

  private wanted(): number {
    const { value } = this.select;
    if (value === AUDIO) return -1;
    const { connection } = navigator as { connection?: Network };
    return value === AUTO ? chooseRung(this.rungs, connection) : Number(value);
  }

  private use(place: number): void {
    const { media, data } = this;
    const address = place < 0 ? data.audio! : this.rungs[place]![0];
    this.current = place;
    media.preload = "metadata";
    if (media.getAttribute("src") === address) return;
    const { currentTime, paused, playbackRate } = media;
    const begun = currentTime > 0 || !paused;
    this.switching = begun;
    media.src = address;
    if (!begun) return;
    media.addEventListener(
      "loadedmetadata",
      () => {
        media.currentTime = currentTime;
        media.playbackRate = playbackRate;
        this.switching = false;
        if (!paused) void media.play();
      },
      { once: true },
    );
  }

  /** Offer what is lighter. */
  private slow(): void {
    const { hint, words, data } = this;
    if (hint.firstChild || (this.current <= 0 && !data.audio) || this.current < 0) return;
    const lighter = this.current > 0 ? String(this.current - 1) : AUDIO;
    const label = words(lighter === AUDIO ? "audio_only" : "lighter");
    const take = button(label, { class: "main" }, null, () => {
      this.select.value = lighter;
      this.chosen();
      this.media.focus();
    });
    hint.append(make("p", {}, words("slow_network")), take);
  }
}
