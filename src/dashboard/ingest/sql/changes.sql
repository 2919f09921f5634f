-- Operations left where they are although their amounts have changed since.
create or replace table changes as
select
    judged.num_dossier, published.wave, published.title,
    published.total_cost as total_cost_before, judged.total_cost as total_cost_after,
    published.eu_amount as eu_amount_before, judged.eu_amount as eu_amount_after
from judged
join left_aside on left_aside.line = judged.line
join published on published.num_dossier = judged.num_dossier
where left_aside.reason like 'déjà%' and (published.total_cost is distinct from judged.total_cost or published.eu_amount is distinct from judged.eu_amount);
