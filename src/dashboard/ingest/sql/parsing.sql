-- How the text of a cell is read. Each macro gives NULL for what it can't read.
create or replace macro one_line(text) as
    case
        when regexp_matches(text, '[\x{0000}-\x{001F}\x{00A0}\x{2009}\x{202F}\x{FEFF}]|^ | $|  ')
        then nullif(trim(regexp_replace(text, '[\s\x{0000}-\x{001F}\x{00A0}\x{2009}\x{202F}\x{FEFF}]+', ' ', 'g')), '')
        else text
    end;

create or replace macro paragraphs(text) as
    nullif(trim(regexp_replace(text, '[\x{0000}-\x{0008}\x{000B}-\x{001F}\x{FEFF}]+', ' ', 'g')), '');

-- The apostrophe that our own exports put before a formula-like text is taken off again.
create or replace macro without_guard(text) as
    case when starts_with(text, '''') then regexp_replace(text, '^''([=+\-@])', '\1') else text end;

create or replace macro amount_signs(text) as
    regexp_replace(replace(regexp_replace(lower(text), '[\s\x{00A0}\x{202F}\x{2009}€''’]|eur(os?)?', '', 'g'), '−', '-'), '^\((.*)\)$', '-\1');

create or replace macro amount_text(signs) as
    case
        when regexp_full_match(signs, '[-+]?\d+([.,]\d*)?') then replace(signs, ',', '.')
        when regexp_full_match(signs, '[-+]?\d{1,3}(\.\d{3})+(,\d*)?') then replace(replace(signs, '.', ''), ',', '.')
        when regexp_full_match(signs, '[-+]?\d{1,3}(,\d{3})+(\.\d*)?') then replace(signs, ',', '')
        when regexp_full_match(signs, '[-+]?\d+([.,]\d+)?e[-+]?\d+') then replace(signs, ',', '.')::double::decimal(38, 6)::varchar
    end;

create or replace macro amount(text) as
    case
        when regexp_full_match(text, '-?\d{1,15}(\.\d{1,2})?') then try_cast(text as decimal(18, 2))
        else try_cast(amount_text(amount_signs(text)) as decimal(18, 2))
    end;

create or replace macro full_year(given) as
    case when year(given) < 100 then given + interval 2000 year else given end::date;

create or replace macro day(text) as
    coalesce(
        full_year(try_strptime(trim(text), [
            '%d/%m/%Y', '%Y-%m-%d', '%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M',
            '%Y-%m-%d %H:%M:%S.%g', '%Y-%m-%dT%H:%M:%S.%g', '%d-%m-%Y', '%d.%m.%Y', '%Y/%m/%d', '%Y%m%d'
        ])),
        case when regexp_full_match(trim(text), '\d{1,5}(\.\d+)?') then date '1899-12-30' + floor(try_cast(trim(text) as double))::integer end
    );

create or replace macro whole_number(text) as
    case
        when regexp_full_match(amount_signs(text), '-?\d{1,9}([.,]0*)?') then try_cast(regexp_extract(amount_signs(text), '^-?\d+') as integer)
    end;

-- « 3 », « 03 », « 3.0 », « Axe 3 », « 3 - Lutter contre la pauvreté »
create or replace macro code_number(text) as
    try_cast(regexp_extract(fold(text), '^(?:axe prioritaire|axe|priorite|prio|p|ot|os|pi|op)?[ .:]*0*(\d{1,2})(?:[.,]0+)?(?: *[-–:] .*)?$', 1) as smallint);

-- « 9.1 », « 9,1 », « 1 », « h », « 4.h », « 9.i », « ESO4.8 »
create or replace macro code_tail(text) as
    nullif(regexp_extract(
        regexp_replace(fold(text), '^(\d+)[.,]0+$', '\1'),
        '^(?:axe|priorite|ot|os|pi|eso)?[ .:]*(?:\d{1,2}[.,])*0*(\d{1,2}|[a-z]|[ivx]{1,4})(?: *[-–:] .*)?$', 1
    ), '');

create or replace macro fund_name(text) as
    case
        when text in ('FSE', 'IEJ', 'FSE+', 'FEDER') then text
        when text is null or regexp_matches(fold(text), 'feder.*fse|fse.*feder') then null
        when regexp_matches(fold(text), '\biej\b|initiative pour l.emploi des jeunes|\byei\b') then 'IEJ'
        when regexp_matches(fold(text), '\bfse ?\+|\besf ?\+|fonds social europeen ?(\+|plus)') then 'FSE+'
        when regexp_matches(fold(text), '\bfse\b|\besf\b|fonds social europeen') then 'FSE'
        else upper(text)
    end;

create or replace macro postcode(text) as
    case
        when regexp_full_match(replace(text, ' ', ''), '\d{4,5}([.,]0+)?') then lpad(regexp_extract(replace(text, ' ', ''), '^\d+'), 5, '0')
        else text
    end;

create or replace macro percentage(text) as
    case when ends_with(trim(text), '%') then try_cast(amount_text(amount_signs(rtrim(trim(text), ' %'))) as double) / 100 end;

create or replace macro yes_or_no(text) as
    case
        when regexp_full_match(fold(text), 'oui|o|vrai|true|yes|y|1|1[.,]0|x|retenue?s?|retained') then true
        when regexp_full_match(fold(text), 'non|n|faux|false|no|0|0[.,]0|non retenue?s?|ecartee?s?|rejetee?s?|not retained') then false
    end;

create or replace macro names(text) as
    case when text = '' then []::varchar[] else string_split(text, ',') end;
