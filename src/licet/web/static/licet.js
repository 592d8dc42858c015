/* What pages gain by JavaScript; all of them work without it. */
"use strict";
(() => {
  const typing = (where) => where.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
  const goTo = { a: "/ask", o: "/orders", w: "/what-if", p: "/parties", r: "/review", c: "/cases", l: "/licenses", s: "/statistics" };
  let chord = "";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (chord === "g" && goTo[event.key]) { chord = ""; location.assign(goTo[event.key]); return; }
    chord = event.key === "g" ? "g" : "";
    if (event.key === "/") {
      const first = document.querySelector("main input[type=search], main input[type=text]");
      if (first) { event.preventDefault(); first.focus(); }
    }
    const pairs = [...document.querySelectorAll(".pair")];
    if (pairs.length) onPairs(event, pairs);
  });

  /* Match review: j and k move, x marks, m and f choose what is said of the pair. */
  function onPairs(event, pairs) {
    const at = pairs.findIndex((pair) => pair.contains(document.activeElement));
    const focus = (place) => pairs[Math.max(0, Math.min(pairs.length - 1, place))].querySelector("input").focus();
    if (event.key === "j") focus(at + 1);
    if (event.key === "k") focus(at < 0 ? 0 : at - 1);
    if (at >= 0 && event.key === "x") { const box = pairs[at].querySelector("input[type=checkbox]"); box.checked = !box.checked; }
  }

  /* The control of the date: tell at once what the chosen day would say, ask when it is let go. */
  document.addEventListener("input", (event) => {
    const slider = event.target.closest("input[data-steps]");
    if (!slider) return;
    const step = JSON.parse(slider.dataset.steps)[Number(slider.value)];
    document.getElementById("step-words").textContent = step;
    slider.setAttribute("aria-valuetext", step);
  });
  document.addEventListener("change", (event) => {
    const slider = event.target.closest("input[data-steps]");
    if (slider) document.getElementById("go-step").click();
    const now = event.target.closest("[data-submit]");
    if (now) now.form.requestSubmit();
  });
  /* A button beside its form: htmx sends what stands in the form, so the button's value is put there. */
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    form.querySelectorAll("input[data-pressed]").forEach((old) => old.remove());
    if (!button || !button.name || form.contains(button) || !form.hasAttribute("hx-post")) return;
    const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    pressed.dataset.pressed = "";
    form.append(pressed);
  }, true);
  document.addEventListener("click", (event) => {
    const all = event.target.closest("[data-check-all]");
    if (all) document.querySelectorAll(`input[name="${all.dataset.checkAll}"]`).forEach((box) => { box.checked = all.checked; });
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "ask") {
      const said = document.getElementById("said");
      if (said) said.textContent = said.dataset.words || "";
    }
  });
})();
