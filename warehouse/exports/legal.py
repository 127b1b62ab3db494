"""The licence and the citation of a dataset."""

from __future__ import annotations

import json

from warehouse.exports.format import Dataset

_ADDRESSES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}


def license_address(identifier: str) -> str:
    """Where the text of a licence stands, by its SPDX identifier."""
    return _ADDRESSES.get(identifier, f"https://spdx.org/licenses/{identifier}.html")


def license_text(dataset: Dataset) -> str:
    """What LICENSE says: what the licence covers, and what is not ours to license."""
    options = dataset.options
    texts = "and the full texts in the documents table " if options.texts else ""
    return f"""SPDX-License-Identifier: {options.license}

{options.title}

The compilation (the events, their ids, types, dates and links, and the description of the data) is made
available by {options.author} under {options.license}, as far as there are rights in it:
{license_address(options.license)}

Titles of articles, the quoted sentences {texts}belong to those who published them. They are here as
evidence and are not covered by this licence; the addresses of the articles stand beside them.
"""


def citation(dataset: Dataset) -> str:
    """CITATION.cff (Citation File Format 1.2.0); strings are written as JSON, which is YAML too."""
    options = dataset.options
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use this dataset, please cite it as below."',
        "type: dataset",
        f"title: {_text(options.title)}",
        "authors:",
        f"  - name: {_text(options.author)}",
        f"version: {_text(dataset.version)}",
        f"license: {_text(options.license)}",
        *([f"url: {_text(options.url)}"] if options.url else []),
        "identifiers:",
        "  - type: other",
        f"    value: {_text('sha256:' + dataset.content_hash)}",
        '    description: "Hash of the content: the same hash is the same dataset."',
        "keywords: [timeline, events, news, EDTF]",
    ]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
