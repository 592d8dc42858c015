/* What pages gain by JavaScript; all of them work without it. */
"use strict";
(() => {
  const typing = (where) => where.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
  const goTo = { t: "/today", a: "/ask", n: "/answers", o: "/orders", w: "/what-if", p: "/parties", m: "/screening", r: "/review", c: "/cases", l: "/licenses", s: "/statistics" };
  let chord = "";

  /* Single keys can be switched off (WCAG 2.1.4); the sheet that says what they do stays behind its button. */
  const stored = () => { try { return localStorage.getItem("licet-keys"); } catch { return null; } };
  const sheet = () => document.getElementById("keys");
  const openSheet = () => { sheet().querySelector("[data-keys-on]").checked = stored() !== "off"; sheet().showModal(); };
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-on]")) return;
    try { localStorage.setItem("licet-keys", event.target.checked ? "on" : "off"); } catch { event.target.checked = true; }
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-keys-open]")) openSheet(); });
  const offerSheet = () => { if (sheet()) document.querySelectorAll("[data-keys-open]").forEach((one) => { one.hidden = false; }); };
  document.addEventListener("DOMContentLoaded", offerSheet);
  if (document.readyState !== "loading") offerSheet();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (stored() === "off" || (sheet() && sheet().open)) return;
    if (event.key === "?" && sheet()) { event.preventDefault(); openSheet(); return; }
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
    if (form.id === "sale") lastButton = button;
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
    const tab = event.target.closest("[data-tab]");
    if (tab && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); showTab(tab); }
    const copy = event.target.closest("[data-copy-address]");
    if (copy) copyAddress(copy);
  });

  /* What stands behind an answer: one panel at a time, and the address says which. */
  function showTab(tab) {
    const name = tab.dataset.tab;
    document.querySelectorAll("[data-panel]").forEach((panel) => panel.classList.toggle("off", panel.dataset.panel !== name));
    document.querySelectorAll("[data-tab]").forEach((one) => { one === tab ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current"); });
    const url = new URL(location.href);
    url.searchParams.set("tab", name);
    history.replaceState(history.state, "", url);
  }
  async function copyAddress(button) {
    const said = document.querySelector("[data-copied]");
    try { await navigator.clipboard.writeText(location.origin + location.pathname); said.textContent = "Copied"; }
    catch { said.textContent = location.origin + location.pathname; }
  }
  const offerCopy = () => document.querySelectorAll("[data-copy-address]").forEach((one) => { one.hidden = false; });

  /* A press counts although the page moved between pressing and letting go, as when a name is looked up meanwhile. */
  let pressed = null;
  document.addEventListener("pointerdown", (event) => { pressed = event.button === 0 ? event.target.closest("#sale button, button[form=sale]") : null; });
  document.addEventListener("pointerup", (event) => {
    const button = pressed;
    pressed = null;
    if (button && button.isConnected && !button.disabled && event.target.closest("button") !== button) button.click();
  });
  document.addEventListener("pointercancel", () => { pressed = null; });

  /* Ask: an answer counts only for the facts that it was given for. Whatever else happens, no old verdict stays. */
  const byId = (id) => document.getElementById(id);
  const NO_FACTS = new Set(["typed", "step", "csrf"]);
  let lastButton = null, waiting = false, failed = false, renewed = false, place = null;

  function altered(field) {
    if (!field.name || field.type === "hidden" || "noFact" in field.dataset || NO_FACTS.has(field.name)) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
    return "defaultValue" in field && field.value !== field.defaultValue;
  }

  function checkFacts() {
    const form = byId("sale"), answer = byId("answer");
    if (!form || !answer || !answer.dataset.light) return;
    const stale = waiting || failed || [...form.elements].some(altered);
    if (stale === answer.classList.contains("stale")) return;
    const light = answer.querySelector(".light"), color = answer.dataset.light;
    if (!light.dataset.words) light.dataset.words = light.textContent;
    for (const one of [answer, light]) one.classList.toggle(color, !stale);
    answer.classList.toggle("stale", stale);
    light.textContent = stale ? light.dataset.staleWords : light.dataset.words;
    byId("stale").hidden = !stale;
    answer.querySelectorAll("button[form=pdf], button[form=again], button[form=answered]").forEach((one) => { one.disabled = stale; });
    if (stale && byId("said")) byId("said").textContent = "";
    if (!answer.dataset.title) answer.dataset.title = document.title;
    document.title = stale ? "Not answered · Licet" : answer.dataset.title;
  }
  for (const name of ["input", "change", "pageshow"]) window.addEventListener(name, checkFacts);
  const begin = () => { checkFacts(); offerCopy(); };
  document.addEventListener("DOMContentLoaded", begin);
  if (document.readyState !== "loading") begin();

  const ofAsk = (event) => event.detail.elt && event.detail.elt.id === "sale";
  const ofMatches = (event) => (event.detail.elt && event.detail.elt.closest(".party")) ? event.detail.target : null;

  /* Nothing was answered: say so in words, where the reader is, and leave what was typed. */
  function fail(text, url, words) {
    waiting = false; failed = true; checkFacts();
    const box = byId("failure");
    if (!box) return;
    box.textContent = text;
    if (url) {
      const link = Object.assign(document.createElement("a"), { href: url, target: "_blank", rel: "noopener", textContent: words });
      box.append(" ", link, " What you typed is kept: press Answer again afterwards.");
    } else box.append(" What you typed is kept.");
    box.hidden = false;
    box.focus();
    box.scrollIntoView({ block: "start" });
  }
  const noAnswer = (event, text, url, words) => {
    const matches = ofMatches(event);
    if (ofAsk(event)) fail(`Not answered. ${text}`, url, words);
    else if (matches) matches.textContent = `This name was not looked up. ${text}`;
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    const matches = ofMatches(event);
    if (matches && !ofAsk(event)) matches.textContent = "Looking it up …";
    if (!ofAsk(event)) return;
    waiting = true; failed = false;
    const box = byId("failure"), at = document.activeElement;
    if (box) box.hidden = true;
    place = at && at.name ? { name: at.name, value: at.tagName === "BUTTON" ? at.value : null, top: at.getBoundingClientRect().top } : null;
    checkFacts();
  });
  document.addEventListener("htmx:sendError", (event) => noAnswer(event, "There is no connection to Licet."));
  document.addEventListener("htmx:timeout", (event) => noAnswer(event, "Licet took too long."));
  document.addEventListener("htmx:swapError", (event) => noAnswer(event, "What Licet sent cannot be shown."));
  document.addEventListener("htmx:responseError", async (event) => {
    const status = event.detail.xhr.status;
    if (status === 403 && ofAsk(event) && !renewed && !(await lost())) {
      renewed = true;
      byId("sale").requestSubmit(lastButton && lastButton.isConnected ? lastButton : undefined);
      return;
    }
    renewed = false;
    if (status === 401) noAnswer(event, "Your session has ended.", "/sign-in?next=/account", "Sign in again (in a new tab).");
    else if (status === 403) noAnswer(event, "You may not do this, or you are signed in as somebody else.", "/account", "See your account (in a new tab).");
    else if (status === 429) noAnswer(event, "There were too many requests. Wait a minute.");
    else if (status >= 500) noAnswer(event, `Something went wrong at Licet (error ${status}).`);
    else noAnswer(event, `Licet refused the request (error ${status}).`);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const ask = event.detail.target && event.detail.target.id === "ask";
    if (!ask || !event.detail.shouldSwap || /<div id="ask">/.test(event.detail.serverResponse)) return;
    event.detail.shouldSwap = false;
    fail("Not answered. Licet asks for something else first.", "/account", "See your account (in a new tab).");
  });
  /* A session that began in another tab has another form token. Gives why nothing can be sent; empty where it can. */
  async function lost() {
    try {
      const page = await fetch("/account", { redirect: "manual" });
      if (page.type === "opaqueredirect" || page.status === 401) return "Your session has ended.";
      if (!page.ok) return `Something went wrong at Licet (error ${page.status}).`;
      const field = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("input[name=csrf]");
      if (!field || !field.value) return "Your session has ended.";
      document.querySelectorAll("input[name=csrf]").forEach((one) => { one.value = field.value; });
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRF-Token": field.value }));
      return "";
    } catch { return "There is no connection to Licet."; }
  }

  /* A form with work in it is sent only into a session that lives; else it stays, with what was typed. */
  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (!form.matches("form[data-work]") || event.defaultPrevented) return;
    if (form.dataset.work === "sure") { form.dataset.work = ""; return; }
    event.preventDefault();
    const why = await lost();
    if (!why) { form.dataset.work = "sure"; form.requestSubmit(button); return; }
    let box = form.querySelector(".lost");
    if (!box) {
      box = Object.assign(document.createElement("div"), { className: "note red lost", tabIndex: -1 });
      box.setAttribute("role", "alert");
      form.prepend(box);
    }
    box.textContent = `Nothing was sent. ${why} What you typed is kept. `;
    box.append(Object.assign(document.createElement("a"), { href: "/sign-in?next=/account", target: "_blank", rel: "noopener", textContent: "Sign in again (in a new tab), then press the button again." }));
    box.focus();
    box.scrollIntoView({ block: "start" });
  });

  const MOVES_NOTHING = new Set(["add", "remove", "look", "judge", "go"]);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target && event.detail.target.id !== "ask" && event.target.id !== "ask") return;
    waiting = failed = renewed = false;
    begin();
    const errors = byId("errors"), verdict = byId("verdict"), said = byId("said"), answer = byId("answer");
    if (said) said.textContent = answer && answer.dataset.light ? `${answer.querySelector(".light").textContent}. ${answer.querySelector(".sentence").textContent}` : "";
    if (errors) show(errors, errors);
    else if (lastButton && lastButton.name === "add") added(lastButton.value);
    else if (lastButton && MOVES_NOTHING.has(lastButton.name)) stay();
    else if (verdict) show(verdict, answer);
  });
  function show(focused, top) {
    focused.focus({ preventScroll: true });
    top.scrollIntoView({ block: "start" });
  }
  /* A row was added: its first field. */
  function added(where) {
    const fields = [...document.querySelectorAll("#sale input[type=text][name$='.name']")];
    const mine = where === "party" ? fields.filter((one) => !one.name.includes(".owners")) : fields.filter((one) => one.name.startsWith(`${where}.owners`));
    const items = document.querySelectorAll("#sale [name^='items[']");
    const line = items.length ? items[items.length - 1].closest("[role=group]") : null;
    const last = where === "item" ? line && line.querySelector("input, select") : mine[mine.length - 1];
    if (last) { last.focus({ preventScroll: true }); last.scrollIntoView({ block: "center" }); }
  }
  /* Everything stays where it was on the screen. */
  function stay() {
    if (!place) return;
    const same = [...document.querySelectorAll(`#ask [name="${CSS.escape(place.name)}"]`)];
    const again = same.find((one) => place.value === null || one.value === place.value) || same[0];
    if (!again) return;
    again.focus({ preventScroll: true });
    window.scrollBy(0, again.getBoundingClientRect().top - place.top);
  }
})();
