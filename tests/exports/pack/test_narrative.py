"""The opening of the report: every number of it is one of the rows."""

from dashboard.domain.selection import Selection


def test_the_narrative_says_level_movement_objective_and_participants_from_the_rows(pack_of):
    pack = pack_of()
    rows = pack.operations
    level, movement, objective, participants, others = pack.narrative
    by_wave = rows["wave"].value_counts()
    assert level.startswith(f"{len(rows)} opérations sont retenues sur 14\u202f016 programmées")
    assert f"les opérations retenues passent de {by_wave['2017']} à {by_wave['2019']}" in movement
    national = rows[rows["programme"] == "PON FSE"]
    third = national[national["priority_axis"].astype("str") == "3"]["wave"].value_counts()
    assert f"promouvoir l'inclusion\u202f» (de {third['2017']} à {third['2019']})" in movement
    codes = national.groupby(["os_code", "wave"]).size()
    assert f"l'économie sociale et solidaire\u202f» (de {codes['3913', '2017']} à {codes['3913', '2019']})" in movement
    share = f"{100 * (national['os_code'] == '3913').mean():.1f}".replace(".", ",")
    assert f"réunit {share}\u202f% des opérations retenues du PON FSE" in objective
    assert participants.startswith("10\u202f656 participants entrés sont comptés")
    assert "Picardie, Lorraine et Bretagne" in others


def test_what_a_selection_does_not_hold_is_not_told(pack_of):
    assert pack_of(Selection(search="aucun mot pareil")).narrative == ()
    assert not any("passent" in text for text in pack_of(Selection(waves=("2017",))).narrative)
