// One line beside the narration: what somebody does who is on none of the phones, and a way to their phone.

import { first_line } from "./message.js";
import { make, press } from "./node.js";
import { word } from "./words.js";

const SECONDS = 15;
const LONGEST = 26;

export class Aside {
  // `on_look(person, chat)`: their phone is wanted.
  constructor(on_look) {
    this.on_look = on_look;
    this.node = document.querySelector("#aside");
  }

  hear(entry, scene) {
    const text = acted(entry, scene);
    if (!text) return;
    clearTimeout(this.timer);
    const part = scene.part(entry.from);
    const name = make("b", {}, scene.name(entry.from));
    const look = press(word("look"), () => this.on_look(entry.from, entry.chat));
    this.node.replaceChildren(name, part ? ` ${part} ` : " ", text, " ", look);
    this.node.hidden = false;
    this.timer = setTimeout(() => this.close(), SECONDS * 1000);
  }

  close() {
    if (!this.node.contains(document.activeElement)) this.node.hidden = true;
  }
}

function acted(entry, scene) {
  if (entry.kind === "message" && !entry.bot && !entry.service) return word("said", { text: cut(first_line(entry)) });
  if (entry.kind !== "press") return "";
  const rows = scene.chats.get(entry.chat)?.messages.get(entry.message_id)?.buttons ?? [];
  const chosen = entry.picked?.length ? entry.picked : [entry.data];
  const button = rows.flat().find((one) => chosen.includes(one.data));
  return button ? word("pressed", { label: button.text }) : "";
}

const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
