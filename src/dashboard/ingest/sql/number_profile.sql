-- How the cells of a column of figures are written: the cells of each class, with one of them.
select amount_class(text) as class, count(*) as cells, min(text) as sample
from (select {cell} as text from mapped where {cell} is not null)
group by class
