"""Parts of the pages of the campaigns and of the scores."""
