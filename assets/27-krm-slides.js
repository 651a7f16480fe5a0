/* The page Folien auffrischen: sends the chosen deck, shows the report and offers the new deck. */
(function () {
  "use strict";

  const TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
  const form = () => document.querySelector("form[data-slides]");
  const said = () => JSON.parse(form().dataset.texts);
  let address = "";

  /* The page is put together by a framework that knows no file field. */
  function completeForm() {
    const place = document.querySelector(".slide-file:empty");
    if (!place) return;
    const field = document.createElement("input");
    field.type = "file";
    field.id = place.dataset.field;
    field.accept = ".pptx";
    field.className = "form-control";
    field.setAttribute("aria-describedby", place.dataset.described);
    place.append(field);
  }

  function say(sentence) {
    document.querySelector(".slide-status").textContent = sentence;
  }

  function clear() {
    document.querySelector(".slide-report").replaceChildren();
    if (address) URL.revokeObjectURL(address);
    address = "";
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function bytes(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }

  function show(answer) {
    const report = document.querySelector(".slide-report");
    if (answer.datei) {
      const link = element("a", said().herunterladen);
      address = URL.createObjectURL(new Blob([bytes(answer.datei)], { type: TYPE }));
      link.href = address;
      link.download = answer.name;
      link.className = "filter-button strong";
      report.append(link);
    }
    answer.abschnitte.forEach((part) => {
      const list = document.createElement("ul");
      list.append(...part.zeilen.map((line) => element("li", line)));
      report.append(element("h2", part.titel), list);
    });
    say(answer.satz);
  }

  async function send(file) {
    try {
      const answer = await fetch(form().dataset.slides, { method: "POST", headers: { "Content-Type": TYPE }, body: file });
      const body = await answer.json();
      if (answer.ok) show(body);
      else say(body.fehler || said().fehler);
    } catch (failed) {
      say(said().fehler);
    }
  }

  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("form[data-slides]")) return;
    event.preventDefault();
    const button = event.target.querySelector("[type=submit]");
    const file = event.target.querySelector("input[type=file]").files[0];
    if (button.getAttribute("aria-disabled") === "true") return;
    clear();
    if (!file) return say(said().keine);
    if (file.size > Number(event.target.dataset.most)) return say(said().gross);
    button.setAttribute("aria-disabled", "true");
    say(said().laeuft);
    await send(file);
    button.removeAttribute("aria-disabled");
  });

  new MutationObserver(completeForm).observe(document.documentElement, { childList: true, subtree: true });
  completeForm();
})();
