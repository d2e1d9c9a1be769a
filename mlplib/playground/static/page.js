// On a page: every place for a playground is filled, and the address keeps the state of each.
const script = document.currentScript.src;
// A course may leave out chapters: a page has links to those that there are.
const isOffered = (page) => location.pathname.endsWith(page) || document.querySelector(`a[href$="${page}"]`);
const inAddress = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
for (const root of document.querySelectorAll(".playground[data-start]")) {
  let due;
  const write = () => {
    history.replaceState(null, "", "#" + toAddress(root.id, playground.state, playground.start, inAddress()));
  };
  const keep = () => { // browsers refuse an address that changes too often, as in a drag
    clearTimeout(due);
    due = setTimeout(write, SETTLED);
  };
  const link = (section) => isOffered(section.split("#")[0]) && new URL("../chapters/" + section, script);
  const playground = new Playground(root, JSON.parse(root.dataset.start), { keep, link });
  playground.restore(inAddress());
  addEventListener("hashchange", () => playground.restore(inAddress()));
}
