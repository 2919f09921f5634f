-- A rate in the column of the amount, else in its own; 1 is 100 %.
coalesce(
    percentage(raw_eu_amount, $eu_mark),
    ratio(raw_eu_amount, $eu_mark, $eu_rate_unit),
    percentage(raw_eu_rate, $rate_mark),
    ratio(raw_eu_rate, $rate_mark, $rate_unit)
)
