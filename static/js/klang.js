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

// Answers that wait on this phone for a signal (keep.js) go when their hours are over, whichever page is open then. A phone that
// slept counts no seconds, so it is looked at again whenever the page is seen.
{
  const forgetTyped = () => {
    let until = 0;
    try {
      const typed = localStorage.getItem("klang-typed");
      if (typed === null) return;
      until = JSON.parse(typed).until;
    } catch {
      // Storage is off, or what stands there is not ours to read.
    }
    if (Date.now() < until) {
      setTimeout(forgetTyped, until - Date.now());
      return;
    }
    for (const box of document.querySelectorAll("[data-kept], [data-kept-told]")) box.hidden = true;
    try {
      localStorage.removeItem("klang-typed");
    } catch {
      // There is nothing.
    }
  };
  forgetTyped();
  document.addEventListener("visibilitychange", forgetTyped);
}

// A page for when there is no signal. Pages with the quick exit leave no worker behind, and that page itself names none.
const worker = document.documentElement.dataset.worker;
if (worker && "serviceWorker" in navigator && !document.querySelector("[data-exit]")) {
  window.addEventListener("load", () => {
    navigator.serviceWorker.register(worker).catch(() => {});
  });
}

// Who signs out leaves nothing readable on this phone. What has not been sent stays there sealed (static/js/phone-store.js), so
// the portal is told not to let the browser throw everything away. Where storage is off there is nothing.
const hasPhone = () => {
  try {
    return Boolean(localStorage.getItem("klang-phone"));
  } catch {
    return false;
  }
};
for (const form of hasPhone() ? document.querySelectorAll("[data-phone-leave]") : []) {
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
