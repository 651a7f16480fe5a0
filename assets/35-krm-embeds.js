/* Embeds: one is issued from the menu of a card; the page lists them with their addresses and revokes them. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const part = (name) => document.getElementById("einbettungen-" + name);
  const texts = () => JSON.parse(part("liste").dataset.texts);
  const element = (tag, text) => Object.assign(document.createElement(tag), text === undefined ? {} : { textContent: text });

  async function asked(method, address, body) {
    const options = { method, headers: { "Content-Type": "application/json" } };
    if (body) options.body = JSON.stringify(body);
    const answer = await fetch(address, options);
    return { done: answer.ok, ...(await answer.json()) };
  }

  /* The figure as it is on the card, with protected numbers; what came of it as a sentence. */
  async function embed(slug, search) {
    const answer = await asked("POST", "/einbetten/" + slug + search, {});
    return answer.satz || answer.fehler;
  }

  function button(text, label, action) {
    const made = Object.assign(element("button", text), { type: "button", className: "filter-button" });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => action(made));
    return made;
  }

  /* A text that can be marked and copied, with its name. */
  function copyable(name, text, title) {
    const field = Object.assign(element("input"), { type: "text", readOnly: true, value: text });
    const label = name + ": " + title;
    field.setAttribute("aria-label", label);
    field.className = "form-control form-control-sm";
    const copy = button(texts().kopieren, texts().kopieren + ": " + label, async () => {
      const done = await krm.copied(Promise.resolve({ "text/plain": text }));
      part("meldung").textContent = (done ? texts().kopiert : texts().verweigert).replace("{name}", () => label);
      if (!done) field.select();
    });
    const line = Object.assign(element("div"), { className: "embed-address" });
    line.append(element("span", name), field, copy);
    return line;
  }

  function addresses(one) {
    const page = location.origin + one.adresse;
    const code = `<iframe src="${page}" title="${one.titel.replace(/["<>&]/g, "")}" width="100%" height="820"></iframe>`;
    return [["seite", page], ["rahmen", code], ["png", page + ".png"], ["svg", page + ".svg"]]
      .map(([name, text]) => copyable(texts()[name], text, one.titel));
  }

  function revoking(one) {
    // Pressed twice: what is revoked cannot be brought back.
    const ask = texts().schliessen;
    return button(ask, ask + ": " + one.titel, async (pressed) => {
      if (pressed.textContent === ask) {
        pressed.textContent = texts().wirklich;
        pressed.setAttribute("aria-label", texts().wirklich + ": " + one.titel);
        return;
      }
      const answer = await asked("DELETE", "/einbettungen/" + one.kennung);
      await list();
      part("meldung").textContent = answer.satz || answer.fehler;
    });
  }

  function entry(one) {
    const item = element("li");
    const facts = texts().angaben.replace("{stand}", one.datenstand).replace("{erstellt}", one.erstellt)
      .replace("{bis}", one.bis).replace("{nummer}", one.pruefnummer);
    const state = Object.assign(element("p", texts()[one.zustand]), { className: "embed-state" });
    item.append(element("h2", one.titel), Object.assign(element("p", one.untertitel), { className: "subtitle" }));
    item.append(element("p", facts), state, ...(one.adresse ? [...addresses(one), revoking(one)] : []));
    return item;
  }

  async function list() {
    try {
      const answer = await asked("GET", "/einbettungen.json");
      if (!part("liste")) return;
      part("meldung").textContent = answer.fehler || "";
      part("liste").replaceChildren(...(answer.einbettungen || []).map(entry));
      part("leer").hidden = Boolean(answer.fehler || answer.einbettungen.length);
    } catch (failed) {
      part("meldung").textContent = texts().gescheitert;
    }
  }

  new MutationObserver(() => {
    const place = part("liste");
    if (!place || place.dataset.asked) return;
    place.dataset.asked = "1";
    list();
  }).observe(document, { childList: true, subtree: true });

  krm.embed = embed;
})();
