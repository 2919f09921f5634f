// A table wider than its place can be reached and scrolled with the keyboard.
(() => {
  if (window.dashboardTables) return;
  window.dashboardTables = true;

  const boxes = '[data-testid="stTable"] > div';
  const sizes = new ResizeObserver((seen) => new Set(seen.map(({ target }) => target.closest(boxes))).forEach((box) => {
    if (!box) return;
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute("tabindex");
  }));
  const watch = (root) => root.querySelectorAll(boxes).forEach((box) => {
    sizes.observe(box);
    if (box.firstElementChild) sizes.observe(box.firstElementChild);
  });
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.parentElement) watch(node.parentElement);
  }).observe(document.body, { subtree: true, childList: true });
  watch(document);
})();
