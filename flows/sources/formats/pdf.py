"""PDF: its text, page after page.

A PDF's own dates say when the file was made, not when the article was published, so none is taken from it: the day
has to be given, or stand in the text.
"""

from __future__ import annotations

import io
import logging
import re

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from flows.sources.base import MAX_DOCUMENT_BYTES
from flows.sources.facts import Article, Facts, Known
from flows.sources.formats.unwrap import unwrap

_MOST_PAGES = 2000
# Of a page; what scanners leave as "text" (a stamp, a page number) is below it.
_LEAST_LETTERS = 20
# Titles that programs make up from the name of the file.
_NO_TITLE = re.compile(r"^(?:microsoft word|untitled|.*\.(?:docx?|pdf|indd|qxd|odt|tex)$)", re.IGNORECASE)

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of each small fault that it gets over


def read(content: bytes, known: Known) -> Article:  # noqa: ARG001 – every format is read by the same call
    """The article of a PDF.  Raises ``ValueError`` with a reason: damaged, locked, or pictures of pages only."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValueError("the PDF is locked with a password; save a copy without one")
        count = len(reader.pages)
        if count > _MOST_PAGES:
            raise ValueError(f"the PDF has {count} pages; split it ({_MOST_PAGES} are read)")
        pages, size = [], 0
        for page in reader.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > MAX_DOCUMENT_BYTES:
                raise ValueError("the PDF holds more text than one article; split it")
        title = str((reader.metadata and reader.metadata.title) or "").strip()
    except ValueError:
        raise
    except DependencyError as error:
        raise ValueError("the PDF is locked in a way that cannot be read; save a copy without a password") from error
    except (PyPdfError, RecursionError, OSError, KeyError, TypeError, AttributeError, IndexError) as error:
        # NOTE: pypdf meets damage deep inside with whatever error Python raises there.
        raise ValueError(f"the PDF is damaged ({type(error).__name__}: {str(error)[:100]})") from error
    if not count or sum(map(str.isalpha, "".join(pages))) < _LEAST_LETTERS:
        raise ValueError("the PDF holds pictures of pages and no text; run text recognition (OCR) on it first")
    text = "\n\n".join(unwrap(page).strip() for page in pages if page.strip())
    return Article(text, Facts(title=None if not title or _NO_TITLE.match(title) else title))
