// Draws the forms of a phone without a signal from what the portal said of their fields (cases/phones/domain/schema.py).
// No kind of entry is known here: whatever a room registers is drawn.
"use strict";

const phoneForms = (() => {
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== undefined && value !== "") made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  function label(field, words) {
    return [field.label, field.required ? null : element("span", { class: "optional" }, ` ${words.optional}`)];
  }

  function notes(field, id) {
    return field.help ? [element("div", { class: "hint", id: `${id}-hint` }, field.help)] : [];
  }

  function options(field, id, value) {
    const rows = field.choices.map(([key, name], index) => {
      const own = `${id}-${index}`;
      const box = element("input", { type: "radio", id: own, name: field.name });
      box.value = key;
      box.checked = key === value;
      return element("li", { class: "choice" }, box, element("label", { for: own }, name));
    });
    return element("ul", { class: "choices" }, ...rows);
  }

  function control(field, id, value, words) {
    const described = field.help ? `${id}-hint` : undefined;
    const common = { id, name: field.name, "aria-describedby": described };
    if (field.type === "list") {
      const rows = field.choices.map(([key, name]) => element("option", { value: key }, name || words.choose));
      const made = element("select", common, ...rows);
      made.value = value;
      return made;
    }
    const longest = field.longest ? { maxlength: field.longest } : {};
    const made = field.type === "words"
      ? element("textarea", { ...common, ...longest, rows: 3 })
      : element("input", { ...common, ...longest, type: "text", autocomplete: "off", inputmode: field.type === "number" ? "decimal" : undefined });
    made.value = value;
    return made;
  }

  function drawn(field, values, words) {
    const id = `phone-field-${field.name}`;
    const value = values[field.name] ?? field.value;
    if (field.type === "one") {
      return element("fieldset", { class: "field", "data-field": field.name },
        element("legend", {}, ...label(field, words)), ...notes(field, id), options(field, id, value));
    }
    if (field.type === "tick") {
      const box = element("input", { type: "checkbox", id, name: field.name });
      box.checked = value === "on";
      return element("div", { class: "field", "data-field": field.name },
        element("div", { class: "choice" }, box, element("label", { for: id }, field.label), ...notes(field, id)));
    }
    return element("div", { class: "field", "data-field": field.name },
      element("label", { for: id }, ...label(field, words)), ...notes(field, id), control(field, id, value, words));
  }

  // What stands in the form: name → words; nothing where nothing was filled in.
  function valuesOf(form) {
    const found = {};
    for (const [name, value] of new FormData(form)) found[name] = String(value);
    return found;
  }

  // Names of fields that have to be filled in and are not. All else the portal judges, and a person where it cannot.
  const lacking = (shape, values) =>
    shape.fields.filter((field) => field.required && !(values[field.name] ?? "").trim()).map((field) => field.name);

  function mark(form, names, words) {
    for (const old of form.querySelectorAll(".field-error")) old.remove();
    for (const field of form.querySelectorAll("[data-field]")) {
      const is = names.includes(field.dataset.field);
      field.classList.toggle("field--error", is);
      if (is) field.prepend(element("p", { class: "field-error" }, words.required));
    }
    form.querySelector(".field--error input, .field--error textarea, .field--error select")?.focus();
  }

  return { drawn, element, lacking, mark, valuesOf };
})();
