-- The number, the title, the description and the beneficiary are the text of the public list that the product keeps normalised.
create table listed as
select
    *,
    normalise(concat_ws(
        ' | ', "Numéro Opération", "Intitulé du projet", "Objectifs et réalisations escomptés et effectifs", "Nom du bénéficiaire"
    )) as search_text
from read_csv($path, delim = ';', header = true, all_varchar = true)
