// Keyboard help of the desk: "/" search, "j" and "k" walk the rows, "x" chooses one, "n" takes a request down, "c" codes a call, "?" shows
// the keys; a digit chooses from a list whose answers are numbered. Everything works without it.
// The keys can be switched off (WCAG 2.1.4): whoever dictates would otherwise set them off by speaking.
"use strict";

const STORED = "klang-desk-keys";
const search = document.querySelector("[data-search]");
const keys = document.querySelector("[data-keys]");
const rail = document.querySelector("[data-rail]");
const toggle = document.querySelector("[data-keys-switch]");
const links = [...document.querySelectorAll("[data-rows] .reference a")];

// Browsers that cannot unfold the rail by style sheet alone.
if (rail && matchMedia("(min-width: 60rem)").matches) rail.open = true;

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

function walk(step) {
  const at = links.indexOf(document.activeElement);
  const start = step > 0 ? 0 : links.length - 1;
  const next = links[at < 0 ? start : at + step];
  if (next) {
    next.focus();
    next.closest("li").scrollIntoView({ block: "nearest" });
  }
}

const actions = {
  "/": () => search.focus(),
  j: () => walk(1),
  k: () => walk(-1),
  n: () => document.querySelector("[data-new]").click(),
  c: () => document.querySelector("main a[href$='/log_call/']")?.click(),
  x: () => document.activeElement.closest("li")?.querySelector("input[type=checkbox]")?.click(),
  "?": () => {
    // A page of the desk without a rail has the help in its text.
    if (rail) rail.open = true;
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
  },
};

// Where a browser stores nothing the switch holds for this page only.
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

if (search && keys && toggle) {
  toggle.checked = storage()?.getItem(STORED) !== "off";
  toggle.closest("[hidden]").hidden = false;
  toggle.addEventListener("change", () => storage()?.setItem(STORED, toggle.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
}

// Buttons that stand for digits are pressed by them, under the same condition: the group or one of them has the focus.
for (const group of document.querySelectorAll("[data-digits]")) {
  group.addEventListener("keydown", (event) => {
    if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    // A page has one such group; what leaves it may stand beside it, in a form of its own.
    const meant = document.querySelector(`button[data-digit="${event.key}"]`);
    if (!meant) return;
    event.preventDefault();
    meant.click();
  });
}

// Only while one of the answers has the focus, so nothing else is set off (WCAG 2.1.4).
for (const answer of document.querySelectorAll("input[data-digit]")) {
  answer.addEventListener("keydown", (event) => {
    const meant = answer.form.querySelector(`input[name="${answer.name}"][data-digit="${event.key}"]`);
    if (!meant || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    meant.focus();
    meant.checked = true;
  });
}
