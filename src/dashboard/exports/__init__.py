"""Data in, bytes out."""
