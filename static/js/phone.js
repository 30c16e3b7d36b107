// The page of a phone without a signal: who opens it, what is read, what is written, what has arrived (templates/desk/phones).
// Nothing here decides that there is no signal: a request that fails only changes a line.
"use strict";

(async () => {
  const page = document.querySelector("[data-phone]");
  const { element } = phoneForms;
  page.querySelector("[data-no-script]").remove();
  const words = {};
  for (const one of page.querySelector("[data-words]").content.querySelectorAll("[data-word]")) words[one.dataset.word] = one.textContent;
  const say = (name, n = "", at = "") => words[name].replace("{n}", n).replace("{at}", at);
  const part = (name) => page.querySelector(`[data-${name}]`);
  const CACHE = "klang-phone-1";
  const AGAIN = 30000;
  // A line that has died says nothing: the request is given up.
  const PATIENCE = 60000;
  const MOST = 50;
  // Sealed words grow by a third when they are sent, and the portal takes a megabyte; of small ones their number and digest count.
  const MOST_BYTES = 700000;
  const LINE_BYTES = 150;
  const SAVE_AFTER = 300;
  // So many parts of pictures are on their way at most when something is written: words wait for no more than these.
  const PARTS_AT_ONCE = 5;

  // What is open in this page: the officer's key and what it opens; it is gone when the page is closed.
  let officer = null;
  let writing = null;
  let isSending = false;
  let isKept = false;
  let trouble = "";

  function clock(at) {
    const isToday = new Date(at).toDateString() === new Date().toDateString();
    const day = isToday ? {} : { weekday: "short" };
    return new Date(at).toLocaleString(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit" });
  }

  function tell(text, tone = "warn") {
    part("told").replaceChildren(...(text ? [element("div", { class: `notice notice--${tone}` }, element("p", {}, text))] : []));
  }

  function show(name) {
    for (const screen of page.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
    page.querySelector(`[data-screen="${name}"] h1`).focus();
    part("sent").hidden = name === "form";
  }

  // The page itself ----------------------------------------

  async function keepPage() {
    if (!globalThis.caches) return;
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon]")].map((one) => one.href);
    const scripts = [...document.scripts].map((one) => one.src).filter(Boolean);
    const wanted = [location.origin + location.pathname, ...parts, ...scripts];
    try {
      const cache = await caches.open(CACHE);
      await cache.addAll([...new Set(wanted)]);
      const other = new URL(page.dataset.otherPage, location.origin).href;
      for (const request of await cache.keys()) {
        const isPage = request.url === other || request.url === location.origin + page.dataset.sync.replace("sync/", "");
        if (!wanted.includes(request.url) && !isPage) await cache.delete(request);
      }
      isKept = true;
    } catch {
      // Without a signal the page is the one that was kept before.
      isKept = Boolean(await caches.match(location.origin + location.pathname).catch(() => null));
    }
  }

  // On a bad line the worker that shows the page without a signal does not come at once.
  async function keepWorker() {
    const workers = navigator.serviceWorker;
    if (!workers || (await workers.getRegistration())?.active) return;
    await workers.register(document.documentElement.dataset.worker).catch(() => {});
  }

  // What is seen ----------------------------------------

  const isOver = () => phoneStore.isOver(officer.vault);

  function statusOf(entry, stream) {
    if (entry.number > stream.mark) return isSending ? "sending" : "not_sent";
    const told = stream.told.find((one) => one.number === entry.number);
    return told?.outcome === "aside" || told?.outcome === "dismissed" ? told.outcome : "arrived";
  }

  async function noteOf(entry) {
    if (!officer || !entry.note || entry.person !== officer.person) return null;
    try {
      return await phoneStore.show(officer.cipher, entry.note);
    } catch {
      return null;
    }
  }

  async function drawEntries(state) {
    const { stream, entries } = state;
    const rows = [];
    const sought = part("find").value.trim().toLowerCase();
    for (const entry of [...entries].reverse()) {
      const note = await noteOf(entry);
      const status = statusOf(entry, stream);
      // Of a picture only what needs somebody is shown; how many wait stands in the line above.
      if (entry.picture && !["aside", "dismissed"].includes(status)) continue;
      const reason = stream.told.find((one) => one.number === entry.number)?.reason ?? "";
      const title = note ? `${note.label} · ${note.title}` : entry.picture ? words.picture : say("number", entry.number);
      if (sought && !`${title} ${words[status]}`.toLowerCase().includes(sought)) continue;
      const tone = { not_sent: "warn", sending: "info", arrived: "ok", aside: "danger", dismissed: "danger" }[status];
      rows.push(element("li", { class: "visit-card", "data-entry": entry.number, "data-status": status },
        element("p", {}, title),
        element("p", {}, element("span", { class: `status status--${tone}` }, element("span", {}, words[status]))),
        reason && ["aside", "dismissed"].includes(status) ? element("p", {}, reason) : null,
        element("p", { class: "small quiet" }, clock(entry.made))));
    }
    part("entries").replaceChildren(...rows);
    part("find").closest(".field").hidden = entries.length < 2;
    part("none").hidden = entries.some((one) => !one.picture);
  }

  async function draw() {
    const state = await phoneStore.read();
    const { stream, entries } = state;
    const unsent = entries.filter((one) => one.number > stream.mark);
    const waiting = unsent.filter((one) => !one.picture).length;
    const pictures = (await phoneStore.countPictures()) + unsent.filter((one) => one.picture === "last").length;
    const line = [waiting ? say("line_waiting", waiting) : pictures ? words.line_words : words.line_none];
    if (pictures) line.push(say("line_pictures", pictures));
    if (stream.met) line.push(say("line_met", "", clock(stream.met)));
    if (officer) line.push(isOver() ? words.line_over : say("line_until", "", clock(officer.vault.until)));
    if (stream.again && waiting) line.push(words.again);
    if (officer && !isKept) line.push(words.not_kept);
    if (trouble) line.push(words[trouble]);
    part("line").textContent = line.join(" · ");
    part("line").dataset.waiting = waiting;
    part("line").dataset.pictures = pictures;
    part("file").hidden = waiting === 0;
    await drawEntries(state);
    return state;
  }

  // What was pressed already and is on its way: subject and form.
  async function pressed(entries) {
    const notes = await Promise.all(entries.map(noteOf));
    return new Set(notes.filter(Boolean).map((note) => `${note.subject}|${note.form}`));
  }

  function drawItem(item, drafts, done) {
    const over = isOver();
    let isNext = true;
    const card = element("li", { class: "visit-card", "data-item": item.subject },
      element("p", {}, element("strong", {}, item.title)),
      item.is_danger ? element("p", {}, element("span", { class: "status status--danger" }, element("span", {}, words.danger))) : null,
      ...(over ? [] : item.lines.map((line) => element("p", {}, line))));
    if (!over && item.warnings.length) {
      card.append(element("div", { class: "notice notice--warn" }, element("p", { class: "notice-title" }, words.before),
        ...item.warnings.map((one) => element("p", {}, one))));
    }
    if (!over && item.facts.length) {
      const facts = item.facts.map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, value)));
      card.append(element("details", {}, element("summary", {}, words.read), element("dl", { class: "facts" }, ...facts)));
    }
    for (const name of item.acts) {
      const shape = officer.data.forms[name];
      if (!shape || (!shape.fields.length && done.has(`${item.subject}|${name}`))) continue;
      const has = drafts.some((one) => one.key === keyOf(item.subject, name));
      const button = element("button", { type: "button", class: `button button--wide${isNext ? "" : " button--secondary"}`, "data-write": name }, shape.label);
      isNext = false;
      button.addEventListener("click", () => begin(item, name));
      card.append(button, ...(has ? [element("p", { class: "small quiet" }, words.draft)] : []));
    }
    return card;
  }

  async function drawLists() {
    const { drafts, entries } = await draw();
    if (!officer) return;
    const done = await pressed(entries);
    const lists = officer.data.lists.map((list) => element("section", {}, element("h2", {}, list.label),
      list.items.length
        ? element("ul", { class: "visit-list" }, ...list.items.map((item) => drawItem(item, drafts, done)))
        : element("p", { class: "quiet" }, words.nothing)));
    part("lists").replaceChildren(...lists);
  }

  // Writing ----------------------------------------

  const keyOf = (subject, name) => `${officer.person}|${subject}|${name}`;

  async function entryOf(target, fields, unfinished) {
    const { item, name, shape, id, made, key } = target;
    const content = {
      kind: shape.kind, subject: item.subject, version: shape.version, made, lease: officer.data.lease,
      fields, seen: item.seen[name] ?? {}, unfinished,
    };
    const note = { label: shape.label, title: item.title, subject: item.subject, form: name, fields: item.seen[name] ? fields : null };
    return {
      id, person: officer.person, made,
      sealed: await phoneStore.seal(content, id, key),
      note: await phoneStore.hide(officer.cipher, note),
    };
  }

  async function saveDraft(target, fields) {
    const entry = await entryOf(target, fields, true);
    const typed = await phoneStore.hide(officer.cipher, { fields, item: target.item });
    const draft = { ...entry, key: keyOf(target.item.subject, target.name), typed };
    const isThere = await phoneStore.keepDraft(draft, !target.isBegun);
    target.isBegun = isThere;
    if (!isThere) {
      // What stands in this page is another entry from now on.
      target.id = phoneStore.uuid();
      tell(words.elsewhere, "danger");
    }
    return isThere;
  }

  async function begin(item, name) {
    tell("");
    const shape = officer.data.forms[name];
    const { stream, drafts } = await phoneStore.read();
    const target = { item, name, shape, id: phoneStore.uuid(), made: Date.now(), key: stream.key };
    if (!shape.fields.length) {
      // One press: nothing is filled in, so nothing is asked.
      await saveDraft(target, {}).then((isThere) => isThere && keep(target, {})).catch(failed);
      return;
    }
    writing = target;
    const draft = drafts.find((one) => one.key === keyOf(item.subject, name));
    let values = item.seen[name] ?? {};
    if (draft) {
      const typed = await phoneStore.show(officer.cipher, draft.typed);
      values = typed.fields;
      // What was seen when it was begun: an entry may not count on what came since and was not looked at.
      writing.item = { ...item, seen: typed.item.seen };
      writing.id = draft.id;
      writing.isBegun = true;
    }
    part("form-title").textContent = shape.label;
    part("form-of").textContent = item.title;
    part("fields").replaceChildren(...shape.fields.map((field) => phoneForms.drawn(field, values, words)));
    if (shape.pictures && phonePictures.works()) part("fields").append(pictureField(writing));
    show("form");
  }

  function pictureField(target) {
    const key = keyOf(target.item.subject, target.name);
    const form = page.querySelector("[data-form=write]");
    return phonePictures.field(words, {
      count: () => phoneStore.countPictures(key),
      drop: () => phoneStore.dropPictures(key),
      choose: (file) => takePicture(file, target, key, form).catch((error) => {
        tell(error?.name === "QuotaExceededError" ? words.pictures_full : words.pictures_bad, "danger");
        return false;
      }),
    });
  }

  // A picture belongs to a draft: it goes with its form, and stays in the phone when it does not fit any more.
  async function takePicture(file, target, key, form) {
    if ((await phoneStore.countPictures(key)) >= phonePictures.MOST) {
      tell(words.pictures_most);
      return false;
    }
    if (!(await phonePictures.hasRoom())) throw new DOMException("full", "QuotaExceededError");
    const bytes = await phonePictures.small(file);
    saving = saving.then(() => saveDraft(target, phoneForms.valuesOf(form)));
    if (!(await saving)) return false;
    const of = { kind: target.shape.pictures, subject: target.item.subject, lease: officer.data.lease, person: officer.person, key: target.key, of: key };
    return phoneStore.addPicture(key, await phonePictures.rows(bytes, of));
  }

  async function keep(target, fields) {
    const entry = await entryOf({ ...target, made: Date.now() }, fields, false);
    const number = await phoneStore.keep(keyOf(target.item.subject, target.name), entry);
    // Said after the transaction is complete, and only then.
    if (number === null) tell(words.elsewhere);
    else tell(words.kept, "ok");
    if (target.item.seen[target.name] && number !== null) await overlay(target.item.subject, target.name, fields);
    if (writing === target) writing = null;
    // On a slow phone the next form may be open before a press is kept: that one stays.
    if (!writing) {
      show("list");
      await drawLists();
    }
    send();
  }

  function failed(error) {
    tell(error?.name === "QuotaExceededError" ? words.full : words.failed, "danger");
  }

  // The second set of one's own names the first as what was seen.
  async function overlay(subject, name, fields) {
    for (const list of officer.data.lists) {
      for (const item of list.items) if (item.subject === subject) item.seen[name] = { ...item.seen[name], ...fields };
    }
    await remember();
  }

  // What stays when the hours are over: titles and forms, nothing that is read.
  const blankOf = (data) => ({
    forms: data.forms,
    lease: data.lease,
    lists: data.lists.map((list) => ({
      ...list,
      items: list.items.map(({ subject, title, acts }) => ({ subject, title, acts, lines: [], facts: [], warnings: [], seen: {} })),
    })),
  });

  async function remember() {
    const { person, name, vault } = officer;
    const { salt, rounds, tries, stub, until, asked } = vault;
    const data = isOver() ? null : await phoneStore.hide(officer.cipher, officer.data);
    const blank = await phoneStore.hide(officer.cipher, blankOf(officer.data));
    await phoneStore.putVault({ person, name, salt, rounds, tries, stub, until, asked, data, blank });
  }

  // Sending ----------------------------------------

  async function answerOf(address, options) {
    const patience = new AbortController();
    const limit = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const { signal } = patience;
      const response = await fetch(address, { redirect: "manual", cache: "no-store", credentials: "same-origin", signal, ...options });
      if (response.type === "opaqueredirect" || response.redirected) return { trouble: "sign_in" };
      if (!response.ok) return { trouble: { 404: "ended", 409: "another_portal" }[response.status] ?? "no_contact" };
      return await response.json();
    } finally {
      clearTimeout(limit);
    }
  }

  const who = () => answerOf(page.dataset.who);

  async function requestOf(state, key, most = MOST, insists = false) {
    const { stream, entries, vaults } = state;
    const unsent = entries.filter((one) => one.number > stream.mark);
    const lines = [];
    let size = 0;
    for (const { number, id, sealed } of unsent.slice(0, most)) {
      size += sealed.byteLength + LINE_BYTES;
      if (size > MOST_BYTES && lines.length) break;
      lines.push(JSON.stringify({ number, id, digest: await phoneStore.digest(sealed), sealed: phoneStore.base64(sealed) }));
    }
    // What is read comes with the last request, to whoever has it open.
    const isLast = insists || (lines.length === unsent.length && !(await phoneStore.countPictures()));
    const head = {
      stream: stream.stream, now: Date.now(), floor: stream.floor, key: key.name, leases: vaults.map((one) => one.stub ?? one.lease),
      takes: Boolean(officer) && isLast,
    };
    return { body: [JSON.stringify(head), ...lines].join("\n"), many: lines.length, to: unsent[lines.length - 1]?.number ?? stream.mark };
  }

  // How many entries go in one request.
  let atOnce = MOST;

  async function oneContact(me, insists) {
    const state = await phoneStore.read();
    const asked = Date.now();
    const { body, many, to } = await requestOf(state, state.stream.key ?? me.key, atOnce, insists);
    const headers = { "Content-Type": "application/x-ndjson", "X-CSRFToken": me.token };
    const before = atOnce;
    // Until it is answered: what a line does not carry as a whole it carries in parts.
    if (many) atOnce = Math.max(1, Math.floor(Math.min(before, many) / 2));
    const answer = await answerOf(page.dataset.sync, { method: "POST", body, headers });
    if (answer.trouble) return answer;
    if (many) atOnce = Math.min(MOST, 2 * before);
    // First what has to go, then what may be shown.
    const gone = state.vaults.filter((one) => answer.lost || answer.ended.includes(one.stub ?? one.lease)).map((one) => one.person);
    if (gone.length) await phoneStore.wipe(gone);
    // A mark beyond what was sent counts what somebody else has numbered.
    answer.mark = Math.min(answer.mark, to);
    await phoneStore.answered(answer, Date.now());
    await phoneStore.putKey(me.key);
    const { entries, stream } = await phoneStore.read();
    const left = entries.filter((one) => one.number > stream.mark).length;
    return { answer, asked, gone, goesOn: left > 0 && many > 0 && stream.mark !== state.stream.mark };
  }

  async function unsentSets() {
    const { entries, stream } = await phoneStore.read();
    const found = [];
    for (const entry of entries) {
      if (entry.number <= stream.mark) continue;
      const note = await noteOf(entry);
      if (note?.fields) found.push(note);
    }
    return found;
  }

  async function takeIn({ answer, asked }, me) {
    if (!answer.lists || officer.person !== me.person) return;
    officer.data = { lists: answer.lists, forms: answer.forms, lease: answer.lease };
    for (const set of await unsentSets()) {
      for (const list of officer.data.lists) {
        for (const item of list.items) if (item.subject === set.subject) item.seen[set.form] = { ...item.seen[set.form], ...set.fields };
      }
    }
    // The hours count from when it was asked: an answer may come late.
    officer.vault = { ...officer.vault, data: true, stub: answer.stub, asked, until: asked + answer.hours * 3600000 };
    await remember();
  }

  // Nobody with an appointment is signed in: nothing stays readable, whoever it was of.
  async function wipeAll() {
    const { vaults } = await phoneStore.read();
    await phoneStore.wipe(vaults.map((one) => one.person));
    officer = null;
  }

  async function contact() {
    const me = await who();
    if (me.trouble === "ended") await wipeAll();
    if (me.trouble) return me.trouble;
    let insists = false;
    for (;;) {
      const came = await oneContact(me, insists);
      if (came.trouble === "ended") await wipeAll();
      if (came.trouble) return came.trouble;
      if (officer && came.gone.includes(officer.person)) {
        officer = null;
        return "ended";
      }
      if (!came.goesOn) {
        const { entries, stream } = await phoneStore.read();
        const isDrained = !entries.some((one) => one.number > stream.mark);
        if (isDrained && (await phoneStore.numberPictures(PARTS_AT_ONCE))) continue;
        if (officer && !came.answer.lists && !insists && !isWanted) {
          // What is read does not wait for what cannot be sent.
          insists = true;
          continue;
        }
        if (officer) await takeIn(came, me);
        return officer && officer.person !== me.person ? "somebody_else" : "";
      }
    }
  }

  // One request of this phone at a time, whatever tabs are open: two who ask at once get two tokens, one of them wrong.
  const alone = (work) => (navigator.locks ? navigator.locks.request("klang-phone", work) : work());

  // Whoever asks while a request is on its way gets another one, with what was written meanwhile.
  let isWanted = false;
  let sending = null;

  function send() {
    isWanted = true;
    sending ??= everyContact();
    return sending;
  }

  async function everyContact() {
    try {
      while (isWanted) {
        isWanted = false;
        await sendOnce();
      }
    } finally {
      sending = null;
    }
  }

  async function sendOnce() {
    isSending = true;
    await draw();
    const before = officer;
    try {
      trouble = await alone(contact);
    } catch {
      trouble = "no_contact";
    }
    isSending = false;
    part("sign-in-first").hidden = trouble !== "sign_in";
    if (officer && trouble === "") localStorage.setItem("klang-phone", "1");
    if (before && !officer) {
      writing = null;
      show("start");
    }
    await (officer && !writing ? drawLists() : draw());
  }

  // Who opens it ----------------------------------------

  const pinOf = (form) => {
    const digits = [...form.elements.pin.value].map((one) => "๐๑๒๓๔๕๖๗๘๙".indexOf(one) >= 0 ? "๐๑๒๓๔๕๖๗๘๙".indexOf(one) : one).join("");
    if (/^[0-9]{6}$/.test(digits)) return digits;
    tell(words.pin_six, "danger");
    form.elements.pin.focus();
    return null;
  };

  async function takeAlong(pin) {
    let me;
    try {
      me = await alone(who);
    } catch {
      me = { trouble: "no_contact" };
    }
    if (me.trouble) {
      part("sign-in-first").hidden = me.trouble !== "sign_in";
      tell(words[me.trouble]);
      return;
    }
    const { vaults } = await phoneStore.read();
    if (vaults.some((one) => one.person === me.person)) await phoneStore.wipe([me.person]);
    const { cipher, ...vault } = await phoneStore.lock(me.person, `${me.name} · ${me.organization}`, pin);
    officer = { person: me.person, name: vault.name, cipher, vault: { ...vault, until: 0, asked: Date.now() }, data: { lists: [], forms: {} } };
    const lasts = await navigator.storage?.persist?.();
    await send();
    if (!officer) return;
    tell(lasts ? "" : words.not_lasting);
    show("list");
  }

  async function unlock(person, pin) {
    const found = await phoneStore.unlock(person, pin);
    if (!found.cipher) {
      tell(found.left > 0 ? say("pin_wrong", found.left) : words.pin_gone, "danger");
      if (found.left <= 0) await open();
      return;
    }
    officer = { person, name: found.vault.name, cipher: found.cipher, vault: found.vault, data: { lease: found.vault.lease, ...found.data } };
    tell("");
    show("list");
    await drawLists();
    send();
  }

  async function leave() {
    await phoneStore.wipe([officer.person]);
    officer = null;
    const { stream, entries } = await phoneStore.read();
    const waiting = entries.filter((one) => one.number > stream.mark).length;
    await open();
    tell(waiting ? say("left", waiting) : words.left_none, waiting ? "warn" : "ok");
  }

  // What has not arrived, sealed, in a file that somebody hands in when the phone cannot.
  async function toFile() {
    const state = await phoneStore.read();
    const { body } = await requestOf(state, state.stream.key, Infinity);
    const link = element("a", { href: URL.createObjectURL(new Blob([body])), download: `klang-${state.stream.stream.slice(0, 8)}.txt` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), AGAIN);
  }

  async function open() {
    const { vaults } = await phoneStore.read();
    page.querySelector("#phone-person").replaceChildren(...vaults.map((one) => element("option", { value: one.person }, one.name)));
    for (const form of page.querySelectorAll("[data-form=start], [data-form=lock]")) form.reset();
    show(vaults.length ? "lock" : "start");
    await draw();
  }

  const acts = {
    another: () => show("start"),
    send,
    leave,
    file: toFile,
    back: async () => { await saving; writing = null; show("list"); await drawLists(); },
  };
  for (const button of page.querySelectorAll("[data-act]")) button.addEventListener("click", () => acts[button.dataset.act]());
  const forms = {
    start: async (form) => { const pin = pinOf(form); if (pin) await takeAlong(pin); },
    lock: async (form) => { const pin = pinOf(form); if (pin) await unlock(form.elements.person.value, pin); },
    write: async (form) => {
      const values = phoneForms.valuesOf(form);
      const lacking = phoneForms.lacking(writing.shape, values);
      phoneForms.mark(form, lacking, words);
      if (lacking.length) return;
      clearTimeout(timer);
      await saving;
      try {
        if (await saveDraft(writing, values)) await keep(writing, values);
      } catch (error) {
        failed(error);
      }
    },
  };
  for (const form of page.querySelectorAll("[data-form]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      if (button.disabled) return;
      button.disabled = true;
      try {
        await forms[form.dataset.form](form);
      } finally {
        button.disabled = false;
      }
    });
  }
  // Each field is kept shortly after it was typed.
  let timer = 0;
  let saving = Promise.resolve();
  page.querySelector("[data-form=write]").addEventListener("input", (event) => {
    const target = writing;
    const form = event.currentTarget;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!target || target !== writing) return;
      const values = phoneForms.valuesOf(form);
      saving = saving.then(() => saveDraft(target, values)).catch(failed);
    }, SAVE_AFTER);
  });
  part("find").addEventListener("input", draw);
  part("sign-in-link").href = page.dataset.signIn;

  if (!phoneStore.works()) {
    tell(words.no_store, "danger");
    return;
  }
  await phoneStore.begin();
  await phoneStore.expire();
  await open();
  await keepPage();
  send();
  addEventListener("online", send);
  setInterval(async () => {
    await phoneStore.expire();
    if (officer && isOver() && officer.vault.data) {
      officer.data = blankOf(officer.data);
      officer.vault = { ...officer.vault, data: null };
      if (!writing) await drawLists();
    }
    if (!isKept) await keepPage();
    await keepWorker();
    if (isSending) return;
    const { stream, entries } = await phoneStore.read();
    const isEmpty = officer && !officer.vault.stub;
    if (isEmpty || entries.some((one) => one.number > stream.mark) || (await phoneStore.countPictures())) send();
    else await draw();
  }, AGAIN);
})();
