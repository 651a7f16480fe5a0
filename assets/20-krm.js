/* Address = state: controls → selection text → address and back. Everything else asks the server. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const page = () => document.querySelector("[data-page]");
  const control = (name) => page().dataset.page + "--" + name;
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  // What the controls hold or are about to hold, and the text of it that the server was asked for last.
  let values = {};
  let asked = "";

  // What is focused must not lie under the bar, however many chips it holds.
  const barHeight = new ResizeObserver(([bar]) => {
    document.documentElement.style.setProperty("--krm-bar", bar.target.offsetHeight + "px");
  });

  function here() {
    return { pfad: location.pathname, suche: location.search, zeit: Date.now() };
  }

  /* Lay out the page of the address, as the server knows it now. */
  function layOut() {
    set("adresse", { data: here() });
  }

  function go(path, search) {
    history.pushState({}, "", path + search);
    layOut();
  }

  /* What of the address goes along to another page: the selection, not the choices of this page alone. */
  function carried() {
    const holder = document.querySelector("[data-own]");
    const own = holder ? JSON.parse(holder.dataset.own) : [];
    const kept = location.search.replace(/^\?/, "").split("&").filter((part) => part && !own.includes(part.split("=")[0]));
    return kept.length ? "?" + kept.join("&") : "";
  }

  function queryText() {
    const defaults = JSON.parse(page().dataset.defaults);
    const parts = [];
    Object.keys(values).forEach((name) => {
      const value = values[name];
      if (Array.isArray(value)) {
        if (value.length) parts.push(name + "=" + [...value].sort().map(encodeURIComponent).join(","));
      } else if (value && value !== defaults[name]) {
        parts.push(name + "=" + encodeURIComponent(value));
      }
    });
    return parts.join("&");
  }

  /* A reversed period is put right by moving the month that was not just chosen. */
  function putRight(changed) {
    if (values.von <= values.bis) return;
    const moved = "von" in changed ? "bis" : "von";
    values[moved] = moved === "bis" ? values.von : values.bis;
    set(control(moved), { value: values[moved] });
  }

  /* Another choice than the number of a part starts again with the first part. */
  function startAgain(changed) {
    const restart = JSON.parse(page().dataset.restart);
    const other = (name) => !restart.includes(name) && String(changed[name]) !== String(values[name]);
    if (!Object.keys(changed).some(other)) return;
    restart.filter((name) => !(name in changed)).forEach((name) => {
      values[name] = JSON.parse(page().dataset.defaults)[name];
      set(control(name), { value: values[name] });
    });
  }

  /* Ask for a selection. */
  function request(text) {
    if (!krm.ask(control("auswahl"), text)) set(control("auswahl"), { data: text });
  }

  /* Take over what was chosen in a control. */
  function take(changed) {
    startAgain(changed);
    Object.assign(values, changed);
    putRight(changed);
    const text = queryText();
    if (text === asked) return;
    asked = text;
    request(text);
    history.pushState(entry(), "", "?" + text);
  }

  /* Set controls from outside of them: presets, chips, going back. */
  function show(changed) {
    Object.keys(changed).forEach((name) => set(control(name), { value: changed[name] }));
  }

  function choose(changed) {
    take(changed);
    show(changed);
  }

  function entry() {
    return { seite: page().dataset.page, werte: { ...values } };
  }

  function restore(state) {
    values = { ...state.werte };
    asked = queryText();
    show(values);
    request(location.search);
  }

  function reset() {
    const start = { ...JSON.parse(page().dataset.defaults), ...JSON.parse(page().dataset.period) };
    Object.keys(values).forEach((name) => { values[name] = name in start ? start[name] : []; });
    history.pushState(entry(), "", location.pathname);
    restore(entry());
  }

  /* The address part of the selection with other values of some parameters. */
  function carriedWith(changed) {
    const kept = carried().replace(/^\?/, "").split("&").filter((part) => part && !(part.split("=")[0] in changed));
    return "?" + [...kept, ...Object.keys(changed).map((name) => name + "=" + encodeURI(changed[name]))].join("&");
  }

  /* Narrow the page to a row of a table, which is drawn anew: the focus goes on to where this can be undone. */
  function narrow(changed) {
    const chosen = {};
    Object.keys(changed).forEach((name) => {
      chosen[name] = Array.isArray(values[name]) ? changed[name].split(",") : changed[name];
    });
    choose(chosen);
    const name = Object.keys(changed)[0];
    const shown = document.querySelector(`summary:has(#${control(name)}-titel), select#${control(name)}`);
    (shown && shown.checkVisibility() ? shown : document.getElementById(control("weitere"))).focus();
  }

  Object.assign(krm, {
    go,
    layOut,
    carriedWith,
    narrow,

    address: function () {
      krm.begin();
      return here();
    },

    /* A page was laid out: its controls are as the server set them. */
    arrived: function () {
      const shown = page();
      const titled = document.querySelector("[data-title]");
      document.title = titled ? titled.dataset.title : document.title;
      document.querySelectorAll("[data-nav]").forEach((link) => {
        if (titled && link.dataset.nav === location.pathname) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      });
      closeMenus(() => true);
      if (shown) {
        document.getElementById("inhalt").classList.remove("drawn");
        values = JSON.parse(shown.dataset.values);
        asked = queryText();
        history.replaceState(entry(), "");
        barHeight.disconnect();
        barHeight.observe(shown.querySelector(".filter-bar"));
      } else if (document.getElementById("seite").childElementCount) {
        krm.settled();
      }
      return window.dash_clientside.no_update;
    },

    drawer: function (opened) {
      const triggered = window.dash_clientside.callback_context.triggered[0];
      return Boolean(triggered && triggered.prop_id.includes("--weitere") && opened);
    },
  });

  function closeMenus(which) {
    const menus = document.querySelectorAll("details.dropdown-filter[open], details.definition[open]");
    [...menus].filter(which).forEach((open) => { open.open = false; });
  }

  function removeChip(chip) {
    choose({ [chip.dataset.parameter]: JSON.parse(chip.dataset.value) });
    document.getElementById(control("weitere")).focus();
  }

  /* The table with the row is about to be drawn anew: the focus goes on to the control that now holds the choice. */
  function chooseRow(chosen) {
    choose(chosen);
    document.getElementById(control(Object.keys(chosen)[0])).focus();
  }

  /* The buttons are drawn anew with the answer: the focus goes on to the one in the same place. */
  function turn(button) {
    if (button.getAttribute("aria-disabled")) return;
    const place = button.closest("nav").parentElement;
    const at = [...place.querySelectorAll("button")].indexOf(button);
    new MutationObserver((_, observer) => {
      const drawn = place.querySelectorAll("button")[at];
      if (!drawn) return;
      observer.disconnect();
      if (document.activeElement === document.body) drawn.focus();
    }).observe(place, { childList: true });
    choose(JSON.parse(button.dataset.turn));
  }

  function retry() {
    if (page()) request(location.search);
    else layOut();
  }

  function setTheme(theme) {
    document.documentElement.dataset.bsTheme = theme;
  }

  document.addEventListener("click", function (event) {
    const hit = (selector) => event.target.closest(selector);
    const link = hit("a[data-nav]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (link && plain) {
      event.preventDefault();
      go(link.dataset.nav, carried());
      return;
    }
    if (hit("[data-von]")) choose({ von: hit("[data-von]").dataset.von, bis: hit("[data-von]").dataset.bis });
    if (hit("a[data-inside]") && plain) {
      event.preventDefault();
      go(hit("a[data-inside]").pathname, hit("a[data-inside]").search);
      return;
    }
    if (hit("[data-turn]")) turn(hit("[data-turn]"));
    if (hit("[data-parameter]")) removeChip(hit("[data-parameter]"));
    if (hit("[data-choose]")) chooseRow(JSON.parse(hit("[data-choose]").dataset.choose));
    if (hit("[data-reset]")) reset();
    if (hit("[data-retry]")) retry();
    if (hit("[data-theme-switch]")) {
      const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
      setTheme(next);
      localStorage.setItem("krm-theme", next);
    }
    closeMenus((open) => !open.contains(event.target));
  });

  /* What a control holds once somebody has changed it: codes of a filter, or one value. */
  function held(name, { type, checked, value, id }) {
    if (type === "radio") return id.split("--").at(-1);
    if (!Array.isArray(values[name])) return value;
    const others = values[name].filter((code) => code !== value);
    return checked ? [...others, value] : others;
  }

  /* Straight from the control: as a callback, a choice would go through all components of the page first. */
  document.addEventListener("change", function ({ target }) {
    const place = page() && target.closest(`[id^="${control("")}"]`);
    const name = place && place.id.split("--")[1];
    if (name in values) take({ [name]: held(name, target) });
  });

  /* Tab goes round inside an open drawer. Of a group of radio buttons only the chosen one is a stop. */
  function goRound(event, drawer) {
    const stops = [...drawer.querySelectorAll("button, input")].filter((stop) => stop.type !== "radio" || stop.checked);
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (event.target !== from && event.target !== drawer) return;
    event.preventDefault();
    to.focus();
  }

  document.addEventListener("keydown", function (event) {
    const drawer = event.key === "Tab" && event.target.closest(".offcanvas");
    if (drawer) goRound(event, drawer);
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.dropdown-filter[open], details.definition[open]").forEach((open) => {
      open.open = false;
      open.querySelector("summary").focus();
    });
  });

  window.addEventListener("popstate", (event) => {
    if (page() && event.state && event.state.seite === page().dataset.page) restore(event.state);
    else layOut();
  });

  const stored = localStorage.getItem("krm-theme");
  setTheme(stored || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
})();
