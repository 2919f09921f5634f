// What Streamlit says by itself, in English, with no setting to change it; and the language of the document.
(() => {
  document.documentElement.lang = "fr";
  if (window.dashboardFrench) return;
  window.dashboardFrench = true;

  const words = {
    "No results": "Aucun résultat",
    "Select all": "Tout sélectionner",
    "Clear all": "Tout effacer",
    "Clear value": "Effacer",
    "Clear entry": "Effacer",
    Open: "Ouvrir",
    "Selected values": "Valeurs choisies",
    Upload: "Choisir un fichier",
    "Add files": "Ajouter des fichiers",
    "Drag and drop a file here": "Glissez un fichier ici",
    "Drag and drop files here": "Glissez des fichiers ici",
    "Ctrl + Enter": "Ctrl + Entrée",
    "Press Enter to apply": "Entrée pour appliquer",
    "Press Enter to submit form": "Entrée pour envoyer",
    "Choose date": "Choisir la date",
    "Choose date range": "Choisir les dates",
    "Choose date and time": "Choisir la date et l'heure",
    "Clear date": "Effacer la date",
    "Clear dates": "Effacer les dates",
    "Clear date and time": "Effacer la date et l'heure",
    "Clear selection": "Effacer le choix",
    "Date range": "Dates",
    "Start Date": "Date de début",
    "End Date": "Date de fin",
    "Quick select a date range": "Choisir une durée",
    "End date must be >= start date": "La fin vient après le début",
    Calendar: "Calendrier",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.":
      "Les flèches vont de jour en jour, Entrée choisit, Échap ferme.",
    "Select...": "Choisir",
    "View less": "Voir moins",
    "Drag and drop directories here": "Glissez des dossiers ici",
    "File Uploader": "Choix d'un fichier",
    "Cancel (Escape)": "Annuler (Échap)",
    Fullscreen: "Plein écran",
    "Toggle fullscreen": "Plein écran",
    "Scroll tabs left": "Onglets précédents",
    "Scroll tabs right": "Onglets suivants",
    "Add row": "Ajouter une ligne",
    "Delete row(s)": "Supprimer les lignes",
    "Dataframe column menu": "Menu de la colonne",
    "Button action menu": "Autres actions",
    "No data": "Aucune donnée",
    "No content": "Rien à montrer",
    Empty: "Vide",
    Copy: "Copier",
    Copied: "Copié",
    Edit: "Modifier",
    "Try again": "Réessayer",
    Increment: "Augmenter",
    Decrement: "Diminuer",
    progress: "Avancement",
    "Close fullscreen": "Quitter le plein écran",
    Search: "Rechercher",
    "Close Search": "Fermer la recherche",
    "Next Result": "Résultat suivant",
    "Previous Result": "Résultat précédent",
    "Download as CSV": "Télécharger en CSV",
    "Show/hide columns": "Choisir les colonnes",
    "Sort ascending": "Tri croissant",
    "Sort descending": "Tri décroissant",
    Autosize: "Ajuster la largeur",
    "Pin column": "Figer la colonne",
    "Unpin column": "Libérer la colonne",
    "Hide column": "Masquer la colonne",
    "Copy column name": "Copier le nom de la colonne",
    Statistics: "Statistiques",
    empty: "vide",
    "Download failed": "Le téléchargement a échoué",
    "Unknown error": "Erreur inconnue",
    "Too many files": "Trop de fichiers",
    Sidebar: "Panneau latéral",
    "Collapse sidebar": "Replier le panneau",
    "Expand sidebar": "Déplier le panneau",
    "App pages": "Pages",
    "Main menu": "Menu",
    Theme: "Thème",
    Light: "Clair",
    Dark: "Sombre",
    System: "Système",
    Print: "Imprimer",
    Rerun: "Actualiser",
    Settings: "Réglages",
    Close: "Fermer",
    Cancel: "Annuler",
    Stop: "Arrêter",
    "Running...": "Calcul en cours…",
    Connecting: "Connexion…",
    Notifications: "Notifications",
    "Next page": "Page suivante",
    "Previous page": "Page précédente",
    "Skip to main content": "Aller au contenu",
    "Page not found": "Page introuvable",
    "The page that you have requested does not seem to exist. Running the app's main page.": "Cette page n'existe pas. Voici la page d'accueil.",
    "Choose an option": "Choisir",
    "Link to heading": "Lien vers ce titre",
    "file upload": "Fichier",
    // The parts of a date that nobody has chosen yet.
    dd: "jj",
    yyyy: "aaaa",
    "dd/mm/yyyy": "jj/mm/aaaa",
    "DD/MM/YYYY": "JJ/MM/AAAA",
    // Keys, as the buttons that they press show them.
    PageUp: "Page préc.",
    PageDown: "Page suiv.",
    Esc: "Échap",
    Escape: "Échap",
    "Connection error": "Erreur de connexion",
    "Connection timed out.": "Le serveur n'a pas répondu à temps.",
    "Connection lost. Please wait for the app to reconnect, then try again.": "Connexion perdue. Attendez qu'elle revienne, puis réessayez.",
    "Script execution error": "Erreur",
    "Navigate to home page": "Aller à l'accueil",
    "App Logo": "Accueil",
    "Unknown Error": "Erreur inconnue",
    "Streamlit server is not responding. Are you connected to the internet?": "Le serveur ne répond pas.",
  };
  const phrases = [
    [/^This app has encountered an error\..*$/s, "Une erreur est survenue. Le détail est dans le journal du serveur."],
    [/^Select (\d+) matches$/s, "Sélectionner les $1 résultats"],
    [/^Remove (.+)$/s, "Retirer $1"],
    [/^Add: (.+)$/s, "Ajouter\u202f: $1"],
    [/^View (\d+) more$/s, "Voir $1 pages de plus"],
    [/^Select all (\d+)(.*)$/s, "Tout sélectionner ($1)"],
    [/^Connecting to .+$/s, "Connexion…"],
    [/^Help for (.+)$/s, "Aide\u202f: $1"],
    [/^(\S+) ?\+ ?Enter$/s, "$1 + Entrée"],
    [/^Shortcut (.+)$/s, (_, keys) => `Raccourci ${said(keys) ?? keys}`],
    [/^Fullscreen: (.+)$/s, "Plein écran\u202f: $1"],
    [/^\w+ icon$/s, "icône"],
    [/^([\d.]+)\s?([KMG])B per file(.*)$/s, "$1\u202f$2o par fichier$3"],
    [/^File type must be (.+)\.$/s, "Type de fichier attendu\u202f: $1."],
    [/^File is larger than ([\d.]+)\s?([KMG])B\.?$/s, "Fichier de plus de $1\u202f$2o."],
  ];

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
})();
