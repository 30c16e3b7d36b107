"""From a template to a PDF: typesetting, QR codes, and WeasyPrint closed to the outside world."""
