-- What each rule says of each field.
create or replace table reason as
select
    unnest($error) as error,
    unnest($header) as header,
    unnest($message) as message,
    unnest($listed) as listed,
    unnest($position)::integer as position
