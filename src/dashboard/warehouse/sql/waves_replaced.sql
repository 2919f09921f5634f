-- The shipped periods that people set others in the place of.
delete from wave_reference where list_contains($periods, period)
