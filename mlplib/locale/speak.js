// Says in the reader's language what a page or a figure says in English, as mlplib/_language.py does.
const FIELD = /(?<!\{)\{(\w*)[^{}]*\}(?!\})/g;
const LEAST = 3; // letters of a template; one of fewer would fit nearly all texts
const SURE = 1 / 2, LIKELY = 1 / 8; // shares of a text that are letters of its template
const SAID = ["alt", "title", "aria-label", "aria-valuetext", "placeholder", "data-unit"];

// The function that translates a text; `texts` is {English: translation}, some of them templates.
function speaker(texts) {
  const literal = (text) => text.replaceAll("{{", "{").replaceAll("}}", "}").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const nLetters = (text) => text.replace(FIELD, "").length;
  const isOuter = (text) => text.startsWith("{what} "); // it has another text in it
  const pattern = (english) => {
    const names = new Set();
    const parts = english.split(FIELD).map((part, i) => {
      if (i % 2 === 0) return literal(part);
      const known = names.has(part);
      names.add(part);
      return known ? `\\k<_${part}>` : `(?<_${part}>.*?)`;
    });
    return new RegExp(`^${parts.join("")}$`, "s");
  };
  const templates = Object.keys(texts)
    .filter((english) => english.search(FIELD) >= 0 && nLetters(english) >= LEAST)
    .sort((one, other) => isOuter(other) - isOuter(one) || nLetters(other) - nLetters(one))
    .map((english) => [nLetters(english), pattern(english), texts[english]]);
  const whole = (text, share = LIKELY) => {
    if (Object.hasOwn(texts, text)) return texts[text];
    for (const [n, made, translation] of templates) {
      const groups = n >= share * text.length && made.exec(text)?.groups;
      if (groups) return translation.replace(FIELD, (_, name) => field(groups["_" + name]));
    }
  };
  const field = (text) => text.replace(text.trim(), (words) => whole(words) ?? words);
  const sentences = (text) => {
    const parts = text.split(/(?<=[.!?]) (?=[A-Z0-9])/).map((part) => whole(part));
    return parts.includes(undefined) ? undefined : parts.join(" ");
  };
  return (text) => {
    const words = text.trim();
    const made = words && (whole(words, SURE) ?? sentences(words) ?? whole(words));
    return made ? text.replace(words, () => made) : text;
  };
}

// Translate an element and all that is put into it from now on; code stays as it is.
function speak(root, texts) {
  const say = speaker(texts);
  const word = (node) => {
    const home = node.parentElement;
    if (!home || home.closest("pre, code, textarea, script, style")) return; // it is gone already, or code
    const said = say(node.data);
    if (said === node.data) return;
    if (home.tagName === "OPTION") home.value = home.value; // the address keeps the English
    node.data = said;
  };
  const attribute = (element, name) => {
    const text = element.getAttribute(name);
    const said = text && say(text);
    if (said !== text) element.setAttribute(name, said);
  };
  const all = (node) => {
    if (node.nodeType === Node.TEXT_NODE) word(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of SAID) attribute(node, name);
    node.childNodes.forEach(all);
  };
  all(root);
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes, attributeName } of changes) {
      if (type === "attributes") attribute(target, attributeName);
      else if (type === "characterData") word(target);
      else addedNodes.forEach(all);
    }
  });
  observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SAID });
}
