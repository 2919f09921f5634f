-- What leads to operations beside their words: a carrier already retained, a reported number, the note.
with {population},

by_note as (
    select num_dossier, wave, 'citée par la note' as provenance, coalesce(decision_reason, '') as detail
    from selection
    where provenance = 'citée par la note'
),

by_number as (
    select num_dossier, wave, origin as provenance, basis as detail
    from reported_number
    where status = 'dans la période'
),

-- A text is split faster at one sign than at three: the carrier keeps a space on each side, here and below.
retained_before as materialized (
    select period, wave, split_part(search_text, '|', 3) as carrier, split_part(search_text, ' | ', 2) as title
    from selection
    where retained and not is_no_wave(wave) and trim(split_part(search_text, '|', 3)) <> ''
),

-- Only waves after the first one that retained something can prolong it: fewer texts to read.
later as (
    select num_dossier, period, wave, split_part(search_text, '|', 3) as carrier, search_text
    from selection
    where not is_no_wave(wave) and wave > (select min(wave) from retained_before)
),

-- Years and other numbers say when an operation takes place, not which one it is.
same_carrier as (
    select
        later.num_dossier,
        later.wave,
        trim(regexp_replace(split_part(later.search_text, ' | ', 2), '(?:\b\d+\b ?)+', '', 'g')) as title,
        trim(regexp_replace(former.title, '(?:\b\d+\b ?)+', '', 'g')) as former_title
    from later
    join retained_before as former on former.carrier = later.carrier and former.period = later.period
    where former.wave < later.wave
),

by_carrier as (
    select
        num_dossier,
        wave,
        'porteur déjà retenu' as provenance,
        if(
            bool_or(title <> '' and levenshtein(title, former_title) <= $nearly_same * greatest(length(title), length(former_title))),
            'prolongation', 'nouvelle'
        ) as detail
    from same_carrier
    group by num_dossier, wave
),

all_sources as (
    from by_carrier
    union all by name from by_number
    union all by name from by_note
)

select num_dossier, wave, provenance, detail
from all_sources
