// Lets the site work without a network, as far as it has been seen (offline.js).
"use strict";
if (location.protocol.startsWith("http")) navigator.serviceWorker?.register(new URL("../offline.js", document.currentScript.src));
