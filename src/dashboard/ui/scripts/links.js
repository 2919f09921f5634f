// The button that copies the address of the screen; links of the application open in the same tab.
(() => {
  if (window.dashboardLinks) return;
  window.dashboardLinks = true;

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".copier-lien");
    if (!button) return;
    const label = button.textContent;
    let done = true;
    try { await navigator.clipboard.writeText(location.href); } catch { done = false; }
    button.setAttribute("role", "status");
    button.textContent = done ? button.dataset.fait : button.dataset.echec;
    setTimeout(() => { button.textContent = label; button.removeAttribute("role"); }, 2500);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.target !== "_blank" || link.hasAttribute("download") || new URL(link.href).origin !== location.origin) return;
    event.preventDefault();
    location.assign(link.href);
  });
})();
