-- The two normal forms of a text. Every comparison of labels uses fold, every search of words uses normalise.
create or replace macro fold(text) as
    trim(regexp_replace(replace(replace(replace(replace(strip_accents(lower(text)), '’', ''''), '‘', ''''), 'œ', 'oe'), 'æ', 'ae'), '[\s\x{00A0}\x{202F}\x{2009}]+', ' ', 'g'));

create or replace macro normalise(text) as
    trim(regexp_replace(replace(replace(strip_accents(lower(text)), 'œ', 'oe'), 'æ', 'ae'), '[^a-z0-9]+', ' ', 'g'));
