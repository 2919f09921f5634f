with {selection}

select
    case when grouping(wave) = 1 then 'total' else wave end as wave,
{measures}
from selection
group by grouping sets ((selection.wave), ())
