"""What can go wrong when a document is written. Every message is a French sentence for whoever asked for the document.

ExportError
└── TemplateError
"""


class ExportError(Exception):
    """A document can't be written."""


class TemplateError(ExportError):
    """The template that was given can't be used."""
