-- Whether two columns of `raw` differ as amounts in one row at least: « 100 000,00 € » and « 100000 » don't.
select 1 from raw where amount({one}, ',', $unit, 1) is distinct from amount({other}, ',', $other_unit, 1) limit 1
