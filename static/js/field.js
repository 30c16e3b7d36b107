// The clock of a phone may be wrong, but it knows how long ago a button was pressed: both times go along, and the portal
// counts back from when it got them. A form that is sent again after a lost signal keeps the time of its first press.
"use strict";

for (const form of document.querySelectorAll("form[data-phone-time]")) {
  form.addEventListener("submit", () => {
    const { pressed_at: pressed, sent_at: sent } = form.elements;
    const now = String(Date.now());
    pressed.value ||= now;
    sent.value = now;
  });
}
