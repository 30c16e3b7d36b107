// A ready sentence is put where the cursor stands, and the page stays. Without this script the button brings the page back filled.
"use strict";

for (const button of document.querySelectorAll("button[data-ready]")) {
  const form = button.form;
  const box = form.elements.namedItem(button.value);
  const chosen = form.elements.namedItem(`ready_${button.value}`);
  let byServer = false;

  const sentence = async () => {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    // Alone in its box, it comes back as it is to be put in.
    data.set(box.name, "");
    data.set(button.name, button.value);
    const response = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin", redirect: "error" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector(`textarea[name="${box.name}"]`).value;
  };

  button.addEventListener("click", async (event) => {
    if (byServer) return;
    event.preventDefault();
    if (!chosen.value) return chosen.focus();
    try {
      const words = await sentence();
      const before = box.value.slice(0, box.selectionStart);
      box.setRangeText((before && !/\s$/.test(before) ? "\n" : "") + words, box.selectionStart, box.selectionEnd, "end");
      chosen.value = "";
      box.focus();
    } catch {
      byServer = true;
      form.requestSubmit(button);
    }
  });
}
