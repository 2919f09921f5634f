-- A file without numbers: the key is the content without its amounts, and the rank among the rows that share it.
case
    when title is not null or beneficiary is not null
    then concat(
        'UE-',
        left(sha256([fund, fold(programme_label), fold(title), fold(beneficiary), beneficiary_postcode, given_start::varchar, given_end::varchar, given_programming::varchar, intervention_category]::varchar), 16),
        '-',
        row_number() over (
            partition by [fund, fold(programme_label), fold(title), fold(beneficiary), beneficiary_postcode, given_start::varchar, given_end::varchar, given_programming::varchar, intervention_category]
            order by total_cost, eu_amount, line
        )
    )
end
