-- The newest operation of each title and beneficiary asked for. search_text holds both, already normalised, in this order.
with wanted as (
    select unnest($titles::varchar[]) as title, unnest($beneficiaries::varchar[]) as beneficiary
),

spelled as (
    select
        title,
        beneficiary,
        ' | ' || normalise(title) || ' | ' || normalise(beneficiary) || ' | ' as searched
    from wanted
    where normalise(title) <> '' and normalise(beneficiary) <> ''
),

found as (
    select
        spelled.title,
        spelled.beneficiary,
        operation.num_dossier,
        operation.wave,
        operation.period,
        operation.region,
        operation.managing_body
    from spelled
    inner join operation
        on contains(operation.search_text, spelled.searched)
        -- A bearer's name that was merged into another one follows the other parts.
        or (operation.original_labels is not null and split_part(operation.search_text, ' | ', 2) = normalise(spelled.title) and split_part(operation.search_text, ' | ', 8) = normalise(spelled.beneficiary))
    qualify row_number() over (
        partition by spelled.title, spelled.beneficiary
        order by operation.wave desc, operation.num_dossier
    ) = 1
)

select title, beneficiary, num_dossier, wave, period, region, managing_body
from found
