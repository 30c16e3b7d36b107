// Suggestions under the search box. Without this script the box is a plain form.
"use strict";

for (const input of document.querySelectorAll("form[role=search] input[name=q]")) {
  const form = input.form;
  const source = new URL("suggest/", new URL(form.action, document.baseURI));
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  form.append(list);
  let timer = 0;
  let active = -1;
  let asked = "";

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const options = [...list.children];
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    active = index;
    if (index >= 0) input.setAttribute("aria-activedescendant", options[index].id);
    else input.removeAttribute("aria-activedescendant");
  };

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map((suggestion, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.dataset.url = suggestion.url;
        const text = document.createElement("span");
        text.textContent = suggestion.text;
        const note = document.createElement("span");
        note.className = "quiet small";
        note.textContent = ` ${suggestion.note}`;
        option.append(text, note);
        // The box keeps the focus; the page opens when the finger is lifted (WCAG 2.5.2).
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => window.location.assign(suggestion.url));
        return option;
      }),
    );
    active = -1;
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    asked = typed;
    source.searchParams.set("q", typed);
    try {
      const response = await fetch(source, { credentials: "omit" });
      const answer = await response.json();
      if (asked === typed) show(answer.suggestions);
    } catch {
      close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (list.hidden || !count) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((active + step + count + (active < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      window.location.assign(list.children[active].dataset.url);
    } else if (event.key === "Escape") {
      close();
    }
  });
  input.addEventListener("blur", close);
}
