// The conversations of one person as tabs, each with the number of messages that were not read yet.

import { make } from "./node.js";
import { word } from "./words.js";

const MANY = 99;

export class Tabs {
  constructor(on_choose) {
    this.on_choose = on_choose;
    this.node = make("nav", { class: "chats", role: "tablist" });
    this.node.addEventListener("keydown", (event) => this.#walk(event));
    this.read = new Map();
  }

  // A person who comes onto the phone has read everything that is there.
  show(chats, person, scene) {
    Object.assign(this, { chats, person, scene });
    this.read = new Map(chats.map((chat) => [chat.id, newest(chat)]));
    this.node.setAttribute("aria-label", word("chats"));
    this.node.replaceChildren(...chats.map((chat) => this.#tab(chat)));
  }

  choose(chat, panel) {
    this.chosen = chat.id;
    for (const tab of this.node.children) {
      const chosen = Number(tab.dataset.chat) === chat.id;
      tab.setAttribute("aria-selected", String(chosen));
      tab.setAttribute("aria-controls", panel);
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen) this.#reveal(tab);
    }
    this.count();
  }

  // Numbers anew what has not been read; the conversation that is open is read.
  count() {
    for (const tab of this.node.children) {
      const chat = this.scene.chats.get(Number(tab.dataset.chat));
      if (chat.id === this.chosen) this.read.set(chat.id, newest(chat));
      const count = unread(chat, this.read.get(chat.id) ?? 0, this.person);
      const mark = tab.querySelector(".unread");
      mark.textContent = count ? String(Math.min(count, MANY)) : "";
      mark.hidden = !count;
      mark.setAttribute("aria-label", word("unread", { count }));
    }
  }

  // Moves the tabs alone: a phone beside the window stays where it is.
  #reveal({ offsetLeft, offsetWidth }) {
    const least = offsetLeft + offsetWidth - this.node.clientWidth;
    this.node.scrollLeft = Math.min(offsetLeft, Math.max(this.node.scrollLeft, least));
  }

  #tab(chat) {
    const attributes = { type: "button", role: "tab", "data-chat": chat.id, "aria-selected": "false" };
    const mark = make("span", { class: "unread", hidden: true });
    const tab = make("button", attributes, make("span", { class: "title" }, this.scene.title(chat)), mark);
    tab.addEventListener("click", () => this.on_choose(chat));
    return tab;
  }

  #walk(event) {
    const all = [...this.node.children];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const tab = all[(to + all.length) % all.length];
    tab.focus();
    tab.click();
  }
}

const newest = (chat) => Math.max(0, ...chat.messages.keys());

function unread(chat, read, person) {
  let count = 0;
  for (const [number, message] of chat.messages) {
    if (number > read && message.from !== person && !message.service) count += 1;
  }
  return count;
}
