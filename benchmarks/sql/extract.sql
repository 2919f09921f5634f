-- An MDFSE-like list, the same at every run: texts and amounts come from the hash of the row's number.
create or replace macro amount_in_french(euros) as
    replace(replace(format('{:,.2f}', euros), ',', ' '), '.', ',');

create or replace table words as
select
    ['Accompagnement renforcé', 'Parcours d''insertion', 'Atelier et chantier', 'Remobilisation', 'Levée des freins à l’emploi', 'Référent unique',
     'Médiation vers les employeurs', 'Coordination des acteurs', 'Appui à la création d''activité', 'Repérage et accueil', 'Formation qualifiante',
     'Coopération économique et sociale', 'Plate-forme de mobilité', 'Garantie jeunes', 'Sécurisation des parcours'] as actions,
    ['des bénéficiaires du RSA', 'des demandeurs d''emploi de longue durée', 'des jeunes décrocheurs', 'des femmes éloignées de l''emploi',
     'des salariés en insertion', 'des publics très éloignés', 'des habitants des quartiers prioritaires', 'des plus de 50 ans', 'des réfugiés',
     'des créateurs d''entreprise', 'des personnes placées sous main de justice', 'des travailleurs handicapés'] as publics,
    ['Association fictive', 'Chantier fictif', 'Régie fictive', 'Mission fictive', 'Coopérative fictive', 'Centre fictif', 'Communauté imaginaire'] as carriers,
    ['du Pré fleuri', 'de l''Étang', 'des Châtaigniers', 'du Vieux-Moulin', 'de la Forêt d’Émeraude', 'des Trois-Rivières', 'du Haut-Plateau', 'de Belle-Île-aux-Œillets'] as signs;

create or replace table place as
select region, any_value(weight) as weight, list(label order by label) as services
from (
    select region, 29 - position as weight, if(kind = 'national', 'DGEFP - Mission des projets nationaux', 'DIRECCTE - ' || region || ' - Service FSE') as label
    from region_reference
    union all select region, null, 'Conseil départemental - ' || name || ' - Service insertion' from department_reference
    union all (select region, null, 'PLIE de l''agglomération ' || name from department_reference order by code limit 72)
)
group by region;

create or replace table code as
select programme, list(nomenclature order by os_code) as codes
from nomenclature
where period = '2014-2020' and programme in ('PON FSE', 'PON IEJ') and specific_objective is not null and (not technical_assistance or os_code = '4001')
group by programme;

create or replace table extract as
with numbered as (
    select
        i,
        hash(i, 'texte') as text_hash,
        ceil(sqrt(hash(i, 'région') % 784 + 1))::integer as weight,
        case when hash(i, 'programme') % 100 < 4 then 'PON IEJ' else 'PON FSE' end as programme,
        1000 * (1 + hash(i, 'coût') % 900) + hash(i, 'centimes') % 100000 / 100 as total_cost,
        date '2014-01-01' + (hash(i, 'début') % 1500)::integer as starts
    from range($first, $first + $rows) as rows (i)
),

placed as (
    select
        numbered.*,
        place.region,
        place.services[(hash(i, 'service') % len(place.services) + 1)::integer] as service,
        code.codes[(hash(i, 'code') % len(code.codes) + 1)::integer] as code,
        case
            when place.region in ('Guadeloupe', 'Guyane', 'Martinique', 'Mayotte') then 'PO ' || place.region
            when place.region = 'La Réunion' then 'PO réunion'
            when numbered.programme = 'PON IEJ' then 'Programme Opérationnel IEJ'
            else 'Programme Opérationnel National FSE'
        end as programme_label
    from numbered
    join place on place.weight = numbered.weight
    join code on code.programme = numbered.programme
)

select
    (200000000 + i)::varchar as "num_dossier",
    programme_label as "Libellé_po",
    code.priority_axis as "AXE",
    code.thematic_objective as "OT",
    split_part(code.investment_priority, '.', 2) as "PI",
    code.specific_objective as "OS",
    replace(region, 'Île', 'Ile') as "Region_adm",
    service as "Service_gest",
    concat(
        words.actions[(text_hash % 15 + 1)::integer], ' ', words.publics[(text_hash // 15 % 12 + 1)::integer],
        if(text_hash % 50 = 0, ' &#8211; ', ' - '), 'territoire ', words.signs[(text_hash // 180 % 8 + 1)::integer], ', lot n° ', text_hash // 1440 % 40000
    ) as "Lib_opé",
    concat(words.carriers[(text_hash // 7 % 7 + 1)::integer], ' ', words.signs[(text_hash // 49 % 8 + 1)::integer], ' ', text_hash // 392 % 5000) as "Lib_org",
    if(i % 9 = 0, null, hash(i, 'participants') % 500) as "Nombre de participants prévisionnels",
    amount_in_french(total_cost) as "Dépenses totales",
    amount_in_french(total_cost * (0.3 + hash(i, 'taux') % 45 / 100.0)) as "Mont_UE",
    strftime(starts, '%d/%m/%Y') as "Date début réalisation",
    strftime(starts + (90 + hash(i, 'durée') % 900)::integer, '%d/%m/%Y') as "Date fin réalisation",
    if(programme_label = 'Programme Opérationnel IEJ', 'IEJ', 'FSE') as "Fonds"
from placed
cross join words
order by i;
