/* The dialog for typed commands: opens it, sends what is typed, follows what was understood. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const ASK_AFTER = 250; // ms after the last key
  const FOCUS_AFTER = 100; // ms: the dialog gives the focus back first
  const field = () => document.getElementById("befehl-text");
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  let timer = 0;
  let asked = null;
  let target = null;
  let following = false;

  function open() {
    if (field()) return;
    asked = target = null;
    following = false;
    set("befehl-text", { value: "" });
    set("befehl-antwort", { children: null });
    set("befehl", { is_open: true });
  }

  function close() {
    clearTimeout(timer);
    set("befehl", { is_open: false });
  }

  /* Closed for another page: its content is what is to be read next. */
  function leave() {
    close();
    setTimeout(() => document.getElementById("inhalt").focus({ preventScroll: true }), FOCUS_AFTER);
  }

  function ask() {
    clearTimeout(timer);
    if (!field() || field().value === asked) return;
    asked = field().value;
    set("befehl-frage", { data: { text: asked, pfad: location.pathname, suche: location.search } });
  }

  /* Enter may come before the answer: then the answer is followed when it is there. */
  function follow() {
    ask();
    following = !target || target.text !== asked;
    if (following || !target.pfad) return;
    leave();
    krm.go(target.pfad, target.suche);
  }

  Object.assign(krm, {
    understood: function (answer) {
      target = answer;
      if (following && target && target.text === asked) follow();
      return window.dash_clientside.no_update;
    },
  });

  document.addEventListener("input", (event) => {
    if (event.target !== field()) return;
    following = false;
    clearTimeout(timer);
    timer = setTimeout(ask, ASK_AFTER);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-command]")) open();
    if (event.target.closest("[data-command-close]")) close();
    if (event.target.closest("#befehl-antwort a")) leave();
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    } else if (event.key === "Enter" && event.target === field()) {
      event.preventDefault();
      follow();
    }
  });
})();
