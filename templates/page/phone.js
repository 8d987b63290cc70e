// One phone: whose it is, who acts for them, their conversations, and what the visitor does on it.

import { ask, wish } from "./ask.js";
import { picked } from "./choices.js";
import { Composer } from "./composer.js";
import { List } from "./list.js";
import { first_line } from "./message.js";
import { make, press } from "./node.js";
import { Tabs } from "./tabs.js";
import { Toast } from "./toast.js";
import { language, word } from "./words.js";

const SETTLED = 4_000;
const LEFT_ALONE = 20_000;
const ANSWERED_WITHIN = 10;

export class Phone {
  // `on_person(phone, person)`: another person is wanted; `on_change()`: what a reload should find again.
  constructor(number, on_person, on_change) {
    this.on_change = on_change;
    this.held = 0;
    this.toast = new Toast();
    this.tabs = new Tabs((chat) => this.#choose(chat));
    this.list = new List({
      press: (message, button, node) => this.#press(message, button, node),
      link: (url) => this.#follow(url),
      command: (text) => this.#say(text, null),
      answer: (message) => this.composer.answer(message),
      fill: (text) => this.composer.fill(text),
    });
    this.list.node.id = `messages${number}`;
    this.composer = new Composer({
      say: (text, reply) => this.#say(text, reply),
      photo: (data, name, caption, reply) => this.#photo(data, name, caption, reply),
      start: () => this.#start(""),
      commands: () => this.#commands(),
      fail: (text) => this.toast.tell(text),
      up: () => [...this.list.node.querySelectorAll(".buttons button:enabled")].at(-1)?.focus(),
    });
    this.select = make("select", { class: "person" });
    this.select.addEventListener("change", () => on_person(this, Number(this.select.value)));
    this.play = press("", () => this.#hand_over(), { class: "play" });
    this.pinned = press("", () => this.list.jump(this.chat.pinned.at(-1)), { class: "pinned" });
    const head = make("header", {}, this.select, this.play);
    const body = make("div", { class: "talk" }, this.list.node, this.list.newer, this.toast.node);
    this.node = make("section", { class: "phone", "data-phone": number });
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.toast.close());
    this.node.append(head, this.tabs.node, this.pinned, body, this.composer.node);
  }

  // Puts a person on the phone, at one of their conversations or where they are mostly.
  show(person, scene, chat = 0) {
    Object.assign(this, { person, scene });
    this.node.dataset.person = person;
    this.node.dataset.platform = scene.on_wecom(person) ? "wecom" : "telegram";
    this.node.setAttribute("aria-label", word("phone", { name: scene.name(person) }));
    this.select.setAttribute("aria-label", word("who"));
    this.select.replaceChildren(...[...scene.names.keys()].map((id) => make("option", { value: id }, titled(id, scene))));
    this.select.value = String(person);
    this.select.title = titled(person, scene);
    this.toast.close();
    const chats = scene.of(person);
    this.tabs.show(chats, person, scene);
    this.restage();
    this.#open(chats.find((one) => one.id === chat) ?? chats[0]);
  }

  // What the stage says of the person has changed.
  restage() {
    const played = this.scene.played(this.person);
    this.node.dataset.played = played;
    this.play.dataset.played = played;
    const [state, act] = played ? [word("played"), word("take")] : [word("yours"), word("leave")];
    this.play.replaceChildren(make("span", { class: "state" }, state), " ", make("b", {}, act));
    this.play.title = played ? word("take_hint") : word("leave_hint");
    this.list.node.setAttribute("aria-live", played ? "off" : "polite");
  }

  // One entry of the ledger; the scene has taken it in already.
  hear(entry) {
    const mine = entry.from === this.person;
    const chat = this.scene.chats.get(entry.chat);
    if (entry.kind === "toast" && mine) this.#answered(entry);
    if (entry.kind === "member") this.#regroup();
    if (!chat || !this.#has(chat)) return;
    if (this.scene.played(this.person)) this.#go_along(entry, chat, mine);
    if (chat !== this.chat) return;
    this.list.hear(entry);
    if (["pin", "unpin", "delete", "edit"].includes(entry.kind)) this.#show_pinned();
    if (chat.type === "private") this.composer.begun(chat.started);
  }

  settle() {
    this.tabs.count();
    this.list.settle();
  }

  #has(chat) {
    return chat.type === "private" ? chat.id === this.person : chat.members.has(this.person);
  }

  #regroup() {
    const chats = this.scene.of(this.person);
    if (chats.length !== this.tabs.node.children.length) this.show(this.person, this.scene, this.chat.id);
  }

  // A person who is played takes the phone to where they act, or to where the bot wrote to them.
  #go_along(entry, chat, mine) {
    if (chat === this.chat || Date.now() < this.held) return;
    const acts = mine && ["message", "press"].includes(entry.kind);
    const called = entry.kind === "message" && entry.bot && !entry.service;
    const settled = Date.now() - (this.moved ?? 0) > SETTLED;
    if (acts || (called && (chat.type === "private" || (settled && !entry.silent)))) this.#open(chat);
  }

  #choose(chat) {
    this.held = Date.now() + LEFT_ALONE;
    this.#open(chat);
  }

  #open(chat) {
    if (!chat) return;
    this.chat = chat;
    this.moved = Date.now();
    this.list.show(chat, this.person, this.scene);
    this.composer.show(chat, this.scene);
    this.tabs.choose(chat, this.list.node.id);
    this.#show_pinned();
    this.on_change();
  }

  #show_pinned() {
    const pinned = this.chat.messages.get(this.chat.pinned.at(-1));
    this.pinned.hidden = !pinned;
    if (pinned) this.pinned.replaceChildren(make("b", {}, `📌 ${word("pinned")}`), ` ${first_line(pinned)}`);
  }

  #answered(entry) {
    this.toast.tell(entry.text, { box: entry.alert, played: this.scene.played(this.person) });
  }

  async #hand_over() {
    const played = this.scene.played(this.person);
    this.#mark(!played);
    await this.#try(() => wish(played ? "take" : "leave", { person: this.person }));
  }

  #mark(played) {
    const people = this.scene.stage.people ?? {};
    people[this.person] = { ...people[this.person], played };
    this.restage();
  }

  // The visitor acts, on WeCom as a member of the corp: the demo lets go of this person first.
  async #act(verb, more) {
    if (this.scene.played(this.person)) await this.#hand_over();
    const { account } = this.scene.chats.get(this.person) ?? {};
    const [asked, by] = account ? [`corp/${verb}`, account] : [verb, this.person];
    return this.#try(() => ask(asked, { ...more, by }));
  }

  async #try(work) {
    try {
      return await work();
    } catch (problem) {
      this.toast.tell(word("failed", { why: problem.message }));
      return null;
    }
  }

  async #press(message, button, node) {
    if (button.url) return this.#follow(button.url);
    node.setAttribute("aria-busy", "true");
    const { chat, message_id } = message;
    const what = { chat, message_id, data: button.data, picked: picked(node), wait: ANSWERED_WITHIN };
    const told = await this.#act("press", what);
    node.removeAttribute("aria-busy");
    const answers = !this.scene.on_wecom(this.person); // there the answer is a message
    if (told && !told.toast && answers) this.toast.tell(word("no_answer"));
    if (told?.toast?.url) await this.#follow(told.toast.url);
    return null;
  }

  // A link to the bot starts it in private with what the link carries; others lead out and are only shown.
  async #follow(url) {
    const [, name, payload] = /^https:\/\/t\.me\/(\w+)\?start=([\w-]+)$/i.exec(url) ?? [];
    if (name?.toLowerCase() === this.scene.bot.username.toLowerCase()) await this.#start(payload);
    else this.toast.link(url);
  }

  async #start(payload) {
    const chat = this.scene.chats.get(this.person);
    if (await this.#act("start", { payload })) {
      if (chat !== this.chat) this.#open(chat);
    }
  }

  #say(text, reply) {
    return this.#act("say", { chat: this.chat.id, text, reply_to: reply?.message_id });
  }

  // On WeCom a photo has no words of its own: they follow it.
  async #photo(data, name, caption, reply) {
    const what = { kind: "photo", data, name, caption, reply_to: reply?.message_id };
    const sent = await this.#act("send", { chat: this.chat.id, ...what });
    return sent && caption && this.scene.on_wecom(this.person) ? this.#say(caption, null) : sent;
  }

  async #commands() {
    if (this.scene.on_wecom(this.person)) return [];
    const what = { chat: this.chat.id, by: this.person, language: language() };
    return (await this.#try(() => ask("commands", what)))?.commands ?? [];
  }
}

function titled(person, scene) {
  return [scene.name(person), scene.on_wecom(person) && word("wecom"), scene.part(person)].filter(Boolean).join(" · ");
}
