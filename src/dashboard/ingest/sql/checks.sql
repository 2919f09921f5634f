-- What the amounts and rates of all the rows say together. `rate`: the figure of the rates' own column, as it is written.
with figures as (
    select
        total_cost,
        stated_eu_amount,
        eu_rate,
        start_date,
        end_date,
        case when raw_eu_rate is not null and not ends_with(trim(raw_eu_rate), '%') then number(raw_eu_rate, $rate_mark)::double end as rate,
        case when total_cost > 0 and stated_eu_amount > 0 then stated_eu_amount::double / total_cost::double end as share
    from parsed
)

select
    count(total_cost) as costs,
    median(total_cost) as cost,
    max(total_cost) as most_cost,
    count(*) filter (total_cost >= 1000000000) as costs_of_billions,
    count(*) filter (total_cost <> trunc(total_cost) or stated_eu_amount <> trunc(stated_eu_amount)) as amounts_with_cents,
    count(stated_eu_amount) as amounts,
    max(stated_eu_amount) as most_amount,
    sum(stated_eu_amount) as amount_sum,
    count(*) filter (stated_eu_amount > 0) as positive_amounts,
    count(*) filter (stated_eu_amount > 0 and stated_eu_amount <= 1) as amounts_to_one,
    count(*) filter (stated_eu_amount > 0 and stated_eu_amount <= 100) as amounts_to_hundred,
    count(share) as shares,
    median(share) as share,
    count(*) filter (share > 1.0001) as above,
    median(eu_rate) as eu_rate,
    count(*) filter (eu_rate is not null and rate is null) as percent_signs,
    count(rate) as rates,
    max(rate) as most_rate,
    count(*) filter (rate > 0 and rate < 1) as rates_below_one,
    count(*) filter (rate = 1) as rates_of_one,
    count(*) filter (rate > 1 and rate <= 100) as rates_above_one,
    count(*) filter (rate > 100) as rates_above_hundred,
    count(*) filter (stated_eu_amount is not null and total_cost is not null and eu_rate is not null) as compared,
    count(*) filter (contradicts_rate(total_cost, eu_rate, stated_eu_amount)) as mismatched,
    count(*) filter (start_date is not null and end_date is not null) as periods,
    count(*) filter (end_date < start_date) as inverted
from figures
