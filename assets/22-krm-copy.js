/* Copies the sentences at the head of a page. */
(function () {
  "use strict";

  /* Without a secure address browsers offer no clipboard but the old command. */
  async function copied(text) {
    if (navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch (refused) { /* the old way is left */ }
    }
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  document.addEventListener("click", async function (event) {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const paragraphs = [...document.getElementById(button.dataset.copy).children];
    const done = await copied(paragraphs.map((one) => one.textContent).join("\n"));
    button.focus();
    const said = button.parentElement.querySelector("[role=status]");
    said.textContent = done ? button.dataset.copied : button.dataset.copyFailed;
  });
})();
