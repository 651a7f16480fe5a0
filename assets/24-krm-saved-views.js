/* Named views: addresses that a person keeps in this browser, one of them as the start. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const KEY = "krm-ansichten";
  const MOST = 50;
  const menu = () => document.getElementById("ansichten");
  const field = () => document.getElementById("ansicht-name");
  const inside = (path) => typeof path === "string" && /^\/(?![/\\])/.test(path);

  /* What is stored may be missing, of another kind or forbidden to read. */
  function stored() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(KEY));
    } catch (unreadable) { /* as if there were none */ }
    const listed = kept && Array.isArray(kept.liste) ? kept.liste : [];
    const known = listed.filter((view) => view && typeof view.name === "string" && inside(view.adresse));
    return { liste: known, start: known.some((view) => view.name === kept.start) ? kept.start : null };
  }

  function store(views) {
    try {
      localStorage.setItem(KEY, JSON.stringify(views));
      return true;
    } catch (refused) {
      return false;
    }
  }

  const sentence = (code, name) => JSON.parse(menu().dataset.texts)[code].replace("{name}", name || "");
  const say = (code, name) => { menu().querySelector("[role=status]").textContent = sentence(code, name); };

  function change(views, code, name) {
    say(store(views) ? code : "verweigert", name);
    fill();
  }

  function element(tag, text, attributes) {
    const made = document.createElement(tag);
    made.textContent = text;
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  }

  function fill() {
    const { liste, start } = stored();
    const list = document.createElement("ul");
    liste.forEach((view) => {
      const link = element("a", view.name, { href: view.adresse, "data-inside": "1" });
      const begins = view.name === start;
      const first = element("button", sentence("start"), {
        type: "button", class: "quiet", "data-view-start": view.name, "aria-pressed": String(begins),
        "aria-label": sentence("start_von", view.name),
      });
      const remove = element("button", sentence("loeschen"), {
        type: "button", class: "quiet", "data-view-delete": view.name, "aria-label": sentence("loeschen_von", view.name),
      });
      const row = document.createElement("li");
      row.append(link, first, remove);
      list.append(row);
    });
    const shown = liste.length ? list : element("p", sentence("keine"), {});
    menu().querySelector(".views-list").replaceChildren(shown);
    menu().querySelector("[data-view-standard]").hidden = !start;
  }

  function save() {
    const name = field().value.trim();
    const views = stored();
    const others = views.liste.filter((view) => view.name !== name);
    field().focus();
    if (!name) return say("ohne_name");
    if (others.length >= MOST) return say("zu_viele");
    const liste = [...others, { name, adresse: location.pathname + location.search }];
    change({ ...views, liste }, others.length < views.liste.length ? "ersetzt" : "gespeichert", name);
    window.dash_clientside.set_props("ansicht-name", { value: "" });
  }

  function remove(name) {
    const views = stored();
    const liste = views.liste.filter((view) => view.name !== name);
    change({ liste, start: views.start === name ? null : views.start }, "geloescht", name);
    field().focus();
  }

  function begin(name) {
    change({ ...stored(), start: name }, name ? "startet" : "standard", name);
    const button = [...menu().querySelectorAll("[data-view-start]")].find((one) => one.dataset.viewStart === name);
    (button || field()).focus();
  }

  Object.assign(krm, {
    /* The plain address opens the view that was chosen as the start; an address with a selection stays what it is. */
    begin: function () {
      if (location.pathname !== "/" || location.search) return;
      const { liste, start } = stored();
      const chosen = liste.find((view) => view.name === start);
      if (chosen) history.replaceState({}, "", chosen.adresse);
    },
  });

  document.addEventListener("toggle", (event) => {
    if (event.target !== menu() || !menu().open) return;
    menu().querySelector("[role=status]").textContent = "";
    fill();
  }, true);

  document.addEventListener("click", (event) => {
    const hit = (name) => event.target.closest(`[data-view-${name}]`);
    if (hit("save")) save();
    if (hit("standard")) begin(null);
    if (hit("start")) begin(hit("start").getAttribute("aria-pressed") === "true" ? null : hit("start").dataset.viewStart);
    if (hit("delete")) remove(hit("delete").dataset.viewDelete);
    if (event.target.closest("#ansichten .views-list a")) menu().open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !field() || event.target !== field()) return;
    event.preventDefault();
    save();
  });
})();
