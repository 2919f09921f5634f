-- The identified operations of the selection, with what leads to each.
with {population},

sources as (
    select
        num_dossier,
        wave,
        string_agg(distinct provenance, ' ; ' order by list_position($order::varchar[], provenance)) as provenances,
        string_agg(detail, ' ; ' order by detail::varchar collate fr, detail) filter (provenance = 'expression') as expressions,
        string_agg(detail, ' ; ' order by detail::varchar collate fr, detail) filter (provenance = 'acteur') as actors,
        any_value(detail) filter (provenance = 'porteur déjà retenu') as since_earlier_wave
    from source
    group by num_dossier, wave
)

select
    operation.num_dossier,
    operation.wave,
    operation.programme,
    operation.fund,
    operation.os_code,
    case when operation.period = '2014-2020' then operation.region else operation.region_2016 end as region,
    operation.title,
    operation.beneficiary,
    operation.total_cost,
    operation.eu_amount,
    operation.retained,
    operation.decision,
    sources.provenances,
    coalesce(sources.expressions, '') as expressions,
    coalesce(sources.actors, '') as actors,
    coalesce(sources.since_earlier_wave, '') as since_earlier_wave,
    identified.preidentified,
    identified.name_only
from identified
join sources on sources.num_dossier = identified.num_dossier and sources.wave = identified.wave
join selection as operation on operation.num_dossier = identified.num_dossier and operation.wave = identified.wave
where operation.counted
order by operation.num_dossier, operation.wave
