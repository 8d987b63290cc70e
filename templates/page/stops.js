// Where the Tab key stops in a conversation: at the controls of the newest messages; arrows go from there to all others.

const NEWEST = 4;
const CONTROLS = "button, .spoiler";
const LISTS = "select.list"; // in which the arrows pick

export class Stops {
  constructor(log) {
    this.log = log;
    this.newest = [];
    log.addEventListener("keydown", (event) => this.#walk(event));
  }

  clear() {
    this.newest = [];
  }

  add(node) {
    if (!node.querySelector(CONTROLS)) return;
    this.newest.push(node);
    if (this.newest.length > NEWEST) pass(this.newest.shift());
  }

  replace(old, node) {
    const at = this.newest.indexOf(old);
    if (at < 0) pass(node);
    else this.newest[at] = node;
  }

  drop(node) {
    this.newest = this.newest.filter((one) => one !== node);
  }

  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const all = [...this.log.querySelectorAll(CONTROLS)].filter((one) => !one.disabled);
    const at = all.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    all[at + step]?.focus();
  }
}

function pass(node) {
  for (const control of node.querySelectorAll(`${CONTROLS}, ${LISTS}`)) control.tabIndex = -1;
}
