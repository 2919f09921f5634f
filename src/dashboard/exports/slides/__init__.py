"""The committee pack as slides: native charts, tables and maps that an office can edit."""

from dashboard.exports.slides.deck import slides_bytes

__all__ = ["slides_bytes"]
