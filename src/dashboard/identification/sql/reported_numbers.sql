-- What became of each reported number: the operation it designates, and whether that one enters.
with {population},

designated as (
    select
        reported.origin,
        reported.num_dossier,
        reported.basis,
        operation.wave,
        operation.fund,
        -- Numbers made up for the demonstration mustn't designate a real operation.
        operation.num_dossier is not null as is_known,
        -- Without a programming date, the wave itself says that it was programmed in it.
        reported.wave = operation.wave
            and coalesce(operation.programming_date >= waves.programmed_from, true) as is_within
    from reported
    left join selection as operation
        on operation.num_dossier = reported.num_dossier
        and (not reported.synthetic or coalesce(list_contains(string_split(operation.synthetic_fields, ','), 'num_dossier'), false))
    left join wave_reference as waves on waves.period = operation.period and waves.wave = operation.wave
)

select
    origin,
    num_dossier,
    basis,
    wave,
    fund,
    case when not is_known then 'absente de l''extrait' when is_within then 'dans la période' else 'hors de la période' end as status
from designated
order by origin, num_dossier, wave
