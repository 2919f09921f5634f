"""Parts of the pages of the territories: the map, a region, the survey."""
