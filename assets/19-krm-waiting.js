/* Waiting and failing: figures dim while the server takes its time, and a failed answer is told in words. */
(function () {
  "use strict";

  const REQUEST = "/_dash-update-component";
  const ASIDE = '"befehl-frage"'; // what a typed command means does not change the figures
  const DIM_AFTER = 300; // ms: most answers are there before
  const SETTLE_AFTER = 1000; // ms after an answer that drew nothing
  let running = 0;
  let latest = 0;
  let dimmer = 0;
  let settler = 0;

  const main = () => document.getElementById("inhalt");

  function began(aside) {
    running += 1;
    latest += 1;
    clearTimeout(settler);
    if (!aside && !dimmer && main()) {
      main().setAttribute("aria-busy", "true");
      dimmer = setTimeout(() => main().classList.add("waiting"), DIM_AFTER);
    }
    return latest;
  }

  /* What older requests come to does not matter: their answers are dropped. */
  function ended(request, failure) {
    running -= 1;
    if (request === latest) tell(failure);
    if (failure) settled();
    else settler = setTimeout(settled, SETTLE_AFTER);
  }

  function settled() {
    if (running || !main()) return;
    clearTimeout(settler);
    light();
    main().setAttribute("aria-busy", "false");
    // One frame later everything that the answer brought stands in its place.
    if (filled()) requestAnimationFrame(() => requestAnimationFrame(() => main().classList.add("drawn")));
  }

  /* What is about to be drawn must not appear dim. */
  function light() {
    if (running) return;
    clearTimeout(dimmer);
    dimmer = 0;
    main().classList.remove("waiting");
  }

  /* Whether a page that was laid out has its figures or says why not. */
  function filled() {
    return !main().querySelector(".page .status:empty") || main().matches(".outdated, :has(.notice)");
  }

  /* The sentence for the failure, none for "". While it stands, the figures are those of an older selection. */
  function tell(failure) {
    const place = document.getElementById("stoerung");
    if (!place) return;
    place.hidden = !failure;
    place.querySelectorAll("[data-failure]").forEach((text) => { text.hidden = text.dataset.failure !== failure; });
    main().classList.toggle("outdated", Boolean(failure));
  }

  const send = window.fetch;
  window.fetch = function (target, options) {
    const answer = send.apply(this, arguments);
    if (!String((target && target.url) || target).includes(REQUEST)) return answer;
    const request = began(String(options && options.body).includes(ASIDE));
    answer.then(
      (response) => ended(request, response.ok ? "" : "antwort"),
      () => ended(request, "verbindung"),
    );
    return answer;
  };

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.krm = { light, settled };
})();
