"""The report section: the pack as a Word document, made to be pasted into a longer one."""

from dashboard.exports.report.document import report_bytes

__all__ = ["report_bytes"]
