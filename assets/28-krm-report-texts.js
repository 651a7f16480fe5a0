/* People's own texts of the annual report: loaded for the chosen year and Jobcenter, saved one by one, never lost. */
(function () {
  "use strict";

  const ADDRESS = "/berichte/jahresbericht/texte";
  const KEPT = "krm-berichtstexte";
  const part = (name) => document.getElementById("berichtstext" + name);
  const field = (key) => part("-" + key);
  const panel = () => part("e");
  const places = () => [...panel().querySelectorAll("[data-text-place]")].map((one) => one.dataset.textPlace);
  const chosen = (name) => (document.getElementById("berichte--" + name) || {}).value || "";
  const sentence = (name, values) =>
    JSON.parse(panel().dataset.sentences)[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  // What the server holds of the report that is shown, and which report that is.
  let saved = {};
  let shown = null;
  let saving = false;

  const report = () => ({ jobcenter: chosen("jobcenter"), jahr: chosen("jahr") });
  const name = (key) => [shown.jobcenter, shown.jahr, key].join("|");

  /* Drafts outlive a change of the year, of the page, and a failed request. */
  function drafts() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT)) || {};
    } catch (refused) {
      return {};
    }
  }

  function keepDraft(key, draft) {
    const all = drafts();
    if (draft) all[name(key)] = draft;
    else delete all[name(key)];
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(all));
    } catch (refused) {
      // The text stays in its field.
    }
  }

  const dirty = () => (shown ? places().filter((key) => field(key).value !== saved[key].text) : []);

  function say(text) {
    part("-meldung").textContent = text;
  }

  function tell(key, text) {
    const place = part("-" + key + "-stand");
    place.textContent = text;
    place.hidden = !text;
  }

  function showOther(key, text) {
    const block = field(key).closest("[data-text-place]").querySelector(".conflict");
    block.hidden = text === null;
    part("-" + key + "-anderer").textContent = text || "–";
  }

  async function load() {
    const wanted = report();
    if (shown && shown.jahr === wanted.jahr && shown.jobcenter === wanted.jobcenter) return;
    shown = null;
    say(sentence("laden"));
    places().forEach((key) => {
      field(key).disabled = true;
    });
    let answer;
    try {
      answer = await fetch(ADDRESS + "?" + new URLSearchParams(wanted));
      if (!answer.ok) throw new Error();
      answer = await answer.json();
    } catch (failed) {
      if (panel()) say(sentence("nicht_geladen"));
      return;
    }
    const now = report();
    if (!panel() || now.jahr !== wanted.jahr || now.jobcenter !== wanted.jobcenter) return;
    shown = wanted;
    saved = {};
    const own = drafts();
    places().forEach((key) => {
      const known = answer.texte[key] || { text: "", fassung: 0 };
      const draft = own[name(key)];
      // A draft was written upon the version that it remembers.
      saved[key] = { text: known.text, fassung: draft ? draft.fassung : known.fassung };
      field(key).value = draft ? draft.text : known.text;
      field(key).disabled = false;
      showOther(key, null);
      tell(key, draft && draft.text !== known.text ? sentence("ungespeichert") : "");
    });
    say(sentence("geladen", answer));
  }

  async function saveOne(key) {
    const text = field(key).value;
    const body = JSON.stringify({ ...shown, stelle: key, text, fassung: saved[key].fassung });
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body };
    let answer;
    let given;
    try {
      given = await fetch(ADDRESS, options);
      answer = await given.json();
    } catch (failed) {
      tell(key, sentence("verbindung"));
      return false;
    }
    if (!given.ok) {
      tell(key, answer.fehler || sentence("verbindung"));
      if (given.status === 409) {
        saved[key].other = answer;
        showOther(key, answer.text);
      }
      return false;
    }
    saved[key] = { text, fassung: answer.fassung };
    const same = field(key).value === text;
    keepDraft(key, same ? null : { text: field(key).value, fassung: answer.fassung });
    tell(key, same ? answer.satz : sentence("ungespeichert"));
    showOther(key, null);
    return same;
  }

  /* One after the other; whether all of them are saved. */
  async function save() {
    if (saving || !shown) return false;
    const open = dirty();
    if (!open.length) {
      say(sentence("nichts"));
      return true;
    }
    saving = true;
    let all = true;
    for (const key of open) all = (await saveOne(key)) && all;
    saving = false;
    if (panel()) say(sentence(all ? "gespeichert" : "offen"));
    return all;
  }

  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target !== panel() || !panel().open) return;
      shown = null;
      load();
    },
    true
  );

  document.addEventListener("change", (event) => {
    if (panel() && panel().open && /^berichte--(jahr|jobcenter)$/.test(event.target.id || "")) load();
  });

  document.addEventListener("input", (event) => {
    const place = panel() && shown && event.target.closest("[data-text-place]");
    if (!place) return;
    const key = place.dataset.textPlace;
    const open = field(key).value !== saved[key].text;
    keepDraft(key, open ? { text: field(key).value, fassung: saved[key].fassung } : null);
    tell(key, open ? sentence("ungespeichert") : "");
  });

  document.addEventListener("click", (event) => {
    const hit = (what) => event.target.closest(`[data-text-${what}]`);
    if (hit("save")) save();
    for (const what of ["take", "keep"]) {
      if (!hit(what)) continue;
      const key = hit(what).dataset[what === "take" ? "textTake" : "textKeep"];
      const other = saved[key].other;
      saved[key] = { text: other.text, fassung: other.fassung };
      if (what === "take") field(key).value = other.text;
      const open = field(key).value !== other.text;
      keepDraft(key, open ? { text: field(key).value, fassung: other.fassung } : null);
      tell(key, open ? sentence("ungespeichert") : "");
      showOther(key, null);
      field(key).focus();
    }
  });

  /* The report holds what is saved: what is not yet saved is saved first. */
  document.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!panel() || !button || !/jahresbericht/.test(button.formAction || "") || !dirty().length) return;
    event.preventDefault();
    const form = event.target;
    if (await save()) form.requestSubmit(button);
  });

  window.addEventListener("beforeunload", (event) => {
    if (panel() && dirty().length) event.preventDefault();
  });
})();
