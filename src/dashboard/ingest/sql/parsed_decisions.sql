-- Decisions, read. Numbers that no operation carries yet are kept: an import may bring them later.
create or replace table parsed as
select
    line,
    raw_retained,
    operation_number(raw_num_dossier) as num_dossier,
    is_shortened(raw_num_dossier) as number_is_lost,
    one_line(raw_wave) as wave,
    yes_or_no(one_line(raw_retained)) as retained,
    coalesce(reference.category, without_guard(one_line(raw_category))) as category,
    reference.category is not null as known_category,
    without_contacts(without_guard(paragraphs(raw_reason))) as reason,
    -- On one line too, but with its no-break spaces: it is shown as it stands.
    without_guard(regexp_replace(paragraphs(raw_source), '\s+', ' ', 'g')) as source
from mapped
left join category_reference as reference on normalise(reference.category) = normalise(raw_category);
