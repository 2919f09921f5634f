"""Pages of the note of 2019, which leave the menu with its programming period."""
