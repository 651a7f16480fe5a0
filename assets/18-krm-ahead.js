/* Asking ahead: while nothing happens, the server is told which answer is likely to be wanted next, so that it has it
   ready. The answer itself is thrown away: what a page shows always comes from a question of its own. */
(function () {
  "use strict";

  const REQUEST = "/_dash-update-component";
  const KEPT = "X-Krm-Vorrat"; // only pages whose answers the server keeps
  const IDLE = 1500; // ms without a question or a touch
  const SLOW = 5000; // ms: a server that takes longer has enough to do
  const ASKED = 200; // so many questions are remembered as asked
  const ACTS = ["pointerdown", "keydown", "wheel", "touchstart"];

  // The plain one, because this file comes first: what is asked ahead neither dims figures nor tells of failures.
  const ask = window.fetch;
  const asked = new Set();
  let question = null; // the last one of a page: what it asks, and the text of the selection
  let waiting = 0;
  let running = null;

  const saving = () =>
    Boolean(navigator.connection && navigator.connection.saveData) ||
    window.matchMedia("(prefers-reduced-data: reduce)").matches;

  /* Take note of a question of a page and of whether its answer is kept. */
  window.fetch = function (target, options) {
    const answer = ask.apply(this, arguments);
    if (!String((target && target.url) || target).includes(REQUEST)) return answer;
    stop();
    question = null;
    const read = pageQuestion(options && options.body);
    const begun = performance.now();
    const isQuick = () => performance.now() - begun < SLOW;
    if (read) answer.then((response) => isQuick() && note(read, target, options, response), () => {});
    return answer;
  };

  function pageQuestion(body) {
    try {
      const read = JSON.parse(body);
      const one = read.inputs.length === 1 && read.inputs[0];
      return one && /^[a-z-]+--auswahl$/.test(one.id) && typeof one.value === "string" ? read : null;
    } catch {
      return null;
    }
  }

  function note(read, target, options, response) {
    if (!response.ok || !response.headers.get(KEPT)) return;
    question = { read, target, headers: options.headers };
    remember(read.inputs[0].value);
    wait();
  }

  function remember(text) {
    asked.add(question.read.output + text.replace(/^\?/, ""));
    if (asked.size > ASKED) asked.delete(asked.values().next().value);
  }

  function stop() {
    clearTimeout(waiting);
    if (running) running.abort();
    running = null;
  }

  function wait() {
    stop();
    if (question && !saving()) waiting = setTimeout(() => requestIdleCallback(whenIdle), IDLE);
  }

  function whenIdle() {
    const isReady = document.querySelector("main.drawn[aria-busy=false] [data-page]");
    if (question && isReady) askNext(neighbours());
  }

  /* The same period a year before and a year after, where the lists of the page have it. */
  function neighbours() {
    const page = document.querySelector("[data-page]");
    const text = question.read.inputs[0].value.replace(/^\?/, "");
    const given = new URLSearchParams(text);
    const start = page ? JSON.parse(page.dataset.period) : {};
    const [from, to] = [given.get("von") || start.von, given.get("bis") || start.bis];
    if (!from || !to) return [];
    return [-1, 1].map((years) => ({ von: shifted(from, years), bis: shifted(to, years) })).filter(isOffered);
  }

  function shifted(month, years) {
    return Number(month.slice(0, 4)) + years + month.slice(4);
  }

  function isOffered({ von, bis }) {
    const slug = document.querySelector("[data-page]").dataset.page;
    const has = (name, month) => document.querySelector(`#${slug}--${name} option[value="${month}"]`);
    return Boolean(has("von", von) && has("bis", bis));
  }

  /* The selection with another period, spelled as the page itself spells it. */
  function textWith(period) {
    const text = question.read.inputs[0].value.replace(/^\?/, "");
    const kept = text.split("&").filter((part) => part && !/^(von|bis)=/.test(part));
    return [`von=${period.von}`, `bis=${period.bis}`, ...kept].join("&");
  }

  /* One after the other; a server that is busy or refuses is left alone. */
  async function askNext(periods) {
    const texts = periods.map(textWith).filter((text) => !asked.has(question.read.output + text));
    if (!texts.length || document.hidden) return;
    running = new AbortController();
    const { signal } = running;
    const { read, target, headers } = question;
    try {
      for (const text of texts) {
        const inputs = [{ ...read.inputs[0], value: text }];
        const body = JSON.stringify({ ...read, inputs });
        const answer = await ask(target, { method: "POST", headers, body, credentials: "same-origin", priority: "low", signal });
        if (!answer.ok) return;
        remember(text);
        await answer.arrayBuffer();
      }
    } catch {
      // Stopped, or the server cannot be reached: a question of the page itself will tell.
    }
  }

  /* A period under the pointer is about to be chosen. */
  document.addEventListener("pointerover", (event) => {
    const preset = event.target.closest && event.target.closest("[data-von]");
    if (!preset || !question || saving()) return;
    stop();
    askNext([{ von: preset.dataset.von, bis: preset.dataset.bis }]);
  });
  ACTS.forEach((act) => document.addEventListener(act, wait, { capture: true, passive: true }));
})();
