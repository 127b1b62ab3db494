"""Files of each format for the tests, and how they are read."""

import io

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.sources.folder import sources_of

LINES = "The minister of transport resigned on Friday after\nlong talks with his party about the new rail-\nway line."


def read(source):
    return list(source.read())


def read_named(*names):
    return [item for source in sources_of([str(name) for name in names]) for item in source.read()]


def written(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def pdf(*texts, password=None, title=None, algorithm="RC4-128"):
    writer = PdfWriter()
    for text in texts:
        sheet = writer.add_blank_page(400, 600)
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        fonts = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
        resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): fonts})})
        sheet[NameObject("/Resources")] = resources
        stream = DecodedStreamObject()
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n"))
        stream.set_data(f"BT /F1 11 Tf 30 560 Td {lines} ET".encode("latin-1"))
        sheet[NameObject("/Contents")] = writer._add_object(stream)
    if title:
        writer.add_metadata({"/Title": title, "/CreationDate": "D:20250214100000"})
    if password is not None:
        writer.encrypt("" if password == "" else password, owner_password="owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def warc(*pages, packed=True):
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, status, kind, body in pages:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(body), http_headers=headers,
            warc_headers_dict={"WARC-Date": "2026-01-01T00:00:00Z"},
        )  # fmt: skip
        writer.write_record(record)
    note = writer.create_warc_record("urn:x", "resource", io.BytesIO(b"x"), warc_content_type="text/plain")
    writer.write_record(note)
    return out.getvalue()
