"""How a slide looks: every size is a share of the screen, so that a room reads it from the back whatever the projector."""

from typing import Final

SLIDE_STYLE: Final = """<style>
.diapo { font-size: clamp(12px, 1.2vw, 20px); line-height: 1.35; color: #161616; background: #fff;
  display: flex; flex-direction: column; gap: .7em; min-height: 26em; padding: .6em 0 0; }
.diapo p, .diapo ul, .diapo dl, .diapo li { margin: 0; font-size: inherit; }
.diapo .diapo-rubrique { color: #000091; font-weight: 700; font-size: .75em; }
.diapo .diapo-titre { font-size: 1.75em; line-height: 1.2; font-weight: 700; margin: 0; padding: 0; text-wrap: balance; }
.diapo .diapo-titre.diapo-long { font-size: 1.4em; }
.diapo-corps { flex: 1; min-height: 0; display: flex; flex-direction: column; gap: .8em; justify-content: center; }
.diapo .diapo-pied { display: flex; justify-content: space-between; gap: 1em; font-size: .6em; color: #3a3a3a;
  border-top: 1px solid #ddd; padding: .4em 0; }
.diapo-chiffres { display: flex; flex-wrap: wrap; gap: .7em 1.6em; }
.diapo-chiffres > div { flex: 1 1 6.5em; border-left: .2em solid #000091; padding-left: .6em; }
.diapo-chiffres dt { font-size: .72em; line-height: 1.25; } .diapo-chiffres dd { font-size: 2em; font-weight: 700; margin: 0; line-height: 1.2; }
.diapo-chiffres p { font-size: .62em !important; color: #3a3a3a; }
.diapo-lignes { padding-left: 1.1em; display: grid; gap: .4em; } .diapo-lignes li { font-size: .95em !important; }
.diapo-deux { display: grid; grid-template-columns: 3fr 2fr; gap: 1.5em; align-items: center; min-height: 0; }
.diapo-deux > div:last-child { display: grid; gap: .6em; font-size: .85em; }
.diapo-image { width: 100%; max-height: 19.5em; object-fit: contain; display: block; }
.diapo-corps > .diapo-image { flex: 0 1 auto; min-height: 0; }
.diapo-tete { padding-left: 1.4em; font-size: 1.1em; } .diapo-tete li { display: list-item; } .diapo-tete b { float: right; }
.diapo-note { font-size: .72em !important; color: #3a3a3a; }
.diapo-fiches { display: grid; grid-template-columns: repeat(3, 1fr); gap: .7em; }
.diapo-fiches article { border: 1px solid #cecece; border-top: .2em solid #000091; padding: .6em .8em; font-size: .84em; display: grid; gap: .2em;
  align-content: start; overflow: hidden; }
.diapo-fiches strong { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
@media (max-width: 40rem) { .diapo { font-size: 15px; min-height: 0; height: auto !important; }
  .diapo-deux, .diapo-fiches { grid-template-columns: 1fr; } }
</style>"""
