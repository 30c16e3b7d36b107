// Pictures that are taken without a signal: made small before they are kept, without what the camera wrote into them, cut into parts
// that are sealed each by itself (cases/phones/desk/pictures.py). Words never wait behind them: parts get their numbers only when
// everything else has arrived.
"use strict";

globalThis.phonePictures = (() => {
  const MOST = 5;
  const LONGEST = 1280;
  const LARGEST = 200 * 1024;
  const PART = 32 * 1024;
  // Pictures stop before the storage is full, so that words still fit.
  const SHARE = 0.8;
  const QUALITIES = [0.82, 0.7, 0.55, 0.4];

  const drawn = (canvas, quality) => new Promise((done) => { canvas.toBlob(done, "image/jpeg", quality); });

  async function small(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    try {
      for (let longest = LONGEST; longest > 200; longest = Math.round(longest * 0.7)) {
        const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.max(1, Math.round(picture.width * scale));
        canvas.height = Math.max(1, Math.round(picture.height * scale));
        const paper = canvas.getContext("2d");
        paper.fillStyle = "#fff";
        paper.fillRect(0, 0, canvas.width, canvas.height);
        paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
        for (const quality of QUALITIES) {
          const made = await drawn(canvas, quality);
          if (made && made.size <= LARGEST) return new Uint8Array(await made.arrayBuffer());
        }
      }
      throw new Error("too large");
    } finally {
      picture.close();
    }
  }

  // The rows of one picture, in their order; every part is an entry of its own.
  async function rows(bytes, { kind, subject, lease, person, key, of }) {
    const picture = phoneStore.uuid();
    const digest = await phoneStore.digest(bytes);
    const parts = Math.ceil(bytes.byteLength / PART);
    const made = Date.now();
    const found = [];
    for (let part = 1; part <= parts; part += 1) {
      const id = phoneStore.uuid();
      const data = phoneStore.base64(bytes.slice((part - 1) * PART, part * PART));
      const fields = { picture, part: String(part), of: String(parts), digest, data };
      const content = { kind, subject, version: 1, made, lease, fields, seen: {}, unfinished: false };
      const sealed = await phoneStore.seal(content, id, key);
      found.push({ id, person, made, sealed, of, part, parts, ...(part === 1 ? { first: of } : {}) });
    }
    return found;
  }

  async function hasRoom() {
    const room = await navigator.storage?.estimate?.();
    return !room?.quota || room.usage < SHARE * room.quota;
  }

  // The field of a form: a box to choose, how many there are, and a button that takes them out.
  function field(words, { count, choose, drop }) {
    const { element } = phoneForms;
    const told = element("p", { class: "small", "data-picture-count": true });
    const out = element("button", { type: "button", class: "button button--link button--small" }, words.pictures_out);
    const box = element("input", { type: "file", id: "phone-pictures", accept: "image/*", multiple: true, "aria-describedby": "phone-pictures-hint" });
    const draw = async () => {
      const number = await count();
      told.textContent = number ? words.pictures_number.replace("{n}", number) : "";
      out.hidden = !number;
    };
    box.addEventListener("change", async () => {
      const files = [...box.files];
      // What is not in the phone yet must not be left behind by keeping the form.
      const held = [box, ...box.form.querySelectorAll("button")];
      for (const one of held) one.disabled = true;
      for (const file of files) if (!(await choose(file))) break;
      box.value = "";
      for (const one of held) one.disabled = false;
      await draw();
    });
    out.addEventListener("click", async () => { await drop(); await draw(); });
    draw();
    return element("div", { class: "field" }, element("label", { for: "phone-pictures" }, words.pictures),
      element("div", { class: "hint", id: "phone-pictures-hint" }, words.pictures_hint), box, told, out);
  }

  return { MOST, field, hasRoom, rows, small, works: () => typeof createImageBitmap === "function" };
})();
