// A calendar of the Buddhist era beside a date box (portal.web.dates). The box works without it; what is chosen is typed
// into the box as people write it, and the server reads it. The calendar itself: static/js/thai-calendar.js.
"use strict";

function arabic(text) {
  return text.replace(/[๐-๙]/g, (digit) => String("๐๑๒๓๔๕๖๗๘๙".indexOf(digit)));
}

// The day that a box shows in numbers, or null: words are left to the server.
function typed(text) {
  const parts = arabic(text).match(/^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})/);
  if (!parts) return null;
  const year = Number(parts[3]) >= SHORTEST_YEAR ? Number(parts[3]) - BE_OFFSET : Number(parts[3]);
  const day = new Date(year, Number(parts[2]) - 1, Number(parts[1]));
  return day.getMonth() === Number(parts[2]) - 1 ? day : null;
}

// The month to open where no whole day is typed: people who look for a birthday know its year.
function near(boxes) {
  const year = Number(arabic(boxes[2] || "").replace(/\D/g, ""));
  const month = Number(arabic(boxes[1] || ""));
  const common = year >= SHORTEST_YEAR ? year - BE_OFFSET : year;
  if (common + BE_OFFSET < SHORTEST_YEAR || common + BE_OFFSET > LONGEST_YEAR) return null;
  return new Date(common, month >= 1 && month <= 12 ? month - 1 : 0, 1);
}

function written(day) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(day.getDate())}/${two(day.getMonth() + 1)}/${day.getFullYear() + BE_OFFSET}`;
}

class ThaiDate extends HTMLElement {
  connectedCallback() {
    // While the page is still read, the box within does not exist yet.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.begin(), { once: true });
    else this.begin();
  }

  begin() {
    this.boxes = [...this.querySelectorAll("input")];
    this.input = this.boxes[0];
    if (!this.input || this.opener || this.input.disabled || this.input.readOnly) return;
    this.opener = make("button", {
      type: "button", class: "thai-date-open", "aria-haspopup": "dialog", "aria-expanded": "false",
      "aria-label": this.dataset.open, title: this.dataset.open,
    });
    this.opener.append(make("span", { "aria-hidden": "true", class: "thai-date-icon" }));
    this.opener.addEventListener("click", () => (this.calendar ? this.close() : this.open()));
    this.append(this.opener);
    this.addEventListener("focusout", (event) => {
      if (this.calendar && event.relatedTarget && !this.contains(event.relatedTarget)) this.close(false);
    });
  }

  disconnectedCallback() {
    this.close(false);
  }

  open() {
    const values = this.boxes.map((box) => box.value);
    this.calendar = new ThaiCalendar({
      words: this.dataset,
      chosen: typed(values.join("/")),
      near: near(values),
      choose: (day) => this.choose(day),
      close: () => this.close(),
    });
    this.append(this.calendar.element);
    this.opener.setAttribute("aria-expanded", "true");
    this.away = (event) => {
      if (!this.contains(event.target)) this.close(false);
    };
    document.addEventListener("pointerdown", this.away);
    this.calendar.focusDay();
  }

  close(giveBackFocus = true) {
    if (!this.calendar) return;
    document.removeEventListener("pointerdown", this.away);
    this.calendar.element.remove();
    this.calendar = null;
    this.opener.setAttribute("aria-expanded", "false");
    if (giveBackFocus) this.opener.focus();
  }

  // A time that stands behind the day stays; a box that asks for one gets midnight.
  choose(day) {
    const time = arabic(this.input.value).match(/\s(\d{1,2}[:.]\d{2}(?::\d{2})?)(?:\s*น\.?)?\s*$/);
    const ending = "time" in this.input.dataset ? ` ${time ? time[1] : "00:00"}` : "";
    const values = this.boxes.length === 3 ? written(day).split("/").map((part) => String(Number(part))) : [written(day) + ending];
    this.boxes.forEach((box, place) => {
      box.value = values[place];
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
    this.close();
  }
}

if (!customElements.get("thai-date")) customElements.define("thai-date", ThaiDate);
