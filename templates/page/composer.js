// Where the visitor writes: text, an answer to one message, a picture, the commands of the bot, and 开始.

import { make, press } from "./node.js";
import { first_line } from "./message.js";
import { word } from "./words.js";

const PHOTO_BYTES = 10 * 1024 * 1024;
const TALLEST = 110;

export class Composer {
  // `on`: say(text, reply), photo(base64, name, caption, reply), start(), commands() -> list, fail(text), up().
  constructor(on) {
    this.on = on;
    this.reply = null;
    this.text = make("textarea", { rows: "1", enterkeyhint: "send" });
    this.file = make("input", { type: "file", accept: "image/*" });
    this.attach = make("label", { class: "attach" }, this.file, make("span", { "aria-hidden": "true" }, "📎"));
    this.send = make("button", { type: "submit", class: "send" });
    this.answering = make("div", { class: "answering", hidden: true });
    this.menu = make("div", { class: "menu", role: "group", hidden: true });
    this.begin = press("", () => on.start(), { class: "start" });
    this.line = make("div", { class: "line" }, this.attach, this.text, this.send);
    this.node = make("form", { class: "composer" }, this.menu, this.answering, this.line, this.begin);
    this.node.addEventListener("submit", (event) => this.#submit(event));
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.text.addEventListener("input", () => this.#typed());
    this.file.addEventListener("change", () => this.#picked());
    this.menu.addEventListener("keydown", (event) => this.#walk(event));
  }

  show(chat, scene) {
    this.quit();
    this.title = scene.title(chat);
    this.begun(chat.type !== "private" || chat.started);
    this.begin.textContent = word("start");
    this.begin.title = word("start_hint");
    this.text.placeholder = word("write");
    this.text.setAttribute("aria-label", word("write_to", { chat: this.title }));
    this.file.setAttribute("aria-label", word("attach"));
    this.attach.title = word("attach");
    this.send.textContent = word("send");
    this.menu.setAttribute("aria-label", word("commands"));
  }

  begun(started) {
    this.line.hidden = !started;
    this.begin.hidden = started;
  }

  answer(message) {
    this.reply = message;
    const stop = press("✕", () => this.quit(), { "aria-label": word("cancel"), title: word("cancel") });
    this.answering.replaceChildren(make("span", {}, `↩\uFE0E ${word("answering")} `, make("q", {}, first_line(message))), stop);
    this.answering.hidden = false;
    this.text.focus();
  }

  fill(text) {
    this.text.value = text;
    this.#grow();
    this.text.focus();
  }

  // Forgets whom it answers and closes what is open.
  quit() {
    this.reply = null;
    this.answering.hidden = true;
    this.menu.hidden = true;
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    const reply = this.reply;
    this.text.value = "";
    this.quit();
    this.#grow();
    if (!(await this.on.say(text, reply))) this.text.value = text;
    this.text.focus({ preventScroll: true });
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape" && (this.reply || !this.menu.hidden)) this.quit();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.node.requestSubmit();
    } else if (event.key === "ArrowUp" && !this.menu.hidden) {
      event.preventDefault();
      [...this.menu.children].at(-1)?.focus();
    } else if (event.key === "ArrowUp" && !this.text.value) {
      event.preventDefault();
      this.on.up();
    }
  }

  async #typed() {
    this.#grow();
    const typed = this.text.value;
    if (!/^\/\w*$/.test(typed)) {
      this.menu.hidden = true;
      return;
    }
    const commands = await this.on.commands();
    if (this.text.value !== typed) return;
    const fitting = commands.filter((one) => `/${one.command}`.startsWith(typed));
    this.menu.replaceChildren(...fitting.map((one) => this.#command(one)));
    this.menu.hidden = !fitting.length;
  }

  #command({ command, description }) {
    const choose = () => {
      this.text.value = `/${command} `;
      this.menu.hidden = true;
      this.text.focus();
    };
    const button = press("", choose);
    button.append(make("b", {}, `/${command}`), ` ${description}`);
    return button;
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.quit();
    if (event.key !== "Escape" && !step) return;
    event.preventDefault();
    const all = [...this.menu.children];
    (step ? all[all.indexOf(document.activeElement) + step] ?? this.text : this.text).focus();
  }

  #picked() {
    const [file] = this.file.files;
    this.file.value = "";
    if (!file) return;
    if (file.size > PHOTO_BYTES) {
      this.on.fail(word("too_big"));
      return;
    }
    const reader = new FileReader();
    reader.addEventListener("load", () => this.#send_photo(file.name, String(reader.result).split(",")[1] ?? ""));
    reader.readAsDataURL(file);
  }

  async #send_photo(name, data) {
    const caption = this.text.value.trim();
    const reply = this.reply;
    this.text.value = "";
    this.quit();
    this.#grow();
    if (!(await this.on.photo(data, name, caption, reply))) this.text.value = caption;
  }

  #grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, TALLEST)}px`;
  }
}
