/* Address = state: controls → selection text → address and back. Everything else asks the server. */
(function () {
  "use strict";

  const page = () => document.querySelector("[data-page]");
  const control = (name) => page().dataset.page + "--" + name;
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  function here() {
    return { pfad: location.pathname, suche: location.search, zeit: Date.now() };
  }

  function go(path, search) {
    history.pushState({}, "", path + search);
    set("adresse", { data: here() });
  }

  /* What of the address goes along to another page: the selection, not the choices of this page alone. */
  function carried() {
    const own = page() ? JSON.parse(page().dataset.own) : [];
    const kept = location.search.replace(/^\?/, "").split("&").filter((part) => part && !own.includes(part.split("=")[0]));
    return kept.length ? "?" + kept.join("&") : "";
  }

  function queryText(values) {
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

  function ordered(values) {
    // A reversed period is put right by moving the month that was not just chosen.
    if (values.von > values.bis) {
      const moved = changedControl() === "von" ? "bis" : "von";
      values[moved] = moved === "bis" ? values.von : values.bis;
      set(control(moved), { value: values[moved] });
    }
    return values;
  }

  function changedControl() {
    const triggered = window.dash_clientside.callback_context.triggered[0];
    return triggered ? triggered.prop_id.split(".")[0].split("--")[1] : "";
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.krm = {
    address: function () {
      return here();
    },

    selection: function () {
      const inputs = window.dash_clientside.callback_context.inputs_list;
      const before = arguments[arguments.length - 1];
      const values = {};
      inputs.forEach((input) => { values[input.id.split("--")[1]] = input.value; });
      const text = queryText(ordered(values));
      if (text === (before || "").replace(/^\?/, "")) {
        return window.dash_clientside.no_update;
      }
      history.pushState({}, "", location.pathname + "?" + text);
      busy(true);
      return text;
    },

    drawer: function (opened, closed) {
      const triggered = window.dash_clientside.callback_context.triggered[0];
      return Boolean(triggered && triggered.prop_id.includes("--weitere") && opened);
    },

    table: function (data, id) {
      const place = document.getElementById(id);
      if (place && data) place.replaceChildren(...tableNodes(data));
      busy(false);
      return window.dash_clientside.no_update;
    },
  };

  /* The numbered events below a time axis, folded; it stays open when the selection changes. */
  window.dash_clientside.krm.events = function (data, id) {
    const place = document.getElementById(id);
    if (!place || !data) return window.dash_clientside.no_update;
    const open = Boolean(place.querySelector("details[open]"));
    place.replaceChildren();
    if (data.zeilen.length) {
      const details = element("details", "events");
      const list = element("ul");
      data.zeilen.forEach(([day, title]) => {
        const entry = element("li");
        entry.append(element("span", "event-day", day), " " + title);
        list.append(entry);
      });
      details.open = open;
      details.append(element("summary", "", data.titel), list);
      place.append(details);
    }
    return window.dash_clientside.no_update;
  };

  function busy(state) {
    const main = document.getElementById("inhalt");
    if (main) main.setAttribute("aria-busy", String(state));
  }

  /* A real table from texts; nothing in it is read as markup. */
  function tableNodes(data) {
    const table = element("table", "krm-table");
    table.append(element("caption", "visually-hidden", data.titel));
    const head = element("thead");
    head.append(row(data.kopf, data.zahlen, "col"));
    const body = element("tbody");
    data.zeilen.forEach((cells) => body.append(row(cells, data.zahlen, "row")));
    table.append(head, body);
    if (data.summe) {
      const foot = element("tfoot");
      foot.append(row(data.summe, data.zahlen, "row"));
      table.append(foot);
    }
    const scroll = element("div", "table-scroll");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "Tabelle: " + data.titel);
    scroll.append(table);
    const notes = element("ul", "table-notes");
    data.hinweise.forEach((note) => notes.append(element("li", "", note)));
    return data.hinweise.length ? [scroll, notes] : [scroll];
  }

  function row(cells, numeric, scope) {
    const line = element("tr");
    cells.forEach((text, at) => {
      const heading = scope === "col" || at === 0;
      const cell = element(heading ? "th" : "td", numeric[at] ? "number" : "", text);
      if (heading) cell.scope = scope;
      line.append(cell);
    });
    return line;
  }

  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function toggleView(button) {
    const card = button.closest("[data-card]");
    card.querySelectorAll("[data-show]").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    card.querySelectorAll("[data-view]").forEach((view) => { view.hidden = view.dataset.view !== button.dataset.show; });
    window.dispatchEvent(new Event("resize"));
  }

  function removeChip(chip) {
    set(control(chip.dataset.parameter), { value: JSON.parse(chip.dataset.value) });
    document.getElementById(control("weitere")).focus();
  }

  function setTheme(theme) {
    document.documentElement.dataset.bsTheme = theme;
  }

  document.addEventListener("click", function (event) {
    const hit = (selector) => event.target.closest(selector);
    const link = hit("a[data-nav]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      go(link.dataset.nav, carried());
      return;
    }
    if (hit("[data-show]")) toggleView(hit("[data-show]"));
    if (hit("[data-von]")) {
      const preset = hit("[data-von]").dataset;
      set(control("von"), { value: preset.von });
      set(control("bis"), { value: preset.bis });
    }
    if (hit("[data-parameter]")) removeChip(hit("[data-parameter]"));
    if (hit("[data-reset]")) go(location.pathname, "");
    if (hit("[data-theme-switch]")) {
      const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
      setTheme(next);
      localStorage.setItem("krm-theme", next);
    }
    document.querySelectorAll("details.dropdown-filter[open], details.definition[open]").forEach((open) => {
      if (!open.contains(event.target)) open.open = false;
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.dropdown-filter[open], details.definition[open]").forEach((open) => {
      open.open = false;
      open.querySelector("summary").focus();
    });
  });

  window.addEventListener("popstate", () => set("adresse", { data: here() }));

  const stored = localStorage.getItem("krm-theme");
  setTheme(stored || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
})();
