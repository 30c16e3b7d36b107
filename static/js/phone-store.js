// The store of a phone without a signal, and how it is sealed (docs/many.md, cases/phones/protocol.py).
// Everything that says something lies encrypted: what an officer reads, under a key that needs the officer's six digits; what an
// officer wrote, for the portal alone. Wiping what can be read never touches what has not arrived.
"use strict";

globalThis.phoneStore = (() => {
  const NAME = "klang-phone";
  const ROUNDS = 310000;
  const SPARE = 256 * 1024;
  const TRIES = 5;
  const DAY = 86400000;
  const READY = "ready";
  const subtle = globalThis.crypto?.subtle;
  const encode = (text) => new TextEncoder().encode(text);
  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  let opened = null;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 2);
      // A later version only adds stores: what was sealed years ago is sent as it is.
      request.onupgradeneeded = (event) => {
        const base = request.result;
        if (event.oldVersion < 1) {
          base.createObjectStore("meta", { keyPath: "id" });
          base.createObjectStore("entries", { keyPath: "number" });
          base.createObjectStore("drafts", { keyPath: "key" });
          base.createObjectStore("vaults", { keyPath: "person" });
        }
        // Parts of pictures, in the order in which they were taken: of a draft, or ready to get their numbers.
        const pictures = base.createObjectStore("pictures", { keyPath: "order", autoIncrement: true });
        pictures.createIndex("of", "of");
        pictures.createIndex("first", "first");
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    return opened;
  }

  // Resolves when the transaction is complete and not before: only then something may be called kept.
  async function transact(mode, work) {
    const base = await open();
    const names = [...base.objectStoreNames];
    const options = mode === "readwrite" ? { durability: "strict" } : {};
    const transaction = base.transaction(names, mode, options);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    });
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
    let result;
    try {
      result = await work(stores);
    } catch (error) {
      try { transaction.abort(); } catch { /* It has ended by itself. */ }
      await done.catch(() => {});
      throw transaction.error ?? error;
    }
    await done;
    return result;
  }

  function uuid() {
    const random = crypto.getRandomValues(new Uint8Array(16));
    random[6] = (random[6] & 15) | 64;
    random[8] = (random[8] & 63) | 128;
    const hex = [...random].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const hexed = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

  function base64(buffer) {
    let text = "";
    for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
    return btoa(text);
  }

  const unbase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

  function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(new Uint8Array(part), at);
      at += part.byteLength;
    }
    return whole;
  }

  // For the portal alone; the same bytes as cases/phones/domain/sealing.py.
  async function seal(content, id, key) {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const theirs = await subtle.importKey("raw", unbase64(key.point), curve, false, []);
    const own = await subtle.generateKey(curve, true, ["deriveBits"]);
    const point = await subtle.exportKey("raw", own.publicKey);
    const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
    const stretched = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: point, info: encode("klang phone entry 1") };
    const cipher = await subtle.deriveKey(how, stretched, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = hexed(id.replaceAll("-", ""));
    const sealed = await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, cipher, encode(JSON.stringify(content)));
    return joined(hexed(key.name), point, iv, sealed);
  }

  // For whoever knows the six digits, on this phone.
  async function cipherOf(pin, salt, rounds, device) {
    const digits = await subtle.importKey("raw", encode(pin), "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
    const mixed = await subtle.sign("HMAC", device, await subtle.deriveBits(how, digits, 256));
    return subtle.importKey("raw", mixed, "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  async function hide(cipher, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return joined(iv, await subtle.encrypt({ name: "AES-GCM", iv }, cipher, encode(JSON.stringify(value))));
  }

  async function show(cipher, hidden) {
    const bytes = new Uint8Array(hidden);
    const plain = await subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, cipher, bytes.slice(12));
    return JSON.parse(new TextDecoder().decode(plain));
  }

  // A store that is found empty begins a new stream: the portal knows the numbers of the old one.
  async function begin() {
    const device = await subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    await transact("readwrite", async ({ meta }) => {
      if (await asked(meta.get("stream"))) return;
      meta.put({ id: "stream", stream: uuid(), next: 1, mark: 0, floor: 0, met: 0, key: null, told: [], again: false });
      meta.put({ id: "device", key: device });
      meta.put({ id: "spare", block: new Uint8Array(SPARE) });
    });
  }

  const read = () =>
    transact("readonly", async ({ meta, entries, drafts, vaults }) => ({
      stream: await asked(meta.get("stream")),
      device: await asked(meta.get("device")),
      entries: await asked(entries.getAll()),
      drafts: await asked(drafts.getAll()),
      vaults: await asked(vaults.getAll()),
    }));

  // What is typed is kept at once, readable for its writer only, and sealed in case it can never be finished. Refused when
  // another page of this phone has kept or wiped the same form meanwhile: it may not come twice.
  const keepDraft = (draft, isFirst) =>
    transact("readwrite", async ({ drafts, vaults }) => {
      const old = await asked(drafts.get(draft.key));
      if (!(await asked(vaults.get(draft.person))) || (isFirst ? old : old?.id !== draft.id)) return false;
      drafts.put(draft);
      return true;
    });

  // The pictures of a form go with it: they are sent when all words have arrived.
  async function ready(pictures, key) {
    for (const { first, ...row } of await asked(pictures.index("of").getAll(key))) {
      pictures.put({ ...row, of: READY, ...(first ? { first: READY } : {}) });
    }
  }

  const addPicture = (key, rows) =>
    transact("readwrite", async ({ drafts, pictures }) => {
      if (!(await asked(drafts.get(key)))) return false;
      for (const row of rows) pictures.put(row);
      return true;
    });

  const dropPictures = (key) =>
    transact("readwrite", async ({ pictures }) => {
      for (const order of await asked(pictures.index("of").getAllKeys(key))) pictures.delete(order);
    });

  // How many pictures a draft has; without its key, how many wait for their numbers.
  const countPictures = (key = READY) =>
    transact("readonly", ({ pictures }) => asked(pictures.index("first").count(key)));

  // Some parts get their numbers, one transaction for all: from then on they are entries like any other.
  const numberPictures = (most) =>
    transact("readwrite", async ({ meta, entries, pictures }) => {
      const stream = await asked(meta.get("stream"));
      const rows = await asked(pictures.index("of").getAll(READY, most));
      for (const { order, id, sealed, person, made, part, parts } of rows) {
        entries.put({ number: stream.next, id, sealed, person, made, note: null, picture: part === parts ? "last" : "part" });
        stream.next += 1;
        pictures.delete(order);
      }
      if (rows.length) meta.put(stream);
      return rows.length;
    });

  // One transaction: the draft is still there, a number is drawn, the entry is put, the draft goes.
  async function keep(key, entry) {
    const work = async ({ meta, entries, drafts, pictures }) => {
      if (!(await asked(drafts.get(key)))) return null;
      const stream = await asked(meta.get("stream"));
      const number = stream.next;
      stream.next += 1;
      meta.put(stream);
      entries.put({ ...entry, number });
      drafts.delete(key);
      await ready(pictures, key);
      return number;
    };
    try {
      return await transact("readwrite", work);
    } catch (error) {
      if (error?.name !== "QuotaExceededError") throw error;
      // Words must fit when nothing else does: a block was set aside for them.
      await transact("readwrite", async ({ meta }) => {
        meta.delete("spare");
      });
      return transact("readwrite", work);
    }
  }

  // What can be read of these people goes; forms that they left open leave as sealed entries that a person looks at.
  async function wipe(people) {
    await transact("readwrite", async ({ meta, entries, drafts, vaults, pictures }) => {
      const stream = await asked(meta.get("stream"));
      for (const draft of await asked(drafts.getAll())) {
        if (!people.includes(draft.person)) continue;
        const { id, sealed, person, made } = draft;
        entries.put({ number: stream.next, id, sealed, person, made, note: null });
        stream.next += 1;
        drafts.delete(draft.key);
        await ready(pictures, draft.key);
      }
      meta.put(stream);
      for (const entry of await asked(entries.getAll())) {
        if (people.includes(entry.person) && entry.note) entries.put({ ...entry, note: null });
      }
      for (const person of people) vaults.delete(person);
    });
  }

  // After its hours what an officer reads goes; titles and forms stay, so that something can still be written.
  const expire = () =>
    transact("readwrite", async ({ vaults }) => {
      for (const vault of await asked(vaults.getAll())) if (isOver(vault) && vault.data) vaults.put({ ...vault, data: null });
    });

  // A clock that was set back by more than a day ends it as well.
  const isOver = (vault) => Date.now() > vault.until || Date.now() < vault.asked - DAY;

  // What the portal answered: its mark is believed, also when it is lower than before; sealed entries go when they are safe.
  async function answered(answer, met) {
    await transact("readwrite", async ({ meta, entries }) => {
      const stream = await asked(meta.get("stream"));
      stream.again = answer.mark < stream.mark || (stream.again && answer.mark < stream.next - 1);
      stream.mark = answer.mark;
      stream.floor = Math.max(stream.floor, Math.min(answer.safe, answer.mark));
      stream.met = met;
      const known = new Map(stream.told.map((one) => [one.number, one]));
      for (const one of answer.told) known.set(one.number, one);
      stream.told = [...known.values()].slice(-400);
      meta.put(stream);
      entries.delete(IDBKeyRange.upperBound(stream.floor));
    });
  }

  const putVault = (vault) => transact("readwrite", async ({ vaults }) => { vaults.put(vault); });
  const putKey = (key) =>
    transact("readwrite", async ({ meta }) => {
      const stream = await asked(meta.get("stream"));
      meta.put({ ...stream, key });
    });

  // Whoever knows the digits; a wrong guess counts, and after the fifth what can be read is gone.
  async function unlock(person, pin) {
    const { vaults, device } = await read();
    const vault = vaults.find((one) => one.person === person);
    if (!vault) return { left: 0 };
    // Counted before it is tried: a page that is closed in the middle has tried as well.
    await putVault({ ...vault, tries: vault.tries + 1 });
    try {
      const cipher = await cipherOf(pin, vault.salt, vault.rounds, device.key);
      const data = await show(cipher, vault.data ?? vault.blank);
      const fresh = { ...vault, tries: 0 };
      await putVault(fresh);
      return { cipher, data, vault: fresh };
    } catch {
      const left = TRIES - vault.tries - 1;
      if (left <= 0) await wipe([person]);
      return { left };
    }
  }

  async function lock(person, name, pin) {
    const { device } = await read();
    const salt = crypto.getRandomValues(new Uint8Array(16));
    return { person, name, salt, rounds: ROUNDS, tries: 0, cipher: await cipherOf(pin, salt, ROUNDS, device.key) };
  }

  // At sign-out: nothing readable stays; says whether something is left that the portal may still ask for.
  async function leave() {
    await begin();
    const { vaults } = await read();
    await wipe(vaults.map((one) => one.person));
    const { entries } = await read();
    const isLeft = entries.length > 0 || (await countPictures()) > 0;
    if (!isLeft) localStorage.removeItem("klang-phone");
    return isLeft;
  }

  const works = () => Boolean(subtle && globalThis.indexedDB);
  return {
    addPicture, answered, base64, begin, countPictures, dropPictures, numberPictures, expire, hide, isOver, keep, leave, keepDraft, lock, putKey, putVault, read, seal, show, unlock, uuid, wipe, works,
    digest: async (bytes) => [...new Uint8Array(await subtle.digest("SHA-256", bytes))].map((one) => one.toString(16).padStart(2, "0")).join(""),
  };
})();
