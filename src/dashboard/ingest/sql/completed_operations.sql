-- How many published operations the file is about, and how many of its numbers no extract holds.
with numbers as (
    select num_dossier
    from completion
    anti join left_aside on left_aside.line = completion.line
)

select
    (select count(*) from compared where num_dossier in (from numbers)),
    (select count(*) from numbers where num_dossier not in (select num_dossier from compared))
