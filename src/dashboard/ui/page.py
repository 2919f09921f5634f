"""Page chrome: the style sheet, the document's language, the title of a page and the demonstration badge."""

import json
from typing import Final

import streamlit as st

from dashboard.ui.markdown import literal

_COLUMNS: Final = range(1, 16)

_FIGURES_RIGHT: Final = ",".join(
    f'[class*="st-key-tableau-"][class*="-d{rank}-"] tr>:nth-child({rank})' for rank in _COLUMNS
)

STYLE: Final = f"""<style>
[data-testid="stMainBlockContainer"] {{ max-width: 84rem; padding-left: clamp(1rem, 3vw, 3rem);
  padding-right: clamp(1rem, 3vw, 3rem); }}
[data-testid="stMarkdownContainer"] :is(h1, h2, h3) {{ padding: 0; margin: 0; line-height: 1.3; text-wrap: balance; }}
[data-testid="stHeaderActionElements"] {{ display: none; }}
:is(a, button, summary, [role="tab"], [role="radio"], [data-testid="stTable"] > div):focus-visible {{ outline: 2px solid #0a76f6; outline-offset: 2px; }}

[data-testid="stMarkdownContainer"]:has(> :is(h1, h2, h3), > div > :is(h1, h2, h3)) {{ margin-bottom: 0; }}
[data-testid="stMarkdownContainer"] h2 {{ margin-top: .75rem; }}

[class*="st-key-carte-"] {{ padding: 1rem 1.25rem .75rem; }}
[class*="st-key-carte-"] > * > [data-testid="stHorizontalBlock"] > [data-testid="stElementContainer"]:first-child {{
  flex: 1 1 15rem; min-width: min(15rem, 100%); }}
[class*="st-key-carte-"] h3 {{ padding-top: .3rem; }}
[class*="st-key-carte-"] [data-testid="stCaptionContainer"] p {{ font-size: .875rem; line-height: 1.45; }}
[class*="st-key-carte-"] [data-testid="stPlotlyChart"] {{ background: #fff; box-shadow: 0 0 0 .5rem #fff; }}
[data-testid="stLayoutWrapper"]:has(> [class*="st-key-pied-"]) {{ margin-top: auto; }}
[class*="st-key-fichiers-"] button {{ min-height: 2rem; }}
[data-testid="stColumn"] > [data-testid="stVerticalBlock"] >
  [data-testid="stLayoutWrapper"]:has([class*="st-key-carte-"]):last-child {{ flex: 1 1 auto; }}

.stTable {{ font-size: 1rem; }}
.stTable :is(td, th) {{ padding: .45rem .5rem !important; }}
.stTable thead th {{ color: inherit; font-weight: 700; vertical-align: bottom; border-bottom: 2px solid currentColor; }}
.stTable tbody th {{ text-align: left; color: inherit; }}
[class*="st-key-tableau-"] {{ overflow-x: auto; }}
[class*="st-key-tableau-"][class*="-serre-"] .stTable {{ font-size: .875rem; }}
[class*="st-key-tableau-"][class*="-serre-"] .stTable :is(td, th) {{ padding: .3rem .375rem !important; }}
[class*="st-key-tableau-operations-"] .stTable :is(td, th):first-child {{ min-width: 17rem; }}
[class*="st-key-tableau-operations-"] .stTable :is(td, th):nth-child(2) {{ min-width: 11rem; }}
{_FIGURES_RIGHT} {{ text-align: right !important; font-variant-numeric: tabular-nums; }}
[class*="st-key-tableau-"][class*="-avec-total-"] tbody tr:last-child > * {{ font-weight: 700;
  border-top: 2px solid currentColor; }}

@media (min-width: 48rem) {{ [data-testid="stLayoutWrapper"]:has(> .st-key-lecture-operation) {{ position: sticky; top: 4rem; }} }}
.st-key-lecture-operation {{ max-height: calc(100vh - 6rem); overflow-y: auto; }}
[data-testid="stLayoutWrapper"]:has(> [class*="st-key-actions-evaluation"]) {{ position: sticky; bottom: 0; z-index: 2; background: #fff;
  padding: .5rem 0; border-top: 1px solid #ddd; }}
[class*="st-key-actions-evaluation"] button {{ padding-left: .625rem; padding-right: .625rem; }}
.statut-brouillon {{ margin: 0; font-size: .875rem; }}

[data-testid="stMultiSelectDropdown"]:has([role="option"]) {{ width: min(30rem, calc(100vw - 4rem)) !important; }}
[data-testid="stMultiSelectDropdown"] [data-item-hl] {{ overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }}

.st-key-chiffres-cles > div, .st-key-statuts > div {{ flex: 1 1 9.5rem; }}
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] {{ gap: .625rem; }}
[data-testid="stSidebarUserContent"] h2 {{ font-size: 1.125rem; }}
.st-key-filtres-entete {{ justify-content: space-between; }}
.st-key-filtres-entete > :first-child {{ width: auto; flex: 1; }}
.st-key-filtres-entete h2 {{ margin-top: 0; }}

.st-key-bandeau {{ justify-content: space-between; }}
.copier-lien {{ background: none; border: 0; padding: .25rem 0; color: #000091; font: inherit; font-size: .875rem; cursor: pointer;
  text-decoration: underline; text-underline-offset: .2em; }}
.copier-lien:focus-visible {{ outline: 2px solid #0a76f6; outline-offset: 2px; }}
.st-key-insigne-demonstration button {{ background: #e8edff; color: #0053ab; border-color: transparent;
  min-height: 2rem; padding: .125rem .625rem; }}
.st-key-insigne-demonstration button p {{ font-weight: 700; font-size: .875rem; }}

[data-testid="stLayoutWrapper"]:has(> [class*="st-key-chrome"]) {{ position: absolute; width: 0; height: 0; overflow: hidden; }}
@media print {{ [data-testid="stSidebar"], [data-testid="stHeader"] {{ display: none; }} }}
</style>"""

_WORDS: Final = {
    "No results": "Aucun résultat",
    "Select all": "Tout sélectionner",
    "Clear all": "Tout effacer",
    "Clear value": "Effacer",
    "Clear entry": "Effacer",
    "Open": "Ouvrir",
    "Selected values": "Valeurs choisies",
    "Upload": "Choisir un fichier",
    "Add files": "Ajouter des fichiers",
    "Drag and drop a file here": "Glissez un fichier ici",
    "Drag and drop files here": "Glissez des fichiers ici",
    "Press Enter to apply": "Entrée pour appliquer",
    "Press Enter to submit form": "Entrée pour envoyer",
    "Fullscreen": "Plein écran",
    "Increment": "Augmenter",
    "Decrement": "Diminuer",
    "progress": "Avancement",
    "Close fullscreen": "Quitter le plein écran",
    "Search": "Rechercher",
    "Close Search": "Fermer la recherche",
    "Next Result": "Résultat suivant",
    "Previous Result": "Résultat précédent",
    "Download as CSV": "Télécharger en CSV",
    "Show/hide columns": "Choisir les colonnes",
    "Sort ascending": "Tri croissant",
    "Sort descending": "Tri décroissant",
    "Autosize": "Ajuster la largeur",
    "Pin column": "Figer la colonne",
    "Unpin column": "Libérer la colonne",
    "Hide column": "Masquer la colonne",
    "Copy column name": "Copier le nom de la colonne",
    "Statistics": "Statistiques",
    "empty": "vide",
    "Download failed": "Le téléchargement a échoué",
    "Unknown error": "Erreur inconnue",
    "Too many files": "Trop de fichiers",
    "Sidebar": "Panneau latéral",
    "Collapse sidebar": "Replier le panneau",
    "Expand sidebar": "Déplier le panneau",
    "App pages": "Pages",
    "Main menu": "Menu",
    "Theme": "Thème",
    "Light": "Clair",
    "Dark": "Sombre",
    "System": "Système",
    "Print": "Imprimer",
    "Rerun": "Actualiser",
    "Settings": "Réglages",
    "Close": "Fermer",
    "Cancel": "Annuler",
    "Stop": "Arrêter",
    "Running...": "Calcul en cours…",
    "Connecting": "Connexion…",
    "Notifications": "Notifications",
    "Next page": "Page suivante",
    "Previous page": "Page précédente",
    "Skip to main content": "Aller au contenu",
    "Page not found": "Page introuvable",
    "The page that you have requested does not seem to exist. Running the app's main page.": (
        "Cette page n'existe pas. Voici la page d'accueil."
    ),
    "Choose an option": "Choisir",
    "Link to heading": "Lien vers ce titre",
    "file upload": "Fichier",
    "Connection error": "Erreur de connexion",
    "Streamlit server is not responding. Are you connected to the internet?": "Le serveur ne répond pas.",
}
"""What Streamlit says by itself, in English, with no setting to change it."""

_PHRASES: Final = (
    (r"^This app has encountered an error\..*$", "Une erreur est survenue. Le détail est dans le journal du serveur."),
    (r"^Select (\d+) matches$", "Sélectionner les $1 résultats"),
    (r"^Remove (.+)$", "Retirer $1"),
    (r"^Help for (.+)$", "Aide\u202f: $1"),
    (r"^Shortcut (.+) \+ Enter$", "Raccourci $1 + Entrée"),
    (r"^Shortcut (.+)$", "Raccourci $1"),
    (r"^Fullscreen: (.+)$", "Plein écran\u202f: $1"),
    (r"^\w+ icon$", "icône"),
    (r"^([\d.]+)\s?([KMG])B per file(.*)$", "$1\u202f$2o par fichier$3"),
    (r"^File type must be (.+)\.$", "Type de fichier attendu\u202f: $1."),
    (r"^File is larger than ([\d.]+)\s?([KMG])B\.?$", "Fichier de plus de $1\u202f$2o."),
)

_SCRIPT: Final = """<script>
(() => {
  document.documentElement.lang = "fr";
  if (window.dashboardChrome) return;
  window.dashboardChrome = true;
  const words = WORDS, phrases = PHRASES.map(([from, to]) => [new RegExp(from, "s"), to]);
  const said = (text) => {
    const bare = text.trim();
    if (!bare || bare.length > 400) return null;
    if (Object.hasOwn(words, bare)) return words[bare];
    for (const [from, to] of phrases) if (from.test(bare)) return bare.replace(from, to);
    return null;
  };
  const figures = "svg, .js-plotly-plot, .stTable, textarea, script, style";
  const written = '[data-testid="stMarkdownContainer"]';
  const native = '[data-testid^="stFileUploader"], [data-testid="stException"], [data-testid="stToolbar"]';
  const attributes = ["aria-label", "title", "placeholder"];
  const rename = (element) => {
    for (const name of attributes) {
      const now = element.getAttribute(name), next = now && said(now);
      if (next && next !== now) element.setAttribute(name, next);
    }
  };
  const retext = (node) => {
    const parent = node.parentElement;
    if (!parent || parent.closest(figures) || (parent.closest(written) && !parent.closest(native))) return;
    const next = said(node.data);
    if (next && next !== node.data) node.data = next;
  };
  const visit = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return retext(root);
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest(figures)) return;
    rename(root);
    root.querySelectorAll("[aria-label],[title],[placeholder]").forEach(rename);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) retext(walker.currentNode);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(visit);
      else if (change.type === "attributes") rename(change.target);
      else retext(change.target);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes,
  });
  visit(document.body);
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
  document.addEventListener("keydown", (event) => {
    const field = document.activeElement;
    if (!event.altKey || event.ctrlKey || field?.tagName !== "TEXTAREA" || !/^Key[NPU]$/.test(event.code)) return;
    if (document.querySelector('[class*="st-key-actions-evaluation-raccourcis"]')) field.blur();
  }, true);
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
</script>"""

SCRIPT: Final = _SCRIPT.replace("WORDS", json.dumps(_WORDS, ensure_ascii=False)).replace(
    "PHRASES", json.dumps(_PHRASES, ensure_ascii=False)
)


def apply_chrome() -> None:
    """Style sheet, `lang="fr"` and French words for Streamlit's own. Once per run, in the main script, before anything else."""
    st.html(STYLE)
    with st.container(key="chrome"):
        st.html(SCRIPT, unsafe_allow_javascript=True)


def copy_link_button() -> None:
    """The button that copies the address of the screen, filters included. The page's script does the copying."""
    st.html(
        '<button type="button" class="copier-lien" data-fait="Lien copié" data-echec="Copiez l\'adresse dans la barre du navigateur">'
        "Copier le lien de cet écran</button>",
        width="content",
    )


def page_title(title: str, lead: str | None = None) -> None:
    """The page's only first-level heading, with one sentence under it."""
    st.markdown(f"# {literal(title)}")
    if lead:
        st.markdown(literal(lead))


def section(title: str) -> None:
    """A second-level heading; the titles of figure cards come under it."""
    st.markdown(f"## {literal(title)}")


def demo_badge(text: str, details: str | None = None) -> None:
    """The permanent badge of the demonstration extract; `details` (Markdown) opens from it."""
    if details is None:
        st.badge(literal(text), icon=":material/info:", color="blue")
        return
    with st.popover(literal(text), icon=":material/info:", key="insigne-demonstration"):
        st.markdown(details)
