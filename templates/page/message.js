// Draws one message as it stands: who, what it answers, picture, text, buttons in their rows.

import { address } from "./ask.js";
import { draw_list, is_list } from "./choices.js";
import { full, minute } from "./clock.js";
import { draw } from "./entities.js";
import { make, press } from "./node.js";
import { word } from "./words.js";

const SIGNS = { voice: "🎤", sticker: "🙂", location: "📍", document: "📎" };
const TINY = 8;

// `on`: what happens on press(message, button), link(address), command(text), answer(message), jump(number).
export function draw_message(message, chat, person, scene, on) {
  if (message.service) return draw_service(message, chat, scene);
  const mine = !message.bot && message.from === person;
  const node = make("article", {
    class: `message ${message.bot ? "bot" : mine ? "mine" : "other"}${message.sort === "template_card" ? " card" : ""}`,
    "data-id": message.message_id,
    "data-chat": chat.id,
  });
  if (!mine && (chat.type !== "private" || !message.bot)) node.append(who(message, scene));
  if (message.reply_to) node.append(quote(message.reply_to, chat, scene, on));
  if (message.media) node.append(media(message));
  if (message.text) {
    const follow = (kind, what) => (kind === "link" ? on.link(what) : on.command(what));
    node.append(make("div", { class: "text" }, ...draw(shown(message), message.entities, follow)));
  }
  node.append(foot(message, chat, scene, on));
  if (message.buttons.length) node.append(keyboard(message, on));
  return node;
}

// As the app shows it: what a link carried to /start stays unseen.
const shown = (message) => (message.bot ? message.text : message.text.replace(/^\/start \S+$/, "/start"));

export function first_line(message) {
  const line = shown(message).split("\n").find((one) => one.trim()) ?? "";
  return line || (message.media === "photo" ? word("photo") : word("file"));
}

function who(message, scene) {
  const part = message.bot ? "" : scene.part(message.from);
  const name = make("b", { class: `hue${Math.abs(message.from ?? 0) % 5}` }, scene.name(message.from));
  return make("div", { class: "who" }, name, part ? ` ${part}` : null);
}

function quote(number, chat, scene, on) {
  const answered = chat.messages.get(number);
  const line = answered ? first_line(answered) : word("gone");
  const name = answered ? make("b", {}, scene.name(answered.from)) : null;
  return press("", () => on.jump(number), { class: "quote" }).appendChild(make("span", {}, name, " ", line)).parentNode;
}

function media(message) {
  if (message.media !== "photo" || !message.file) {
    const names = { voice: word("voice"), sticker: word("sticker"), location: word("location") };
    const label = `${SIGNS[message.media] ?? "📎"} ${names[message.media] ?? word("file")}`;
    return make("div", { class: "file" }, label);
  }
  const picture = make("img", { class: "photo", alt: word("photo"), src: address(message.file) });
  const stand_in = () => picture.replaceWith(make("div", { class: "file photo" }, `📷 ${word("photo")}`));
  picture.addEventListener("error", stand_in);
  picture.addEventListener("load", () => picture.naturalWidth < TINY && stand_in());
  return picture;
}

function foot(message, chat, scene, on) {
  const edited = message.edited ? make("span", { class: "edited" }, word("edited")) : null;
  const time = make("time", { title: full(message.date, scene) }, minute(message.date, scene));
  const label = `${word("answer")}: ${first_line(message).slice(0, 40)}`;
  const answer = press("↩\uFE0E", () => on.answer(message), { class: "answer", title: word("answer"), "aria-label": label });
  return make("div", { class: "foot" }, chat.platform === "wecom" ? null : answer, edited, time);
}

function keyboard(message, on) {
  const rows = message.buttons.map((row) =>
    is_list(row) ? draw_list(row) : make("div", { class: "row" }, ...row.map((button) => key(message, button, on))),
  );
  return make("div", { class: "buttons" }, ...rows);
}

function key(message, button, on) {
  const attributes = button.url ? { class: "leads" } : { "data-choice": button.data };
  if (button.data === null && !button.url) attributes.disabled = true;
  return press(button.text, (event) => on.press(message, button, event.currentTarget), attributes);
}

function draw_service(message, chat, scene) {
  const name = message.bot || message.from ? scene.name(message.from) : word("someone");
  const lines = {
    new_chat_members: word("joined"),
    left_chat_member: word("left"),
    new_chat_title: word("renamed"),
    pinned_message: word("pinned_one", { name }),
    migrate_to_chat_id: word("moved"),
    migrate_from_chat_id: word("moved"),
  };
  const attributes = { class: "message service", "data-id": message.message_id, "data-chat": chat.id };
  return make("p", attributes, lines[message.service] ?? word("made"));
}
