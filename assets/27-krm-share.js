/* The menu of a card: pictures, copies, the Sammelmappe. What happened is told in the menu itself. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const FORMULA = /^[=+\-@\t\r\n\0]/;

  const link = (card) => card.querySelector(".share .downloads a[download]");
  const element = (tag, text) => Object.assign(document.createElement(tag), text === undefined ? {} : { textContent: text });

  /* Title, finding, selection, source and check number as the server tells them for what the card shows. */
  async function told(card) {
    const answer = await fetch("/pruefnummer/" + card.dataset.card + link(card).search, { method: "POST" });
    const about = await answer.json();
    if (!answer.ok) throw Object.assign(new Error("pruefnummer"), { fehler: about.fehler });
    return about;
  }

  function save(blob, name) {
    const anchor = element("a");
    anchor.href = URL.createObjectURL(blob);
    anchor.download = name;
    // A click elsewhere would close the menu that tells what happened.
    anchor.addEventListener("click", (event) => event.stopPropagation());
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 60000);
  }

  const fileName = (card, ending) =>
    (card.dataset.card + "-" + link(card).search.slice(1)).replace(/[^A-Za-z0-9.-]+/g, "_").slice(0, 150) + "." + ending;

  async function picture(card, ending) {
    const shown = krm.shownOn(card);
    if (!shown.figure) return "kein_bild";
    const about = await told(card);
    const blob = ending === "png"
      ? await krm.picture.png(about, shown)
      : new Blob([await krm.picture.svg(about, shown)], { type: "image/svg+xml" });
    save(blob, fileName(card, ending));
    return ending;
  }

  /* Browsers want the promise of a copy in the moment of the click, not the copy some time later. */
  async function copyPicture(card) {
    const shown = krm.shownOn(card);
    if (!shown.figure) return "kein_bild";
    const made = told(card).then((about) => krm.picture.png(about, shown));
    if (navigator.clipboard && window.ClipboardItem) {
      try {
        await navigator.clipboard.write([new ClipboardItem({ "image/png": made })]);
        return "bild";
      } catch (refused) { /* as a file then */ }
    }
    save(await made, fileName(card, "png"));
    return "bild_datei";
  }

  /* Numbers as spreadsheets read them; text that they would compute is marked as text. */
  function plain(text, numeric) {
    if (numeric) return text.replace(/\u2212/g, "-").replace(/\u00a0/g, " ");
    return FORMULA.test(text) ? "'" + text : text;
  }

  function tableTexts(data, about) {
    const lines = [data.kopf, ...data.zeilen, ...(data.summe ? [data.summe] : [])];
    const tidy = lines.map((cells, row) => cells.map((text, at) => plain(text, row > 0 && data.zahlen[at])));
    const around = [about.untertitel, about.fusszeile];
    const rows = tidy.map((cells) => cells.map((text) => text.replace(/[\t\n]/g, " ")).join("\t"));
    return {
      "text/plain": [...rows, "", about.titel, ...around].join("\n"),
      "text/html": tableHtml(data, tidy, about, around),
    };
  }

  function tableHtml(data, lines, about, around) {
    const table = element("table");
    table.setAttribute("style", "border-collapse:collapse");
    lines.forEach((cells, row) => {
      const line = element("tr");
      cells.forEach((text, at) => {
        const cell = element(row === 0 || at === 0 ? "th" : "td", text);
        const side = data.zahlen[at] ? "right" : "left";
        const kind = data.zahlen[at] && row > 0 ? "" : ";mso-number-format:'\\@'";
        const bold = row === 0 || row === data.zeilen.length + 1 ? "bold" : "normal";
        cell.setAttribute("style", `border:1px solid #8b95a1;padding:2px 6px;text-align:${side};font-weight:${bold}${kind}`);
        line.append(cell);
      });
      table.append(line);
    });
    const title = element("p");
    title.append(element("b", about.titel));
    const notes = [...around, ...data.hinweise].map((text) => element("p", text));
    const whole = element("div");
    whole.append(title, table, ...notes);
    return whole.innerHTML;
  }

  async function copy(card, texts) {
    if (await krm.copied(texts)) return "";
    const field = element("textarea");
    field.readOnly = true;
    field.value = (await texts)["text/plain"];
    field.setAttribute("aria-label", card.querySelector("h2").textContent);
    card.querySelector(".share-said").append(field);
    field.select();
    return "verweigert";
  }

  async function copyTable(card) {
    const { table } = krm.shownOn(card);
    return await copy(card, told(card).then((about) => tableTexts(table, about))) || "tabelle";
  }

  async function copySentence(card) {
    const texts = told(card).then((about) => ({ "text/plain": `${about.aussage} (${about.untertitel}. ${about.fusszeile})` }));
    return await copy(card, texts) || "satz";
  }

  async function copyLink(card) {
    const address = location.origin + location.pathname + link(card).search;
    return await copy(card, Promise.resolve({ "text/plain": address })) || "link";
  }

  function collect(card) {
    const name = card.querySelector("h2").textContent;
    const worte = card.querySelector(".subtitle").textContent;
    return krm.collect({ karte: card.dataset.card, auswahl: link(card).search.slice(1), titel: "", name, worte });
  }

  const ACTIONS = {
    png: (card) => picture(card, "png"),
    svg: (card) => picture(card, "svg"),
    bild: copyPicture,
    tabelle: copyTable,
    satz: copySentence,
    link: copyLink,
    sammeln: collect,
    einbetten: (card) => krm.embed(card.dataset.card, link(card).search),
  };

  const texts = () => JSON.parse(document.getElementById("weitergeben").dataset.texts);

  /* Everything below the files is the same on every card; pictures only where there is a chart. */
  function filled(menu) {
    const title = menu.closest("[data-card]").querySelector("h2").textContent;
    const { gruppen, name, sammeln, einbetten } = texts();
    const groups = gruppen.map(([group, verb, actions]) => {
      const line = Object.assign(element("div"), { className: "share-group" });
      const buttons = Object.assign(element("div"), { className: "share-actions" });
      const possible = actions.filter(([action]) => menu.dataset.drawn || !["png", "svg", "bild"].includes(action));
      buttons.append(...possible.map(([action, text]) => {
        const label = name.replaceAll("{name}", text).replace("{titel}", () => title).replace("{tun}", verb);
        return entry(action, text, label);
      }));
      line.append(Object.assign(element("span", group), { className: "share-name" }), buttons);
      return possible.length ? line : "";
    });
    const collect = entry("sammeln", "+ " + sammeln, "+ " + sammeln + ": " + title);
    collect.classList.add("collect");
    const embed = entry("einbetten", einbetten, einbetten + ": " + title);
    embed.classList.add("collect");
    const said = Object.assign(element("p"), { className: "share-status" });
    said.setAttribute("role", "status");
    const place = Object.assign(element("div"), { className: "share-said" });
    place.append(said);
    menu.querySelector(".share-more").replaceChildren(...groups, collect, embed, place);
  }

  function entry(action, text, label) {
    const button = Object.assign(element("button", text), { type: "button", className: "filter-button" });
    button.dataset.share = action;
    button.setAttribute("aria-label", label);
    return button;
  }

  async function share(button) {
    const menu = button.closest("details.share");
    const card = menu.closest("[data-card]");
    const said = menu.querySelector(".share-status");
    // What the server says is a sentence already.
    const sentence = (code) => (texts().saetze[code] || code).replace("{name}", () => card.querySelector("h2").textContent);
    menu.querySelectorAll(".share-said textarea").forEach((old) => old.remove());
    said.textContent = sentence("wartet");
    try {
      said.textContent = sentence(await ACTIONS[button.dataset.share](card));
    } catch (failed) {
      said.textContent = failed.fehler || sentence("gescheitert");
    }
    if (document.activeElement === document.body) button.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-share]");
    if (button) share(button);
  });

  document.addEventListener("toggle", (event) => {
    if (!event.target.matches("details.share")) return;
    filled(event.target);
  }, true);

  /* Files of a page are those of the selection that stands in the address now. */
  ["pointerdown", "focusin", "click"].forEach((type) => document.addEventListener(type, (event) => {
    const file = event.target.closest && event.target.closest("a[data-page-file]");
    if (file) file.search = location.search;
  }, true));

  krm.save = save;
})();
