// A presentation (tools/site/slides.py): what reveal.js does not know of this book.
"use strict";
(() => {
  const asked = new URLSearchParams(location.search);
  const stacks = [...document.querySelectorAll(".slides > section")];
  if (window === top) window.name = "presentation"; // where links of the speaker's window lead

  // A class of ?minutes=50 has the sections that its plan shows; the first shares its minutes with what opens the
  // chapter, the last with what closes it.
  const plan = `minutes-${asked.get("minutes")}`;
  const span = (stack) => stack.getAttribute(`data-${plan}`)?.split("–");
  const planned = stacks.filter(span);
  const timed = planned.length > 0;
  if (timed) {
    for (const stack of stacks.slice(1, -1)) if (!span(stack)) stack.remove();
    for (const stack of planned) {
      const opening = stack === planned[0] ? stacks[0].children : [];
      const closing = stack === planned.at(-1) ? stacks.at(-1).children : [];
      const slides = [...opening, ...stack.children, ...closing];
      const [start, end] = span(stack);
      for (const slide of slides) slide.dataset.timing = Math.round((60 * (end - start)) / slides.length);
    }
  }

  // The speaker's window shows copies. A key or a swipe there goes to the presentation, which alone says where it is:
  // a copy that also told its place would, a moment late, take back the next press.
  const presentation = asked.has("receiver") && parent.opener;
  const press = (keyCode) => presentation.postMessage(JSON.stringify({ method: "triggerKey", args: [keyCode] }), "*");
  function handOver() {
    const instead = (event, keyCode) => {
      event.stopImmediatePropagation();
      press(keyCode);
    };
    addEventListener("message", (event) => {
      if (String(event.data).includes('"method":"triggerKey"')) instead(event, JSON.parse(event.data).args[0]);
    });
    addEventListener("keydown", (event) => {
      const isOfBrowser = event.ctrlKey || event.altKey || event.metaKey;
      if (event.key in REMOTE || (isFree(event) && !isOfBrowser)) instead(event, event.keyCode);
    }, true);
    let start = null;
    addEventListener("touchstart", ({ target, touches: [{ clientX }] }) => (start = target.closest(HELD) ? null : clientX));
    addEventListener("touchend", ({ changedTouches: [{ clientX }] }) => {
      if (start !== null && Math.abs(clientX - start) > 40) press(clientX < start ? 34 : 33);
    });
  }

  // The two keys of a remote travel wherever the focus is; all other keys of a control belong to it.
  const REMOTE = { PageDown: () => Reveal.next(), PageUp: () => Reveal.prev() };
  const travel = (event) => {
    if (!(event.key in REMOTE)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    REMOTE[event.key]();
  };
  const isFree = ({ target, key }) =>
    !target?.closest("input, select, textarea") && !(target?.closest("button, summary, a") && [" ", "Enter"].includes(key));

  // A finger that moves a control or draws points does not turn the slide.
  const HELD = "input, select, canvas, .explore-area";
  const hold = ({ target }) => target.closest(HELD)?.toggleAttribute("data-prevent-swipe", true);
  addEventListener("pointerdown", hold, true);

  if (presentation) handOver();
  else addEventListener("keydown", travel, true);

  // The address holds the number of the slide beside the values of figures, and may ask for either.
  const inAddress = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  function follow() {
    const values = inAddress();
    const figures = [...values.keys()].map((key) => document.getElementById(key.split(".")[0]));
    const slide = values.has("slide") ? Reveal.getSlides()[values.get("slide") - 1] : figures.find(Boolean)?.closest("section");
    if (!slide) return;
    const { h, v } = Reveal.getIndices(slide);
    Reveal.slide(h, v);
  }
  function keep() {
    const values = inAddress();
    values.set("slide", Reveal.getSlidePastCount() + 1);
    history.replaceState(null, "", "#" + values);
  }

  // Text is as large as its slide has room for, with all that is to be revealed. Long lines break only at the smallest size.
  const SIZES = [1.2, 1.1, 1, 0.95, 0.9, 0.86];
  const overflows = (part) => part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1;
  function fit(slide) {
    if (slide.matches(".slide-title, .slide-figure")) return;
    const parts = [slide, ...slide.querySelectorAll("pre, .formula")];
    for (const size of SIZES) {
      slide.style.setProperty("--size", size);
      if (!parts.some(overflows)) return;
    }
    slide.classList.add("breaks-lines");
  }

  Reveal.initialize({
    width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4, center: false, display: "flex",
    controls: false, slideNumber: "c/t", navigationMode: "linear", transition: "none", backgroundTransition: "none",
    keyboardCondition: isFree, pdfSeparateFragments: false, scrollActivationWidth: null, defaultTiming: timed ? 60 : null, plugins: [RevealNotes],
  }).then(() => {
    if (presentation) Reveal.configure({ postMessageEvents: false, touch: false });
    fit(Reveal.getCurrentSlide());
    Reveal.on("slidechanged", ({ currentSlide }) => {
      fit(currentSlide);
      keep();
    });
    follow();
    addEventListener("hashchange", follow);
  });
  Reveal.addKeyBinding({ keyCode: 69, key: "E", description: "Print, or save as PDF" }, () => {
    asked.set("view", "print");
    open(`?${asked}`);
  });
  Reveal.on("pdf-ready", () => {
    Reveal.getSlides().forEach(fit);
    print();
  });
})();
