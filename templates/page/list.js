// The messages of one conversation on one phone: each is drawn once and again only when it changes.

import { day } from "./clock.js";
import { keep_picked } from "./choices.js";
import { make, press } from "./node.js";
import { draw_message } from "./message.js";
import { Stops } from "./stops.js";
import { word } from "./words.js";

const NEAR = 90;
const SHOWN = 400;
const CONTROLS = "button, select";

export class List {
  // `on`: see message.js, and fill(text); jump is done here.
  constructor(on) {
    this.on = { ...on, jump: (number) => this.jump(number) };
    this.node = make("div", { class: "messages", role: "log", tabindex: "0" });
    this.newer = make("button", { type: "button", class: "newer", hidden: true });
    this.newer.addEventListener("click", () => this.down());
    this.nodes = new Map();
    this.stops = new Stops(this.node);
    this.stuck = true;
    this.top = 0;
    this.node.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    for (const name of ["load", "error"]) this.node.addEventListener(name, () => setTimeout(() => this.settle()), true);
    new ResizeObserver(() => this.stuck && this.down()).observe(this.node);
  }

  show(chat, person, scene) {
    Object.assign(this, { chat, person, scene, days: "" });
    this.nodes.clear();
    this.stops.clear();
    this.node.replaceChildren();
    this.node.setAttribute("aria-label", word("messages", { chat: scene.title(chat) }));
    this.newer.textContent = word("newer");
    for (const message of [...chat.messages.values()].slice(-SHOWN)) this.#append(message);
    if (!chat.messages.size) this.node.append(this.#nothing());
    this.down();
  }

  // Where nothing was said yet; the first on the phones, who would report something, finds a line to begin with.
  #nothing() {
    const empty = make("div", { class: "nothing" }, make("p", {}, word("empty")));
    const first = this.person === this.scene.stage.phones?.[0] && !this.scene.played(this.person);
    if (first && this.chat.type !== "private") {
      empty.append(make("p", {}, word("try")), press(word("example"), () => this.on.fill(word("example"))));
    }
    return empty;
  }

  // One entry of the ledger about the conversation that is shown.
  hear(entry) {
    if (entry.kind === "message") this.#come(entry);
    else if (entry.kind === "edit") this.#change(entry);
    else if (entry.kind === "delete") this.#drop(entry.message_id);
    else if (entry.kind === "press") this.#pressed(entry);
  }

  // After some entries: who was at the end stays there.
  settle() {
    if (this.stuck) this.down();
  }

  near() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR;
  }

  // Only who scrolls up leaves the end; what grows below does not take them away from it.
  #scrolled() {
    const up = this.node.scrollTop < this.top;
    this.top = this.node.scrollTop;
    if (this.near()) this.newer.hidden = this.stuck = true;
    else if (up) this.stuck = false;
  }

  down() {
    this.node.scrollTop = this.node.scrollHeight;
    this.newer.hidden = true;
    this.stuck = true;
  }

  jump(number) {
    const node = this.nodes.get(number);
    if (!node) return;
    this.node.scrollTop = node.offsetTop - Math.max(12, (this.node.clientHeight - node.offsetHeight) / 2);
    this.stuck = this.near();
    flash(node, "found");
  }

  #append(message) {
    const today = day(message.date, this.scene);
    if (today !== this.days) this.node.append(make("p", { class: "day" }, today));
    this.days = today;
    const node = draw_message(message, this.chat, this.person, this.scene, this.on);
    this.nodes.set(message.message_id, node);
    this.node.append(node);
    this.stops.add(node);
    return node;
  }

  #come(message) {
    const drawn = this.nodes.get(message.message_id);
    if (drawn) return flash(drawn, "fresh");
    if (message.from === this.person) this.stuck = true;
    this.node.querySelector(".nothing")?.remove();
    if (!this.stuck) this.newer.hidden = false;
    if (this.nodes.size >= SHOWN) this.#drop(this.nodes.keys().next().value);
    return flash(this.#append(message), "fresh");
  }

  #change(message) {
    const old = this.nodes.get(message.message_id);
    if (!old) return;
    const focused = [...old.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
    const node = draw_message(message, this.chat, this.person, this.scene, this.on);
    keep_picked(old, node);
    this.nodes.set(message.message_id, node);
    old.replaceWith(node);
    this.stops.replace(old, node);
    if (focused >= 0) (node.querySelectorAll(CONTROLS)[focused] ?? this.node).focus({ preventScroll: true });
    flash(node, "changed");
  }

  #drop(number) {
    const node = this.nodes.get(number);
    node?.remove();
    this.stops.drop(node);
    this.nodes.delete(number);
  }

  // Somebody else pressed here, on the same phone: the visitor sees which button.
  #pressed({ message_id, data, from }) {
    const buttons = this.nodes.get(message_id)?.querySelectorAll(".buttons button") ?? [];
    const button = [...buttons].find((one) => one.dataset.choice === data);
    if (!button || from !== this.person) return;
    flash(button, "pressed");
    const outside = button.offsetTop < this.node.scrollTop || button.offsetTop > this.node.scrollTop + this.node.clientHeight;
    if (outside) this.jump(message_id);
  }
}

function flash(node, name) {
  node.classList.remove(name);
  node.classList.add(name);
  setTimeout(() => node.classList.remove(name), 1800);
}
