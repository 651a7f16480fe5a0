/* What a page asks when somebody has chosen goes straight to the server, and its answer straight onto the page. Dash asks
   for pages that were just laid out, which shows us how. Only the answer to the last question is shown. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const REQUEST = "/_dash-update-component";
  const NO_UPDATE = 204; // Dash leaves everything as it is.
  const send = window.fetch;
  const asking = {}; // by the store of a selection: how its page asks
  let latest = 0;

  window.fetch = function (target, options) {
    const answer = send.apply(this, arguments);
    if (typeof target !== "string" || !target.includes(REQUEST) || !note(target, options)) return answer;
    const number = latest += 1;
    return answer.then((response) => number === latest ? response : new Response(null, { status: NO_UPDATE }));
  };

  function note(target, options) {
    const question = JSON.parse(options.body);
    const store = question.inputs.length === 1 && question.inputs[0].id;
    if (!/--auswahl$/.test(store)) return false;
    asking[store] = { target, options, question };
    return true;
  }

  /* False where nobody has asked for this page yet. */
  krm.ask = function (store, value) {
    if (!asking[store]) return false;
    const { target, options, question } = asking[store];
    const body = JSON.stringify({ ...question, inputs: [{ ...question.inputs[0], value }] });
    const number = latest += 1;
    // What a failure means is told where it is noticed, see 19-krm-waiting.js.
    send(target, { ...options, body }).then((answer) => answer.ok && show(answer, question.outputs.id, number), () => {});
    return true;
  };

  async function show(answer, place, number) {
    const { response } = await answer.json();
    if (number === latest) krm.answered(response[place].data);
  }
})();
