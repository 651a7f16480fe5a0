/* The answer of a page: every part in its place, all charts in one step, and what lies behind the filters once these are
   painted. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const BRINGS = { children: fill, table: krm.table, events: krm.events, figure: draw };
  const PATIENCE = 200; // ms after the charts
  const AGAIN = 60000; // ms: while one server knows more than another, laying out again and again would not help
  // What was filled into a place, as text; what the lists of a page offer, and what they offered without numbers.
  const filled = new WeakMap();
  const offered = new WeakMap();
  const named = new WeakMap();
  let laidOut = -AGAIN;

  const placesOf = (answer, kind) =>
    Object.keys(answer)
      .filter((id) => kind in answer[id])
      .map((id) => [document.getElementById(id), answer[id][kind]])
      .filter(([place]) => place);

  /* What is the same as before stays, and with it the focus in it. */
  function fill(place, told) {
    const text = JSON.stringify(told);
    if (filled.get(place) === text) return;
    filled.set(place, text);
    place.replaceChildren(...nodes(told));
  }

  /* Plain elements, as the server describes them; nothing in a text is read as markup. */
  function nodes(told) {
    if (Array.isArray(told)) return told.flatMap(nodes);
    if (told === null || typeof told !== "object") return told === null ? [] : [String(told)];
    const { children = null, className, hidden, ...attributes } = told.props;
    const node = document.createElement(told.type);
    if (className) node.className = className;
    node.hidden = Boolean(hidden);
    Object.keys(attributes).forEach((name) => node.setAttribute(name, attributes[name]));
    node.append(...nodes(children));
    return [node];
  }

  function draw(place, told) {
    const figure = krm.figure(place, told);
    if (figure) window.dash_clientside.set_props(place.id, { figure });
  }

  /* The options of the filters by id: their names came with the page, an answer holds their numbers alone. */
  function counted(page, { namen, zahlen, ohne }) {
    const id = (name) => page.dataset.page + "--" + name;
    const optionsOf = (name) => window.dash_component_api.getLayout(id(name)).props.options;
    const filters = Object.keys(zahlen);
    if (!named.has(page)) named.set(page, filters.map(optionsOf));
    const known = namen === page.dataset.names;
    if (!known) layOutAgain();
    return Object.fromEntries(filters.map((name, at) => {
      const names = named.get(page)[at];
      return [id(name), known ? withNumbers(names, zahlen[name], ohne[name]) : names];
    }));
  }

  /* ``missing`` is the option for cases without any of these, where there are some. */
  function withNumbers(names, numbers, missing) {
    const options = missing ? [...names.slice(0, numbers.length - 1), missing] : names.slice(0, numbers.length);
    return options.map(({ label, value }, at) => (
      { label: numbers[at] === null ? label : `${label} (${numbers[at]})`, value }
    ));
  }

  /* An import has brought other names. */
  function layOutAgain() {
    if (performance.now() - laidOut < AGAIN) return;
    laidOut = performance.now();
    krm.layOut();
  }

  /* The lists of the page, also those in the closed drawer. */
  function offer(page, answer) {
    const before = offered.get(page) || {};
    const choices = Object.keys(answer).filter((id) => answer[id].options).map((id) => [id, answer[id].options]);
    const { counts } = answer[page.dataset.page + "--filter"] || {};
    const lists = { ...Object.fromEntries(choices), ...(counts && counted(page, counts)) };
    const now = Object.keys(lists).map((id) => [id, JSON.stringify(lists[id])]);
    now.filter(([id, text]) => before[id] !== text).forEach(([id]) => {
      window.dash_clientside.set_props(id, { options: lists[id] });
    });
    offered.set(page, Object.fromEntries(now));
  }

  /* Nobody waits for the numbers behind the filters as for the figures. */
  function afterwards(page, answer) {
    if (page.isConnected) offer(page, answer);
    krm.settled();
  }

  krm.answered = function (answer) {
    const page = answer && document.querySelector(`[data-page="${Object.keys(answer)[0].split("--")[0]}"]`);
    if (!page) return;
    Object.keys(BRINGS).forEach((kind) => placesOf(answer, kind).forEach(([place, told]) => BRINGS[kind](place, told)));
    krm.light();
    requestAnimationFrame(() => requestIdleCallback(() => afterwards(page, answer), { timeout: PATIENCE }));
  };
})();
