// The lists of a card on WeCom: something is picked in them, and the button below sends it.

import { make } from "./node.js";
import { word } from "./words.js";

const OPTION = "option ";

export const is_list = (row) => row.some((one) => one.data?.startsWith(OPTION));

export function draw_list(row) {
  const list = make("select", { class: "list", "aria-label": word("list") });
  list.append(...row.map((one) => make("option", { value: one.data }, one.text)));
  return make("div", { class: "row wide" }, list);
}

// What is picked beside a button; the first of each list is no choice.
export function picked(button) {
  const lists = button.closest(".buttons").querySelectorAll("select.list");
  return [...lists].filter((one) => one.selectedIndex > 0).map((one) => one.value);
}

// A card that changes while somebody picks keeps what they have picked.
export function keep_picked(old, node) {
  const before = new Set([...old.querySelectorAll("select.list")].map((one) => one.value));
  for (const list of node.querySelectorAll("select.list")) {
    const at = [...list.options].findIndex((one) => before.has(one.value));
    if (at > 0) list.selectedIndex = at;
  }
}
