// Finds the world that is played, draws it, and follows its ledger until the demo ends.

import { Gone, Refused, ask, find, wish } from "./ask.js";
import { Bar } from "./bar.js";
import { Phones } from "./phones.js";
import { Scene } from "./scene.js";
import { speak, word } from "./words.js";

const KINDS = ["message", "edit", "delete", "pin", "unpin", "member", "press", "toast", "clock", "stage"];
const MOST = 500;
const WAIT = 25;
const AGAIN = 1_000;

const after = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const place = document.querySelector("main.phones");
let scene = null;
let phones = null;

const bar = new Bar(async (wanted) => {
  document.body.dataset.busy = "";
  try {
    await speak(wanted);
    await wish("language", { language: wanted });
  } catch {
    show_over();
  }
});

async function draw() {
  const told = await ask("scene");
  scene = new Scene(told);
  if (!scene.set || !scene.names.size) return show_busy();
  await speak(scene.stage.language);
  bar.show(scene);
  phones ??= new Phones(place);
  phones.show(scene);
  show_busy();
  document.body.dataset.ready = "";
}

function show_busy() {
  const busy = !scene?.set;
  place.inert = busy;
  if (busy) document.body.dataset.busy = "";
  else delete document.body.dataset.busy;
  if (!busy) return;
  bar.lock();
  bar.tell(phones ? word("busy") : word("starting"));
}

async function follow() {
  const told = await ask("ledger", { after: scene.last, kinds: KINDS, limit: MOST, wait: WAIT });
  if (told.epoch !== scene.epoch || told.first > scene.last + 1) return draw();
  scene.hear(told.now);
  for (const entry of told.entries) {
    if (!scene.take(entry) && (scene.set || entry.kind === "stage")) return draw();
    hear(entry);
  }
  scene.last = told.entries.length < MOST ? told.last : told.entries.at(-1).seq;
  if (phones && scene.set) phones.settle();
  return null;
}

function hear(entry) {
  if (entry.kind === "stage") return restage();
  if (!phones || !scene.set) return null;
  if (entry.kind === "clock") return bar.moved();
  return phones.hear(entry);
}

function restage() {
  show_busy();
  if (!phones || !scene.set) return;
  bar.restage();
  phones.restage();
}

async function play() {
  let met = false;
  for (;;) {
    try {
      while (!(await find())) await after(AGAIN / 4);
      met = true;
      await wish("here");
      await draw();
      for (;;) await follow();
    } catch (problem) {
      if (!(problem instanceof Gone || problem instanceof Refused)) console.error(problem);
      if (met) show_over();
      await after(AGAIN);
    }
  }
}

function show_over() {
  place.inert = true;
  document.body.dataset.busy = "";
  bar.lock();
  bar.tell(word("over"));
}

await speak(navigator.language.startsWith("zh") ? "zh" : "en");
bar.tell(word("starting"));
await play();
