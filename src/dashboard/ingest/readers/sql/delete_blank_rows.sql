DELETE FROM raw WHERE {blank}
