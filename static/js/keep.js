// Keeps the answers of one page on this phone while they could not be sent, and offers them when the page is open again.
// Nothing is ever sent by itself. Only on pages of general help: a page with the quick exit throws everything away (exit.js),
// and an answer that tells of danger is not kept. When its hours are over it goes (klang.js, on every page). Without this file,
// or where the browser stores nothing, the pages work as they are (docs/citizen.md).
"use strict";

{
  const NAME = "klang-typed";
  const HOURS_8 = 8 * 3600 * 1000;
  const storage = (() => {
    try {
      return localStorage && sessionStorage && localStorage;
    } catch {
      // Storage is blocked for this site.
      return null;
    }
  })();
  const NOT_TYPED = new Set(["csrfmiddlewaretoken", "token"]);
  const form = document.querySelector("form[data-keep]");
  const box = document.querySelector("[data-kept]");
  const told = document.querySelector("[data-kept-told]");
  const here = location.pathname;
  const forget = () => storage.removeItem(NAME);

  const putBack = (fields) => {
    for (const [name, value] of fields) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = field.checked || field.value === value;
        else field.value = value;
        field.closest("details")?.setAttribute("open", "");
      }
    }
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  };

  const offer = (page) => {
    const at = new Date(page.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    box.querySelector("[data-kept-at]").textContent = at;
    box.hidden = false;
    box.querySelector("[data-kept-back]").addEventListener("click", () => {
      box.hidden = true;
      putBack(page.fields);
    });
    box.querySelector("[data-kept-away]").addEventListener("click", () => {
      box.hidden = true;
      forget();
    });
  };

  const page = JSON.parse(storage?.getItem(NAME) ?? "null");
  const sent = storage && sessionStorage.getItem(NAME);
  if (storage) sessionStorage.removeItem(NAME);
  // Another page after sending, or the same one with what is wrong: the portal has read the answers.
  const arrived = sent && !told && (sent !== here || form?.hasAttribute("data-read"));
  if (page && (arrived || document.querySelector("[data-kept-forget]"))) forget();
  else if (page && told) told.hidden = false;
  else if (page?.path === here && form && box) offer(page);

  form?.addEventListener("submit", () => {
    const typed = [...new FormData(form)].filter(([name, value]) => !NOT_TYPED.has(name) && typeof value === "string" && value);
    if (!storage || typed.some(([name, value]) => name === "danger" && value !== "no")) return;
    const at = Date.now();
    sessionStorage.setItem(NAME, here);
    storage.setItem(NAME, JSON.stringify({ path: here, at, until: at + HOURS_8, fields: typed }));
  });
}
