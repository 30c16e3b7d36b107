// Leave a crisis page at once: the button covers the page before it leaves, and Shift three times does the same.
// Without this file the button is a plain link that ends the session and leads away.
"use strict";

const exitLink = document.querySelector("[data-exit]");
const WINDOW_MS = 5000;
let presses = [];

function leave() {
  const cover = document.createElement("div");
  cover.className = "exit-cover";
  document.body.append(cover);
  document.title = "…";
  window.location.replace(exitLink.href);
}

if (exitLink) {
  exitLink.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < WINDOW_MS), now];
    if (presses.length >= 3) leave();
  });
}

// What was kept on this phone for want of a signal (keep.js) goes as soon as a page of this kind is open. Last, and each by
// itself: where storage is off or blocked, reading it fails, and leaving must work all the same.
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    window[name].removeItem("klang-typed");
  } catch {
    // Nothing can have been kept there.
  }
}
