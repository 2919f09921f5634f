// « Texte à coller »: what stands in the text area is counted at each letter, and copied.
(() => {
  if (window.dashboardPasted) return;
  window.dashboardPasted = true;
  const area = () => document.querySelector(".st-key-document-texte textarea");
  const french = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const words = (count) => `${french(count)} caractère${count < 2 ? "" : "s"}`;

  document.addEventListener("input", ({ target }) => {
    const told = document.querySelector(".texte-compte");
    if (!told || target !== area()) return;
    const count = [...target.value].length; // As a form counts: a sign is one character.
    const most = Number(told.dataset.longueur);
    told.textContent = `${words(count)} sur ${french(most)}${count > most ? `\u202f: ${words(count - most)} de trop` : ""}`;
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".copier-texte");
    if (!button) return;
    const label = button.textContent;
    let done = true;
    try { await navigator.clipboard.writeText(area().value); } catch { done = false; area().select(); }
    button.setAttribute("role", "status");
    button.textContent = done ? button.dataset.fait : button.dataset.echec;
    setTimeout(() => { button.textContent = label; button.removeAttribute("role"); }, 2500);
  });
})();
