-- Whether each name is that of a fund.
select bool_and(fund_name(name) in ('FSE', 'IEJ', 'FSE+', 'FEDER', 'FTJ', 'FEADER', 'FEAMP', 'FEAMPA', 'FC', 'FEAD', 'FSI', 'CTE'))
from (select unnest($names) as name)
