// The bar at the top: courses, what is being told, the clock of the world, and its language.

import { wish } from "./ask.js";
import { day, second } from "./clock.js";
import { make, press } from "./node.js";
import { language, word } from "./words.js";

const PATIENCE = 3_000;
const FREE = "free";

const find = (selector) => document.querySelector(selector);

export class Bar {
  // `on_language(wanted)`: the visitor wants the other language.
  constructor(on_language) {
    this.courses = find("#courses");
    this.told = find("#told");
    this.time = find("#clock time");
    this.buttons = [...document.querySelectorAll("#clock button")];
    for (const button of this.buttons) button.addEventListener("click", () => this.#forward(button));
    find("#language").addEventListener("click", () => on_language(language() === "en" ? "zh" : "en"));
    setInterval(() => this.tick(), 1000);
  }

  show(scene) {
    this.scene = scene;
    const buttons = scene.stage.courses.map(({ id, name }) =>
      press(`▶ ${name}`, () => this.#play("course", { course: id }), { "data-course": id }),
    );
    buttons.push(press(word("free"), () => this.#play(FREE), { "data-course": FREE }));
    this.courses.replaceChildren(...buttons);
    this.restage();
    this.tick();
  }

  restage() {
    this.locked = false;
    const playing = this.scene.stage.course ?? "";
    for (const button of this.courses.children) {
      const { course } = button.dataset;
      button.setAttribute("aria-pressed", String(this.scene.set && course === (playing || FREE)));
      button.disabled = !this.scene.set;
    }
    for (const button of this.buttons) button.disabled = !this.scene.set;
    find("#language").disabled = !this.scene.set;
    this.tell(this.scene.set ? this.scene.stage.told || word("welcome") : word("busy"));
  }

  // Nothing can be wished while the stage is being set.
  lock() {
    this.locked = true;
    for (const button of [...this.courses.children, ...this.buttons, find("#language")]) button.disabled = true;
  }

  tell(text) {
    if (this.told.textContent !== text) this.told.textContent = text;
  }

  // The clock was moved.
  moved() {
    if (this.locked) return;
    for (const button of this.buttons) button.disabled = false;
    this.tick();
  }

  tick() {
    if (!this.scene) return;
    const now = this.scene.now();
    const date = make("span", { class: "date" }, day(now, this.scene));
    this.time.replaceChildren(date, " ", make("b", {}, second(now, this.scene)));
    this.time.dateTime = new Date(now * 1000).toISOString();
  }

  async #play(what, more = {}) {
    for (const button of this.courses.children) button.disabled = true;
    this.tell(word("busy"));
    setTimeout(() => this.locked || this.restage(), PATIENCE);
    await this.#wish(what, more);
  }

  async #forward({ dataset }) {
    for (const button of this.buttons) button.disabled = true;
    setTimeout(() => this.moved(), PATIENCE);
    const seconds = Number(dataset.forward);
    await (seconds ? this.#wish("forward", { seconds }) : this.#wish("next", {}));
  }

  async #wish(what, more) {
    try {
      await wish(what, more);
    } catch {
      this.tell(word("over"));
    }
  }
}
