"""The pack as a PDF, and its one page for the members."""

from dashboard.exports.pdf.document import essential_bytes, pdf_bytes

__all__ = ["essential_bytes", "pdf_bytes"]
