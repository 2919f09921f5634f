"""What a row of an operations list is checked for."""

from dashboard.ingest.rules.rule import Rule

ERROR_CELLS = (
    "programme", "fund", "region", "managing_body", "title", "beneficiary", "description", "start_date", "end_date", "programming_date",
)  # fmt: skip
"""Fields whose cell may show « #REF! » without setting the row aside; `parsed.sql` lists those of a row in `error_cells`."""

OPERATIONS = (
    # Masked in what is published (ADR 22): a text speaks of an operation, not of a person to reach.
    Rule("contact_in_text", "warning", "coordonnées dans un texte",
         "Ce texte contient une adresse électronique ou un téléphone, qui est masqué dans ce qui est publié\u202f: retirez-le du fichier.",
         {name: f"is_masked({name})" for name in ("title", "call_for_projects", "description", "actions", "outcome")},
         listed=True),
    # « 6.h » beside objective l, « 2.h » under priority 6: nobody knows which one is right.
    Rule("contradictory_code", "error", "priorité et objectif contradictoires",
         "Cette cellule donne une priorité et un objectif spécifique que la cellule voisine contredit\u202f: corrigez l'une des deux.",
         {"priority_axis": "contains(contradictory_codes, 'priority_axis')",
          "specific_objective": "contains(contradictory_codes, 'specific_objective')"}),
    # « 058/Doubs »: doubt is never resolved in silence.
    Rule("contradictory_department", "warning", "code et nom de département contradictoires",
         "Le code et le nom du département ne désignent pas le même\u202f: aucun n'est gardé.",
         {"department": "department_reading is not null"},
         needs=frozenset({"department"}), listed=True),
    # « FSE » beside a programme of the FSE+: the programme tells the period, the fund stays as it is written.
    Rule("contradictory_fund", "warning", "fonds et programme de programmations différentes",
         "Le fonds n'est pas de la même programmation que le programme\u202f: le programme dit la programmation, le fonds est gardé tel qu'il est écrit.",
         {"fund": "fund_reading is not null"},
         needs=frozenset({"fund"}), listed=True),
    # Each stays as it is written: the map of the régions shows the one, that of the départements the other.
    Rule("contradictory_places", "warning", "lieux contradictoires",
         "Les indications de lieu ne se recoupent pas\u202f: le département et la région sont gardés tels qu'ils sont écrits.",
         {"department": "place_reading is not null",
          "zone": "zone_reading is not null",
          "operation_postcode": "site_reading is not null"},
         needs=frozenset({"department", "zone", "operation_postcode"}), listed=True),
    # A CCI is copied from the programme itself, a label may be anybody's.
    Rule("contradictory_programme", "warning", "code CCI et libellé du programme contradictoires",
         "Le code CCI et le libellé du programme n'en désignent pas un seul\u202f: celui du code est gardé.",
         {"programme_cci": "programme_reading is not null"},
         needs=frozenset({"programme_cci"}), listed=True),
    # A list that gives rates: marked as deduced, since the rate may bind the eligible cost.
    Rule("deduced_eu_amount", "warning", "montant UE déduit du taux",
         "Le montant UE est déduit : taux de cofinancement × coût total.",
         {"eu_amount": "eu_is_deduced"}),
    # The first valid row with a number stands; the following ones are set aside.
    Rule("duplicate_number", "error", "numéro en double",
         "Ce numéro de dossier figure déjà plus haut dans le fichier.",
         {"num_dossier": "first_line < line"}, among_valid_rows=True),
    # Kept: the two dates are shown as the file gives them.
    Rule("end_before_start", "warning", "fin avant début",
         "La date de fin précède la date de début.",
         {"end_date": "end_date < start_date"}),
    # The cell stands as missing; one of a number, an amount or a code sets its row aside by its own rule.
    Rule("error_cell", "warning", "erreur de calcul dans une cellule",
         "La cellule montre une erreur de calcul\u202f: elle est tenue pour vide, corrigez-la dans le classeur.",
         {name: f"contains(error_cells, '{name}')" for name in ERROR_CELLS},
         listed=True),
    # Real lists hold dozens of them, most by less than 0.1 %.
    Rule("eu_above_total", "warning", "montant UE supérieur au coût total",
         "Le montant UE dépasse le coût total.",
         {"eu_amount": "eu_amount > total_cost"}),
    # Each programming period has its own: none is picked in the place of the one that is written.
    Rule("foreign_wave", "error", "vague d'une autre programmation",
         "Cette vague est d'une autre programmation que l'opération\u202f: corrigez-la, ou laissez la date de convention la donner.",
         {"wave": "foreign_wave"}),
    # The programme may still tell the fund.
    Rule("fund_not_stated", "warning", "fonds non précisé",
         "Le fonds n'est pas précisé, ou la cellule en nomme plusieurs\u202f: la ligne est gardée.",
         {"fund": "raw_fund is null or stated_fund is null"},
         needs=frozenset({"fund"})),
    # Years such as 1900 or 2099 are placeholders: the date stands as missing.
    Rule("impossible_date", "warning", "date impossible",
         "Cette date est illisible ou impossible\u202f: elle est tenue pour manquante.",
         {"start_date": "start_date is null and not says_nothing(raw_start_date)",
          "end_date": "end_date is null and not says_nothing(raw_end_date)",
          "programming_date": "programming_date is null and not says_nothing(raw_programming_date)",
          "first_agreement_date": "first_agreement_date is null and not says_nothing(raw_first_agreement_date)"}),
    # « 2,02E+08 »: several operations would share what is left of it.
    Rule("lost_number", "error", "numéro abrégé par un tableur",
         "Un tableur n'a gardé que les premiers chiffres de ce numéro, le reste est perdu : reprenez l'extrait d'origine.",
         {"num_dossier": "number_is_lost"}),
    # A missing amount isn't zero: the operation counts, its euros don't.
    Rule("missing_amount", "warning", "montant manquant",
         "Le montant manque\u202f: l'opération compte, pas ses euros.",
         {"total_cost": "total_cost is null and says_nothing(raw_total_cost)",
          "eu_amount": "eu_amount is null and says_nothing(raw_eu_amount)"}),
    # An operation without its number can't be decided on nor found again. Some formats have none: a key is built from the content.
    Rule("missing_number", "error", "numéro manquant",
         "Le numéro de dossier manque.",
         {"num_dossier": "has_number and num_dossier is null"}),
    # Expected where the operation supports people: IEJ, and the first objective of axis 3.
    Rule("missing_participants", "warning", "participants manquants",
         "Aucun nombre de participants, alors que ce type d'opération en compte.",
         {"participants_planned": "participants_planned is null and participants_entered is null and (programme = 'PON IEJ' or (programme = 'PON FSE' and os_code = '3911'))"},
         needs=frozenset({"participants_entered", "participants_planned"})),
    # Without a region or a programme that tells it, the postcode places the operation.
    Rule("missing_postcode", "warning", "code postal manquant",
         "Le code postal manque ou n'a pas cinq chiffres.",
         {"beneficiary_postcode": r"beneficiary_postcode is null or not regexp_full_match(beneficiary_postcode, '\d{5}')"},
         needs=frozenset({"beneficiary_postcode"})),
    # A row with neither title nor beneficiary says nothing of an operation.
    Rule("nameless", "error", "ni intitulé ni porteur",
         "Ni l'intitulé ni le porteur ne sont renseignés.",
         {"title": "title is null and beneficiary is null"}),
    Rule("negative_amount", "error", "montant négatif",
         "Un montant programmé ne peut pas être négatif.",
         {"total_cost": "total_cost < 0",
          "eu_amount": "eu_amount < 0"}),
    # A code that the period's nomenclature doesn't hold, where the product knows it.
    Rule("outside_nomenclature", "warning", "hors nomenclature",
         "Ce code est hors nomenclature pour le programme et la période.",
         {"specific_objective": "outside_nomenclature"}),
    # « 6.h »: the objective has no column of its own, or an empty cell.
    Rule("paired_code", "warning", "priorité et objectif lus d'une cellule",
         "La priorité et l'objectif spécifique sont lus d'une seule cellule.",
         {"priority_axis": "is_paired and code_period >= '2021'"}, listed=True),
    # The rate may bind the eligible cost alone: the amount of the file is kept.
    Rule("rate_mismatch", "warning", "taux et montant UE en désaccord",
         "Le taux × le coût total ne donne pas le montant UE : le montant du fichier est gardé.",
         {"eu_amount": "contradicts_rate(total_cost, eu_rate, stated_eu_amount)"},
         needs=frozenset({"eu_rate"})),
    # Counted once in every total, and under none of its places.
    Rule("several_places", "warning", "plusieurs lieux",
         "L'opération couvre plusieurs lieux\u202f: elle compte une fois, à part, et le filtre sur chacun d'eux la garde.",
         # Former regions that lie in one present region are no several places in 2021-2027.
         {"region": "case when period >= '2021' then region_2016 else region end = 'Plusieurs régions' and location_source = 'région'",
          "department": "departments is not null and department_source = 'département'",
          "zone": "region_2016 = 'Plusieurs régions' and location_source = 'zone' or departments is not null and department_source = 'zone'"},
         needs=frozenset({"region", "department", "zone"})),
    # « 1,23E+06 »: the row counts, with what is known of its amount.
    Rule("shortened_amount", "warning", "montant abrégé par un tableur",
         "Un tableur n'a gardé que les premiers chiffres de ce montant.",
         {"total_cost": "is_shortened(raw_total_cost)",
          "eu_amount": "is_shortened(raw_eu_amount)"},
         listed=True),
    # Kept in the warehouse, left out of every analysis.
    Rule("technical_assistance", "warning", "assistance technique",
         "Assistance technique\u202f: l'opération est gardée, mais hors de l'analyse.",
         {"priority_axis": "technical_assistance"}),
    # A formula as a text: the program that wrote the file never computed it.
    Rule("uncomputed_formula", "error", "formule non calculée",
         "Formule non calculée : ouvrez et enregistrez le classeur dans un tableur, puis importez-le de nouveau.",
         {"total_cost": "starts_with(trim(raw_total_cost), '=')",
          "eu_amount": "starts_with(trim(raw_eu_amount), '=')"}),
    # The label tells the programme in its stead.
    Rule("unknown_cci", "warning", "code CCI inconnu",
         "Ce code CCI n'est pas dans la liste de référence\u202f: le programme est celui du libellé.",
         {"programme_cci": "unknown_cci"},
         needs=frozenset({"programme_cci"}), listed=True),
    # A head office says nothing of a place that the extract calls otherwise: the operation stays without a département.
    Rule("unknown_department", "warning", "département inconnu",
         "Ce département ne se lit pas en entier\u202f: l'opération reste sans département.",
         {"department": "unknown_department"},
         needs=frozenset({"department"}), listed=True),
    # The rules that tell the type from the name are reference rows.
    Rule("unknown_managing_body_type", "warning", "type de gestionnaire inconnu",
         "Le nom du service ne dit pas de quel type de gestionnaire il s'agit\u202f: complétez les règles de référence.",
         {"managing_body": "managing_body is not null and managing_body_type = 'Non renseigné'"},
         needs=frozenset({"managing_body"})),
    # Regional programmes are many: they're kept under their own label.
    Rule("unknown_programme", "warning", "programme inconnu",
         "Ce programme n'est pas dans la liste de référence\u202f: il est gardé sous son propre libellé.",
         {"programme": "not programme_known"},
         needs=frozenset({"programme"})),
    # The operation counts, placed by something else or not at all.
    Rule("unknown_region", "warning", "région inconnue",
         "Cette région n'est pas reconnue\u202f: le département, le programme, le service ou le code postal place l'opération, sinon rien.",
         {"region": "region_label is not null and location_source <> 'région'"},
         needs=frozenset({"region"}), listed=True),
    # A rate of a total that the row doesn't give can be read: the missing total is what is flagged.
    Rule("unreadable_amount", "error", "montant illisible",
         "Ce montant ne se lit pas comme un nombre.",
         {"total_cost": "total_cost is null and not says_nothing(raw_total_cost) and not starts_with(trim(raw_total_cost), '=')",
          "eu_amount": "eu_amount is null and not says_nothing(raw_eu_amount) and not starts_with(trim(raw_eu_amount), '=') and not (says_nothing(raw_total_cost) and eu_rate is not null)"}),
    # A code that can't be read would put the operation under the wrong axis.
    Rule("unreadable_code", "error", "code illisible",
         "Ce code ne se lit pas\u202f: un nombre est attendu.",
         # Programmes of 2014-2020 have no objective by letter.
         {"priority_axis": "contains(unreadable_codes, 'priority_axis') or (is_paired and code_period < '2021')",
          "thematic_objective": "contains(unreadable_codes, 'thematic_objective')",
          "investment_priority": "contains(unreadable_codes, 'investment_priority')",
          "specific_objective": "contains(unreadable_codes, 'specific_objective')"}),
    # The count stands as missing, which isn't 0.
    Rule("unreadable_count", "warning", "nombre de participants illisible",
         "Ce nombre de participants ne se lit pas\u202f: il est tenu pour manquant.",
         {"participants_planned": "raw_participants_planned is not null and participants_planned is null",
          "participants_entered": "raw_participants_entered is not null and participants_entered is null"}),
    # The amount, where there is one, doesn't need it.
    Rule("unreadable_rate", "warning", "taux illisible",
         "Ce taux de cofinancement ne se lit pas : il n'est pas utilisé.",
         {"eu_rate": "eu_rate is null and not says_nothing(raw_eu_rate)"},
         needs=frozenset({"eu_rate"})),
    # Usual rates are reference rows, by period and programme.
    Rule("unusual_eu_rate", "warning", "taux UE inhabituel",
         "Le taux UE sort de la fourchette habituelle du programme.",
         {"eu_amount": "eu_amount <= total_cost and total_cost > 0 and not (eu_amount / total_cost between usual_min and usual_max)"}),
)  # fmt: skip
