-- What was decided on other operations: newest first, with the day on which the decision was published.
with asked as (
    select unnest($numbers) as num_dossier, unnest($waves) as wave
)

select
    operation.num_dossier,
    operation.wave,
    operation.title,
    operation.call_for_projects,
    operation.description,
    operation.actions,
    operation.outcome,
    operation.decision,
    operation.category,
    operation.decision_reason,
    operation.decision_source,
    max(active.imported_at)::date as decided_on
from asked
join operation on operation.num_dossier = asked.num_dossier and operation.wave = asked.wave
join decision on
    decision.num_dossier = operation.num_dossier
    and (decision.wave is null or decision.wave = operation.wave or operation.period = '2021-2027')
join active_import as active on active.import_id = decision.import_id
where operation.decision <> 'non examinée'
group by all
order by decided_on desc, operation.wave desc, operation.num_dossier
