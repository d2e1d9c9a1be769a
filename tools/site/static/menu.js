// The two side panels of the theme while they lie over a page, as on a phone: the keyboard stays in them, and
// Escape closes them.
"use strict";
(() => {
  class Panel {
    constructor(side, beneath) {
      this.box = document.getElementById(`pst-${side}-sidebar-checkbox`);
      this.overlay = document.querySelector(`.overlay-${side}`);
      this.panel = document.querySelector(`.bd-sidebar-${side}`);
      this.button = document.querySelector(`.${side}-toggle`);
      this.beneath = beneath.flatMap((selector) => [...document.querySelectorAll(selector)]);
    }
    get isOpen() {
      return this.box.checked && this.overlay.offsetHeight > 0;
    }
    follow() {
      if (this.isOpen === this.wasOpen) return;
      this.wasOpen = this.isOpen;
      for (const element of this.beneath) element.inert = this.isOpen;
      if (this.isOpen) this.panel.querySelector("a, button, input")?.focus();
    }
    close() {
      this.box.checked = false;
      this.follow();
      this.button.focus();
    }
  }

  const panels = [
    new Panel("primary", ["#main-content"]),
    new Panel("secondary", [".bd-article-container", ".bd-sidebar-primary"]),
  ].filter(({ box, overlay, panel, button }) => box && overlay && panel && button);
  const follow = () => panels.forEach((panel) => panel.follow());
  addEventListener("click", () => setTimeout(follow)); // after the theme's own script
  addEventListener("resize", follow);
  addEventListener("keydown", (event) => {
    const open = panels.find((panel) => panel.isOpen);
    if (event.key === "Escape" && open) open.close();
  });
})();
