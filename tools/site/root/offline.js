// Keeps what a reader has seen for the time without a network: the network first, then what was kept.
"use strict";
const KEPT = "seen";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(registration.scope)) event.respondWith(answer(request));
});

async function answer(request) {
  const kept = await caches.open(KEPT);
  try {
    const response = await fetch(request);
    if (response.status === 200) await kept.put(request, response.clone());
    return response;
  } catch (error) {
    const seen = await kept.match(request, { ignoreSearch: true });
    if (seen) return seen;
    throw error;
  }
}
