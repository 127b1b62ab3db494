"""Text and Markdown; YAML front matter gives the metadata."""

from __future__ import annotations

from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from flows.extraction.model import PublishedBasis
from flows.sources.base import parse_day
from flows.sources.decode import decode
from flows.sources.facts import Article, Facts, Known


def read(content: bytes, known: Known) -> Article:
    """The article of a text file.  Raises ``ValueError`` with a reason where it is none."""
    text, note = decode(content, known.charset)
    front, body = split_front_matter(text)
    day = parse_day(front.get("published", front.get("date")))
    own = Facts(
        title=_word(front.get("title")),
        published=day,
        basis=PublishedBasis.METADATA if day else PublishedBasis.NONE,
        url=_word(front.get("url")),
        language=_word(front.get("language")),
    )
    return Article(body, own, note)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Metadata and body.  Raises ``ValueError`` where the front matter is broken or holds an impossible date."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    handler = YAMLHandler()
    if not text.startswith("---\n") or "\n---" not in text[4:]:
        return {}, text
    try:
        front, body = handler.split(text)
        metadata = handler.load(front)
    except (yaml.YAMLError, ValueError) as error:
        where = str(error).splitlines()[0]
        raise ValueError(f"the front matter is broken ({where}); mend the lines between the two ---") from error
    if metadata is None or isinstance(metadata, str):
        return {}, text  # a text that merely begins with a rule and has another one further down
    if not isinstance(metadata, dict):
        raise ValueError("the front matter is broken (no names and values); mend the lines between the two ---")
    if not body.strip():
        raise ValueError("the file has front matter but no text; put the article below it")
    return metadata, body.strip("\n")


def _word(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None
