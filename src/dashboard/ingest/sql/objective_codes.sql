-- « ESO4.8 Favoriser l'inclusion active… »: the code at the head of the objective's words, where its own cell is empty.
update mapped
set raw_specific_objective = nullif(regexp_extract(raw_specific_objective_label, '^\s*((?i:ESO) ?4[.]\d{1,2}|4[.](?:\d{1,2}|[a-m])|[a-m])\b', 1), '')
where raw_specific_objective is null and raw_specific_objective_label is not null
