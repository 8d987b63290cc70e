// The words of the page in the language of the stage.

let words = {};
let spoken = "";

export const language = () => spoken;

export async function speak(wanted) {
  if (wanted === spoken) return false;
  const answer = await fetch(`/page/${wanted === "en" ? "en" : "zh"}.json`);
  words = await answer.json();
  spoken = wanted;
  document.documentElement.lang = wanted;
  write(document);
  document.title = `Zhiban 值班 · ${word("courses")}`;
  return true;
}

export function word(key, facts = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

function write(root) {
  for (const node of root.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of root.querySelectorAll("[data-word-label]")) {
    node.setAttribute("aria-label", word(node.dataset.wordLabel));
  }
  for (const node of root.querySelectorAll("[data-word-title]")) node.title = word(node.dataset.wordTitle);
}
