"""Places that hold files: folders, storage paths, archives; what each file is shows in its name or its bytes."""

import io
import os
import zipfile

import fsspec
import pytest

from flows.sources.articles import Text
from flows.sources.folder import Folder
from tests.sources.makers import LINES, pdf, read, read_named, warc, written
from tests.sources.site import STORY, page


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


def test_a_folder_that_may_not_be_looked_into_stops_no_other(tmp_path, monkeypatch):
    for name in ("a/x.txt", "closed/x.txt", "listed/x.txt", "z.txt"):
        written(tmp_path / name, STORY + name)
    (tmp_path / "shut.txt").symlink_to(tmp_path / "listed/x.txt")
    _forbid(monkeypatch, tmp_path / "closed", tmp_path / "listed")
    for named in (tmp_path, f"{tmp_path}/*"):
        items = read_named(named)
        assert {item.source.removeprefix(f"{tmp_path}/"): item.problem for item in items} == {
            "a/x.txt": None,
            "closed": "cannot be read (Permission denied)",
            "listed/x.txt": "cannot be read (Permission denied)",
            "shut.txt": "cannot be read (Permission denied)",
            "z.txt": None,
        }


def _forbid(monkeypatch, closed, listed):
    """One folder without any right, one that may be listed and not entered, also where the tests run as root."""

    def forbidden(path):
        path = os.path.realpath(path)
        return str(path).startswith((f"{closed}/", f"{listed}/"))

    def guarded(real, refuses):
        def call(path, *rest, **more):
            if isinstance(path, str | os.PathLike) and refuses(path):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *rest, **more)

        return call

    monkeypatch.setattr(os, "scandir", guarded(os.scandir, lambda path: str(path) == str(closed)))
    monkeypatch.setattr(os, "stat", guarded(os.stat, forbidden))
    monkeypatch.setattr(io, "open", guarded(io.open, forbidden))


def test_a_storage_path_is_read_where_its_folders_are_hidden_or_look_like_a_pattern(tmp_path):
    for folder in (".cache", "[2025] a?"):
        path = written(tmp_path / folder / "news/a.txt", STORY)
        written(tmp_path / folder / "news/.git/b.txt", STORY)
        for named in (path.parent, path.parent.parent, path):
            assert [item.source for item in read_named(f"file://{named}")] == [f"file://{path}"]
    assert [item.source for item in read_named(f"file://{tmp_path}/.cache/*/*.txt")] == [
        f"file://{tmp_path}/.cache/news/a.txt"
    ]


def test_a_folder_of_storage_without_anything_to_read_says_what_would_be(tmp_path):
    written(tmp_path / "news/a.csv", "text")
    (item,) = read_named(f"file://{tmp_path}/news")
    assert "holds no file that can be read (.txt" in (item.problem or "")


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
