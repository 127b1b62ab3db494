"""Kinds of sources by name: ours, a user's own from an entry point, and clear words for every mistake."""

import dataclasses
import re
import sys

import pytest

from flows.sources import registry
from flows.sources.options import OptionError, build, options_of
from flows.sources.registry import kind, make, names
from flows.watched import Watched
from tests.conftest import ROOT

OURS = ("csv", "email", "feed", "folder", "html", "jsonl", "parquet", "pdf", "sitemap", "text", "urls", "warc")
OWN = '''
"""A source of a user's own."""
from dataclasses import dataclass, field
from flows.sources.base import Input, with_id
from flows.extraction.model import Document

@dataclass(frozen=True)
class Wire:
    """The wire of our agency."""

    channel: str
    most: int = field(default=2, metadata={"doc": "How many reports."})

    def read(self, reading=None):
        for number in range(self.most):
            yield Input(f"wire:{self.channel}:{number}", with_id(Document("", f"Report {number}.")))

class Plain:
    pass
'''


@pytest.fixture
def own_package(tmp_path, monkeypatch):
    """A package as a user installs it: a module and the metadata that declares its kind."""
    (tmp_path / "our_wire.py").write_text(OWN)
    metadata = tmp_path / "our_wire-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: our-wire\nVersion: 1.0\n")
    lines = "wire = our_wire:Wire\nplain = our_wire:Plain\nbroken = our_wire:Nothing\n"
    (metadata / "entry_points.txt").write_text(f"[dateline.sources]\n{lines}")
    monkeypatch.syspath_prepend(str(tmp_path))
    _forget()
    yield metadata
    sys.modules.pop("our_wire", None)
    _forget()


def _forget():
    registry._found.cache_clear()
    registry.kind.cache_clear()


def test_our_kinds_are_there_and_describe_themselves():
    assert set(OURS) <= set(names())
    for name in OURS:
        found = kind(name)
        assert (found.__doc__ or "").strip()
        assert all(option.doc for option in options_of(found)), name


def test_every_kind_and_option_is_in_the_documentation():
    written = (ROOT / "docs" / "sources.md").read_text("utf-8")
    table = dict(re.findall(r"^\| `(\w+)` \|(.*)$", written, re.MULTILINE))
    for name in OURS:
        for option in options_of(kind(name)):
            shared = option.name == "published" or (option.name == "location" and option.required)
            assert f"`{option.name}`" in (written if shared else table[name]), (name, option.name)


@pytest.mark.parametrize("name", OURS)
def test_every_kind_is_made_from_a_table_and_checks_its_options(name):
    given = {"urls": ["https://example.org/"]} if name == "urls" else {"location": "a"}
    assert callable(make({"kind": name, **given, "published": "2025-02-14"}).read)
    with pytest.raises(OptionError, match="YYYY-MM-DD"):
        make({"kind": name, **given, "published": "Friday"})


@pytest.mark.usefixtures("own_package")
def test_a_kind_of_a_package_is_found_made_and_read():
    assert "wire" in names()
    items = list(make({"kind": "wire", "channel": "a", "most": 1}).read())
    assert [item.source for item in items] == ["wire:a:0"]
    assert [option.name for option in options_of(kind("wire")) if option.required] == ["channel"]


@pytest.mark.usefixtures("own_package")
def test_kinds_that_cannot_be_used_say_so():
    with pytest.raises(OptionError, match="is no dataclass"):
        make({"kind": "plain"})
    with pytest.raises(OptionError, match=r"broken.* cannot be loaded"):
        make({"kind": "broken"})


def test_a_name_that_two_packages_claim_is_an_error(own_package):
    (own_package / "entry_points.txt").write_text("[dateline.sources]\nfeed = our_wire:Wire\n")
    _forget()
    with pytest.raises(OptionError, match='"feed" is defined twice'):
        names()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, r'source 2: "kind" is missing; it is one of csv, email'),
        ({"kind": 5}, '"kind" is missing'),
        ({"kind": "fed"}, r'no kind of source "fed"; did you mean "feed"\?'),
        ({"kind": "xyzzy"}, "there are csv, email"),
        ({"kind": "feed"}, r'source 2 \(feed\): "location" is missing; The feed\'s address'),
        ({"kind": "feed", "location": "a", "ful_text": True}, r'no option "ful_text"; did you mean "full_text"\?'),
        ({"kind": "feed", "location": "a", "full_text": "yes"}, "\"full_text\" must be true or false, not 'yes'"),
        ({"kind": "feed", "location": "a", "limit": True}, '"limit" must be a whole number, not True'),
        ({"kind": "feed", "location": "a", "limit": 0}, '"limit" must be at least 1'),
        ({"kind": "feed", "location": 5}, '"location" must be text, not 5'),
        ({"kind": "urls"}, 'give "urls", or a "location"'),
        ({"kind": "urls", "urls": "https://example.org"}, '"urls" must be a list'),
        ({"kind": "urls", "urls": [5]}, '"urls" must be text, not 5'),
        ({"kind": "csv", "location": "a", "columns": {"body": "text"}}, "\"columns\" names 'body'"),
        ({"kind": "csv", "location": "a", "columns": "text"}, '"columns" must be a table'),
        ({"kind": "sitemap", "location": "a", "since": "May"}, "since 'May' is no day"),
    ],
)
def test_mistakes_are_told_in_one_line(given, says):
    with pytest.raises(OptionError, match=says) as told:
        make(given, "source 2")
    assert "\n" not in str(told.value)
    assert str(told.value).startswith("source 2")


def test_days_of_toml_are_days():
    import tomllib

    table = tomllib.loads('kind = "text"\nlocation = "a"\npublished = 2025-02-14')
    assert make(table).published == "2025-02-14"  # type: ignore[attr-defined]


def test_whole_numbers_are_numbers_and_nothing_may_be_nothing():
    @dataclasses.dataclass(frozen=True)
    class Given:
        seconds: float
        name: str | None = None

    assert build(Given, {"seconds": 2, "name": None}, "here") == Given(2.0, None)


@pytest.mark.usefixtures("own_package")
def test_a_source_that_breaks_does_not_stop_the_others(tmp_path):
    class Breaking:
        location = "wire:b"

        def read(self, reading=None):
            yield from make({"kind": "wire", "channel": "b", "most": 1}).read(reading)
            raise RuntimeError("the wire is cut")

    (tmp_path / "a.txt").write_text("Text.")
    items = list(Watched("wire:b", (Breaking(), make({"kind": "text", "location": str(tmp_path / "a.txt")}))).read())
    assert [bool(item.document) for item in items] == [True, False, True]
    assert items[1].source == "wire:b"
    assert "RuntimeError: the wire is cut" in (items[1].problem or "")
