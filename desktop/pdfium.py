"""PDFium serves one thread at a time: whoever draws or reads a PDF holds this lock meanwhile."""

from threading import Lock

PDFIUM = Lock()
