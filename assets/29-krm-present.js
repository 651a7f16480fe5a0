/* The Sammelmappe full screen: one figure after the other with today's numbers, in large type, by keyboard. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  // A chart is drawn as if the screen had so many pixels, and then enlarged.
  const DRAWN_WIDTH = 1000;
  const DRAWN_HEIGHT = 360;
  let entries = [];
  let at = 0;
  let drawn = 0;

  const dialog = () => document.querySelector("dialog.presentation");
  const part = (name) => dialog().querySelector(`[data-part="${name}"]`);
  const sentence = (code, words) => krm.collected.sentence(code, words);

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function made() {
    const stage = element("dialog", "presentation");
    stage.setAttribute("aria-label", sentence("vorfuehrung"));
    const slide = element("div", "presentation-slide");
    slide.setAttribute("aria-live", "polite");
    [["h2", "titel"], ["p", "aussage"], ["p", "untertitel"], ["div", "bild"], ["p", "ereignisse"]].forEach(([tag, name]) => {
      const node = element(tag);
      node.dataset.part = name;
      slide.append(node);
    });
    const foot = element("div", "presentation-foot");
    const source = element("p");
    source.dataset.part = "fusszeile";
    const place = element("span");
    place.dataset.part = "platz";
    const tools = element("div", "presentation-tools");
    const buttons = ["zurueck", "weiter", "beenden"].map((code) => {
      const one = element("button", "filter-button", sentence(code));
      one.type = "button";
      one.dataset.present = code;
      return one;
    });
    tools.append(buttons[0], place, ...buttons.slice(1));
    foot.append(source, tools);
    stage.append(slide, foot);
    stage.addEventListener("close", ended);
    document.body.append(stage);
    return stage;
  }

  function begin() {
    entries = krm.collected.stored();
    if (!entries.length || dialog()) return;
    at = 0;
    const stage = made();
    stage.showModal();
    stage.querySelector('[data-present="weiter"]').focus();
    // Where the browser refuses, the dialog fills the window.
    if (stage.requestFullscreen) stage.requestFullscreen().catch(() => undefined);
    show();
  }

  function ended() {
    if (document.fullscreenElement) document.exitFullscreen();
    dialog().remove();
    const button = document.querySelector("[data-collection-present]");
    if (button) button.focus();
  }

  /* The figure at the place reached, as the server computes it now. */
  async function show() {
    drawn += 1;
    const mine = drawn;
    const entry = entries[at];
    part("platz").textContent = sentence("platz", { at: at + 1, all: entries.length });
    let told = {};
    try {
      told = await krm.collected.ask(entry);
    } catch (failed) {
      told = { fehler: sentence("gescheitert") };
    }
    if (mine !== drawn || !dialog()) return;
    part("titel").textContent = krm.collected.title(entry);
    part("aussage").textContent = told.fehler || told.aussage || "";
    part("untertitel").textContent = told.untertitel || "";
    part("fusszeile").textContent = told.fusszeile || "";
    part("ereignisse").textContent = krm.picture.eventLine(told.ereignisse || []);
    part("bild").replaceChildren();
    if (told.abbildung) await draw(told, mine);
    else if (told.tabelle && told.tabelle.kopf.length) part("bild").append(...krm.tableNodes({ ...told.tabelle, sortierbar: null, wahl: null, ziele: null }));
  }

  async function draw(told, mine) {
    const place = part("bild");
    const natural = told.abbildung.layout.height || DRAWN_HEIGHT;
    const scale = Math.max(Math.min(place.clientWidth / DRAWN_WIDTH, place.clientHeight / natural), 0.4);
    const [width, height] = [place.clientWidth, place.clientHeight].map((length) => Math.round(length / scale));
    const svg = await krm.picture.drawing(told.abbildung, width, Math.max(height, 200));
    if (mine !== drawn || !dialog()) return;
    const image = element("img");
    image.alt = told.aussage;
    image.src = "data:image/svg+xml," + encodeURIComponent(svg);
    place.replaceChildren(image);
  }

  function go(to) {
    const target = Math.min(Math.max(to, 0), entries.length - 1);
    if (target === at) return;
    at = target;
    show();
  }

  const KEYS = {
    ArrowRight: () => go(at + 1), ArrowDown: () => go(at + 1), PageDown: () => go(at + 1),
    ArrowLeft: () => go(at - 1), ArrowUp: () => go(at - 1), PageUp: () => go(at - 1),
    Home: () => go(0), End: () => go(entries.length - 1),
  };

  document.addEventListener("keydown", (event) => {
    if (!dialog() || !KEYS[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    // A long table is read with the keys that go up and down.
    if (event.target.closest(".table-scroll") && !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    if (pressed.dataset.collectionPresent) begin();
    if (pressed.dataset.present === "zurueck") go(at - 1);
    if (pressed.dataset.present === "weiter") go(at + 1);
    if (pressed.dataset.present === "beenden") dialog().close();
  });

  /* Esc leaves the full screen first; the presentation ends with it. */
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && dialog() && dialog().open) dialog().close();
    else if (dialog()) show();
  });

  window.addEventListener("resize", () => { if (dialog()) show(); });
})();
