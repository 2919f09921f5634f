// On a full screen, the keys that a room expects turn the slides. Page keys and Escape are shortcuts of the buttons themselves.
(() => {
  if (window.dashboardSlides) return;
  window.dashboardSlides = true;

  const buttons = {
    ArrowRight: "suivante", ArrowDown: "suivante", " ": "suivante",
    ArrowLeft: "precedente", ArrowUp: "precedente",
    Home: "premiere", End: "derniere",
  };
  document.addEventListener("keydown", (event) => {
    const name = buttons[event.key];
    if (!name || event.altKey || event.ctrlKey || event.metaKey || !document.querySelector(".st-key-diapo-quitter")) return;
    const focused = document.activeElement;
    if (focused?.closest("input, textarea, [contenteditable]") || (event.key === " " && focused?.closest("button"))) return;
    event.preventDefault();
    document.querySelector(`.st-key-diapo-${event.key === " " && event.shiftKey ? "precedente" : name} button`)?.click();
  });
})();
