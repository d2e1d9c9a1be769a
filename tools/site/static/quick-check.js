// Makes a form of each quick check (tools/questions.py): choose an option or type a number, and its reason follows.
"use strict";
for (const check of document.querySelectorAll(".quick-check")) {
  const question = check.querySelector("p");
  const options = check.querySelector(":scope > ol");
  const reasons = [...check.querySelectorAll("details li")];
  const last = options ? null : reasons.at(-1); // what is said of all other numbers
  const reply = document.createElement("div");
  reply.className = "quick-check-reply";
  reply.setAttribute("aria-live", "polite");
  const show = (reason, right) => {
    reply.innerHTML = reason.innerHTML;
    if (!right && reason !== last) reply.querySelector("p").prepend("No. ");
    reply.classList.toggle("right", right);
  };
  const marks = (reason) => (reason.querySelector("strong") ?? reason).textContent;

  if (options) {
    const buttons = [...options.children].map((option, i) => {
      const button = document.createElement("button");
      button.append(...option.firstElementChild.childNodes);
      option.firstElementChild.replaceWith(button);
      button.addEventListener("click", () => {
        for (const other of buttons) other.setAttribute("aria-pressed", other === button);
        show(reasons[i], i === Number(check.dataset.right));
      });
      return button;
    });
    options.after(reply);
  } else {
    const form = document.createElement("form");
    form.innerHTML = '<label>Your number <input inputmode="decimal" autocomplete="off" size="6"></label><button>Check</button>';
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [above, below = 1] = form.elements[0].value.replaceAll("−", "-").replace(/,(?=\d{3}(\D|$))|[%\s]/g, "").replace(",", ".").split("/");
      const number = above ? above / below : NaN;
      if (!isFinite(number)) {
        reply.textContent = "Type a number, such as 2.5.";
        reply.classList.remove("right");
        return;
      }
      const found = reasons.findIndex((reason) => {
        const text = marks(reason).replaceAll(",", "");
        const decimals = text.split(".")[1]?.length;
        return Math.abs(number - text) <= (decimals ? 10 ** -decimals : 0) + 1e-9;
      });
      show(reasons.at(found), found === 0);
    });
    question.after(form, reply);
  }
}
