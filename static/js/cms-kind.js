// The form of a document shows the fields of the chosen kind (legal_library/editing/panels.py: KindFieldsPanel).
// A field that is filled stays in sight, so that nothing is sent that nobody sees.
(() => {
  "use strict";
  const start = () => {
    const table = document.getElementById("kind-fields");
    const choice = document.getElementById("id_kind");
    if (!table || !choice) return;
    const kinds = JSON.parse(table.textContent);
    const conditional = JSON.parse(document.getElementById("kind-conditional").textContent);

    const boxOf = (name) => {
      const field = document.getElementById(`id_${name}`);
      if (!field) return null;
      const row = field.closest(".w-field");
      const panel = field.closest(".w-panel");
      const alone = panel && panel.querySelectorAll(".w-field").length === 1;
      return { field, box: alone ? panel : (row && row.parentElement) || row };
    };
    const isFilled = (field) => field.value !== "" && field.value !== "normal";

    const follow = () => {
      const used = new Set(kinds[choice.value] || conditional);
      for (const name of conditional) {
        const found = boxOf(name);
        if (found && found.box) found.box.hidden = !used.has(name) && !isFilled(found.field);
      }
      for (const tab of document.querySelectorAll("[role=tabpanel]")) {
        const boxes = [...tab.querySelectorAll(".w-field")];
        const link = document.querySelector(`[role=tab][aria-controls="${tab.id}"], a[href="#${tab.id}"]`);
        if (link && boxes.length) link.hidden = boxes.every((box) => box.closest("[hidden]:not([role=tabpanel])"));
      }
    };
    choice.addEventListener("change", follow);
    follow();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
