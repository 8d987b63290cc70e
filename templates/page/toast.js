// The short answer to a press, at the foot of a phone; what must be read stands in a box with a button.

import { make, press } from "./node.js";
import { word } from "./words.js";

const SECONDS = 5;
const SECONDS_BOX_PLAYED = 7;

export class Toast {
  constructor() {
    this.node = make("div", { class: "toast", role: "status", "aria-live": "polite", hidden: true });
  }

  // `box`: stays until OK is pressed; `played`: nobody is there to press it.
  tell(text, { box = false, played = false } = {}) {
    if (!text) return;
    this.#open(box, make("p", {}, text));
    if (!box || played) this.#close_in(box ? SECONDS_BOX_PLAYED : SECONDS);
    if (box) this.#end(press(word("ok"), () => this.close(), { class: "ok" }), played);
  }

  // An address that leads nowhere inside the sandbox.
  link(url) {
    this.#open(true, make("p", {}, word("link")), make("output", { class: "address" }, url));
    const copy = press(word("copy"), async () => {
      await navigator.clipboard.writeText(url);
      copy.textContent = word("copied");
    });
    this.node.append(copy);
    this.#end(press(word("close"), () => this.close(), { class: "ok" }), false);
  }

  close() {
    clearTimeout(this.timer);
    const inside = this.node.contains(document.activeElement);
    this.node.hidden = true;
    this.node.replaceChildren();
    if (inside) this.back?.focus({ preventScroll: true });
  }

  #open(box, ...children) {
    clearTimeout(this.timer);
    this.node.className = box ? "toast box" : "toast";
    this.node.setAttribute("role", box ? "alertdialog" : "status");
    this.node.replaceChildren(...children);
    this.node.hidden = false;
  }

  #end(button, played) {
    this.node.append(button);
    if (played) return;
    this.back = document.activeElement;
    button.focus({ preventScroll: true });
  }

  #close_in(seconds) {
    this.timer = setTimeout(() => this.close(), seconds * 1000);
  }
}
