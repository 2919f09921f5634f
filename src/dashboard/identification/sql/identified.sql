-- One row per identified operation: which group of the funnel its sources put it in.
with places as (
    select num_dossier, wave, bool_and(field = 'beneficiary') as in_the_name_only
    from hit
    group by num_dossier, wave
)

select
    found.num_dossier,
    found.wave,
    bool_or(found.provenance in ('expression', 'acteur', 'porteur déjà retenu', 'citée par la note')) as preidentified,
    bool_or(found.provenance = 'enquête') as in_survey,
    bool_or(found.provenance = 'évaluation IEJ') as in_iej_evaluation,
    -- Where another source vouches for the operation, its carrier's name isn't all there is.
    coalesce(any_value(places.in_the_name_only), false) and bool_and(found.provenance in ('expression', 'acteur')) as name_only
from source as found
left join places on places.num_dossier = found.num_dossier and places.wave = found.wave
group by found.num_dossier, found.wave
order by found.num_dossier, found.wave
