SELECT count({cell}) FROM raw
