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

create or replace table service as
select row_number() over (order by label) - 1 as position, label
from (
    select 'DIRECCTE - ' || region || ' - Service FSE' as label from region_reference where kind <> 'national'
    union all select 'Conseil départemental - ' || name || ' - Service insertion' from department_reference
    union all (select 'PLIE de l''agglomération ' || name from department_reference order by code limit 72)
);

create or replace table code as
select row_number() over (order by programme, os_code) - 1 as position, programme, priority_axis, thematic_objective, investment_priority, specific_objective
from nomenclature
where period = '2014-2020' and programme in ('PON FSE', 'PON IEJ') and specific_objective is not null;

create or replace table extract as
with numbered as (
    select
        i,
        hash(i, 'texte') as text_hash,
        (hash(i, 'service') % (select count(*) from service))::bigint as service_position,
        (hash(i, 'code') % (select count(*) from code))::bigint as code_position,
        (sqrt(hash(i, 'région') % 784)::bigint % 28) + 1 as region_position,
        1000 * (1 + hash(i, 'coût') % 900) + hash(i, 'centimes') % 100000 / 100 as total_cost,
        date '2014-01-01' + (hash(i, 'début') % 1500)::integer as starts
    from range($first, $first + $rows) as rows (i)
),

overseas as (
    select *, case when hash(i, 'outre-mer') % 100 < 4 then ['PO Guadeloupe', 'PO Guyane', 'PO Martinique', 'PO réunion'][(i % 4 + 1)::integer] end as overseas_programme
    from numbered
)

select
    (200000000 + i)::varchar as "num_dossier",
    coalesce(overseas_programme, if(code.programme = 'PON IEJ', 'Programme Opérationnel IEJ', 'Programme Opérationnel National FSE')) as "Libellé_po",
    code.priority_axis as "AXE",
    code.thematic_objective as "OT",
    split_part(code.investment_priority, '.', 2) as "PI",
    code.specific_objective as "OS",
    (select list(replace(region, 'Île', 'Ile') order by position) from region_reference)[region_position] as "Region_adm",
    service.label as "Service_gest",
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
    if(code.programme = 'PON IEJ' and overseas_programme is null, 'IEJ', 'FSE') as "Fonds"
from overseas
cross join words
join service on service.position = overseas.service_position
join code on code.position = overseas.code_position
order by i;
