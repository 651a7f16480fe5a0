/* The Sammelmappe: figures with their own selections, kept in this browser, listed on a page, given on as a file. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const KEY = "krm-sammelmappe";
  const THUMB = [640, 360];
  const list = () => document.querySelector(".collection-list");
  const about = () => document.querySelector(".collection-texts").dataset;
  const most = () => JSON.parse(document.getElementById("weitergeben").dataset.texts).hoechstens;
  // What the server told about the figures, by card and selection.
  let known = {};
  let busy = false;
  let sure = false;

  /* What is stored may be missing, of another kind or forbidden to read. */
  function stored() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(KEY));
    } catch (unreadable) { /* as if there were none */ }
    const texts = ["id", "karte", "auswahl", "titel", "name", "worte"];
    const whole = (one) => one && texts.every((name) => typeof one[name] === "string");
    return Array.isArray(kept) ? kept.filter(whole) : [];
  }

  function store(entries) {
    try {
      localStorage.setItem(KEY, JSON.stringify(entries));
    } catch (refused) {
      return false;
    }
    count();
    return true;
  }

  function count() {
    const number = stored().length;
    document.querySelectorAll(".collection-count").forEach((place) => { place.textContent = number ? ` (${number})` : ""; });
  }

  const key = (entry) => entry.karte + "?" + entry.auswahl;
  const title = (entry) => entry.titel || (known[key(entry)] && known[key(entry)].titel) || entry.name;

  function sentence(code, words) {
    const filled = Object.entries(words || {}).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, () => value), JSON.parse(about().texts)[code],
    );
    return filled;
  }

  const say = (text) => { document.querySelector(".collection-status").textContent = text; };

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function button(code, entry, sign, ended) {
    const made = element("button", sign ? "quiet move" : "quiet", sign || sentence(code));
    made.type = "button";
    made.dataset.entry = code;
    made.setAttribute("aria-label", sentence(code + "_von", { name: title(entry) }));
    if (sign) made.title = sentence(code);
    if (ended) made.setAttribute("aria-disabled", "true");
    return made;
  }

  function row(entry, at, all) {
    const line = element("li", "collection-entry");
    line.dataset.id = entry.id;
    const told = known[key(entry)];
    const heading = element("h2");
    const open = element("a", "", title(entry));
    open.href = told && told.adresse ? told.adresse : "#";
    open.dataset.inside = "1";
    heading.append(told && told.adresse ? open : title(entry));
    const words = element("div", "collection-words");
    words.append(heading, element("p", "subtitle", (told && told.untertitel) || entry.worte));
    if (told && told.fehler) {
      const notice = element("p", "notice", told.fehler);
      words.append(notice);
    }
    if (told && told.aussage) words.append(element("p", "collection-finding", told.aussage));
    words.append(naming(entry));
    const tools = element("div", "collection-move");
    tools.append(
      button("hoch", entry, "↑", at === 0), button("runter", entry, "↓", at === all - 1), button("entfernen", entry),
    );
    line.append(thumb(entry), words, tools);
    return line;
  }

  function naming(entry) {
    const field = element("input", "form-control form-control-sm");
    field.type = "text";
    field.maxLength = 120;
    field.value = entry.titel;
    field.placeholder = sentence("titel");
    field.autocomplete = "off";
    field.dataset.entry = "titel";
    field.setAttribute("aria-label", sentence("titel_von", { name: entry.name }));
    return field;
  }

  /* A small picture of the chart; it tells nothing that the words beside it do not. */
  function thumb(entry) {
    const place = element("div", "collection-thumb");
    place.setAttribute("aria-hidden", "true");
    const told = known[key(entry)];
    if (told && told.bild) {
      const image = element("img");
      image.alt = "";
      image.src = told.bild;
      place.append(image);
    } else if (told && told.tabelle) {
      const rows = told.tabelle.zeilen.slice(0, 5).map((cells) => cells.slice(0, 3));
      const table = element("div", "collection-cells");
      rows.forEach((cells) => cells.forEach((text) => table.append(element("span", "", text))));
      place.append(table);
    }
    return place;
  }

  function fill() {
    if (!list()) return;
    const entries = stored();
    list().replaceChildren(...entries.map((entry, at) => row(entry, at, entries.length)));
    document.querySelector(".collection-empty").hidden = entries.length > 0;
    document.querySelectorAll(".collection-tools button").forEach((one) => { one.disabled = entries.length === 0; });
  }

  /* Whoever asks too much in a short time is told how long to wait; that is done here, not by people. */
  async function patient(address, options) {
    const answer = await fetch(address, options);
    if (answer.status !== 429) return answer;
    await new Promise((done) => setTimeout(done, 1000 * Number(answer.headers.get("Retry-After") || 1)));
    return fetch(address, options);
  }

  /* What the server has to say about a figure today; an answer with a sentence instead of a figure stays an answer. */
  async function ask(entry) {
    const answer = await patient(`/sammelmappe/${encodeURIComponent(entry.karte)}.json?${entry.auswahl}`);
    if (answer.status >= 500 || answer.status === 429) throw new Error("abbildung");
    const told = await answer.json();
    known[key(entry)] = answer.status === 404 ? { fehler: sentence("unbekannt") } : told;
    if (told.hinweise && told.hinweise.length) told.fehler = told.hinweise.join("; ");
    if (told.abbildung) {
      const [width, height] = THUMB;
      const svg = await krm.picture.drawing(told.abbildung, width, told.abbildung.layout.height || height);
      told.bild = "data:image/svg+xml," + encodeURIComponent(svg);
    }
    return known[key(entry)];
  }

  /* The list as it is kept, and one after the other what the server tells about it. */
  async function open() {
    fill();
    for (const entry of stored()) {
      if (!list()) return;
      if (!known[key(entry)]) await ask(entry).catch(() => undefined);
      const place = list() && list().querySelector(`[data-id="${entry.id}"]`);
      const entries = stored();
      const at = entries.findIndex((one) => one.id === entry.id);
      if (place && at >= 0 && !place.contains(document.activeElement)) place.replaceWith(row(entries[at], at, entries.length));
    }
  }

  function focusOn(id, code) {
    const target = list().querySelector(`[data-id="${id}"] [data-entry="${code}"]`);
    if (target) target.focus();
    return target;
  }

  function keep(entries, text, then) {
    say(store(entries) ? text : sentence("speicher"));
    fill();
    then();
  }

  function move(id, by) {
    const entries = stored();
    const from = entries.findIndex((one) => one.id === id);
    const to = from + by;
    if (to < 0 || to >= entries.length) return;
    const [entry] = entries.splice(from, 1);
    entries.splice(to, 0, entry);
    const words = { name: title(entry), at: to + 1, all: entries.length };
    keep(entries, sentence("verschoben", words), () => focusOn(id, by < 0 ? "hoch" : "runter"));
  }

  function remove(id) {
    const entries = stored();
    const at = entries.findIndex((one) => one.id === id);
    const [entry] = entries.splice(at, 1);
    const next = entries[Math.min(at, entries.length - 1)];
    keep(entries, sentence("entfernt", { name: title(entry) }), () => {
      if (next) focusOn(next.id, "entfernen");
      else document.getElementById("inhalt").focus();
    });
  }

  function rename(field) {
    const entries = stored();
    const entry = entries.find((one) => one.id === field.closest("[data-id]").dataset.id);
    const titel = field.value.trim();
    if (!entry || titel === entry.titel) return;
    entry.titel = titel;
    const focused = document.activeElement === field;
    keep(entries, sentence(titel ? "benannt" : "unbenannt", { name: title(entry) }), () => {
      if (focused) focusOn(entry.id, "titel");
    });
  }

  /* Only the second press removes everything. */
  function clear(pressed) {
    if (!sure) {
      sure = true;
      say(sentence("leeren", { all: stored().length }));
      pressed.addEventListener("blur", () => { sure = false; }, { once: true });
      return;
    }
    sure = false;
    keep([], sentence("geleert"), () => document.getElementById("inhalt").focus());
  }

  function progress(done, all) {
    const bar = document.querySelector(".collection-progress progress");
    bar.hidden = done === null;
    bar.max = all || 1;
    bar.value = done || 0;
  }

  /* One figure after the other is computed, so that nobody else has to wait; then the file is written in one go. */
  async function give(ending) {
    if (busy) return;
    busy = true;
    const entries = stored();
    try {
      for (const [at, entry] of entries.entries()) {
        progress(at, entries.length);
        say(sentence("rechnet", { at, all: entries.length }));
        await ask(entry);
      }
      progress(entries.length, entries.length);
      say(sentence("schreibt"));
      say(await written(ending, entries));
    } catch (failed) {
      say(sentence("gescheitert"));
    }
    if (list()) progress(null);
    busy = false;
  }

  async function written(ending, entries) {
    const abbildungen = entries.map(({ karte, auswahl, titel }) => ({ karte, auswahl, titel }));
    const answer = await patient("/sammelmappe." + ending, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ abbildungen }),
    });
    if (!answer.ok) return (await answer.json()).fehler;
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1];
    krm.save(await answer.blob(), name);
    return entries.length === 1 ? sentence("fertig_eine") : sentence("fertig", { all: entries.length });
  }

  const arrived = krm.arrived;

  Object.assign(krm, {
    /* One more figure; the code of the sentence that tells what came of it. */
    collect: function (entry) {
      const entries = stored();
      if (entries.some((one) => key(one) === key(entry))) return "schon_da";
      if (entries.length >= most()) return "voll";
      const id = Date.now().toString(36) + Math.random().toString(36).slice(2, 6);
      return store([...entries, { id, ...entry }]) ? "gesammelt" : "speicher";
    },

    collected: { stored, title, ask, sentence },

    arrived: function () {
      const result = arrived.apply(this, arguments);
      known = {};
      count();
      if (list()) open();
      return result;
    },
  });

  window.addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    count();
    if (list()) open();
  });

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (!pressed || pressed.getAttribute("aria-disabled")) return;
    const entry = pressed.closest(".collection-entry");
    const code = pressed.dataset.entry;
    if (entry && code === "hoch") move(entry.dataset.id, -1);
    if (entry && code === "runter") move(entry.dataset.id, 1);
    if (entry && code === "entfernen") remove(entry.dataset.id);
    if (pressed.dataset.collectionFile) give(pressed.dataset.collectionFile);
    if (pressed.dataset.collectionClear) clear(pressed);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches(".collection-entry input")) rename(event.target);
  });
})();
