"""From a file to published, checked rows."""
