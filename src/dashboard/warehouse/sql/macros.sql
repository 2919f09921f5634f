-- The two normal forms of a text. Every comparison of labels uses fold, every search of words uses normalise.
create or replace macro fold(text) as
    trim(regexp_replace(replace(replace(replace(replace(strip_accents(lower(text)), '’', ''''), '‘', ''''), 'œ', 'oe'), 'æ', 'ae'), '[\s\x{00A0}\x{202F}\x{2009}]+', ' ', 'g'));

create or replace macro normalise(text) as
    trim(regexp_replace(replace(replace(strip_accents(lower(text)), 'œ', 'oe'), 'æ', 'ae'), '[^a-z0-9]+', ' ', 'g'));

-- Waves that are no period: they come last.
create or replace macro is_no_wave(wave) as wave in ('hors vague', 'sans date de convention');

-- What stands for the wave of an operation that no analysis period holds.
create or replace macro no_wave(period, dated_on) as
    case when period = '2021-2027' and dated_on is null then 'sans date de convention' else 'hors vague' end;

-- Sorts axes and dotted codes by number (8.1 before 10.1), specific objectives by their text, as the note does.
create or replace macro code_order(code) as
    list_transform(string_split(code, '.'), lambda part: lpad(part, greatest(length(part), 2)::integer, '0'));

-- The département of a postcode of five digits.
create or replace macro postcode_department(text) as
    case
        when starts_with(text, '97') then left(text, 3)
        when text between '20000' and '20199' then '2A'
        when starts_with(text, '20') then '2B'
        else left(text, 2)
    end;

-- The département of an Insee code of a commune, or of a longer one that begins with it.
create or replace macro commune_department(code) as
    case when starts_with(code, '97') then left(code, 3) else left(code, 2) end;
