/** Bring a lesson's page to life. */

import { Chrome } from "./chrome";
import { Contents } from "./contents";
import { Order, Recall } from "./core/order";
import { Progress } from "./core/progress";
import { Quiz } from "./core/quiz";
import { Situation } from "./core/situation";
import { Clock, Journal, Tracker } from "./core/tracker";
import { Work } from "./core/work";
import { LessonData, PackageData, Standard } from "./data";
import { button, make } from "./dom";
import { Alone } from "./drivers/alone";
import { connectCmi5 } from "./drivers/cmi5";
import { Driver, Start } from "./drivers/driver";
import { Scorm12 } from "./drivers/scorm12";
import { Scorm2004 } from "./drivers/scorm2004";
import { connectXapi, recallXapi } from "./drivers/xapi";
import { showEarly, waiting } from "./early";
import { chooseLanguage, Words, wordsOf } from "./i18n";
import { Others, wantedPlace } from "./others";
import { Search } from "./search";
import { digest, dropItem, keepItem, recallItem } from "./storage";
import { watchTables } from "./tables";
import { DocumentView } from "./views/document";
import { QuizView } from "./views/quiz";
import { SituationView } from "./views/situation";
import { SlidesView } from "./views/slides";
import { VideoView } from "./views/video";
import { Stage, View } from "./views/view";

declare const hocvu: PackageData;

const clock: Clock = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = window.setTimeout(run, milliseconds);
    return () => window.clearTimeout(timer);
  },
};

function journalAt(key: string): Journal {
  return {
    read: () => recallItem(key),
    write: (memo) => keepItem(key, memo),
    clear: () => dropItem(key),
  };
}

const VIEWS: { [kind in LessonData["kind"]]: new (stage: Stage) => View } = {
  document: DocumentView,
  slides: SlidesView,
  video: VideoView,
  quiz: QuizView,
  situation: SituationView,
};

/** What is scored in the lesson; a first try is drawn by chance. */
function workOf({ quiz, situation }: LessonData): Work | null {
  if (quiz) return new Quiz(quiz, Math.floor(Math.random() * 0x7fffffff));
  return situation ? new Situation(situation) : null;
}

interface Connected {
  driver: Driver;
  start: Start;
}

/** Find the system of the packaged standard, or this browser where there is none that answers. */
function connect(data: PackageData, begin: (connected: Connected) => void): void {
  const alone = (): void => begin(opened(data, null));
  // Without http there is nobody to ask.
  const asked = /^https?:$/.test(location.protocol);
  if (!asked || (data.standard !== "cmi5" && data.standard !== "xapi")) {
    begin(opened(data, findDriver(data.standard)));
    return;
  }
  const connecting = data.standard === "cmi5" ? connectCmi5 : connectXapi;
  connecting(data, new URLSearchParams(location.search)).then(
    (driver) => begin(opened(data, driver)),
    alone,
  );
}

function findDriver(standard: Standard): Driver | null {
  if (standard === "scorm12") return Scorm12.find();
  return standard === "scorm2004" ? Scorm2004.find() : null;
}

function opened(data: PackageData, found: Driver | null): Connected {
  const start = found && found.open();
  if (found && start) return { driver: found, start };
  const alone = new Alone(`hocvu:${data.lesson.key}`);
  return { driver: alone, start: alone.open() };
}

/** Open the lesson, or show what comes before it where the course has an order. */
function enter(data: PackageData): void {
  const { order: told, lessons } = data.course;
  const recall = told ? recallOf(data) : null;
  if (!told || !recall) {
    connect(data, (connected) => run(data, connected, null));
    return;
  }
  const { id, key } = data.lesson;
  const order = new Order(told, lessons);
  const open = (): void =>
    connect(data, (connected) => {
      const look = run(data, connected, order);
      void order.look(recall).then(look);
    });
  // What was begun stays open, whatever order a new version has.
  const begun = recall(id, key).catch(() => "");
  void Promise.all([begun, order.look(recall, id)]).then(([memo]) => {
    const first = memo ? [] : order.first(id);
    if (!first.length) {
      open();
      return;
    }
    const language = chooseLanguage(data, "");
    const words = wordsOf(data.strings[language] || {});
    const web = data.standard === "none";
    showEarly(order, first, words, language, web ? "" : location.search, web ? open : null);
  });
}

/** What is kept of other lessons, where the lessons themselves lead from one to the other. */
function recallOf(data: PackageData): Recall | null {
  if (data.standard === "xapi" && /^https?:$/.test(location.protocol)) {
    return recallXapi(data, new URLSearchParams(location.search));
  }
  // A browser that keeps nothing for pages would never open the next lesson.
  if (data.standard !== "none" || !keepItem("hocvu:order", "1")) return null;
  return (_id, key) => Promise.resolve(recallItem(`hocvu:${key}`));
}

/** Play the lesson; what is returned shows the order of the course's lessons anew. */
function run(data: PackageData, { driver, start }: Connected, order: Order | null): () => void {
  const { lesson } = data;
  const language = chooseLanguage(data, start.language);
  const words = wordsOf(data.strings[language] || {});
  const work = workOf(lesson);
  const progress = new Progress(lesson, work);
  const key = `hocvu:${lesson.key}:${digest(start.learner)}`;

  // Where no system leads from lesson to lesson, the lessons do.
  const among = data.standard === "none" ? "" : driver.among || null;
  let shown = false;
  const lookAtTables = watchTables(words);
  const update = (): void => {
    if (!shown) return;
    lookAtTables();
    const { before, after, place } = view.status();
    chrome.prev.disabled = !before;
    document.body.classList.toggle("inside", before);
    chrome.next.disabled = !after;
    chrome.showPlace(place);
    chrome.showProgress(progress.measure());
    chrome.showState(tracker, driver);
    const outline = view.outline && view.outline();
    contents.fill(outline ? outline.rows : lesson.contents);
    contents.update(outline ? outline.page : progress.page, outline ? outline.done : progress.read);
    if (!progress.done) return;
    const failed = !!work && !(work.best && work.best.passed);
    if (order && (!failed || !order.scored(lesson.id))) order.finished(lesson.id);
    contents.tellOrder();
    chrome.complete(failed, ...onward(data, among, order, words));
  };
  const exit = (): void => {
    const one = data.course.lessons.length < 2;
    tracker.finish(progress.over() && one ? "exitAll" : "suspendAll", ended);
  };
  const ended = (): void => {
    const again = button(words("resume"), { class: "main" }, null, () => location.reload());
    const unsaved = tracker.kept ? "finished_unsaved" : "finished_lost";
    const text = words(tracker.failed ? unsaved : "finished");
    chrome.end(text, tracker.failed, ...(driver.remote ? [] : [again]));
    // A window that a system opened for the lesson has nothing more to show.
    if (driver.back) location.assign(driver.back);
    else if (driver.remote && window.parent === window && window.opener) window.close();
  };
  const chrome = new Chrome(words, language, lesson.kind !== "video", {
    toggleContents: () => contents.toggle(),
    exit,
    resized: () => lookAtTables(),
    next: () => (settle(), view.next()),
    prev: () => (settle(), view.prev()),
  });
  const tracker = new Tracker(progress, driver, journalAt(key), clock, update);
  const stage: Stage = { lesson, progress, tracker, driver, words, key, changed: update };
  const view = new VIEWS[lesson.kind](stage);
  const contents = new Contents(data, words, language, chrome.contentsButton, (page, anchor) => {
    settle();
    view.go(page, anchor);
  }, among, order);

  tracker.begin(start);
  const begun = progress.begun();
  shown = true;
  view.start();
  update();
  if (!driver.remote && data.standard !== "none") chrome.notice("alone", words("alone"));
  if (tracker.review) chrome.notice("review", words("review"));
  if (begun) offerResume();
  if (!work) reading();
  listen(tracker);
  standAlone(`${key}:open`, () => {
    tracker.retire();
    const here = button(words("continue_here"), { class: "main" }, null, () => location.reload());
    chrome.end(words("other_window"), true, here);
  });
  return () => contents.tellOrder();

  /** Whoever goes on by another way needs the offer no more. */
  function settle(): void {
    chrome.notice("resumed", "");
  }

  /** Tools for those who read: search, and paper. */
  function reading(): void {
    const others = among !== null && data.course.lessons.length > 1 ? new Others(data, among) : null;
    const search = new Search(words, others, (page) => {
      settle();
      contents.leave();
      view.go(page, "");
    });
    const print = button(words("print"), { class: "print" }, "print", () => window.print());
    search.box.append(print);
    search.box.lang = language;
    contents.add(search.box);
    const place = wantedPlace();
    if (place) search.open(place);
  }

  function offerResume(): void {
    const resume = button(words("resume"), { "data-hocvu": "resume", class: "main" }, null, () => {
      settle();
      view.resume();
    });
    const restart = button(words("restart"), {}, null, () => {
      settle();
      view.restart();
    });
    chrome.notice("resumed", words("resumed", { place: view.status().stop }), resume, restart);
  }
}

/** The way to the next lesson, where no learning system shows one. */
function onward(
  data: PackageData,
  among: string | null,
  order: Order | null,
  words: Words,
): HTMLElement[] {
  if (among === null) return [];
  const { lessons } = data.course;
  const next = lessons[lessons.findIndex(([id]) => id === data.lesson.id) + 1];
  if (!next) return [];
  const text = words("next_lesson", { title: next[1] });
  const closed = waiting(order, next, words);
  if (closed) return [make("p", {}, `${text}. ${closed}`)];
  return [make("a", { class: "main", href: next[2] + among }, text)];
}

/** Of two windows with the same lesson the later one goes on; `other` is called in the first. */
function standAlone(key: string, other: () => void): void {
  const own = String(Math.random());
  keepItem(key, own);
  const look = (event: StorageEvent): void => {
    if (event.key !== key || !event.newValue || event.newValue === own) return;
    window.removeEventListener("storage", look);
    other();
  };
  window.addEventListener("storage", look);
}

/** Save when the page goes out of sight, end when it goes away; never on `unload`. */
function listen(tracker: Tracker): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") tracker.hide();
  });
  window.addEventListener("pagehide", (event) => {
    if (event.persisted) tracker.pause(true);
    else tracker.finish();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) tracker.pause(false);
  });
  window.addEventListener("online", () => {
    if (tracker.failed) tracker.commit();
  });
}

enter(hocvu);
