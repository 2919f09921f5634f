// The button that copies the address of the screen, and the links that copy their own; other links of the application open in the same tab, and those that lead to one of
// its pages (data-pages) without loading everything again: Streamlit takes the address as it does after « Retour ».
(() => {
  if (window.dashboardLinks) return;
  window.dashboardLinks = true;
  const pages = document.currentScript.dataset.pages.split(" ");

  // plotly lays a transparent sheet over its chart, which takes the clicks meant for the numbers under it.
  const underChart = ({ target, clientX, clientY }) => target.closest?.(".js-plotly-plot")
    && document.elementsFromPoint(clientX, clientY).map((found) => found.closest("svg a")).find(Boolean);

  // « page#carte-… » opens a page at one of its cards, which is drawn later than the page.
  const toCard = () => {
    const wanted = location.hash.slice(1);
    if (!wanted) return;
    const until = Date.now() + 15000;
    const look = () => {
      const card = document.querySelector(`.st-key-${CSS.escape(decodeURIComponent(wanted))}`);
      if (card) card.scrollIntoView({ block: "start" });
      else if (Date.now() < until && location.hash.slice(1) === wanted) setTimeout(look, 200);
    };
    setTimeout(look, 600);
  };
  toCard();

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".copier-lien");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const label = button.textContent;
    let done = true;
    try { await navigator.clipboard.writeText(button.href ?? location.href); } catch { done = false; }
    button.setAttribute("role", "status");
    button.textContent = done ? button.dataset.fait : button.dataset.echec;
    setTimeout(() => { button.textContent = label; button.removeAttribute("role"); }, 2500);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href], svg a") ?? underChart(event);
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = new URL(link.href.baseVal ?? link.href, document.baseURI); // In a drawing, an address is an object.
    if (link.hasAttribute("download") || address.origin !== location.origin || link.getAttribute("href")?.startsWith("#")) return;
    if (pages.includes(address.pathname.split("/").at(-1))) {
      event.preventDefault();
      const moved = address.pathname !== location.pathname;
      history.pushState({}, "", address);
      dispatchEvent(new PopStateEvent("popstate", { state: {} }));
      if (moved) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
      toCard();
    } else if ((link.target.baseVal ?? link.target) === "_blank") {
      event.preventDefault();
      location.assign(address);
    }
  });
})();
