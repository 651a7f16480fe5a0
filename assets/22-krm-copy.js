/* Copies texts, and the sentences at the head of a page. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;

  /* The promise of texts by their type; whether they are in the clipboard now. Without a secure address browsers offer
     none but the old command. */
  async function copied(texts) {
    if (navigator.clipboard && window.ClipboardItem) {
      try {
        const types = ["text/plain", "text/html"];
        const given = await texts;
        const blobs = types.filter((type) => type in given).map((type) => [type, new Blob([given[type]], { type })]);
        await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
        return true;
      } catch (refused) { /* the old way is left */ }
    }
    return byCommand(await texts);
  }

  function byCommand(texts) {
    const field = document.createElement("textarea");
    const fill = (event) => {
      event.preventDefault();
      Object.entries(texts).forEach(([type, text]) => event.clipboardData.setData(type, text));
    };
    field.value = texts["text/plain"];
    (document.querySelector("dialog[open]") || document.body).append(field);
    field.select();
    field.addEventListener("copy", fill);
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  document.addEventListener("click", async function (event) {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const paragraphs = [...document.getElementById(button.dataset.copy).children];
    const done = await copied({ "text/plain": paragraphs.map((one) => one.textContent).join("\n") });
    button.focus();
    const said = button.parentElement.querySelector("[role=status]");
    said.textContent = done ? button.dataset.copied : button.dataset.copyFailed;
  });

  krm.copied = copied;
})();
