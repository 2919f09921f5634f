-- The number, the title and the beneficiary are the text of an MDFSE list that the product keeps normalised.
create table listed as
select *, normalise(concat_ws(' | ', num_dossier, "Lib_opé", "Lib_org")) as search_text
from read_csv($path, delim = ';', header = true, all_varchar = true)
