-- What the labels of an extract mean: programme and period, place, kind of managing body, technical assistance.
-- Input: the relation in `rows`. Labels repeat, so each distinct set of them is read once and joined back.
-- The rows are read twice, the first time for their labels alone: keeping them between the two costs more than the second reading.
with rows as not materialized (
    from {rows}
),

labels as (
    select distinct programme_label, fund, region_label, department_label, managing_body, beneficiary_postcode
    from rows
),

programme_labels as (
    select programme_label, fund, fold(programme_label) as folded
    from (select distinct programme_label, fund from labels)
),

programmes as (
    select
        labels.programme_label,
        labels.fund,
        coalesce(arg_min(reference.programme, reference.position), any_value(labels.programme_label), 'Non renseigné') as programme,
        coalesce(
            arg_min(reference.period, reference.position),
            case when any_value(labels.fund) = 'FSE+' or regexp_matches(any_value(labels.folded), 'fse ?\+|2021') then '2021-2027' end,
            '2014-2020'
        ) as period,
        count(reference.position) > 0 as programme_known
    from programme_labels as labels
    left join programme_reference as reference on regexp_matches(labels.folded, reference.pattern)
    group by labels.programme_label, labels.fund
),

programme_regions as (
    select labels.programme_label, arg_max(alias.region, length(alias.alias)) as region, arg_max(alias.region_2016, length(alias.alias)) as region_2016
    from (select distinct programme_label, normalise(programme_label) as words from labels) as labels
    join region_alias as alias on contains(' ' || labels.words || ' ', ' ' || alias.alias || ' ')
    where not contains(alias.alias, 'national')
    group by labels.programme_label
),

region_labels as (
    -- « 82/Rhône-Alpes | 83/Auvergne »: several regions in one cell are kept as far as they agree.
    select
        labels.region_label,
        case when count(distinct alias.region) = 1 and count(alias.region) = count(*) then any_value(alias.region) end as region,
        case when count(distinct alias.region_2016) = 1 and count(alias.region_2016) = count(*) then any_value(alias.region_2016) end as region_2016
    from (
        select region_label, regexp_replace(normalise(piece), '^\d+ ', '') as words
        from (select region_label, unnest(string_split(region_label, '|')) as piece from (select distinct region_label from labels where region_label is not null))
    ) as labels
    left join region_alias as alias on alias.alias = labels.words
    group by labels.region_label
),

bodies as (
    select managing_body, normalise(managing_body) as words
    from (select distinct managing_body from labels where managing_body is not null)
),

body_types as (
    select bodies.managing_body, any_value(bodies.words) as words, arg_min(rules.managing_body_type, rules.rank) as managing_body_type
    from bodies
    left join managing_body_rule as rules on regexp_matches(bodies.words, rules.pattern)
    group by bodies.managing_body
),

-- A region's name may hold a département's (« Nord-Pas-de-Calais », « Pays de la Loire »): it says nothing of the département.
region_names as (
    select '\b(?:' || string_agg(alias, '|' order by length(alias) desc) || ')\b' as pattern
    from (
        select distinct region_alias.alias
        from region_alias
        join department_reference as department
            on contains(' ' || region_alias.alias || ' ', ' ' || department.normalised_name || ' ')
        where
            region_alias.alias <> department.normalised_name
            and normalise(coalesce(region_alias.region, '')) <> department.normalised_name
    )
),

body_places as (
    select body_types.managing_body, arg_min(place.department, place.position) as department
    from body_types
    join managing_body_place as place on regexp_matches(body_types.words, place.pattern)
    group by body_types.managing_body
),

-- Conseils départementaux and PLIE work in one département; another service only where it says « département » itself.
named_departments as (
    select bodies.managing_body, arg_max(department.code, length(department.normalised_name)) as department
    from (
        select managing_body, words, regexp_replace(words, region_names.pattern, ' ', 'g') as local_words
        from body_types, region_names
        where managing_body_type in ('OI CD', 'OI PLIE') or regexp_matches(words, '\bdepartement\b')
    ) as bodies
    join department_reference as department
        on contains(' ' || bodies.local_words || ' ', ' ' || department.normalised_name || ' ')
        or regexp_extract(bodies.words, '\bcd ?(\d[0-9ab]\d?)\b', 1) = lower(department.code)
    group by bodies.managing_body
),

body_departments as (
    select body_types.managing_body, department_reference.code, department_reference.region_2016
    from body_types
    left join body_places on body_places.managing_body = body_types.managing_body
    left join named_departments on named_departments.managing_body = body_types.managing_body
    join department_reference on department_reference.code = coalesce(body_places.department, named_departments.department)
),

department_labels as (
    -- « 058/Nièvre », « 02A/Corse-du-Sud | 02B/Haute-Corse »: by name else by code, and several départements in one cell are none.
    select
        labels.department_label,
        case when count(distinct department.code) = 1 and count(department.code) = count(*) then any_value(department.code) end as department
    from (
        select department_label, normalise(piece) as words
        from (select department_label, unnest(string_split(department_label, '|')) as piece from (select distinct department_label from labels where department_label is not null))
        where normalise(piece) <> ''
    ) as labels
    left join department_reference as department
        on regexp_replace(labels.words, '^\d+[ab]? ', '') = department.normalised_name
        or ltrim(labels.words, '0') = ltrim(lower(department.code), '0')
    group by labels.department_label
),

postcodes as (
    select
        beneficiary_postcode,
        case
            when starts_with(beneficiary_postcode, '97') then left(beneficiary_postcode, 3)
            when beneficiary_postcode between '20000' and '20199' then '2A'
            when starts_with(beneficiary_postcode, '20') then '2B'
            else left(beneficiary_postcode, 2)
        end as department
    from (select distinct beneficiary_postcode from labels where regexp_full_match(beneficiary_postcode, '\d{5}'))
),

placed as (
    select
        labels.*,
        programmes.programme,
        programmes.period,
        programmes.programme_known,
        body_types.managing_body_type as found_managing_body_type,
        region_labels.region as labelled_region,
        region_labels.region_2016 as labelled_region_2016,
        programme_regions.region as programme_region,
        programme_regions.region_2016 as programme_region_2016,
        -- A service or a head office elsewhere doesn't move the operation: they count only inside the region already known.
        case
            when body_departments.region_2016 = coalesce(region_labels.region_2016, programme_regions.region_2016, body_departments.region_2016)
            then body_departments.code
        end as service_department,
        case
            when known_postcode.region_2016 = coalesce(region_labels.region_2016, programme_regions.region_2016, known_postcode.region_2016)
            then known_postcode.code
        end as postcode_department,
        coalesce(department_labels.department, service_department, postcode_department) as found_department,
        case
            when department_labels.department is not null then 'département'
            when service_department is not null then 'service'
            when postcode_department is not null then 'code postal'
            else 'aucune'
        end as department_source,
        case
            when region_labels.region_2016 is not null then 'région'
            when programme_regions.region_2016 is not null then 'programme'
            when coalesce(department_labels.department, body_departments.code) is not null then 'service'
            when known_postcode.code is not null then 'code postal'
            else 'aucune'
        end as location_source
    from labels
    left join programmes on programmes.programme_label is not distinct from labels.programme_label and programmes.fund is not distinct from labels.fund
    left join programme_regions on programme_regions.programme_label = labels.programme_label
    left join region_labels on region_labels.region_label = labels.region_label
    left join body_types on body_types.managing_body = labels.managing_body
    left join body_departments on body_departments.managing_body = labels.managing_body
    left join department_labels on department_labels.department_label = labels.department_label
    left join postcodes on postcodes.beneficiary_postcode = labels.beneficiary_postcode
    left join department_reference as known_postcode on known_postcode.code = postcodes.department
),

meanings as (
    select
        placed.programme_label, placed.fund, placed.region_label, placed.department_label, placed.managing_body, placed.beneficiary_postcode,
        programme,
        period,
        programme_known,
        location_source,
        department_source,
        coalesce(found_managing_body_type, 'Non renseigné') as managing_body_type,
        case
            when labelled_region_2016 is not null then coalesce(labelled_region, case when department.region_2016 = labelled_region_2016 then department.region end, 'Non renseigné')
            when programme_region_2016 is not null then coalesce(programme_region, case when department.region_2016 = programme_region_2016 then department.region end, 'Non renseigné')
            else coalesce(department.region, 'Non renseigné')
        end as region,
        coalesce(labelled_region_2016, programme_region_2016, department.region_2016, 'Non renseigné') as region_2016,
        found_department as department
    from placed
    left join department_reference as department on department.code = placed.found_department
)

select
    rows.*,
    meanings.programme,
    meanings.period,
    meanings.programme_known,
    meanings.location_source,
    meanings.department_source,
    meanings.managing_body_type,
    meanings.region,
    meanings.region_2016,
    meanings.department,
    -- OT = 0 says it; the axis says it only where the extract leaves the OT out.
    coalesce(rows.thematic_objective = '0', axes.technical_assistance, false) as technical_assistance
from rows
join meanings
    on meanings.programme_label is not distinct from rows.programme_label and meanings.fund is not distinct from rows.fund
    and meanings.region_label is not distinct from rows.region_label and meanings.department_label is not distinct from rows.department_label
    and meanings.managing_body is not distinct from rows.managing_body and meanings.beneficiary_postcode is not distinct from rows.beneficiary_postcode
left join nomenclature as axes
    on axes.period = meanings.period and axes.programme = meanings.programme and axes.priority_axis = rows.priority_axis
    and axes.thematic_objective is null and axes.os_code = ''
