"""The generator of the demonstration extract."""
