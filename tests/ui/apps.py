"""Small apps that the tests of this folder run."""


def filters_app() -> None:
    """The filters alone, with two periods; `gone` takes a region away, `single` leaves one period."""
    import streamlit as st

    from dashboard.domain.operation import Decided
    from dashboard.ui.filters import apply_filters, render_filters, selection_caption
    from dashboard.warehouse.options import FilterOptions

    def options(period: str) -> FilterOptions:
        periods = ("2014-2020",) if st.session_state.get("single") else ("2014-2020", "2021-2027")
        if period == "2021-2027":
            return FilterOptions(
                periods, {"waves": ("2023",), "programmes": ("PN FSE+",), "axes": ("PN FSE+ · 1", "PN FSE+ · 6")}
            )
        return FilterOptions(
            periods,
            values={
                "waves": ("2017", "2019"),
                "programmes": ("PON FSE", "PON IEJ"),
                "axes": ("PON FSE · 1", "PON FSE · 2", "PON FSE · 3", "PON IEJ · 1"),
                "investment_priorities": ("PON IEJ · 8.2", "PON FSE · 9.1", "PON FSE · Non renseigné"),
                "specific_objectives": ("PON FSE · 182", "PON FSE · 3911"),
                "regions": ("Bretagne",) if st.session_state.get("gone") else ("Bretagne", "Île-de-France"),
                "regions_2016": ("Bretagne", "Hauts-de-France"),
                "departments": ("2A", "29", "971", "Non renseigné"),
                "managing_body_types": ("AGD", "OI CD"),
                "beneficiary_types": ("Association", "Collectivité"),
                "recipient_types": ("CCAS", "Maison de l'emploi"),
                "categories": ("Innovation sociale territoriale", "Non renseigné"),
            },
            labels={
                "specific_objectives": {
                    "PON FSE · 3911": "PON FSE · 3911 – Parcours d'accès à l'emploi",
                    "PON FSE · 182": "PON FSE · 182 – Jeunes",
                },
                "axes": {"PON FSE · 3": "PON FSE · 3 – Inclusion"},
                "departments": {"2A": "2A – Corse-du-Sud", "29": "29 – Finistère", "971": "971 – Guadeloupe"},
            },
        )

    selection = render_filters(options)
    st.session_state["selection"] = selection
    st.text(selection_caption(selection, options(selection.period)))
    st.button(
        "Voir",
        on_click=apply_filters,
        args=(selection.narrowed(axes=("PON FSE · 2",), decision=Decided.RETAINED, search="aide"),),
    )


def card_app() -> None:
    """Three cards: an ordinary one, an empty one and a table alone."""
    import streamlit as st

    from dashboard.charts.bars import horizontal_bars
    from dashboard.domain.columns import ColumnFormat, Kind
    from dashboard.domain.french import integer
    from dashboard.figures.figure import Figure
    from dashboard.ui.figure_card import card

    rows = ({"axe": "Axe 1", "n": 30}, {"axe": "Axe *3*", "n": 1069})
    columns = {"axe": ColumnFormat("Axe"), "n": ColumnFormat("Opérations", Kind.INTEGER)}
    drawn = st.session_state.setdefault("drawn", [])

    def chart() -> object:
        drawn.append("chart")
        return horizontal_bars(rows, "axe", "n", text=integer)

    def figure(key: str, title: str, **given: object) -> Figure:
        return Figure(
            **{"key": key, "title": title, "caption": title, "sentence": "", "rows": rows, "columns": columns} | given
        )

    shared = {"source": "Source : extrait [MDFSE]", "filters": "Vague : 2019"}
    card(figure("par-axe", "L'axe 3 *domine*", sentence="Axe 3 en tête."), picture=chart, **shared)
    card(figure("vide", "Rien", rows=()), picture=chart, **shared)
    card(figure("seul", "Tableau 3", total=True, note="Note"), **shared)
