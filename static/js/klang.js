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

// Who signs out leaves nothing readable on this phone. What has not been sent stays there sealed (static/js/phone-store.js), so
// the portal is told not to let the browser throw everything away.
for (const form of localStorage.getItem("klang-phone") ? document.querySelectorAll("[data-phone-leave]") : []) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const leave = async () => {
      if (!(await globalThis.phoneStore.leave())) return;
      const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "phone", value: "kept" });
      form.append(kept);
    };
    const script = document.createElement("script");
    script.src = form.dataset.phoneLeave;
    script.addEventListener("load", () => leave().finally(() => form.submit()));
    script.addEventListener("error", () => form.submit());
    document.head.append(script);
  });
}
