"""The folder: the same bytes for the same content, replaced whole, and nobody else's files touched."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import cli
from tests.conftest import ROOT
from tests.site.worlds import EVENTS, HOSTILE, publish, rows
from warehouse.errors import WarehouseError
from warehouse.site import folder, write_site

PAGE = ROOT / "warehouse" / "site"


def contents(directory: Path) -> dict[str, bytes]:
    return {p.relative_to(directory).as_posix(): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


def test_the_same_release_gives_the_same_bytes(one_release: Path, tmp_path: Path) -> None:
    first = write_site(one_release, tmp_path / "a", title="T")
    write_site(one_release, tmp_path / "b", title="T")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert first.events == len(EVENTS)
    assert first.files == len(contents(tmp_path / "a"))
    assert first.size == sum(map(len, contents(tmp_path / "a").values()))


def test_the_order_of_rows_changes_nothing(one_release: Path, tmp_path: Path) -> None:
    turned = publish(tmp_path / "t.duckdb", rows(EVENTS[::-1]))
    write_site(one_release, tmp_path / "a")
    write_site(turned, tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_page_is_replaced_by_the_next_and_leaves_nothing(
    one_release: Path, two_releases: Path, tmp_path: Path
) -> None:
    write_site(one_release, tmp_path / "page")
    before = contents(tmp_path / "page")
    write_site(two_releases, tmp_path / "page")
    write_site(one_release, tmp_path / "fresh")
    assert contents(tmp_path / "page") != before
    write_site(one_release, tmp_path / "page")
    assert contents(tmp_path / "page") == before == contents(tmp_path / "fresh")


def test_a_damaged_page_is_written_anew(one_release: Path, tmp_path: Path) -> None:
    write_site(one_release, tmp_path / "page")
    before = contents(tmp_path / "page")
    next((tmp_path / "page").glob("v-*/data/meta.js")).write_text("spoiled")
    write_site(one_release, tmp_path / "page")
    assert contents(tmp_path / "page") == before


def test_a_write_that_fails_leaves_the_former_page(
    one_release: Path, two_releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(one_release, tmp_path / "page")
    before = contents(tmp_path / "page")

    def fail(*_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "swap_in", fail)
    with pytest.raises(WarehouseError, match="cannot take the page: the disk is full"):
        write_site(two_releases, tmp_path / "page")
    after = contents(tmp_path / "page")
    assert {name: after[name] for name in before} == before
    assert [name for name in after if ".new" in name] == []


@pytest.mark.parametrize("name", ["notes.txt", "index.html", "data"])
def test_a_folder_with_foreign_files_is_refused(one_release: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / name).write_text("<p>mine</p>")
    with pytest.raises(WarehouseError, match=rf"holds files that are not of a page \({name}\); name an empty"):
        write_site(one_release, tmp_path / "page")
    assert contents(tmp_path / "page") == {name: b"<p>mine</p>"}


def test_what_hosts_of_pages_need_is_left_alone(one_release: Path, tmp_path: Path) -> None:
    (tmp_path / "page" / ".git").mkdir(parents=True)
    (tmp_path / "page" / "CNAME").write_text("timeline.example.org")
    write_site(one_release, tmp_path / "page")
    write_site(one_release, tmp_path / "page")
    assert (tmp_path / "page" / "CNAME").read_text() == "timeline.example.org"
    assert (tmp_path / "page" / ".git").is_dir()


def test_the_head_allows_no_other_host_and_no_markup_from_titles(one_release: Path, tmp_path: Path) -> None:
    write_site(one_release, tmp_path / "page", title=HOSTILE)
    index = (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', index)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert not re.search(r"unsafe|https?:|\*|connect-src", policy[1])
    assert "require-trusted-types-for 'script'" in policy[1]
    assert "<img" not in index and "http://" not in index and "https://" not in index
    assert not re.search(r"<script(?! src=)|\son\w+=(?!&)", index.replace("&lt;", "").split("<body>")[0])


def test_an_empty_timeline_has_a_page_too(tmp_path: Path) -> None:
    full = rows(EVENTS[:1])
    nothing = type(full)(documents=full.documents.clear(), mentions=full.mentions.clear())
    written = write_site(publish(tmp_path / "t.duckdb", nothing), tmp_path / "page")
    assert written.events == 0
    assert [path for path in contents(tmp_path / "page") if "/data/" in path] != []


def test_the_command_says_what_it_wrote_and_refuses_in_one_line(one_release: Path, tmp_path: Path) -> None:
    run = CliRunner()
    done = run.invoke(cli, ["site", str(tmp_path / "page"), "--warehouse", str(one_release)])
    assert done.exit_code == 0, done.output
    assert re.search(r"page/index\.html  10 events, \d+ files, [\d,]+ bytes", done.output)
    (tmp_path / "file").write_text("x")
    refused = run.invoke(cli, ["site", str(tmp_path / "file"), "--warehouse", str(one_release)])
    assert isinstance(refused.exception, WarehouseError)
    assert str(refused.exception).endswith("is a file; name a directory for the page")


def test_the_licences_of_all_packages_in_the_page_go_with_it() -> None:
    named = json.loads((PAGE / "page" / "package.json").read_text())["dependencies"]
    licences = (PAGE / "assets" / "THIRD_PARTY_LICENSES.txt").read_text(encoding="utf-8")
    assert [package for package, version in named.items() if f"\n{package} {version} (" not in licences] == []


def test_the_lock_of_the_page_names_no_registry() -> None:
    lock = json.loads((PAGE / "page" / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert [name for name, package in lock["packages"].items() if name and "integrity" not in package] == []
