// The tooltip of a map: what the territory or the mark under the pointer says, or the one that has the focus, inside the map's frame.
(() => {
  if (window.dashboardMaps) return;
  window.dashboardMaps = true;

  const hide = () => document.querySelectorAll(".carte .bulle").forEach((bubble) => { bubble.style.visibility = "hidden"; });
  const show = (event) => {
    const place = event.target.closest?.(".carte [aria-label]:not(svg)");
    if (!place) return hide();
    const map = place.closest(".carte");
    const bubble = map.querySelector(".bulle");
    const [name, ...lines] = place.getAttribute("aria-label").split("\n");
    const strong = document.createElement("strong");
    strong.textContent = name;
    bubble.replaceChildren(strong, "\n", lines.join("\n"));
    const frame = map.getBoundingClientRect();
    const shape = place.getBoundingClientRect();
    const pointer = event.type === "pointermove";
    const [from, to] = pointer ? [event.clientX, event.clientX] : [shape.left, shape.right];
    // Where it stood before would narrow it, and its size with it.
    bubble.style.left = bubble.style.top = "0";
    const width = bubble.offsetWidth;
    // Where the room on the right is short, it stands on the left.
    const left = to + 12 + width > frame.right ? from - 12 - width : to + 12;
    bubble.style.left = `${Math.max(0, left - frame.left)}px`;
    // Where it stands it may be narrower, and higher.
    const top = Math.min((pointer ? event.clientY : shape.top) + 12, frame.bottom - bubble.offsetHeight);
    bubble.style.top = `${Math.max(0, top - frame.top)}px`;
    bubble.style.visibility = "visible";
  };
  document.addEventListener("pointermove", show);
  document.addEventListener("focusin", show);
  document.addEventListener("click", hide);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") hide(); });
})();
