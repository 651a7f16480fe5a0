/* The page "Zahl prüfen": asks for the figure of a check number and sets the answer into its places. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const part = (name) => document.getElementById("pruefen-" + name);
  let asked = 0;

  function say(sentence) {
    part("meldung").textContent = sentence;
  }

  async function fetched(number) {
    try {
      const answer = await fetch("/pruefen.json?nr=" + encodeURIComponent(number));
      return await answer.json();
    } catch (failed) {
      return { fehler: part("formular").dataset.failed };
    }
  }

  function facts(pairs) {
    return pairs.flatMap(([name, text]) => {
      const [term, told] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = name;
      told.textContent = text;
      return [term, told];
    });
  }

  function show(answer) {
    part("titel").textContent = answer.titel;
    part("untertitel").textContent = answer.untertitel;
    part("worte").textContent = answer.worte;
    part("worte").classList.toggle("differs", answer.gleich !== true);
    part("angaben").replaceChildren(...facts(answer.angaben));
    part("verweis").hidden = !answer.adresse;
    if (answer.adresse) part("verweis").setAttribute("href", answer.adresse);
    document.querySelectorAll("[data-check]").forEach((place) => {
      const data = answer[place.dataset.check];
      place.hidden = !data;
      part(place.dataset.check).replaceChildren(...(data ? krm.tableNodes(data) : []));
    });
  }

  async function ask(number) {
    const mine = asked += 1;
    part("antwort").hidden = true;
    if (!number) {
      say(part("formular").dataset.empty);
      document.getElementById("pruefen-nummer").focus();
      return;
    }
    const query = new URLSearchParams(location.search);
    query.set("nr", number);
    history.replaceState(history.state, "", location.pathname + "?" + query);
    const answer = await fetched(number);
    if (mine !== asked || !part("formular")) return;
    if (answer.fehler) {
      say(answer.fehler);
      document.getElementById("pruefen-nummer").focus();
      return;
    }
    say("");
    show(answer);
    part("antwort").hidden = false;
    part("titel").focus();
  }

  Object.assign(krm, {
    /* The page was laid out: a number in the address is checked at once. */
    checkArrived: function () {
      document.getElementById("pruefen-nummer").setAttribute("aria-describedby", "pruefen-hinweis");
      const number = new URLSearchParams(location.search).get("nr");
      if (number) {
        window.dash_clientside.set_props("pruefen-nummer", { value: number });
        ask(number.trim());
      }
      return window.dash_clientside.no_update;
    },
  });

  document.addEventListener("submit", (event) => {
    if (event.target !== part("formular")) return;
    event.preventDefault();
    ask(document.getElementById("pruefen-nummer").value.trim());
  });
})();
