-- The comparison of lengths spares the expression from every text in ASCII.
select {cell}, count(*)
from raw
where strlen({cell}) <> length({cell}) and regexp_matches({cell}, $suspect)
group by all
