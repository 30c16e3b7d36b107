// Keyboard help of the desk: "/" search, "j" and "k" walk the rows, "?" shows the keys. Everything works without it.
"use strict";

const search = document.querySelector("[data-search]");
const keys = document.querySelector("[data-keys]");
const links = [...document.querySelectorAll("[data-rows] .reference a")];

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function walk(step) {
  if (links.length === 0) return;
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  if (links[next]) {
    links[next].focus();
    links[next].closest("li").scrollIntoView({ block: "nearest" });
  }
}

const actions = {
  "/": () => search && search.focus(),
  j: () => walk(1),
  k: () => walk(-1),
  "?": () => {
    if (keys) {
      keys.open = !keys.open;
      keys.querySelector("summary").focus();
    }
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const action = actions[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});
