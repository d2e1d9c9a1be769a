// The switch of the language keeps the place: the state of the figures, or the section that is read.
"use strict";
for (const link of document.querySelectorAll(".language-switch"))
  link.addEventListener("click", () => {
    const above = [...document.querySelectorAll("article section[id]")].filter(
      (section) => section.firstElementChild.getBoundingClientRect().top < innerHeight / 2,
    );
    link.hash = location.hash.includes("=") ? location.hash : above.length > 1 ? above.at(-1).id : "";
  });
