-- What the labels of an extract mean: programme and period, place, kind of managing body, technical assistance.
-- Input: the relation in `rows`, with start_date and end_date. Labels repeat, so each distinct set of them is read once and joined back.
-- The rows are read twice, the first time for their labels alone: keeping them between the two costs more than the second reading.
with rows as not materialized (
    from {rows}
),

labels as (
    select distinct programme_label, programme_cci, fund, region_label, department_label, zone, operation_postcode, managing_body, beneficiary_postcode
    from rows
),

programme_labels as (
    select programme_label, programme_cci, fund, fold(programme_label) as folded
    from (select distinct programme_label, programme_cci, fund from labels)
),

-- The period that a label states in so many words. One before 2014 has the names of later programmes: its years decide.
stated_periods as (
    select labels.programme_label, labels.fund, arg_min(reference.period, reference.position) as period, arg_min(reference.first_year is not null, reference.position) as is_earlier
    from programme_labels as labels
    join period_reference as reference on regexp_matches(labels.folded, reference.pattern)
    group by labels.programme_label, labels.fund
),

-- A CCI names its programme, whatever the label says beside it; the label tells where there is none, or one that nobody knows.
programmes as (
    select
        labels.programme_label,
        labels.programme_cci,
        labels.fund,
        coalesce(
            any_value(coded.programme),
            case when not coalesce(any_value(stated.is_earlier), false) then arg_min(reference.programme, reference.position) end,
            any_value(labels.programme_label),
            'Non renseigné'
        ) as programme,
        coalesce(
            any_value(coded.period),
            case when any_value(stated.is_earlier) then any_value(stated.period) end,
            arg_min(reference.period, reference.position),
            case when any_value(labels.fund) = 'FSE+' or regexp_matches(any_value(labels.folded), 'fse ?\+|2021') then '2021-2027' end,
            '2014-2020'
        ) as period,
        -- Where no label states the period, an operation that ended before 2014 belongs to an earlier one: the IEJ and the FSE+ have none.
        any_value(stated.period) is null and any_value(coded.programme) is null
        and coalesce(labels.fund, '') not in ('IEJ', 'FSE+') and coalesce(arg_min(reference.fund, reference.position), '') <> 'IEJ' as dates_tell,
        count(reference.position) > 0 or count(coded.position) > 0 as programme_known,
        labels.programme_cci is not null and count(coded.position) = 0 as unknown_cci,
        case
            when count(reference.position) > 0 and not bool_or(reference.programme = coded.programme)
            then 'Le code CCI dit « ' || any_value(coded.programme) || ' », le libellé dit « ' || arg_min(reference.programme, reference.position) || ' ».'
        end as programme_reading
    from programme_labels as labels
    left join programme_reference as reference on regexp_matches(labels.folded, reference.pattern)
    left join programme_reference as coded on coded.cci = labels.programme_cci
    left join stated_periods as stated on stated.programme_label is not distinct from labels.programme_label and stated.fund is not distinct from labels.fund
    group by labels.programme_label, labels.programme_cci, labels.fund
),

-- The region of a regional programme; its former one where it is the same.
own_regions as (
    select programmes.period, programmes.programme, any_value(programmes.region_2016) as region_2016, case when count(distinct places.region) = 1 then any_value(places.region) end as region
    from programme_reference as programmes
    join region_reference as places on places.region_2016 = programmes.region_2016
    group by programmes.period, programmes.programme
),

programme_regions as (
    -- The longest name wins, though it be a present region's: « Auvergne-Rhône-Alpes » isn't « Rhône-Alpes ».
    select labels.programme_label, arg_max_null(alias.region, length(alias.alias)) as region, arg_max(alias.region_2016, length(alias.alias)) as region_2016
    from (select programme_label, normalise(programme_label) as words from (select distinct programme_label from labels)) as labels
    join region_alias as alias on contains(' ' || labels.words || ' ', ' ' || alias.alias || ' ')
    where not contains(alias.alias, 'national')
    group by labels.programme_label
),

-- « 82/Rhône-Alpes | 83/Auvergne »: a cell that is no spelling as a whole is read piece by piece.
region_pieces as (
    select
        cells.region_label,
        unnest(case when whole.alias is not null then [cells.words] else string_split_regex(cells.region_label, '[|;,/]') end) as piece
    from (
        select region_label, regexp_replace(normalise(region_label), '^\d+ ', '') as words
        from (select distinct region_label from labels where region_label is not null)
    ) as cells
    left join region_spelling as whole on whole.alias = cells.words
),

-- The cells that are read to the end. The former regions stay unknown where a present one stands alone for them.
region_labels as (
    select
        pieces.region_label,
        list_sort(list(distinct alias.region_2016)) as regions_2016,
        count(alias.region) = count(*) as is_former,
        case when is_former or count(distinct alias.region_2016) > 1 then list_sort(list(distinct alias.region) filter (alias.region is not null)) end as regions
    from (
        select distinct region_label, regexp_replace(normalise(piece), '^\d+( |$)', '') as words
        from region_pieces
    ) as pieces
    left join region_spelling as alias on alias.alias = pieces.words
    where pieces.words <> ''
    group by pieces.region_label
    having count(alias.alias) = count(*)
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
    select body_types.managing_body, department_reference.code, department_reference.region, department_reference.region_2016
    from body_types
    left join body_places on body_places.managing_body = body_types.managing_body
    left join named_departments on named_departments.managing_body = body_types.managing_body
    join department_reference on department_reference.code = coalesce(body_places.department, named_departments.department)
),

-- « 058/Nièvre | 025/Doubs », « Dpt 58 », « 58.0 », « 1000 »: a cell of départements is read item by item, as names and codes.
department_items as (
    select department_label, item, regexp_replace(normalise(text), '\b(departements?|dpts?|depts?|deps?|d)(\d)', '\1 \2', 'g') as words, regexp_matches(fold(text), '[^\P{L}a-z]|[^\P{N}0-9]') as is_foreign
    from (
        select department_label, unnest(items) as text, generate_subscripts(items, 1) as item
        from (
            select
                department_label,
                string_split_regex(regexp_replace(regexp_replace(department_label, '^\s*(\d+)[.,]0+\s*$', '\1'), '^(\d{4})$', '0\1'), '[|;,]') as items
            from (select distinct department_label from labels where department_label is not null)
        )
    )
),

-- What is left of an item beside its names and codes has to be a word that says nothing.
item_rests as (
    select
        department_label,
        item,
        is_foreign
        or not regexp_matches(words, getvariable('department_pattern'))
        or trim(regexp_replace(
            regexp_replace(words, getvariable('department_pattern'), ' ', 'g'),
            '\b(?:departements?|dpts?|depts?|deps?|code|cd|n|no|num|numero|d|de|du|des|l|la|le|les|et|france)\b', ' ', 'g'
        )) <> '' as has_rest
    from department_items
    where words <> '' or is_foreign
),

item_tokens as (
    select
        department_label,
        item,
        token,
        regexp_matches(token, '^\d') as is_code,
        case
            when regexp_full_match(token, '\d{5}') then ltrim(lower(postcode_department(token)), '0')
            when is_code then ltrim(replace(token, ' ', ''), '0')
            else replace(token, ' ', '')
        end as spelling
    from (
        select department_label, item, unnest(regexp_extract_all(words, getvariable('department_pattern'))) as token
        from department_items
    )
),

item_codes as (
    select
        tokens.department_label,
        tokens.item,
        list_sort(list(distinct known.code) filter (is_code and known.code is not null)) as coded,
        list_sort(list(distinct known.code) filter (not is_code)) as named,
        count(distinct token) filter (is_code) = 1 and count(distinct token) filter (not is_code) = 1 as is_pair,
        bool_or(known.code is null) as has_unknown
    from item_tokens as tokens
    left join department_spelling as known on known.spelling = tokens.spelling
    group by tokens.department_label, tokens.item
),

-- A name and a code of one item say the same, or nothing is kept of the cell. « 20 » and « Corse-du-Sud » agree on the latter.
item_departments as (
    select
        items.*,
        len(coded) > 0 and len(named) > 0 as is_double,
        case
            when not is_double then list_concat(coded, named)
            when is_pair then list_sort(list_intersect(coded, named))
            when coded = named then coded
            else []
        end as departments
    from (
        select
            rests.department_label,
            rests.has_rest or coalesce(codes.has_unknown, true) as is_unread,
            coalesce(codes.coded, []) as coded,
            coalesce(codes.named, []) as named,
            codes.is_pair
        from item_rests as rests
        left join item_codes as codes on codes.department_label = rests.department_label and codes.item = rests.item
    ) as items
),

department_readings as (
    select
        cells.*,
        -- « 58 ; Doubs »: a code without its name beside a name without its code.
        has_contradiction or not (len(coded) = 0 or len(named) = 0 or list_has_all(coded, named) or list_has_all(named, coded)) as is_contradictory
    from (
        select
            department_label,
            bool_or(is_unread) as is_unread,
            bool_or(is_double and len(departments) = 0) as has_contradiction,
            list_sort(list_distinct(flatten(list(departments)))) as departments,
            list_sort(list_distinct(flatten(list(coded)))) as coded,
            list_sort(list_distinct(flatten(list(named)))) as named
        from item_departments
        group by department_label
    ) as cells
),

department_words as (
    select map(list(code), list(name || ' (' || code || ')')) as words, (select list(region) from region_reference where kind = 'national') as national_regions
    from department_reference
),

department_places as (
    select
        cells.department_label,
        list_sort(list(distinct department.region)) as regions,
        list_sort(list(distinct department.region_2016)) as regions_2016
    from (select department_label, unnest(departments) as code from department_readings where not is_unread and not is_contradictory) as cells
    join department_reference as department on department.code = cells.code
    group by cells.department_label
),

department_labels as (
    select
        readings.department_label,
        readings.is_unread and not readings.is_contradictory as is_unknown,
        case when places.department_label is not null then readings.departments end as departments,
        case
            when readings.is_contradictory
            then 'Le code dit ' || array_to_string(list_transform(coded, lambda code: known.words[code]), ', ')
                || ', le nom dit ' || array_to_string(list_transform(named, lambda code: known.words[code]), ', ') || '.'
        end as department_reading,
        array_to_string(list_transform(readings.departments, lambda code: known.words[code]), ', ') as words,
        places.regions,
        places.regions_2016
    from department_readings as readings
    cross join department_words as known
    left join department_places as places on places.department_label = readings.department_label
),

postcodes as (
    select postcode, department.code, department.region, department.region_2016
    from (select distinct beneficiary_postcode as postcode from labels)
    join department_reference as department on department.code = postcode_department(postcode)
    where regexp_full_match(postcode, '\d{5}')
),

-- « 69100 | 13001 »: an operation may have several places.
sites as (
    select
        codes.operation_postcode,
        list_sort(list(distinct department.code)) as departments,
        list_sort(list(distinct department.region)) as regions,
        list_sort(list(distinct department.region_2016)) as regions_2016
    from (select operation_postcode, unnest(five_digits(operation_postcode)) as postcode from (select distinct operation_postcode from labels)) as codes
    join department_reference as department on department.code = postcode_department(codes.postcode)
    group by codes.operation_postcode
),

-- « REG/24/Centre-Val de Loire | COMM/45234/Orléans | PAYS/France »: each item of a zone that names a region, a département or a place
-- in one, by its code. A code may have lost the zero that it begins with: « COMM/3254 », « ARRDT/33 ». A comma or a line end parts two
-- items only where a kind follows: names have commas.
zone_items as (
    select zone, upper(parts.kind) as kind, upper(parts.code) as code, normalise(parts.name) as words
    from (
        select zone, regexp_extract(item, '^\s*([A-Za-z]+)\s*/\s*([0-9A-Za-z]+)\s*(?:/(.*))?$', ['kind', 'code', 'name']) as parts
        from (select zone, unnest(string_split_regex(regexp_replace(zone, '[,\s]\s*((?:REG|REGION|DEPT?|COMM?|ARR|ARRDT|QUAR|PAYS|EPCI)\s*/)', '|\1', 'gi'), '[|;]')) as item from (select distinct zone from labels where contains(zone, '/')))
    )
),

region_codes as (
    select cog as code, region, region_2016 from region_reference where cog is not null
    union all
    select distinct region_2016_cog, null, region_2016 from region_reference where region_2016_cog not in (select cog from region_reference where cog is not null)
),

zone_places as (
    select distinct items.zone, department.code as department, department.region, department.region_2016
    from (
        select
            zone,
            case
                when kind in ('DEP', 'DEPT') then code
                when kind in ('COM', 'COMM') and regexp_full_match(code, '\d{4,5}|2[AB]\d{3}') then commune_department(lpad(code, 5, '0'))
                -- The département, then the rank of the arrondissement in it.
                when kind in ('ARR', 'ARRDT') then left(code, length(code) - 1)
                -- The commune, then the rank of the quartier in it.
                when kind = 'QUAR' and regexp_full_match(code, '\d{8,9}|2[AB]\d{7}') then commune_department(lpad(code, 9, '0'))
            end as department
        from zone_items
    ) as items
    join department_spelling as spelled on spelled.words is null and spelled.spelling = ltrim(lower(items.department), '0')
    join department_reference as department on department.code = spelled.code
    union all
    select distinct items.zone, null, coalesce(coded.region, named.region), coalesce(coded.region_2016, named.region_2016)
    from zone_items as items
    left join region_codes as coded on coded.code = lpad(items.code, 2, '0')
    left join region_spelling as named on named.alias = items.words and coded.code is null
    where items.kind in ('REG', 'REGION') and coalesce(coded.region_2016, named.region_2016) is not null
),

zones as (
    select
        zone,
        list_sort(list(distinct region_2016)) as regions_2016,
        case when count(region) = count(*) or count(distinct region_2016) > 1 then list_sort(list(distinct region) filter (region is not null)) end as regions,
        list_sort(list(distinct department) filter (department is not null)) as departments,
        list_sort(list(distinct region) filter (department is not null)) as department_regions,
        list_sort(list(distinct region_2016) filter (department is not null)) as department_regions_2016
    from zone_places
    group by zone
),

-- What the extract itself says of the place, the surest first: its region, its département, for 2021-2027 the zone and the postcode
-- of the operation, for 2014-2020 its programme.
said as (
    select
        labels.*,
        programmes.programme,
        programmes.period,
        programmes.dates_tell,
        programmes.programme_known,
        programmes.unknown_cci,
        programmes.programme_reading,
        cell.department_label is not null as says_department,
        coalesce(cell.is_unknown, false) as unknown_department,
        cell.department_reading,
        cell.departments,
        cell.regions as department_regions,
        cell.regions_2016 as department_regions_2016,
        zones.departments as zone_departments,
        zones.department_regions as zone_regions,
        zones.department_regions_2016 as zone_regions_2016,
        sites.departments as site_departments,
        sites.regions as site_regions,
        sites.regions_2016 as site_regions_2016,
        coalesce(own.region_2016, programme_regions.region_2016) as programme_region_2016,
        case when own.region_2016 is not null then own.region else programme_regions.region end as programme_region,
        case
            when region_labels.region_label is not null then 'région'
            when cell.departments is not null then 'département'
            when zones.regions_2016 is not null then 'zone'
            when sites.departments is not null then 'code postal de l''opération'
            when programmes.period < '2021' and programme_region_2016 is not null then 'programme'
        end as said_by,
        case said_by
            when 'région' then region_labels.regions_2016
            when 'département' then cell.regions_2016
            when 'zone' then zones.regions_2016
            when 'code postal de l''opération' then sites.regions_2016
            when 'programme' then [programme_region_2016]
        end as said_regions_2016,
        case said_by
            when 'région' then region_labels.regions
            when 'département' then cell.regions
            when 'zone' then zones.regions
            when 'code postal de l''opération' then sites.regions
            when 'programme' then case when programme_region is not null then [programme_region] end
        end as said_regions,
        region_labels.region_label is not null and list_has_any(region_labels.regions_2016, known.national_regions) as says_national,
        'La région dit « ' || labels.region_label || ' »' as region_says,
        'Le programme dit « ' || programme_region_2016 || ' »' as programme_says,
        case
            when cell.departments is null or says_national then null
            when region_labels.is_former and not list_has_all(region_labels.regions, cell.regions)
            then region_says || ', le département dit « ' || cell.words || ', ' || array_to_string(cell.regions, ', ') || ' ».'
            when not list_has_all(region_labels.regions_2016, cell.regions_2016)
            then region_says || ', le département dit « ' || cell.words || ', ' || array_to_string(cell.regions_2016, ', ') || ' ».'
            when region_labels.region_label is null and not list_has_all([programme_region_2016], cell.regions_2016)
            then programme_says || ', le département dit « ' || cell.words || ', ' || array_to_string(cell.regions_2016, ', ') || ' ».'
        end as place_reading,
        ', la zone dit « '
        || array_to_string(list_concat(list_transform(coalesce(zones.departments, []), lambda code: known.words[code]), zones.regions_2016), ', ') || ' ».' as zone_says,
        case
            when zones.regions_2016 is null or says_national then null
            when (region_labels.is_former and not list_has_all(region_labels.regions, zones.regions)) or not list_has_all(region_labels.regions_2016, zones.regions_2016)
            then region_says || zone_says
            when not list_has_any(cell.departments, zones.departments)
            then 'Le département dit « ' || cell.words || ' »' || zone_says
            when said_by = 'zone' and not list_has_all([programme_region_2016], zones.regions_2016)
            then programme_says || zone_says
        end as zone_reading,
        case
            when said_by = 'code postal de l''opération' and programme_region_2016 is not null and not list_has_all([programme_region_2016], sites.regions_2016)
            then programme_says || ', le code postal de l''opération dit « '
                || array_to_string(list_concat(list_transform(sites.departments, lambda code: known.words[code]), sites.regions_2016), ', ') || ' ».'
        end as site_reading
    from labels
    cross join department_words as known
    left join programmes
        on programmes.programme_label is not distinct from labels.programme_label and programmes.programme_cci is not distinct from labels.programme_cci
        and programmes.fund is not distinct from labels.fund
    left join own_regions as own on own.programme = programmes.programme and own.period = programmes.period
    left join programme_regions on programme_regions.programme_label = labels.programme_label
    left join region_labels on region_labels.region_label = labels.region_label
    left join department_labels as cell on cell.department_label = labels.department_label
    left join zones on programmes.period >= '2021' and zones.zone = labels.zone
    left join sites on programmes.period >= '2021' and sites.operation_postcode = labels.operation_postcode
),

-- Where a service or a head office may stand: one elsewhere doesn't move the operation, and tells nothing of one that covers several
-- regions or whose département can't be read. A regional programme holds its operations to its region.
bounded as (
    select
        said.*,
        coalesce(said_regions_2016, case when programme_region_2016 is not null then [programme_region_2016] end) as bounds,
        not says_department and coalesce(len(said_regions), 0) < 2 as may_be_one
    from said
),

placed as (
    select
        bounded.*,
        body_types.managing_body_type as found_managing_body_type,
        case when may_be_one and [body.region_2016] = coalesce(bounds, [body.region_2016]) then body.code end as service_department,
        case when may_be_one and [office.region_2016] = coalesce(bounds, [office.region_2016]) then office.code end as postcode_department,
        case
            when departments is not null then 'département'
            when not says_department and list_has_all(coalesce(said_regions_2016, zone_regions_2016), zone_regions_2016) then 'zone'
            when not says_department and site_regions_2016 = coalesce(said_regions_2016, site_regions_2016) then 'code postal de l''opération'
            when service_department is not null then 'service'
            when postcode_department is not null then 'code postal'
            else 'aucune'
        end as department_source,
        case department_source
            when 'département' then departments
            when 'zone' then zone_departments
            when 'code postal de l''opération' then site_departments
            when 'service' then [service_department]
            when 'code postal' then [postcode_department]
        end as found_departments,
        case
            when said_by is not null then said_by
            when department_source <> 'aucune' then department_source
            when programme_region_2016 is not null then 'programme'
            else 'aucune'
        end as location_source,
        case department_source
            when 'département' then department_regions
            when 'zone' then zone_regions
            when 'code postal de l''opération' then site_regions
            when 'service' then [body.region]
            when 'code postal' then [office.region]
        end as found_regions,
        case department_source
            when 'département' then department_regions_2016
            when 'zone' then zone_regions_2016
            when 'code postal de l''opération' then site_regions_2016
            when 'service' then [body.region_2016]
            when 'code postal' then [office.region_2016]
        end as found_regions_2016
    from bounded
    left join body_types on body_types.managing_body = bounded.managing_body
    left join body_departments as body on body.managing_body = bounded.managing_body
    left join postcodes as office on office.postcode = bounded.beneficiary_postcode
),

-- A present region alone leaves the former one to the département that lies in it.
situated as (
    select
        placed.* exclude (departments),
        found_departments as departments,
        coalesce(said_regions_2016, found_regions_2016, case when location_source = 'programme' then [programme_region_2016] end) as regions_2016,
        coalesce(
            said_regions,
            case when found_regions_2016 = coalesce(said_regions_2016, found_regions_2016) then found_regions end,
            case when location_source = 'programme' and programme_region is not null then [programme_region] end
        ) as regions
    from placed
),

-- The rate that the EU may pay in a region, which the national programme owes on a whole priority: the highest one where a present
-- region holds former ones of several categories and nothing tells which.
ceilings as (
    select region, region_2016, max_eu_rate, max(max_eu_rate) over (partition by region_2016) as highest
    from region_reference
    join fse_plus_rate on fse_plus_rate.category = region_reference.fse_plus_category
),

-- « 140 – Soutien à… »: a cell of types of intervention, item by item. A code alone tells a type from another: it takes its most
-- frequent label.
intervention_items as (
    select intervention_category, cells, trim(item) as item, regexp_extract(item, '^\s*(\d{3})\b\s*[-–—:.]?\s*(.*?)\s*$', ['code', 'label']) as parts
    from (
        select
            intervention_category,
            count(*) as cells,
            unnest(string_split_regex(regexp_replace(intervention_category, '[ ,/]+(\d{3} ?[-–—:] )', '|\1', 'g'), '[|;]')) as item
        from rows
        where intervention_category is not null
        group by intervention_category
    )
    where trim(item) <> ''
),

intervention_labels as (
    select parts.code as code, concat_ws(' – ', code, nullif(arg_max(parts.label, {'cells': cells, 'label': parts.label}), '')) as label
    from (select parts, sum(cells)::bigint as cells from intervention_items where parts.code <> '' group by parts)
    group by parts.code
),

interventions as (
    select items.intervention_category, list_sort(list(distinct coalesce(labels.label, items.item))) as types
    from intervention_items as items
    left join intervention_labels as labels on labels.code = items.parts.code
    group by items.intervention_category
),

-- Each has one place, « Non renseigné », or several: their list stands beside.
meanings as (
    select
        programme_label, programme_cci, fund, region_label, department_label, zone, operation_postcode, managing_body, beneficiary_postcode,
        programme,
        period,
        dates_tell and period = '2014-2020' as dates_tell,
        programme_known,
        unknown_cci,
        programme_reading,
        zone_reading,
        site_reading,
        location_source,
        department_source,
        unknown_department,
        department_reading,
        place_reading,
        coalesce(found_managing_body_type, 'Non renseigné') as managing_body_type,
        case when len(regions) > 1 or len(regions_2016) > 1 then 'Plusieurs régions' else coalesce(regions[1], 'Non renseigné') end as region,
        case when len(regions_2016) > 1 then 'Plusieurs régions' else coalesce(regions_2016[1], 'Non renseigné') end as region_2016,
        case when len(departments) > 1 then 'Plusieurs départements' else departments[1] end as department,
        case when len(regions) > 1 or len(regions_2016) > 1 then regions end as regions,
        case when len(regions_2016) > 1 then regions_2016 end as regions_2016,
        case when len(departments) > 1 then departments end as departments,
        case when programme = 'PN FSE+' and len(regions_2016) = 1 then coalesce(former.max_eu_rate, present.highest) end as rate_ceiling
    from situated
    left join ceilings as former on len(regions) = 1 and former.region = regions[1]
    left join (select distinct region_2016, highest from ceilings) as present on present.region_2016 = regions_2016[1]
)

select
    rows.*,
    meanings.programme,
    coalesce(earlier.period, meanings.period) as period,
    meanings.programme_known,
    meanings.unknown_cci,
    meanings.programme_reading,
    meanings.location_source,
    meanings.department_source,
    meanings.unknown_department,
    meanings.department_reading,
    meanings.place_reading,
    meanings.zone_reading,
    meanings.site_reading,
    meanings.managing_body_type,
    meanings.region,
    meanings.region_2016,
    meanings.department,
    meanings.regions,
    meanings.regions_2016,
    meanings.departments,
    case when len(interventions.types) > 1 then 'Plusieurs types' else interventions.types[1] end as intervention_type,
    case when len(interventions.types) > 1 then interventions.types end as intervention_types,
    meanings.rate_ceiling,
    -- Lists round the rate: half a point above is no higher.
    coalesce(rows.eu_amount::double / nullif(rows.total_cost::double, 0) > meanings.rate_ceiling + 0.005, false) as high_rate,
    -- OT = 0 says it; the axis says it only where the extract leaves the OT out.
    coalesce(rows.thematic_objective = '0', axes.technical_assistance, false) as technical_assistance
from rows
join meanings
    on meanings.programme_label is not distinct from rows.programme_label and meanings.programme_cci is not distinct from rows.programme_cci
    and meanings.fund is not distinct from rows.fund
    and meanings.region_label is not distinct from rows.region_label and meanings.department_label is not distinct from rows.department_label
    and meanings.zone is not distinct from rows.zone and meanings.operation_postcode is not distinct from rows.operation_postcode
    and meanings.managing_body is not distinct from rows.managing_body and meanings.beneficiary_postcode is not distinct from rows.beneficiary_postcode
left join interventions on interventions.intervention_category = rows.intervention_category
left join earlier_year as earlier
    on meanings.dates_tell and earlier.year = year(rows.end_date) and coalesce(rows.start_date <= rows.end_date, true)
left join nomenclature as axes
    on axes.period = meanings.period and axes.programme = meanings.programme and axes.priority_axis = rows.priority_axis
    and axes.thematic_objective is null and axes.os_code = ''
