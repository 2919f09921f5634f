-- A file without numbers: the key is the content without its amounts, and the rank among the rows that share it.
case
    when title is not null or beneficiary is not null
    then concat(
        'UE-', left(sha256(concat_ws('|', fold(programme_label), fold(title), fold(beneficiary), beneficiary_postcode, given_start, given_end, given_programming, intervention_category)), 16),
        '-', row_number() over (
            partition by fold(programme_label), fold(title), fold(beneficiary), beneficiary_postcode, given_start, given_end, given_programming, intervention_category
            order by total_cost, eu_amount, line
        )
    )
end
