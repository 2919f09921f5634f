"""The elements of the page Répartition from constants, in one script: navigation, filters, four cards. Measures Streamlit alone."""

import streamlit as st

REGIONS = [f"Région {rank}" for rank in range(10)]
FILTERS = 12
ROWS = 6
LEAD = "Une vague à côté de l'autre. Chaque nombre d'opérations ouvre la liste de ces opérations."


def chart(title: str) -> dict[str, object]:
    """Two waves side by side, with the layout that the product's charts have."""
    names = [f"{title} {rank}" for rank in range(ROWS)]
    bars = [
        {
            "type": "bar", "orientation": "h", "y": [rank + place for rank in range(ROWS)], "width": 0.3, "name": wave,
            "x": [10.0 * rank + 5 for rank in range(ROWS)], "hoverinfo": "text", "text": [str(rank) for rank in range(ROWS)],
            "hovertext": [f"<b>{name}</b><br>{wave}: 5" for name in names], "textposition": "outside", "textangle": 0,
            "cliponaxis": False, "marker": {"color": colour},
        }
        for wave, colour, place in (("Vague 2017", "#7C8FC4", -0.2), ("Vague 2019", "#000091", 0.2))
    ]  # fmt: skip
    axis = {
        "automargin": True, "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": "", "tickangle": 0,
        "tickfont": {"size": 15, "color": "#161616"}, "title": {"font": {"size": 15, "color": "#3A3A3A"}},
    }  # fmt: skip
    layout = {
        "template": "none", "barmode": "overlay", "height": 420, "margin": {"l": 0, "r": 60, "t": 32, "b": 4, "pad": 8},
        "font": {"family": "Arial", "size": 15, "color": "#161616"}, "separators": ", ", "showlegend": True, "dragmode": False,
        "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF", "colorway": ["#000091", "#417DC4", "#CE614A", "#6E445A"],
        "xaxis": {**axis, "visible": False, "rangemode": "tozero"},
        "yaxis": {**axis, "range": [ROWS - 0.5, -0.5], "tickmode": "array", "tickvals": list(range(ROWS)), "ticktext": names},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "top", "font": {"size": 15}},
        "hoverlabel": {"align": "left", "bgcolor": "#161616", "font": {"size": 15, "color": "#FFFFFF"}},
    }  # fmt: skip
    return {"data": bars, "layout": layout}


def page() -> None:
    """What the page shows, top to bottom."""
    st.markdown("# Répartition")
    st.markdown(LEAD)
    charts, _ = st.tabs(["Par dimension", "Tableaux de la note"], key="onglet")
    with charts:
        st.segmented_control("Mesure", ["Opérations retenues", "Coût total", "Montant UE"], key="mesure")
        st.pills("Répartir par", [f"Dimension {rank}" for rank in range(8)], selection_mode="multi", key="dimensions")
        for start in (0, 2):
            for column, rank in zip(st.columns(2), (start, start + 1), strict=True):
                with column, st.container(border=True, key=f"carte-{rank}", gap="small", height="stretch"):
                    card(rank)


@st.fragment
def card(rank: int) -> None:
    """One figure, its caption, its files."""
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        st.markdown(f"### Axe {rank} en tête: 69 opérations retenues sur 106 (65,1 %)", width="stretch")
        st.segmented_control(
            f"Affichage {rank}", ["Graphique", "Tableau"], default="Graphique", required=True, key=f"vue-{rank}",
            label_visibility="collapsed",
        )  # fmt: skip
    st.plotly_chart(chart(f"Axe {rank}"), theme=None, config={"displaylogo": False}, key=f"figure-{rank}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"pied-{rank}"):
        st.caption("Source: jeu de démonstration  \nProgrammation: 2014-2020", width="stretch")
        with st.container(horizontal=True, gap="small", width="content", key=f"fichiers-{rank}"):
            for kind in ("CSV", "XLSX"):
                st.download_button(
                    kind, "x", file_name=f"{rank}.{kind}", key=f"{kind}-{rank}", on_click="ignore", type="tertiary"
                )


def sidebar() -> None:
    """The filters."""
    with st.sidebar:
        st.markdown("## Filtres")
        st.button("Réinitialiser", type="tertiary", key="filtres-reinitialiser")
        st.multiselect("Région", REGIONS, key="region", placeholder="Toutes")
        for rank in range(4):
            st.multiselect(f"Filtre {rank}", REGIONS, key=f"filtre-{rank}", placeholder="Tous")
        st.text_input("Recherche", key="q", icon=":material/search:")
        with st.expander("Autres filtres", key="filtres-autres"):
            st.selectbox("Décision", ["retenues", "non retenues"], index=None, key="retenue")
            for rank in range(4, FILTERS):
                st.multiselect(f"Filtre {rank}", REGIONS, key=f"filtre-{rank}", placeholder="Tous")


if __name__ == "__main__":
    st.set_page_config(page_title="Répartition", layout="wide")
    sections = {
        f"Section {part}": [
            st.Page(page, title=f"Page {part} {rank}", url_path=f"page-{part}-{rank}", default=(part, rank) == (0, 0))
            for rank in range(4)
        ]
        for part in range(6)
    }
    chosen = st.navigation(sections, position="top")
    sidebar()
    chosen.run()
