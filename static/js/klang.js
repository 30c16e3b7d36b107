// What a script makes handier; every page works without it.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const told = document.querySelector("[data-copied]");
    told.textContent = told.dataset.copied;
    told.classList.remove("visually-hidden");
  });
}

// A page for when there is no signal. Pages with the quick exit leave no worker behind.
if ("serviceWorker" in navigator && !document.querySelector("[data-exit]")) {
  window.addEventListener("load", () => {
    navigator.serviceWorker.register(document.documentElement.dataset.worker).catch(() => {});
  });
}
