/* What stands on the cards: charts that fit their width, tables and lists made of texts alone. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const narrow = window.matchMedia("(max-width: 560px)");
  const EDGE = 8;
  const NO_VALUE = "\u2013";
  const WHOLE = "=";
  const texts = new Intl.Collator("de", { numeric: true });
  const figures = {};
  const drawn = {};
  const tables = {};
  const eventLists = {};
  const eventData = {};

  /* The figure for the width at hand: on a narrow screen with the parts of the layout that are meant for it. */
  function fitted(figure) {
    const { meta, ...layout } = figure.layout;
    const changed = narrow.matches && meta && meta.narrow;
    return { data: figure.data, layout: changed ? merged(layout, meta.narrow) : layout };
  }

  /* What the server tells once: the layout of all charts, the names of the places, what series have alike. */
  function unpacked(figure, place) {
    const layout = { ...JSON.parse(place.closest("[data-chart]").dataset.chart), ...figure.layout };
    const told = layout.meta || {};
    const data = figure.data.map((trace) => {
      if (trace.meta !== "namen") return trace;
      const whole = { ...told.gleich, ...trace };
      const places = whole.x || whole.y.map((value, at) => at);
      const texts = trace.hovertext || [];
      return { ...whole, hovertext: places.map((at, number) => told.namen[at] + (texts[number] || "")) };
    });
    return { data, layout };
  }

  function merged(base, more) {
    const result = { ...base };
    Object.keys(more).forEach((key) => {
      const inside = more[key] && typeof more[key] === "object" && !Array.isArray(more[key]);
      result[key] = inside ? merged(base[key] || {}, more[key]) : more[key];
    });
    return result;
  }

  /* A chart is as high as its card says, or as its figure does where that depends on how much there is to draw. */
  function sized(id) {
    const place = document.getElementById(id);
    const figure = fitted(figures[id]);
    place.dataset.height = place.dataset.height || place.style.height;
    place.style.height = figure.layout.height ? figure.layout.height + "px" : place.dataset.height;
    return figure;
  }

  narrow.addEventListener("change", () => {
    Object.keys(figures).forEach((id) => {
      if (document.getElementById(id)) window.dash_clientside.set_props(id, { figure: sized(id) });
    });
  });

  Object.assign(krm, {
    tableNodes,

    /* What a card shows: its figure as the server sent it, its height, its table and its events. */
    shownOn: function (card) {
      const part = (view) => card.querySelector(`[id$="--${view}"]`) || { id: "" };
      const { id, dataset } = part("diagramm");
      return {
        figure: card.classList.contains("without-chart") ? undefined : figures[id],
        height: parseInt(dataset && dataset.height, 10),
        table: tables[part("tabelle").id],
        events: eventLists[part("ereignisse").id] || [],
      };
    },

    /* What the chart of a place has to draw, null for nothing. No figure: the card has nothing to draw and says so in
       words. What is drawn already is not drawn again. */
    figure: function (place, figure) {
      const { id } = place;
      place.closest("[data-card]").classList.toggle("without-chart", !figure);
      if (!figure) return null;
      const text = JSON.stringify(figure);
      if (drawn[id] && drawn[id].text === text && drawn[id].place === place) return null;
      drawn[id] = { text, place };
      figures[id] = unpacked(figure, place);
      return sized(id);
    },

    /* Rows travel as one text each, without the units of their columns, and where they lead without the names of the
       parameters. */
    table: function (place, sent) {
      const card = place.closest("[data-card]");
      const cells = (line) => line.split("\t").map((cell, at) => whole(cell, sent.enden[at]));
      const data = { ...sent, zeilen: sent.zeilen.map(cells) };
      if (sent.wahl) data.wahl = { ...sent.wahl, zeilen: led(sent.wahl, (values) => values) };
      if (sent.ziele) data.ziele = { ...sent.ziele, zeilen: led(sent.ziele, (filter, faelle) => ({ filter, faelle })) };
      place.replaceChildren(...tableNodes(data));
      tables[place.id] = data;
      linkTo(card, data);
      krm.rowsOf(card.dataset.card, data);
    },

    /* The numbered events below a time axis, folded; it stays open when the selection changes. */
    events: function ({ id }, data) {
      eventData[id] = data;
      listEvents(id);
      Object.keys(eventData).filter((other) => eventData[other].wie === id).forEach(listEvents);
    },
  });

  /* A cell with the unit of its column; one that has another begins with a sign. */
  function whole(cell, unit) {
    return unit && cell[0] === WHOLE ? cell.slice(1) : cell + unit;
  }

  /* What ``made`` makes of the parameters to which each row leads, and of what else there is to it; null for nowhere. */
  function led({ arten, zeilen }, made) {
    return zeilen.map((row) => {
      if (!row) return null;
      const [kind, ...values] = row;
      const [names, beside] = arten[kind];
      return made(Object.fromEntries(names.map((name, at) => [name, values[at]])), beside);
    });
  }

  /* The events below one chart; those that another chart of the page has as well are told there alone. */
  function listEvents(id) {
    const place = document.getElementById(id);
    const data = eventData[eventData[id].wie || id];
    if (!place || !data) return;
    eventLists[id] = data.zeilen;
    const open = Boolean(place.querySelector("details[open]"));
    place.replaceChildren();
    if (!data.zeilen.length) return;
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

  /* The links of a card lead to the selection: those to its files with its own choices. */
  function linkTo(card, data) {
    const queries = { auswahl: data.auswahl, karte: data.auswahl + data.karte };
    card.querySelectorAll("a[data-query]").forEach((link) => {
      link.href = link.getAttribute("href").split("?")[0] + "?" + queries[link.dataset.query];
    });
  }

  /* A real table from texts; nothing in it is read as markup. */
  function tableNodes(data) {
    const table = element("table", "krm-table");
    table.append(element("caption", "visually-hidden", [data.titel, data.sortierbar].filter(Boolean).join(". ")));
    const lines = data.zeilen.map((cells, place) => row(cells, data.zahlen, "row", [data, place]));
    const body = element("tbody");
    body.append(...lines);
    table.append(head(data, lines), body);
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

  /* ``told`` are the table and the place of the row in it; the total leads nowhere. */
  function row(cells, numeric, scope, told) {
    const line = element("tr");
    cells.forEach((text, at) => {
      const cell = element(at === 0 ? "th" : "td", numeric[at] ? "number" : "");
      if (at === 0) cell.scope = scope;
      if (at === 0 && told) cell.append(...krm.rowHead(text, ...told));
      else cell.textContent = text;
      line.append(cell);
    });
    return line;
  }

  /* One line of headings, and above them the names of columns that belong together. */
  function head(data, lines) {
    const result = element("thead");
    const above = element("tr");
    const line = element("tr");
    const groups = data.gruppen || [];
    let at = 0;
    groups.forEach(([name, width]) => {
      for (let inside = 0; !name && inside < width; inside += 1) above.append(heading(data, lines, at + inside, 2));
      if (name) {
        const cell = element("th", "group", name);
        cell.colSpan = width;
        cell.scope = "colgroup";
        above.append(cell);
        for (let inside = 0; inside < width; inside += 1) line.append(heading(data, lines, at + inside, 1));
      }
      at += width;
    });
    if (!groups.length) data.kopf.forEach((_, place) => line.append(heading(data, lines, place, 1)));
    result.append(...(groups.length ? [above, line] : [line]));
    return result;
  }

  function heading(data, lines, at, height) {
    const cell = element("th", data.zahlen[at] ? "number" : "");
    cell.scope = "col";
    cell.rowSpan = height;
    if (data.kopf[at].length > 18) cell.classList.add("long");
    if (data.sortierbar) {
      const button = element("button", "sort", data.kopf[at]);
      button.type = "button";
      button.addEventListener("click", () => sortBy(data, lines, cell, at));
      cell.append(button);
    } else {
      cell.textContent = data.kopf[at];
    }
    return cell;
  }

  /* Numbers start with the largest, texts with the first; a third click brings the order of the data back. */
  function sortBy(data, lines, cell, at) {
    const numeric = data.zahlen[at] && !data.rang[at];
    const turns = numeric ? ["descending", "ascending"] : ["ascending", "descending"];
    const turn = turns[turns.indexOf(cell.getAttribute("aria-sort")) + 1];
    cell.closest("thead").querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    const order = [...lines.keys()];
    if (turn) {
      cell.setAttribute("aria-sort", turn);
      order.sort(inOrder(data, at, turn === "ascending" ? 1 : -1));
    }
    lines[0].parentNode.append(...order.map((place) => lines[place]));
  }

  /* What has no value stands last, whatever the direction; equal ones keep the order of the data. */
  function inOrder(data, at, direction) {
    const keys = data.zeilen.map((cells, place) => key(data, cells[at], at, place));
    return (one, other) => {
      const [left, right] = [keys[one], keys[other]];
      if (left === null || right === null) return (left === null) - (right === null) || one - other;
      const order = typeof left === "number" ? left - right : texts.compare(left, right);
      return order * direction || one - other;
    };
  }

  function key(data, text, at, place) {
    if (data.rang[at]) return data.rang[at][place];
    if (!data.zahlen[at]) return text === NO_VALUE ? null : text;
    const [part, whole] = text.split(" von ").map(number);
    return whole === undefined ? part : 100 * part / whole;
  }

  function number(text) {
    const found = parseFloat(text.replace(/\./g, "").replace(",", ".").replace("\u2212", "-").replace("\u00b1", ""));
    return Number.isNaN(found) ? null : found;
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

  const PANELS = ":is(.dropdown-panel, .popover-panel)";

  document.addEventListener("toggle", (event) => {
    const panel = event.target.open && event.target.querySelector(PANELS);
    if (panel) keepInside(panel);
  }, true);

  window.addEventListener("resize", () => document.querySelectorAll("details[open] > " + PANELS).forEach(keepInside));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (button) toggleView(button);
  });
})();
