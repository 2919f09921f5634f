-- Completing leaves the structures that have already answered where they are.
create or replace table left_aside as
select judged.line, 'déjà importé dans la vague ' || judged.wave as reason
from judged
join published_respondent as published on published.respondent = judged.respondent and published.wave = judged.wave
where len(judged.errors) = 0 and $mode <> 'remplacer';
