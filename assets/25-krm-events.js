/* The form for own events: sends it, says what came of it, and leaves in the fields what was not accepted. */
(function () {
  "use strict";

  const ADDRESS = "/eintragen/ereignis";
  const PART = "ereignis-";
  const PATIENCE = 5000; // ms
  const part = (name) => document.getElementById(PART + name);
  const form = () => part("formular");
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const fields = () => [...form().querySelectorAll("[data-field]")].map((one) => one.dataset.field);
  // Number of the event that is being changed, none for a new one; and whether an answer is awaited.
  let changed = "";
  let sending = false;

  function say(sentence) {
    part("meldung").textContent = sentence;
  }

  function mark(name, sentence) {
    const place = part(name + "-fehler");
    const hint = part(name + "-hinweis");
    place.textContent = sentence;
    place.hidden = !sentence;
    const described = [...(sentence ? [place.id] : []), ...(hint.hidden ? [] : [hint.id])].join(" ");
    if (described) part(name).setAttribute("aria-describedby", described);
    else part(name).removeAttribute("aria-describedby");
    if (sentence) part(name).setAttribute("aria-invalid", "true");
    else part(name).removeAttribute("aria-invalid");
  }

  /* Sentences below the fields that they are about; none for {}. The first such field gets the focus. */
  function showFaults(faults) {
    fields().forEach((name) => mark(name, faults[name] || ""));
    const first = fields().find((name) => faults[name]);
    if (first) part(first).focus();
  }

  function fill(values) {
    changed = values.nummer || "";
    const kind = changed ? "edit" : "new";
    fields().forEach((name) => set(PART + name, { value: values[name] || (part(name).matches("select") ? "alle" : "") }));
    part("kopf").textContent = form().dataset[kind];
    form().querySelector("[type=submit]").textContent = form().dataset[changed ? "saveEdit" : "saveNew"];
    form().querySelector("[data-event-cancel]").hidden = !changed;
    showFaults({});
  }

  async function ask(method, number, body) {
    const options = { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    try {
      const answer = await fetch(ADDRESS + (number ? "/" + number : ""), options);
      return { done: answer.ok, ...(await answer.json()) };
    } catch (failed) {
      return { done: false, fehler: form().dataset.failed };
    }
  }

  /* The figures and the list are asked for anew, as after a choice; ``then`` runs once the list stands. */
  function refresh(then) {
    const place = part("liste");
    asked(document, false);
    const observer = new MutationObserver(() => {
      observer.disconnect();
      then();
    });
    observer.observe(place, { childList: true, subtree: true, attributeFilter: ["data-event-edit"] });
    // A list that stays as it is must not move the focus at some later time.
    setTimeout(() => observer.disconnect(), PATIENCE);
    set("ereignisse--auswahl", { data: location.search });
  }

  /* Focus on the button of an event, else on the heading. */
  function focusOn(number) {
    const buttons = [...document.querySelectorAll("[data-event-edit]")];
    const own = buttons.find((button) => JSON.parse(button.dataset.eventEdit).nummer === String(number));
    (own || part("titel-der-tafel")).focus();
  }

  async function save() {
    if (sending) return;
    sending = true;
    const body = Object.fromEntries(fields().map((name) => [name, part(name).value]));
    const number = changed;
    const answer = await ask("POST", number, body);
    sending = false;
    if (!form()) return;
    say(answer.satz || answer.fehler || form().dataset.failed);
    if (!answer.done) {
      showFaults(answer.felder || {});
      return;
    }
    fill({});
    if (number) refresh(() => focusOn(number));
    else {
      refresh(() => {});
      part("von").focus();
    }
  }

  async function remove(number) {
    if (sending) return;
    sending = true;
    const answer = await ask("DELETE", number);
    sending = false;
    if (!form()) return;
    say(answer.satz || answer.fehler || form().dataset.failed);
    if (!answer.done) return;
    if (changed === number) fill({});
    part("titel-der-tafel").focus();
    refresh(() => {});
  }

  /* Removing is asked for once more, in place of the two buttons. */
  function asked(inside, asking) {
    inside.querySelectorAll(".own-events .event-buttons").forEach((buttons) => {
      buttons.hidden = buttons.classList.contains("asked") !== asking;
    });
  }

  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    save();
  });

  document.addEventListener("click", (event) => {
    const hit = (name) => event.target.closest(`[data-event-${name}]`);
    if (hit("edit")) {
      fill(JSON.parse(hit("edit").dataset.eventEdit));
      say("");
      part("titel").focus();
    }
    if (hit("cancel")) {
      const number = changed;
      fill({});
      say("");
      focusOn(number);
    }
    if (hit("ask")) {
      const entry = hit("ask").closest("li");
      asked(entry, true);
      entry.querySelector("[data-event-keep]").focus();
    }
    if (hit("keep")) {
      const entry = hit("keep").closest("li");
      asked(entry, false);
      entry.querySelector("[data-event-ask]").focus();
    }
    if (hit("remove")) remove(hit("remove").dataset.eventRemove);
  });

  /* The hint below a field is read with it. */
  document.addEventListener("focusin", (event) => {
    const place = event.target.closest("#ereignis-formular [data-field]");
    if (place && !event.target.hasAttribute("aria-describedby")) mark(place.dataset.field, "");
  });

  /* A field that is being put right is no longer marked as wrong once it is left. */
  document.addEventListener("change", (event) => {
    const place = event.target.closest("#ereignis-formular [data-field]");
    if (place) mark(place.dataset.field, "");
  });
})();
