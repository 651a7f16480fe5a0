/* What stands on the cards: charts that fit their width, tables and lists made of texts alone. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const keep = () => window.dash_clientside.no_update;
  const narrow = window.matchMedia("(max-width: 560px)");
  const EDGE = 8;
  const figures = {};

  /* The figure for the width at hand: on a narrow screen with the parts of the layout that are meant for it. */
  function fitted(figure) {
    const { meta, ...layout } = figure.layout;
    return { data: figure.data, layout: narrow.matches && meta ? merged(layout, meta.narrow) : layout };
  }

  function merged(base, more) {
    const result = { ...base };
    Object.keys(more).forEach((key) => {
      const inside = more[key] && typeof more[key] === "object" && !Array.isArray(more[key]);
      result[key] = inside ? merged(base[key] || {}, more[key]) : more[key];
    });
    return result;
  }

  narrow.addEventListener("change", () => {
    Object.keys(figures).forEach((id) => {
      if (document.getElementById(id)) window.dash_clientside.set_props(id, { figure: fitted(figures[id]) });
    });
  });

  Object.assign(krm, {
    /* No figure: the card has nothing to draw and says so in words. */
    figure: function (figure, id) {
      const place = document.getElementById(id);
      if (!place) return keep();
      place.closest("[data-card]").classList.toggle("without-chart", !figure);
      krm.settled();
      if (!figure) return keep();
      figures[id] = figure;
      return fitted(figure);
    },

    table: function (data, id) {
      const place = document.getElementById(id);
      if (place && data) place.replaceChildren(...tableNodes(data));
      krm.settled();
      return keep();
    },

    /* The numbered events below a time axis, folded; it stays open when the selection changes. */
    events: function (data, id) {
      const place = document.getElementById(id);
      if (!place || !data) return keep();
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
      return keep();
    },
  });

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
      if (scope === "col" && text.length > 18) cell.classList.add("long");
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

  /* What unfolds stays inside the window. */
  function keepInside(panel) {
    panel.style.translate = "";
    const { left, right } = panel.getBoundingClientRect();
    const over = Math.max(right - document.documentElement.clientWidth + EDGE, 0);
    panel.style.translate = (left < EDGE ? EDGE - left : -over) + "px 0";
  }

  document.addEventListener("toggle", (event) => {
    const panel = event.target.open && event.target.querySelector(".dropdown-panel, .popover-panel");
    if (panel) keepInside(panel);
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (button) toggleView(button);
  });
})();
