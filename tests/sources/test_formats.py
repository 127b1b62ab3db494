"""Each format from files: what is read, what is known of it, and why what cannot be read cannot."""

import csv
import datetime as dt
import gzip
import io
import os
import zipfile
from email.message import EmailMessage

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.extraction.model import PublishedBasis
from flows.sources.articles import Email, Html, Pdf, Text
from flows.sources.folder import Folder, sources_of
from flows.sources.formats import unwrap
from flows.sources.formats.page_date import of_address, whole_day
from flows.sources.tables import Csv, Parquet
from flows.sources.warc import Warc
from tests.sources.site import STORY, page


def read(source):
    return list(source.read())


def read_named(*names):
    return [item for source in sources_of([str(name) for name in names]) for item in source.read()]


def written(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# --- HTML


@pytest.mark.parametrize(
    ("head", "body", "day", "basis"),
    [
        ("", "", None, "none"),
        ("<meta property='article:published_time' content='2025-02-14T23:30:00-05:00'>", "", "2025-02-14", "metadata"),
        ("<meta name='DC.date.issued' content='2025-02-14'>", "", "2025-02-14", "metadata"),
        ("<meta itemprop=datePublished content='Fri, 14 Feb 2025 10:00:00 GMT'>", "", "2025-02-14", "metadata"),
        ("<meta name=date content='2025-02'>", "", None, "none"),
        ("<meta name=date content='2025'>", "", None, "none"),
        ("<meta property='article:modified_time' content='2025-02-14'>", "", None, "none"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-02-14"}</script>', "",
         "2025-02-14", "metadata"),
        ('<script type="application/ld+json">[{"@graph":[{"@type":["Article"],"datePublished":"2025-02-14T01:00Z"}]}]'
         "</script>", "", "2025-02-14", "metadata"),
        ('<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle",'
         '"datePublished":"2025-02-14"}]}</script>', "", None, "none"),
        ('<script type="application/ld+json">{broken</script>', "", None, "none"),
        ("", "<time datetime='2025-02-14T08:00'>Friday</time>", "2025-02-14", "metadata"),
        ("", "<time datetime='2025-02-14'>a</time><time datetime='2025-02-15'>b</time>", None, "none"),
        ("", "<span itemprop=datePublished>2025-02-14</span>", "2025-02-14", "metadata"),
        ("", "<p class=byline>By A. Berg, 14 February 2025</p>", "2025-02-14", "text"),
        ("", "<p class='post-date'>February 14, 2025</p>", "2025-02-14", "text"),
        ("", "<p class=post-date>February 2025</p>", None, "none"),
        ("", "<p class=last-update>14 February 2025</p>", None, "none"),
        ("", "<p class=candidate>14 February 2025</p>", None, "none"),
        ("", "<p>The strike of 14 February 2025 had failed.</p>", None, "none"),
    ],
)  # fmt: skip
def test_a_page_is_dated_by_what_means_publication_and_by_nothing_else(tmp_path, head, body, day, basis):
    path = written(tmp_path / "a.html", page(head=head, body=body))
    os.utime(path, (1e9, 1e9))
    (item,) = read(Html(str(path)))
    document = item.document
    assert document is not None
    assert (str(document.published) if document.published else None, document.published_basis.value) == (day, basis)


def test_the_day_shown_is_read_in_the_language_of_the_page(tmp_path):
    story = "Der Minister trat am Freitag nach langen Gesprächen mit seiner Partei über die neue Bahn zurück. "
    shown = page("Rücktritt", body="<p class=post-date>14. Februar 2025</p>", story=story)
    (item,) = read(Html(str(written(tmp_path / "a.html", shown))))
    assert str(item.document.published) == "2025-02-14"


def test_a_page_gives_its_title_and_address_and_its_text_without_menus(tmp_path):
    head = (
        "<link rel=canonical href='https://example.org/news/a?utm_source=x'><meta property='og:title' content='Full'>"
    )
    (item,) = read(Html(str(written(tmp_path / "a.html", page(head=head)))))
    assert item.document is not None
    assert (item.document.title, item.document.url) == ("Full", "https://example.org/news/a")
    assert "Home" not in item.document.text
    assert "©" not in item.document.text
    front = written(tmp_path / "b.html", page(head="<link rel=canonical href='https://example.org/'>"))
    assert read(Html(str(front)))[0].document.url is None  # every page of the site would be one article


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://example.org/2025/02/14/a.html", "2025-02-14"),
        ("https://example.org/news/2025-2-14-the-minister", "2025-02-14"),
        ("https://example.org/20250214/a", "2025-02-14"),
        ("https://example.org/2025/02/a", None),
        ("https://example.org/2025/02/31/a", None),
        ("https://example.org/a?date=2025/02/14", None),
        ("https://example.org/article-20250214123", None),
        (None, None),
    ],
)
def test_the_day_in_an_address(address, day):
    found = of_address(address)
    assert (str(found) if found else None) == day


@pytest.mark.parametrize("value", [None, 5, "", "2025", "2025-02", "soon", "14.02.2025", "2025-13-01", "2025-02-30"])
def test_what_is_no_whole_day_gives_none(value):
    assert whole_day(value) is None


@pytest.mark.parametrize(
    "content",
    [
        b"<html>",
        b"<html><body><nav><a href=/>Home</a></nav></body></html>",
        b"<html>" + b"<div>" * 50_000,
        b"\x00\x01\x02",
        b"",
    ],
)
def test_a_page_without_an_article_is_a_reason(tmp_path, content):
    (item,) = read(Html(str(written(tmp_path / "a.html", content))))
    assert item.document is None
    assert item.problem
    assert not item.missing


# --- PDF


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


LINES = "The minister of transport resigned on Friday after\nlong talks with his party about the new rail-\nway line."


def test_a_pdf_gives_its_text_in_whole_sentences_and_no_date_of_its_own(tmp_path):
    path = written(tmp_path / "a.pdf", pdf(LINES, "Page two.", title="The resignation"))
    (item,) = read(Pdf(str(path)))
    assert item.document is not None
    assert item.document.text.startswith("The minister of transport resigned on Friday after long talks with his party")
    assert item.document.text.endswith("railway line.\n\nPage two.")
    assert (item.document.title, item.document.published) == ("The resignation", None)
    (given,) = read(Pdf(str(path), published="2025-02-14"))
    assert (str(given.document.published), given.document.published_basis) == ("2025-02-14", PublishedBasis.GIVEN)


def test_a_pdf_that_anybody_may_open_is_read(tmp_path):
    assert read(Pdf(str(written(tmp_path / "a.pdf", pdf(LINES, password="")))))[0].document is not None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (pdf(LINES, password="secret"), "locked"),
        (pdf(LINES)[:300], "damaged"),
        (b"%PDF-1.7\n" + b"garbage " * 100, "damaged"),
        (pdf(""), "pictures of pages"),
        (pdf(), "pictures of pages"),
        (b"", "damaged"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(tmp_path, content, says):
    (item,) = read(Pdf(str(written(tmp_path / "a.pdf", content))))
    assert item.document is None
    assert says in (item.problem or "")


def test_the_test_makes_real_pdfs():
    assert len(PdfReader(io.BytesIO(pdf("a", "b"))).pages) == 2


# --- e-mail


def mail(**headers):
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return message


def test_a_mail_is_dated_as_its_sender_wrote_and_its_plain_text_goes_first(tmp_path):
    message = mail(Subject="=?utf-8?q?R=C3=BCcktritt?=", Date="Fri, 14 Feb 2025 23:30:00 -0500",
                   Archived_At="<https://lists.example.org/1>")  # fmt: skip
    message.set_content("The minister of transport resigned on Friday after long\ntalks with his party.\n\nBest, A.")
    message.add_alternative(f"<html><body><p>{STORY}</p></body></html>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="../../a.pdf")
    (item,) = read(Email(str(written(tmp_path / "a.eml", message.as_bytes()))))
    document = item.document
    assert document is not None
    assert (document.title, str(document.published)) == ("Rücktritt", "2025-02-14")
    assert document.url == "https://lists.example.org/1"
    assert document.text == "The minister of transport resigned on Friday after long talks with his party.\n\nBest, A."
    assert list(tmp_path.iterdir()) == [tmp_path / "a.eml"]


def test_a_mail_of_html_alone_is_read_as_a_page(tmp_path):
    message = mail(Subject="News")
    message.set_content(page().decode(), subtype="html")
    (item,) = read_named(written(tmp_path / "a.eml", message.as_bytes()))
    assert STORY.strip() in item.document.text
    assert item.document.published is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no header"),
        (b"Subject: x\n\n", "no text"),
        (b"Subject: x\nContent-Type: image/png\n\n\x89PNG", "no text"),
        (b"Subject: x\nDate: whenever\n\n  \n", "no text"),
    ],
)
def test_a_mail_without_text_says_so(tmp_path, content, says):
    (item,) = read(Email(str(written(tmp_path / "a.eml", content))))
    assert says in (item.problem or "")


def test_a_mail_in_an_unknown_charset_is_read_as_far_as_it_goes(tmp_path):
    content = b"Subject: x\nContent-Type: text/plain; charset=klingon\n\nThe minister resigned on Friday.\n"
    (item,) = read(Email(str(written(tmp_path / "a.eml", content))))
    assert item.document.text == "The minister resigned on Friday."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line.\nAnother line.", "One line.\nAnother line."),
        (
            "A line that is ended by the margin and goes on\nhere.",
            "A line that is ended by the margin and goes on here.",
        ),
        ("a hyphen-\nated word", "a hyphenated word"),
        ("the Franco-\nGerman line", "the Franco-\nGerman line"),
        ("A heading\n\nA text.", "A heading\n\nA text."),
        ("A line that is ended by the margin and then a list\n- one\n- two", None),
        ("", ""),
    ],
)
def test_lines_of_print_become_sentences(text, expected):
    assert unwrap.unwrap(text) == (text if expected is None else expected)


# --- tables


def test_csv_columns_can_be_named_and_other_signs_separate_them(tmp_path):
    long = STORY * 2000  # past the csv module's own limit of a field
    rows = [
        ["day", "body", "who"],
        ["2025-02-14", "One; two\nlines.", "x"],
        ["", long, "y"],
        ["", "", ""],
        ["soon", "T", ""],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    path = written(tmp_path / "a.csv", out.getvalue())
    items = read(Csv(str(path), {"text": "body", "published": "day"}, published="2025-03-01"))
    assert [item.document and str(item.document.published) for item in items] == ["2025-02-14", "2025-03-01", None]
    assert items[0].document.text == "One; two\nlines."
    assert len(items[1].document.text) == len(long)
    assert "YYYY-MM-DD" in items[2].problem
    assert items[0].source.endswith("a.csv:3")  # the row ends in line 3


def test_a_csv_of_another_encoding_or_with_its_own_names_needs_no_option(tmp_path):
    text = "text,title\n" + "".join(f"Der Außenminister trat zurück Nr. {n},Köln\n" for n in range(50))
    for encoding in ("utf-8-sig", "cp1252"):
        items = read_named(written(tmp_path / f"{encoding}.csv", text.encode(encoding)))
        assert items[0].document.text == "Der Außenminister trat zurück Nr. 0"
        assert items[0].document.title == "Köln"


@pytest.mark.parametrize(
    ("content", "says"), [(b"a,b\n1,2\n", 'no column "text"'), (b"", 'no column "text"'), (b"\x00\x01", "no column")]
)
def test_a_csv_that_is_no_table_of_articles_says_so(tmp_path, content, says):
    (item,) = read(Csv(str(written(tmp_path / "a.csv", content))))
    assert item.missing
    assert says in item.problem


def test_parquet_keeps_days_as_days(tmp_path):
    table = pa.table({"text": ["One.", None, "Three."], "published": [dt.date(2025, 2, 14), None, None],
                      "ballast": [1, 2, 3]})  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    items = read_named(tmp_path / "a.parquet")
    assert [str(item.document.published) if item.document else item.problem for item in items] == [
        "2025-02-14", 'has no "text"; each line must be {"text": …, "published": …}', "None",
    ]  # fmt: skip
    assert [item.source.rpartition(":")[2] for item in items] == ["1", "2", "3"]
    (bad,) = read(Parquet(str(written(tmp_path / "b.parquet", b"PAR1 no"))))
    assert "cannot be read as Parquet" in bad.problem
    (none,) = read(Parquet(str(tmp_path / "a.parquet"), {"text": "body"}))
    assert 'no column "body"' in none.problem


# --- web archives


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


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_gives_its_good_pages_and_never_the_day_of_the_crawl(tmp_path, packed):
    content = warc(
        ("https://example.org/2025/02/14/a", "200 OK", "text/html; charset=utf-8", page("One")),
        ("https://example.org/b.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://example.org/c", "404 Not Found", "text/html", page("Gone")),
        ("https://example.org/d", "200 OK", "text/html", b"<html><nav>x</nav></html>"),
        ("https://example.org/e", "200 OK", "text/html", page("Two").replace(b"<meta charset=utf-8>", b"")),
        packed=packed,
    )
    items = read_named(written(tmp_path / ("a.warc.gz" if packed else "a.warc"), content))
    assert [bool(item.document) for item in items] == [True, False, True]
    assert items[0].document.url == "https://example.org/2025/02/14/a"
    assert str(items[0].document.published) == "2025-02-14"
    assert items[2].document.published is None
    assert items[2].source.endswith(":5")


def test_an_archive_that_breaks_off_keeps_what_was_read(tmp_path):
    content = warc(*((f"https://example.org/{n}", "200 OK", "text/html", page(str(n))) for n in range(3)))
    items = read(Warc(str(written(tmp_path / "a.warc.gz", content[:-900]))))
    assert items[0].document is not None
    assert "breaks off in this page" in items[-1].problem
    (bad,) = read(Warc(str(written(tmp_path / "b.warc.gz", gzip.compress(b"no archive at all\n")))))
    assert bad.missing


# --- places


def test_a_folder_gives_every_kind_in_the_order_of_paths(tmp_path):
    written(tmp_path / "a.html", page())
    written(tmp_path / "b.pdf", pdf(LINES))
    written(tmp_path / "c/d.eml", b"Subject: x\n\nThe minister resigned on Friday.\n")
    written(tmp_path / "c/e.warc", warc(("https://example.org/a", "200 OK", "text/html", page("W")), packed=False))
    written(tmp_path / "f.txt", STORY)
    written(tmp_path / "g.csv", "text\nNot read from folders.\n")
    written(tmp_path / ".git/h.txt", STORY)
    items = read(Folder(str(tmp_path)))
    assert [item.source.removeprefix(f"{tmp_path.as_posix()}/") for item in items] == [
        "a.html", "b.pdf", "c/d.eml", "c/e.warc:1", "f.txt",
    ]  # fmt: skip
    assert all(item.document for item in items)


def test_a_file_without_a_known_ending_is_what_its_bytes_are(tmp_path):
    items = read_named(
        written(tmp_path / "page", page()), written(tmp_path / "paper", pdf(LINES)), written(tmp_path / "n", STORY)
    )
    assert [item.document.text.startswith(start) for item, start in zip(items, ("A story", "The", "The"), strict=True)]


def test_a_saved_feed_and_a_saved_sitemap_are_told_apart(tmp_path):
    feed = (
        f"<rss version='2.0'><channel><item><title>T</title><description>{STORY}</description></item></channel></rss>"
    )
    (item,) = read_named(written(tmp_path / "a.xml", feed))
    assert item.document.text == STORY.strip()
    (item,) = read_named(written(tmp_path / "b.xml", "<urlset><url><loc>file:///a</loc></url></urlset>"))
    assert "no web address" in item.problem


def test_storage_paths_are_read_through_fsspec(tmp_path):
    memory = fsspec.filesystem("memory")
    memory.pipe("/news/a.txt", STORY.encode())
    memory.pipe("/news/b.html", page())
    memory.pipe("/news/rows.jsonl", b'{"text": "One."}\n{"text": "Two."}\n')
    items = read_named("memory://news")
    assert [item.source for item in items] == [
        "memory:///news/a.txt", "memory:///news/b.html", "memory:///news/rows.jsonl:1", "memory:///news/rows.jsonl:2",
    ]  # fmt: skip
    assert all(item.document for item in items)
    assert read(Text("memory://news/*.txt"))[0].document is not None
    written(tmp_path / "x.txt", STORY)
    assert read_named(f"file://{tmp_path}/x.txt")[0].document is not None


def test_nothing_leaves_a_zip_archive_by_its_names(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../escaped.txt", STORY)
        archive.writestr("in/b.txt", STORY + "b")
        archive.writestr("bomb.txt", b"\0" * 20_500_000)
        archive.writestr("run.exe", b"MZ")
    before = sorted(tmp_path.rglob("*"))
    items = read_named(f"zip://::{path}")
    assert {item.source.partition("::")[0].rpartition("/")[2]: bool(item.document) for item in items}.items() >= {
        "b.txt": True, "bomb.txt": False,
    }.items()  # fmt: skip
    assert any("larger than 20 MB" in (item.problem or "") for item in items)
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path.parent.parent / "escaped.txt").exists()


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("nosuch://bucket/a", "nosuch"),
        ("memory://not/there", "there is no"),
        ("zip://a.txt::http://10.0.0.1/a.zip", "cannot be part of a storage path"),
        ("simplecache::https://example.org/a.txt", "cannot be part of a storage path"),
        ("ftp://example.org/a", "cannot be part of a storage path"),
    ],
)
def test_storage_that_cannot_be_read_says_why(location, says):
    (item,) = read_named(location)
    assert item.document is None
    assert says in (item.problem or "")


def test_storage_whose_package_is_missing_names_it():
    try:
        import s3fs  # noqa: F401
    except ImportError:
        (item,) = read_named("s3://bucket/a.txt")
        assert "s3fs" in item.problem
    else:
        pytest.skip("s3fs is installed here")
