"""Each format from files: what is read, what is known of it, and why what cannot be read cannot."""

import csv
import datetime as dt
import gzip
import io
import os
from email.message import EmailMessage

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pypdf import PdfReader

from flows.extraction.model import PublishedBasis
from flows.sources.articles import Email, Html, Pdf
from flows.sources.formats import unwrap
from flows.sources.formats.page_date import of_address, whole_day
from flows.sources.tables import Csv, Parquet
from flows.sources.warc import Warc
from tests.sources.makers import LINES, pdf, read, read_named, warc, written
from tests.sources.site import STORY, page

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
    ids=["locked", "cut short", "garbage", "an empty page", "no page", "empty"],
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


def test_a_mail_whose_plain_text_is_empty_is_read_from_its_page(tmp_path):
    message = mail(Subject="News")
    message.set_content("\n")
    message.add_alternative(page().decode(), subtype="html")
    (item,) = read(Email(str(written(tmp_path / "a.eml", message.as_bytes()))))
    assert STORY.strip() in item.document.text


def test_what_a_mail_holds_beside_its_text_is_told(tmp_path):
    forwarded = mail(Subject="Inner")
    forwarded.set_content(STORY)
    message = mail(Subject="Fwd")
    message.set_content("For your information.")
    message.add_attachment(forwarded)
    message.add_attachment(STORY, filename="report.txt")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="paper.pdf")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(b"x", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    (item,) = read(Email(str(written(tmp_path / "a.eml", message.as_bytes()))))
    assert item.document.text == "For your information."
    assert item.note == "not read: a forwarded message, report.txt, paper.pdf"


def test_a_mail_of_attachments_alone_names_them(tmp_path):
    message = mail(Subject="Report")
    message.add_attachment(STORY, filename="report.txt")
    (item,) = read(Email(str(written(tmp_path / "a.eml", message.as_bytes()))))
    assert item.problem == "the e-mail holds no text (not read: report.txt)"


@pytest.mark.parametrize(
    ("said", "written_in", "note"),
    [
        ("koi8-r", "koi8-r", None),
        (None, "utf-8", None),
        ("us-ascii", "utf-8", None),
        ("koi8-r", "utf-8", None),
        ("utf-8", "cp1251", "is not UTF-8; read as cp1251"),
    ],
)
def test_a_mail_that_names_a_wrong_encoding_or_none_is_read_all_the_same(tmp_path, said, written_in, note):
    story = "Министры иностранных дел Франции и Германии встретились в пятницу в Женеве."
    charset = f"; charset={said}" if said else ""
    head = f"Subject: x\nContent-Type: text/plain{charset}\nContent-Transfer-Encoding: 8bit\n\n"
    (item,) = read(Email(str(written(tmp_path / "a.eml", head.encode() + story.encode(written_in)))))
    assert (item.document.text, item.note) == (story, note)


def test_a_page_in_a_mail_is_read_in_the_encoding_that_the_mail_names(tmp_path):
    story = "Министры иностранных дел Франции и Германии встретились в пятницу в Женеве. "
    content = page(story=story).decode().replace("utf-8", "windows-1251").replace("©", "").encode("koi8-r")
    head = b"Subject: x\nContent-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: 8bit\n\n"
    (item,) = read(Email(str(written(tmp_path / "a.eml", head + content))))
    assert story.strip() in item.document.text


def test_a_mail_in_ascii_that_means_more_is_read_as_it_says(tmp_path):
    head = b"Subject: x\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
    story = "外相は金曜日に辞任した。"
    (item,) = read(Email(str(written(tmp_path / "a.eml", head + story.encode("iso-2022-jp")))))
    assert item.document.text == story


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
