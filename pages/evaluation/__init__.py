"""Pages of the campaigns and of the scores."""
