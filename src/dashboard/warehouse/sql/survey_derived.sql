-- What the labels of a survey mean: type of managing body, place, themes. Input: the relation in `rows`.
with rows as (
    from {rows}
),

types as (
    select labels.type_label, arg_min(rules.survey_type, rules.rank) as survey_type, arg_min(rules.managing_body_type, rules.rank) as managing_body_type
    from (select distinct type_label, normalise(type_label) as words from rows where type_label is not null) as labels
    join survey_type_rule as rules on regexp_matches(labels.words, rules.pattern)
    group by labels.type_label
),

regions as (
    select labels.region_label, alias.region, alias.region_2016
    from (select distinct region_label, regexp_replace(normalise(region_label), '^\d+ ', '') as words from rows where region_label is not null) as labels
    join region_alias as alias on alias.alias = labels.words
),

known as (
    select map(list(normalise(theme)), list(theme)) as themes
    from survey_theme
)

select
    rows.*,
    coalesce(types.survey_type, 'Non renseigné') as survey_type,
    coalesce(types.managing_body_type, 'Non renseigné') as managing_body_type,
    coalesce(regions.region, 'Non renseigné') as region,
    coalesce(regions.region_2016, 'Non renseigné') as region_2016,
    list_sort(list_distinct(list_transform(theme_labels, lambda label: coalesce(known.themes[normalise(label)], label)))) as themes,
    len(list_filter(theme_labels, lambda label: known.themes[normalise(label)] is null)) as unknown_themes
from rows
cross join known
left join types on types.type_label = rows.type_label
left join regions on regions.region_label = rows.region_label
