// Everything the page knows of one world: people, chats and their messages, the clock and what is being played.

import { bot } from "./ask.js";

const KEPT = 800;

export class Scene {
  constructor(told) {
    this.epoch = told.epoch;
    this.last = told.last;
    this.bot = told.bot;
    this.stage = told.stage;
    this.names = new Map(told.people.map((one) => [one.id, one.name]));
    this.chats = new Map();
    for (const chat of told.chats) {
      const messages = new Map(chat.messages.map((message) => [message.message_id, message]));
      this.chats.set(chat.id, { ...chat, members: new Set(chat.members), messages });
    }
    this.ahead = 0;
    this.hear(told.now);
  }

  // Seconds of the world; what the sandbox tells is cut to whole seconds, so small differences are none.
  now() {
    return Date.now() / 1000 + this.ahead;
  }

  hear(now) {
    if (Math.abs(now + 0.5 - this.now()) > 1.2) this.ahead = now + 0.5 - Date.now() / 1000;
  }

  get set() {
    return Boolean(this.stage.language) && !this.stage.busy;
  }

  part(person) {
    return this.stage.people?.[person]?.part ?? "";
  }

  played(person) {
    return this.stage.people?.[person]?.played ?? false;
  }

  name(person) {
    return this.names.get(person) ?? this.bot.name;
  }

  // Whose only conversation is the one with the company's app on WeCom.
  on_wecom(person) {
    return this.chats.get(person)?.platform === "wecom";
  }

  title(chat) {
    return chat.type === "private" ? this.bot.name : chat.title;
  }

  // The conversations of a person: the groups they are in, then the private one with the bot.
  of(person) {
    const groups = [...this.chats.values()].filter((chat) => chat.type !== "private" && chat.members.has(person));
    const own = this.chats.get(person);
    return own ? [...groups, own] : groups;
  }

  // Takes one entry of the ledger in; false when only a whole new scene can tell what it means.
  take(entry) {
    if (entry.kind === "stage") return this.#restage(entry.stage);
    if (entry.kind === "clock") return this.#move(entry.now);
    const chat = this.chats.get(entry.chat);
    if (!chat) return false;
    if (entry.kind === "message") this.#add(chat, entry);
    else if (entry.kind === "delete") this.#drop(chat, entry.message_id);
    else if (entry.kind === "member") this.#settle(chat, entry);
    else if (["edit", "pin", "unpin"].includes(entry.kind)) this.#change(chat, entry);
    return true;
  }

  #restage(stage) {
    const before = this.set;
    this.stage = stage;
    return before || !this.set;
  }

  #move(now) {
    this.ahead = now + 0.5 - Date.now() / 1000;
    return true;
  }

  #add(chat, message) {
    chat.messages.set(message.message_id, message);
    if (chat.type === "private") chat.started = true;
    else if (this.names.has(message.from)) chat.members.add(message.from);
    if (chat.messages.size > KEPT) chat.messages.delete(chat.messages.keys().next().value);
  }

  #drop(chat, number) {
    chat.messages.delete(number);
    chat.pinned = chat.pinned.filter((one) => one !== number);
  }

  #change(chat, message) {
    if (chat.messages.has(message.message_id)) chat.messages.set(message.message_id, message);
    if (message.kind === "edit") return;
    chat.pinned = chat.pinned.filter((one) => one !== message.message_id);
    if (message.kind === "pin") chat.pinned.push(message.message_id);
  }

  #settle(chat, { user, status }) {
    const present = ["creator", "administrator", "member", "restricted"].includes(status);
    if (user === bot()) chat.started = present;
    else if (present) chat.members.add(user);
    else chat.members.delete(user);
  }
}
