"""What each rule accepts and what it stops: the cells that an otherwise ordinary row takes.

They follow an ordinary row numbered or named « déjà vu »; the operations « déjà vu », « déjà importé » and « 201700777 » are
published.
"""

Cells = dict[str, str]

CURRENT: Cells = {
    "programme": "Programme Bretagne FEDER-FSE+ 2021-2027",
    "programme_cci": "2021FR16FFPR016",
    "fund": "FSE+",
    "priority_axis": "",
    "thematic_objective": "",
    "investment_priority": "",
    "specific_objective": "ESO4.8",
}
"""What makes an operation one of a regional programme of 2021-2027."""

EXAMPLES: dict[str, tuple[list[Cells], list[Cells]]] = {
    # Operations
    "contact_in_text": (
        [
            {"title": "Ateliers du 01.02.2024 au 31.12.2024"},
            {"title": "SIRET 802 954 785 00028, budget 12 345 678,90 €"},
            {"title": "Dossier 0612345678"},
        ],
        [{"title": "Écrire à service@exemple.fr"}, {"title": "Tél. : 06 12 34 56 78"}],
    ),
    "contradictory_code": (
        [
            {**CURRENT, "priority_axis": "6.h"},
            {**CURRENT, "priority_axis": "P6 / ESO4.8", "specific_objective": "6.h"},
            {**CURRENT, "priority_axis": "6", "specific_objective": "P6.h"},
            {"priority_axis": "3", "specific_objective": "?"},
        ],
        [
            {**CURRENT, "priority_axis": "6.l"},
            {**CURRENT, "priority_axis": "priorité 6, objectif l", "specific_objective": "4.h"},
            {**CURRENT, "priority_axis": "6", "specific_objective": "2.h"},
            {**CURRENT, "priority_axis": "P6.h", "specific_objective": "P2.h"},
        ],
    ),
    "contradictory_department": (
        [
            {"department": "035/Ille-et-Vilaine"},
            {"department": "29 ; Finistère"},
            {"department": "Finistère ; 29 ; Morbihan"},
        ],
        [
            {"department": "035/Finistère"},
            {"department": "29 ; Morbihan"},
            {"department": "029/Finistère | 035/Finistère"},
        ],
    ),
    "contradictory_fund": (
        [
            CURRENT,
            {**CURRENT, "fund": "FEDER"},
            {**CURRENT, "fund": ""},
            {"programme_cci": "2014FR05SFOP001"},
            {"programme": "Programme de nulle part", "fund": "FSE+"},
        ],
        [
            {**CURRENT, "fund": "FSE"},
            {**CURRENT, "fund": "IEJ"},
            {**CURRENT, "programme_cci": "", "fund": "F.S.E."},
            {"programme_cci": "2014FR05SFOP001", "fund": "FSE+"},
            {"programme_cci": "2014FR16M0OP999", "fund": "FSE +"},
        ],
    ),
    "contradictory_places": (
        [
            {"department": "29"},
            {"department": "Nièvre", "region": "Bourgogne-Franche-Comté"},
            {"department": "Nièvre", "region": "Volet national"},
            {"department": "Nièvre", "region": "Bourgogne | Bretagne"},
            {"department": "Nièvre", "region": ""},
            {"zone": "REG/28/Normandie", "operation_postcode": "76000"},
            {**CURRENT, "zone": "COMM/35238/Rennes | PAYS/France"},
            {**CURRENT, "region": "Volet national", "zone": "REG/28/Normandie"},
            {**CURRENT, "region": "", "zone": "PAMANDZI, DZAOUDZI"},
        ],
        [
            {"department": "058/Nièvre", "region": "28/Normandie"},
            {"department": "Doubs", "region": "Bourgogne"},
            {"department": "29 ; 58"},
            {"department": "29", "region": "", "programme": "PO Guadeloupe"},
            {**CURRENT, "zone": "DEPT/076/Seine-Maritime"},
            {**CURRENT, "region": "", "department": "29", "zone": "DEPT/035/Ille-et-Vilaine"},
            {**CURRENT, "region": "", "zone": "REG/28/Normandie"},
            {**CURRENT, "region": "", "operation_postcode": "76000"},
        ],
    ),
    "contradictory_programme": (
        [CURRENT, {**CURRENT, "programme": ""}, {**CURRENT, "programme": "Programme de nulle part"}],
        [{**CURRENT, "programme": "Programme Normandie FEDER-FSE+-FTJ 2021-2027"}],
    ),
    "deduced_eu_amount": (
        [{"eu_amount": "50"}, {"eu_amount": "50", "eu_rate": "50"}, {"eu_amount": ""}],
        [{"eu_amount": "50 %"}, {"eu_amount": "33,33%"}, {"eu_amount": "", "eu_rate": "60"}],
    ),
    "duplicate_number": (
        [{"num_dossier": "jamais vu"}],
        [{"num_dossier": "déjà vu"}],
    ),
    "end_before_start": (
        [{"start_date": "01/01/2018", "end_date": "01/01/2018"}],
        [{"start_date": "02/01/2018", "end_date": "01/01/2018"}],
    ),
    "error_cell": (
        [{"title": "#1 des chantiers"}, {"title": "REF"}],
        [{"title": "#REF!"}, {"beneficiary": "#N/A"}, {"region": "#VALEUR!"}, {"start_date": "#DIV/0!"}],
    ),
    "eu_above_total": (
        [{"total_cost": "100", "eu_amount": "100"}],
        [{"total_cost": "100", "eu_amount": "100,01"}],
    ),
    "foreign_wave": (
        [
            {"wave": "2019"},
            {"wave": "2022"},
            {**CURRENT, "wave": "2024"},
            {**CURRENT, "wave": "Premier semestre"},
            {**CURRENT, "wave": ""},
        ],
        [{**CURRENT, "wave": "2019"}, {**CURRENT, "wave": "2017"}],
    ),
    "fund_not_stated": (
        [{"fund": "FSE"}, {"fund": "IEJ"}, {"fund": "F.S.E."}, {"fund": "FEDER"}],
        [{"fund": ""}, {"fund": "FEDER-FSE"}, {"fund": "-"}],
    ),
    "impossible_date": (
        [
            {"start_date": "31/12/2018"},
            {"end_date": "2018-12-31"},
            {"programming_date": "43465"},
            {"programming_date": "1er février 2018"},
            {"start_date": "2018-12-31T00:00:00+01:00"},
            {"start_date": ""},
        ],
        [
            {"start_date": "01/01/1900"},
            {"end_date": "31/12/2099"},
            {"programming_date": "31/02/2018"},
            {"start_date": "bientôt"},
        ],
    ),
    "lost_number": (
        [{"num_dossier": "2.01700004E+08"}, {"num_dossier": "PRE-2E8"}],
        [{"num_dossier": "2,02E+08"}, {"num_dossier": "2.017E8"}],
    ),
    "missing_amount": (
        [{"total_cost": "0"}],
        [{"total_cost": ""}, {"eu_amount": " "}, {"total_cost": "-"}],
    ),
    "missing_number": (
        [{"num_dossier": "201700123"}],
        [{"num_dossier": ""}, {"num_dossier": "   "}],
    ),
    "missing_participants": (
        [{"participants_planned": "0"}, {"participants_entered": "12", "participants_planned": ""}],
        [
            {
                "participants_planned": "",
                "participants_entered": "",
                "priority_axis": "3",
                "thematic_objective": "9",
                "investment_priority": "1",
                "specific_objective": "1",
            }
        ],
    ),
    "missing_postcode": (
        [
            {"beneficiary_postcode": "75001"},
            {"beneficiary_postcode": "1000"},
            {"beneficiary_postcode": "6000.0"},
            {"beneficiary_postcode": "75001 PARIS"},
        ],
        [{"beneficiary_postcode": ""}, {"beneficiary_postcode": "LONDRES"}],
    ),
    "nameless": (
        [{"title": "", "beneficiary": "Association fictive"}, {"title": "Un titre", "beneficiary": ""}],
        [{"title": " ", "beneficiary": ""}],
    ),
    "negative_amount": (
        [{"total_cost": "0"}, {"eu_amount": "0,01"}],
        [{"total_cost": "-1"}, {"eu_amount": "(12,50)"}, {"total_cost": "−3"}],
    ),
    "outside_nomenclature": (
        [
            {"priority_axis": "3", "thematic_objective": "9", "investment_priority": "1", "specific_objective": "1"},
            {
                "programme": "PO régional de nulle part",
                "priority_axis": "7",
                "thematic_objective": "9",
                "investment_priority": "1",
                "specific_objective": "28",
            },
        ],
        [{"priority_axis": "9", "thematic_objective": "99", "investment_priority": "9", "specific_objective": "9"}],
    ),
    "paired_code": (
        [
            {**CURRENT, "priority_axis": "6.h"},
            {**CURRENT, "priority_axis": "6", "specific_objective": ""},
            {**CURRENT, "priority_axis": "P6 Innovation sociale", "specific_objective": ""},
            {**CURRENT, "priority_axis": "", "specific_objective": "6h"},
        ],
        [
            {**CURRENT, "priority_axis": "6.h", "specific_objective": ""},
            {**CURRENT, "priority_axis": "P6, OS h", "specific_objective": "-"},
        ],
    ),
    "rate_mismatch": (
        [
            {"eu_amount": "50", "eu_rate": "50"},
            {"eu_amount": "50", "eu_rate": ""},
            {"eu_amount": "50,3", "eu_rate": "50,2"},
        ],
        [{"eu_amount": "50", "eu_rate": "80"}],
    ),
    "several_places": (
        [
            {"department": "29"},
            {"department": "29 ; Finistère"},
            {"region": " | 28/Normandie"},
            {"region": "Grand Est"},
            {**CURRENT, "region": "82/Rhône-Alpes | 83/Auvergne"},
        ],
        [
            {"department": "29 ; 35"},
            {"region": "82/Rhône-Alpes | 83/Auvergne"},
            {"region": "Bretagne ; Normandie"},
            {**CURRENT, "region": "Bretagne ; Normandie"},
            {**CURRENT, "region": "", "zone": "COMM/29019/Brest | COMM/35238/Rennes"},
        ],
    ),
    "shortened_amount": (
        [{"total_cost": "1.25E+2"}, {"total_cost": "125"}],
        [{"total_cost": "1,2E+03"}, {"eu_amount": "5E+1"}],
    ),
    "technical_assistance": (
        [{"priority_axis": "3", "thematic_objective": "9", "investment_priority": "1", "specific_objective": "1"}],
        [{"priority_axis": "4", "thematic_objective": "0", "investment_priority": "0", "specific_objective": ""}],
    ),
    "uncomputed_formula": (
        [{"title": "=1+1"}, {"total_cost": "120"}],
        [{"total_cost": "=A1*2"}, {"eu_amount": " =SOMME(A1:A2)"}],
    ),
    "unknown_cci": (
        [CURRENT, {"programme_cci": ""}, {"programme_cci": "2021fr16ffpr016"}],
        [{"programme_cci": "2021FR16FFPR999"}, {"programme_cci": "inconnu"}],
    ),
    "unknown_department": (
        [{"department": "Dpt 29"}, {"department": "-"}, {"department": ""}],
        [
            {"department": "Berlin"},
            {"department": "29 ; Berlin"},
            {"department": "97"},
            {"department": "Pays de la Loire"},
        ],
    ),
    "unknown_managing_body_type": (
        [{"managing_body": "Conseil départemental de l'Oise"}, {"managing_body": ""}],
        [{"managing_body": "Service Zzyzx"}],
    ),
    "unknown_programme": (
        [
            {**CURRENT, "programme": "Programme de nulle part"},
            {"programme": "Programme Opérationnel National FSE"},
        ],
        [{"programme": "PO régional de nulle part"}, {"programme": ""}],
    ),
    "unknown_region": (
        [
            {"region": "Ile-de-France"},
            {"region": "Centre"},
            {"region": "Réunion"},
            {"region": "Saint-Martin"},
            {"region": "Hauts-de-France"},
            {"region": ""},
        ],
        [{"region": "Atlantide", "managing_body": "DIRECCTE"}],
    ),
    "unreadable_amount": (
        [
            {"total_cost": "238 778,48 €"},
            {"total_cost": "238.778,48"},
            {"eu_amount": "112278.48"},
            {"eu_amount": "50 %"},
            {"total_cost": ""},
            {"total_cost": "-"},
            {"eu_amount": "NULL"},
        ],
        [
            {"total_cost": "à définir"},
            {"eu_amount": "n/c"},
            {"total_cost": "12O 000"},
            {"total_cost": "€"},
            {"total_cost": "1234€56"},
        ],
    ),
    "unreadable_code": (
        [
            {"priority_axis": "3"},
            {"priority_axis": "Axe 3"},
            {"investment_priority": "9.1"},
            {"specific_objective": "3911"},
            {"specific_objective": ""},
            {"specific_objective": "0"},
            {"investment_priority": "9.iv"},
            {"specific_objective": "-"},
            {"priority_axis": "Assistance technique", "thematic_objective": ""},
        ],
        [
            {"priority_axis": "trois"},
            {"thematic_objective": "#REF!"},
            {"investment_priority": "néant"},
            {"specific_objective": "?"},
        ],
    ),
    "unreadable_count": (
        [{"participants_planned": "1 200"}, {"participants_entered": "0"}, {"participants_planned": ""}],
        [{"participants_planned": "env. 50"}, {"participants_entered": "-4"}],
    ),
    "unreadable_rate": (
        [{"eu_rate": "50 %"}, {"eu_rate": "-"}, {"eu_rate": ""}],
        [{"eu_rate": "n.c."}],
    ),
    "unusual_eu_rate": (
        [{"total_cost": "100", "eu_amount": "50"}],
        [{"total_cost": "100", "eu_amount": "100"}, {"total_cost": "1000", "eu_amount": "1"}],
    ),
    # Decisions
    "decision_without_number": (
        [{"num_dossier": "201700123"}],
        [{"num_dossier": " "}],
    ),
    "duplicate_decision": (
        [{"num_dossier": "jamais vu"}, {"num_dossier": "déjà vu", "wave": "2019"}],
        [{"num_dossier": "déjà vu"}],
    ),
    "lost_decision_number": (
        [{"num_dossier": "201700004"}],
        [{"num_dossier": "2,02E+08"}],
    ),
    "unknown_category": (
        [{"category": "Innovation sociale territoriale"}, {"category": ""}],
        [{"category": "Divers"}],
    ),
    "unknown_operation": (
        [{"num_dossier": "déjà importé"}, {"num_dossier": "déjà importé", "wave": " 2019 "}],
        [{"num_dossier": "jamais importé"}, {"num_dossier": "déjà importé", "wave": "2017"}],
    ),
    "unreadable_decision": (
        [{"retained": "oui"}, {"retained": "Non"}, {"retained": "retenue"}],
        [{"retained": ""}, {"retained": "peut-être"}],
    ),
    # Completions, beside the rules of operations
    "respelled_number": (
        [{"num_dossier": "201700777"}, {"num_dossier": "Inconnu"}],
        [{"num_dossier": "0201700777"}, {"num_dossier": "Déjà importé"}],
    ),
    "unknown_priority": (
        [{"num_dossier": "201700777", "priority_axis": "6"}, {"num_dossier": "Inconnu", "priority_axis": "12"}],
        [{"num_dossier": "201700777", "priority_axis": "12"}],
    ),
    "number_to_come": (
        [{"num_dossier": "déjà importé"}],
        [{"num_dossier": "jamais importé"}],
    ),
    # Survey
    "contact_in_reason": (
        [{"reason": "Vu en comité le 01.02.2018"}, {"reason": ""}],
        [{"reason": "Vu avec service@exemple.fr"}],
    ),
    "contact_in_remark": (
        [{"remark": "Le dossier 201700001 a demandé 18 mois."}, {"remark": ""}],
        [{"remark": "Écrire à service@exemple.fr"}, {"remark": "Appeler le 01 23 45 67 89."}],
    ),
    "duplicate_respondent": (
        [{"respondent": "jamais vu"}, {"respondent": "déjà vu", "wave": "2023"}],
        [{"respondent": "déjà vu"}],
    ),
    "missing_answer": (
        [{"answer": "oui"}, {"answer": "illisible"}],
        [{"answer": ""}, {"answer": "Non réponse"}, {"answer": "-"}],
    ),
    "missing_respondent": (
        [{"respondent": "Structure 12"}],
        [{"respondent": ""}, {"respondent": " - "}],
    ),
    "unknown_body_type": (
        [
            {"body_type": "AGD"},
            {"body_type": "oi cd"},
            {"body_type": "Conseil départemental"},
            {"body_type": "PLIE (pivot)"},
            {"body_type": "OI PLIE"},
            {"body_type": "Autre OI"},
        ],
        [{"body_type": "Ministère"}, {"body_type": ""}],
    ),
    "unknown_reported_operation": (
        [{"reported": "201700777"}, {"reported": ""}],
        [{"reported": "201700777 ; 201799999"}],
    ),
    "unknown_survey_region": (
        [{"region": "ILE DE FRANCE"}, {"region": "32 - Hauts de France"}, {"region": "Réunion"}, {"region": ""}],
        [{"region": "Atlantide"}],
    ),
    "unknown_theme": (
        [{"themes": "REGLES DE GESTION ; Préfinancement"}, {"themes": ""}],
        [{"themes": "Règles de gestion ; Météo"}],
    ),
    "unreadable_answer": (
        [
            {"answer": "Oui"},
            {"answer": "NON."},
            {"answer": "nspp"},
            {"answer": "N.S.P."},
            {"answer": "Ne sait pas / ne se prononce pas"},
            {"answer": "ne se prononce pas"},
            {"answer": "Sans opinion"},
            {"answer": "1"},
            {"answer": ""},
            {"answer": "NR"},
        ],
        [{"answer": "plutôt"}, {"answer": "oui et non"}, {"answer": "??"}, {"answer": "3"}],
    ),
    "unreadable_reported": (
        [{"reported": "201700001"}, {"reported": "201\u202f700\u202f001 ; 201700002.0"}, {"reported": ""}],
        [{"reported": "le chantier de la vallée"}],
    ),
}
"""Rule → (cells that it accepts, cells that it stops)."""
