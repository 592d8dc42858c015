"""Documents as PDF: the license, letters of the authority, statements (see docs/guide/documents.md)."""

from licet.documents.cases import application_print, intent_to_deny, return_notice
from licet.documents.export_information import export_information
from licet.documents.letters import letter_document
from licet.documents.licenses import license_document
from licet.documents.render import Rendered, to_png
from licet.documents.statements import destination_control_statement, general_license_certification
from licet.documents.technology_control import technology_control_plan

__all__ = [
    "Rendered",
    "application_print",
    "destination_control_statement",
    "export_information",
    "general_license_certification",
    "intent_to_deny",
    "letter_document",
    "license_document",
    "return_notice",
    "technology_control_plan",
    "to_png",
]
