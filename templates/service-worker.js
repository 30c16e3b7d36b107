// Shows one page when there is no connection, also in the place of an answer to a form. It keeps nothing else: see
// portal/offline.py.
// At the desk that page is the one for phones without a signal, where an officer has let it be kept (static/js/phone.js).
"use strict";

const KEPT = "klang-offline-2";
const PAGES = { th: "{% url 'offline' %}", en: "/en{% url 'offline' %}" };
const PHONES = { th: "{% url 'phones:app' %}", en: "/en{% url 'phones:app' %}" };
const STATIC = "{% get_static_prefix %}";
const NEEDS = ["{% static 'css/klang.css' %}", "{% static 'js/klang.js' %}", "{% static 'js/keep.js' %}"];
NEEDS.push("{% static 'fonts/klang-sarabun-400.woff2' %}", "{% static 'fonts/klang-sarabun-700.woff2' %}");

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([...Object.values(PAGES), ...NEEDS])));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== KEPT && !name.startsWith("klang-phone")).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old));
});

self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.mode === "navigate") {
    const language = path.startsWith("/en/") ? "en" : "th";
    const desk = path.startsWith("/desk/") || path.startsWith("/en/desk/");
    const kept = async () => (desk && (await caches.match(PHONES[language]))) || caches.match(PAGES[language]);
    event.respondWith(fetch(event.request).catch(kept));
  } else if (event.request.method === "GET" && path.startsWith(STATIC)) {
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(path)) ?? Response.error()));
  }
});
