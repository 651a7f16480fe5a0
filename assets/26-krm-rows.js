/* Where the rows of a table lead, and the bars that are these rows: one small menu with words. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const CASES = "/vorgaenge";
  const EDGE = 8;
  const tables = {};
  let pointer = { left: 0, top: 0 };

  const menu = document.createElement("div");
  menu.className = "row-menu";
  menu.popover = "auto";
  menu.setAttribute("role", "group");

  function element(tag, className, text) {
    const node = document.createElement(tag);
    node.className = className;
    node.textContent = text;
    if (tag === "button") node.type = "button";
    return node;
  }

  /* The text of a row's head, or the button that chooses on the page, and the button of its menu. */
  krm.rowHead = function (text, data, place) {
    const values = data.wahl && data.wahl.zeilen[place];
    const link = data.ziele && data.ziele.zeilen[place];
    const nodes = [];
    if (values) nodes.push(choosing(text, data.wahl.titel, values));
    if (!actions(link, data)) return values ? nodes : [document.createTextNode(text)];
    const opener = element("button", values ? "row-more" : "row-choice", values ? "⋯" : text);
    opener.setAttribute("aria-haspopup", "true");
    if (values) opener.setAttribute("aria-label", text + ": " + data.ziele.worte.mehr);
    opener.popoverTargetElement = menu;
    opener.addEventListener("click", () => {
      if (!menu.matches(":popover-open")) fill(opener.parentElement, text, link, data);
    });
    return [...nodes, opener];
  };

  function choosing(text, what, values) {
    const button = element("button", "row-choice", text);
    button.dataset.choose = JSON.stringify(values);
    button.title = what;
    button.setAttribute("aria-label", text + ": " + what);
    return button;
  }

  krm.rowsOf = function (card, data) {
    tables[card] = data;
  };

  /* What can be done with a row: narrow the page to it, list its cases. */
  function actions(link, data) {
    if (!link) return null;
    const found = [];
    if (Object.keys(link.filter).length) {
      const narrow = element("button", "row-action", data.ziele.worte.filtern);
      narrow.dataset.narrow = JSON.stringify(link.filter);
      found.push(narrow);
    }
    if (link.faelle) {
      const cases = element("a", "row-action", data.ziele.worte.faelle);
      cases.href = CASES + krm.carriedWith({ ...link.filter, ...link.faelle });
      cases.dataset.inside = "1";
      found.push(cases);
    }
    return found.length ? found : null;
  }

  function fill(place, text, link, data) {
    const found = actions(link, data);
    found[0].autofocus = true;
    menu.setAttribute("aria-label", text);
    menu.replaceChildren(element("p", "row-menu-title", text), ...found);
    place.append(menu);
  }

  /* Below what opened it, inside the window. */
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    const opener = menu.parentElement.querySelector(":scope > :is(.row-choice, .row-more):last-of-type");
    const at = opener ? opener.getBoundingClientRect() : pointer;
    const under = opener ? at.bottom + 4 : at.top;
    menu.style.left = Math.max(Math.min(at.left, innerWidth - menu.offsetWidth - EDGE), EDGE) + "px";
    menu.style.top = Math.max(Math.min(under, innerHeight - menu.offsetHeight - EDGE), EDGE) + "px";
  });

  document.addEventListener("pointerdown", (event) => {
    pointer = { left: event.clientX, top: event.clientY };
  }, true);
  window.addEventListener("scroll", (event) => {
    if (menu.matches(":popover-open") && !menu.contains(event.target)) menu.hidePopover();
  }, true);

  /* A click on what stands for a row in a chart opens the menu of that row. */
  krm.clicked = function (click, id) {
    const card = document.getElementById(id).closest("[data-card]");
    const data = tables[card.dataset.card];
    const keep = window.dash_clientside.no_update;
    if (!click || !data || !data.ziele) return keep;
    const place = click.points[0][data.ziele.achse];
    const link = Number.isInteger(place) && place < data.ziele.gezeichnet && data.ziele.zeilen[place];
    if (!actions(link, data)) return keep;
    fill(card, data.zeilen[place][0], link, data);
    menu.showPopover();
    return keep;
  };

  document.addEventListener("click", (event) => {
    const action = event.target.closest(".row-action");
    if (!action) return;
    menu.hidePopover();
    if (action.dataset.narrow) krm.narrow(JSON.parse(action.dataset.narrow));
  }, true);
})();
