// Organizations that fit are added to the list above while somebody types. Without this script the button asks the server.
"use strict";

for (const input of document.querySelectorAll("input[data-choose]")) {
  const source = new URL(input.dataset.choose, document.baseURI);
  const name = input.dataset.into;
  const list = document.querySelector(`#id_${name}-group .choices`) ?? document.querySelector(`[id$="${name}-group"] .choices`);
  const said = input.closest(".field").querySelector("[data-found]");
  if (!list || !said) continue;
  source.searchParams.set("near", input.dataset.near);
  let timer = 0;
  let asked = "";

  const row = (one) => {
    const item = document.createElement("li");
    item.className = "choice";
    item.dataset.added = "";
    const radio = document.createElement("input");
    radio.type = "radio";
    radio.name = name;
    radio.value = one.id;
    radio.id = `id_${name}_found_${one.id}`;
    const label = document.createElement("label");
    label.htmlFor = radio.id;
    label.textContent = one.name;
    const note = document.createElement("div");
    note.className = "hint";
    note.textContent = one.note;
    item.append(radio, label, note);
    return item;
  };

  const show = (answer) => {
    for (const old of list.querySelectorAll("[data-added]")) {
      if (!old.querySelector("input").checked) old.remove();
    }
    const there = new Set([...list.querySelectorAll("input")].map((radio) => radio.value));
    list.append(...answer.organizations.filter((one) => !there.has(String(one.id))).map(row));
    said.textContent = answer.said;
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (typed.length < 2) return;
    asked = typed;
    source.searchParams.set("q", typed);
    try {
      const response = await fetch(source, { credentials: "same-origin" });
      if (response.ok && asked === typed) show(await response.json());
    } catch {
      said.textContent = "";
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  });
}
