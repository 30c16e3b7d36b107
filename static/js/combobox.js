// Proposals under a text box (ARIA combobox with a list). Without this script the box takes any text.
// What is typed goes by POST: an address must not stand in a log.
"use strict";

for (const input of document.querySelectorAll("input[data-suggestions]")) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent.trim());
  list.hidden = true;
  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.parentElement.classList.add("combobox");
  input.after(list, status);
  let timer = 0;
  let active = -1;
  let asked = "";

  const close = () => {
    clearTimeout(timer);
    asked = "";
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    active = index;
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  };

  const take = (index) => {
    input.value = list.children[index].dataset.text;
    close();
    status.textContent = "";
  };

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map((suggestion, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.dataset.text = suggestion.text;
        const note = document.createElement("span");
        note.className = "quiet small";
        note.textContent = ` ${suggestion.note}`;
        option.append(suggestion.text, note);
        // The box keeps the focus; a choice is made when the finger is lifted (WCAG 2.5.2).
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(index));
        return option;
      }),
    );
    mark(-1);
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = list.hidden ? "" : `${suggestions.length} ${input.dataset.found}`;
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    asked = typed;
    const body = new URLSearchParams({ q: typed, csrfmiddlewaretoken: input.form.csrfmiddlewaretoken.value });
    try {
      const response = await fetch(input.dataset.suggestions, { method: "POST", body });
      const answer = response.ok ? await response.json() : { suggestions: [] };
      if (asked === typed && document.activeElement === input) show(answer.suggestions);
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
    if (list.hidden || !count || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((active + step + count + (active < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Tab" && active >= 0) {
      take(active);
    } else if (event.key === "Escape") {
      close();
    }
  });
  input.addEventListener("blur", close);
}
