// What a script makes handier; every page works without it.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A page for when there is no signal. Pages with the quick exit leave no worker behind.
if ("serviceWorker" in navigator && !document.querySelector("[data-exit]")) {
  window.addEventListener("load", () => {
    navigator.serviceWorker.register(document.documentElement.dataset.worker).catch(() => {});
  });
}
