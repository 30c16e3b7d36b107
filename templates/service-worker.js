// Shows one page when there is no connection. It answers nothing else, and keeps nothing else: see portal/offline.py.
"use strict";

const KEPT = "klang-offline-1";
const PAGES = { th: "{% url 'offline' %}", en: "/en{% url 'offline' %}" };
const NEEDS = ["{% static 'css/klang.css' %}", "{% static 'fonts/klang-sarabun-400.woff2' %}", "{% static 'fonts/klang-sarabun-700.woff2' %}"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([...Object.values(PAGES), ...NEEDS])));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old));
});

self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method === "GET" && event.request.mode === "navigate") {
    const page = path.startsWith("/en/") ? PAGES.en : PAGES.th;
    event.respondWith(fetch(event.request).catch(() => caches.match(page)));
  } else if (NEEDS.includes(path)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(path)));
  }
});
