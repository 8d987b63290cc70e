// Draws a text with its marks; offsets count UTF-16 units, as strings do here.

import { make, press } from "./node.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

// `follow(kind, what)` is called for a link, or a command that was pressed.
export function draw(text, marks, follow) {
  const sorted = [...marks].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return inside(text, sorted, 0, text.length, follow);
}

function inside(text, marks, from, to, follow) {
  const nodes = [];
  let at = from;
  let index = 0;
  while (index < marks.length) {
    const mark = marks[index];
    const end = Math.min(mark.offset + mark.length, to);
    index += 1;
    if (mark.offset < at || end <= mark.offset) continue;
    const within = [];
    while (index < marks.length && marks[index].offset < end) within.push(marks[index++]);
    if (mark.offset > at) nodes.push(text.slice(at, mark.offset));
    nodes.push(wrap(mark, text.slice(mark.offset, end), inside(text, within, mark.offset, end, follow), follow));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(mark, own, nodes, follow) {
  const kind = mark.type;
  if (TAGS[kind]) return make(TAGS[kind], {}, ...nodes);
  if (kind === "text_link" || kind === "url") return link(nodes, () => follow("link", mark.url ?? own));
  if (kind === "bot_command") return link(nodes, () => follow("command", own));
  if (kind === "spoiler") return make("span", { class: "spoiler", tabindex: "0" }, ...nodes);
  return make("span", { class: "mark" }, ...nodes);
}

function link(nodes, onclick) {
  const button = press("", onclick, { class: "link" });
  button.append(...nodes);
  return button;
}
