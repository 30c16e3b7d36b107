// Months and days of the Buddhist era on screen, for static/js/thai-date.js. Keys: WAI-ARIA "date picker dialog".
"use strict";

const BE_OFFSET = 543;
const LONGEST_YEAR = 2600;
const SHORTEST_YEAR = 2400;

function make(tag, attributes = {}, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

class ThaiCalendar {
  // words: the data of the element, translated; chosen: the day in the box or null; near: where to open without one, or
  // null for today; choose, close: what to do.
  constructor({ words, chosen, near, choose, close }) {
    Object.assign(this, { texts: words, chosen, choose, close, at: chosen || near || new Date() });
    this.locale = `${document.documentElement.lang || "th"}-u-ca-buddhist-nu-latn`;
    this.element = make("div", { class: "thai-date-calendar", role: "dialog", "aria-label": words.choose });
    this.element.addEventListener("keydown", (event) => this.keyed(event));
    this.draw();
  }

  words(day, options) {
    return new Intl.DateTimeFormat(this.locale, options).format(day);
  }

  step(label, sign, move) {
    const button = make("button", { type: "button", "aria-label": label, title: label }, sign);
    button.addEventListener("click", () => {
      this.move(move);
      this.draw();
      this.element.querySelector(`[aria-label="${label}"]`).focus();
    });
    return button;
  }

  draw() {
    const head = make("div", { class: "thai-date-head" });
    const title = make("span", { "aria-live": "polite", class: "thai-date-title" }, this.words(this.at, { month: "long", year: "numeric" }));
    head.append(
      this.step(this.texts.yearBefore, "«", { months: -12 }), this.step(this.texts.before, "‹", { months: -1 }), title,
      this.step(this.texts.after, "›", { months: 1 }), this.step(this.texts.yearAfter, "»", { months: 12 }),
    );
    const close = make("button", { type: "button", class: "thai-date-close" }, this.texts.close);
    close.addEventListener("click", () => this.close());
    this.element.replaceChildren(head, this.grid(), close);
  }

  grid() {
    const table = make("table", { role: "grid", "aria-label": this.words(this.at, { month: "long", year: "numeric" }) });
    const first = new Date(this.at.getFullYear(), this.at.getMonth(), 1);
    const day = new Date(first.getFullYear(), first.getMonth(), 1 - first.getDay());
    const names = table.createTHead().insertRow();
    for (let weekday = 0; weekday < 7; weekday += 1) {
      const one = new Date(day.getFullYear(), day.getMonth(), day.getDate() + weekday);
      names.append(make("th", { scope: "col", abbr: this.words(one, { weekday: "long" }) }, this.words(one, { weekday: "narrow" })));
    }
    const body = table.createTBody();
    do {
      const week = body.insertRow();
      for (let weekday = 0; weekday < 7; weekday += 1) {
        week.insertCell().append(...this.dayButton(new Date(day)));
        day.setDate(day.getDate() + 1);
      }
    } while (day.getMonth() === first.getMonth());
    return table;
  }

  dayButton(day) {
    if (day.getMonth() !== this.at.getMonth()) return [];
    const same = (other) => other && day.toDateString() === other.toDateString();
    const button = make("button", {
      type: "button", "data-day": day.getDate(), tabindex: same(this.at) ? "0" : "-1",
      "aria-label": this.words(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    }, String(day.getDate()));
    if (same(this.chosen)) button.setAttribute("aria-current", "date");
    if (same(new Date())) button.classList.add("today");
    button.addEventListener("click", () => this.choose(day));
    return [button];
  }

  focusDay() {
    this.element.querySelector('[tabindex="0"][data-day]').focus();
  }

  // Move by days or by months; the day of the month stays where the month is long enough.
  move({ days = 0, months = 0 }) {
    let next = new Date(this.at.getFullYear(), this.at.getMonth(), this.at.getDate() + days);
    if (months) {
      const last = new Date(next.getFullYear(), next.getMonth() + months + 1, 0);
      next = new Date(last.getFullYear(), last.getMonth(), Math.min(next.getDate(), last.getDate()));
    }
    const year = next.getFullYear() + BE_OFFSET;
    if (year >= SHORTEST_YEAR && year <= LONGEST_YEAR) this.at = next;
  }

  keyed(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
      return;
    }
    const weekday = this.at.getDay();
    const moves = {
      ArrowLeft: { days: -1 }, ArrowRight: { days: 1 }, ArrowUp: { days: -7 }, ArrowDown: { days: 7 },
      Home: { days: -weekday }, End: { days: 6 - weekday },
      PageUp: { months: event.shiftKey ? -12 : -1 }, PageDown: { months: event.shiftKey ? 12 : 1 },
    };
    if (!event.target.dataset.day || !moves[event.key]) return;
    event.preventDefault();
    this.move(moves[event.key]);
    this.draw();
    this.focusDay();
  }
}
