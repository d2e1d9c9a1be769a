// In the app Python comes from another host; where that does not answer, cells would wait for it without a word.
"use strict";
const { python } = document.currentScript.dataset;
const { host } = new URL(python);
const PATIENCE = 15000; // milliseconds
const MISSING = `Python is missing: it comes from ${host}, which does not answer. You can read the notebooks, but no cell runs. Is there a network, or does something block that host?`;
const BACK = `${host} answers now: reload the page, and cells will run.`;

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const note = document.createElement("p");
note.setAttribute("role", "alert");
note.style.cssText =
  "position: fixed; inset: auto 0 0; z-index: 10000; margin: 0; padding: 0.75rem 1rem; " +
  "background: #7a1f00; color: white; font: 1rem/1.4 system-ui, sans-serif;";

async function answers() {
  try {
    await fetch(python, { mode: "no-cors", cache: "force-cache", signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

(async () => {
  for (;;) {
    const waited = sleep(PATIENCE);
    if (await answers()) break;
    await waited;
    note.textContent = MISSING;
    document.body.append(note);
  }
  note.textContent = BACK; // which is seen where the note has come
})();
