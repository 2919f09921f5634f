// Keys of the desk. Each operation runs this anew, with its number: another one than before opens at its top.
(() => {
  const BAR = '[class*="st-key-actions-evaluation-raccourcis"]';
  const GROUPS = '.st-key-grille-evaluation [role="radiogroup"]';
  const { operation } = document.currentScript.dataset;
  const earlier = window.dashboardOperation;
  window.dashboardOperation = operation;
  if (earlier && earlier !== operation) setTimeout(openAtTop, 0);
  if (window.dashboardShortcuts) return;
  window.dashboardShortcuts = true;

  document.addEventListener("keydown", (event) => {
    const bar = document.querySelector(BAR);
    const field = document.activeElement;
    if (!bar || !field || event.metaKey) return;
    if (event.altKey && !event.ctrlKey && field.tagName === "TEXTAREA" && /^Key[NPU]$/.test(event.code)) {
      // A shortcut leaves the text area first: what is being typed would be lost with the form.
      field.blur();
    } else if (event.ctrlKey && event.key === "Enter" && field.matches(".st-key-grille-evaluation input")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      bar.querySelector('[class*="-soumettre"] button')?.click();
    } else if (!event.ctrlKey && !event.altKey && !field.matches("textarea, select, input:not([type=radio])")) {
      answer(field, /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1], event);
    }
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".aller-question");
    const option = button && document.querySelector(`.st-key-${CSS.escape(button.dataset.question)} input`);
    option?.focus({ preventScroll: true });
    option?.closest('[role="radiogroup"]').scrollIntoView({ block: "center" });
  });

  // A digit is the level of a scale, or the place of an option: of the question in use, else of the first one on screen.
  function answer(field, digit, event) {
    const group = digit && (field.closest(GROUPS) ?? [...document.querySelectorAll(GROUPS)].find(isToAnswer));
    if (!group) return;
    const options = [...group.querySelectorAll("input")];
    const levels = options.map((option) => /^(\d) –/.exec(option.closest("label").innerText.trim())?.[1]);
    const option = levels.some(Boolean) ? options[levels.indexOf(digit)] : options[digit - 1];
    if (!option) return;
    event.preventDefault();
    option.focus();
    option.click();
  }

  function isToAnswer(group) {
    const { top, bottom } = group.getBoundingClientRect();
    return !group.querySelector("input:checked") && top >= 0 && bottom <= window.innerHeight;
  }

  function openAtTop() {
    for (const part of document.querySelectorAll('[data-testid="stMain"], .st-key-lecture-operation')) part.scrollTop = 0;
    const title = document.querySelector(".st-key-lecture-operation h2");
    if (!title || document.activeElement !== document.body) return;
    // The button that was pressed went with its form: the keyboard goes on from the operation.
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }
})();
