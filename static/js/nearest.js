// Sorts the units by how far they are. The position stays in this browser: it is asked for when the person presses,
// used once and forgotten.
"use strict";

(() => {
  const button = document.querySelector("[data-nearest]");
  const list = document.querySelector("[data-nearest-list]");
  if (!button || !list || !("geolocation" in navigator)) return;
  const told = document.querySelector("[data-nearest-told]");
  const rows = [...document.querySelectorAll("[data-latitude]")];
  if (rows.length === 0) return;
  button.hidden = false;

  const radians = (degrees) => (degrees * Math.PI) / 180;
  function kilometers(here, row) {
    const a = radians(here.latitude), b = radians(Number(row.dataset.latitude));
    const away = radians(Number(row.dataset.longitude) - here.longitude);
    const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(away / 2) ** 2;
    return 12742 * Math.asin(Math.sqrt(half));
  }

  button.addEventListener("click", () => {
    told.textContent = button.dataset.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        for (const row of rows) row.away = kilometers(coords, row);
        rows.sort((one, other) => one.away - other.away);
        for (const row of rows) {
          const note = row.querySelector("[data-away]");
          note.textContent = note.dataset.away.replace("{}", row.away < 10 ? row.away.toFixed(1) : Math.round(row.away));
        }
        list.replaceChildren(...rows);
        list.hidden = false;
        told.textContent = button.dataset.done;
        list.focus();
      },
      () => { told.textContent = button.dataset.refused; },
      { maximumAge: 60000, timeout: 15000 },
    );
  });
})();
