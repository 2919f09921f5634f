// A shortcut of the desk leaves the text area first: what is being typed would be lost with the form.
(() => {
  if (window.dashboardShortcuts) return;
  window.dashboardShortcuts = true;

  document.addEventListener("keydown", (event) => {
    const field = document.activeElement;
    if (!event.altKey || event.ctrlKey || field?.tagName !== "TEXTAREA" || !/^Key[NPU]$/.test(event.code)) return;
    if (document.querySelector('[class*="st-key-actions-evaluation-raccourcis"]')) field.blur();
  }, true);
})();
