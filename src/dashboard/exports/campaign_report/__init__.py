"""The report of a campaign on one page: what was fixed before reading, what came of it, how far it can be trusted."""

from dashboard.exports.campaign_report.content import CampaignReport, campaign_report
from dashboard.exports.campaign_report.pdf import pdf_bytes
from dashboard.exports.campaign_report.word import docx_bytes

__all__ = ["CampaignReport", "campaign_report", "docx_bytes", "pdf_bytes"]
