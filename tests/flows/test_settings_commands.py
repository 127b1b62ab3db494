"""init, check, build, backfill, serve and deploy: what they say before anything is started."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from flows.commands.build import _from_elsewhere
from flows.errors import DatelineError
from flows.request import BuildRequest
from flows.settings import keep_temporary_files_apart, prepare_prefect
from tests.conftest import ROOT, run_dateline


@pytest.fixture
def home(tmp_path):
    return {"DATELINE_HOME": str(tmp_path / "home"), "COLUMNS": "200"}


def test_init_says_what_to_do_next_in_words_that_a_shell_takes(tmp_path, home):
    assert "next: cd 'news [1]' && dateline check" in run_dateline(tmp_path, home, "init", "news [1]").stderr


def test_init_writes_a_file_that_check_finds_good_and_never_overwrites(tmp_path, home):
    said = run_dateline(tmp_path, home, "init", "news")
    assert "news/dateline.toml" in said.stdout
    assert "cd news && dateline check && dateline build" in said.stderr
    folder = tmp_path / "news"
    found = run_dateline(folder, home, "check")
    assert "PROBLEM" not in found.stdout
    assert "warehouse" in found.stdout
    assert "can be read; first comes Two foreign ministers" in found.stdout
    before = (folder / "dateline.toml").read_text()
    (folder / "dateline.toml").write_text(before + "# mine\n")
    again = run_dateline(tmp_path, home, "init", "news", code=2)
    assert "news/dateline.toml: is there already and is not overwritten" in again.stderr
    assert (folder / "dateline.toml").read_text().endswith("# mine\n")


def test_check_lists_every_mistake_of_the_file(tmp_path, home):
    (tmp_path / "dateline.toml").write_text('keep = 0\n[[sources]]\nkind = "rss2"\n')
    said = run_dateline(tmp_path, home, "check", code=2).stderr.splitlines()
    assert len(said) == 2
    assert all(line.startswith("dateline.toml: ") for line in said)


def test_check_finds_what_is_named_but_cannot_be_used(tmp_path, home):
    (tmp_path / "dateline.toml").write_text(
        'lexicons = ["none.toml", "bad.toml"]\nactors = "bad.toml"\ncorrections = "gone.toml"\n'
        '[[sources]]\nkind = "folder"\nlocation = "nowhere"\n'
        '[[sources]]\nkind = "feed"\nlocation = "https://example.org/feed.xml"\n'
        '[[outputs]]\npath = "bad.toml"\n'
    )
    (tmp_path / "bad.toml").write_text("[[trigger]]\nwhat = 3\n")
    found = run_dateline(tmp_path, home, "check", code=4)
    problems = [line for line in found.stderr.splitlines() if line]
    assert len(problems) == 6, found.stderr
    assert [line.split(":")[0].split()[0] for line in problems] == [
        "sources[1]",
        "lexicons[1]",
        "lexicons[2]",
        "actors",
        "corrections",
        "outputs[1]",
    ]
    assert "none.toml: there is no such file" in found.stderr
    assert "not asked; --fetch does" in found.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("build",), 2, "write a dateline.toml (dateline init)"),
        (("build", "x.txt", "--notify"), 2, "give --config"),
        (("check",), 2, "there is no such file; dateline init writes one"),
        (("serve",), 2, "there is no such file; dateline init writes one"),
        (("backfill",), 2, "give --since, --until or both"),
        (("backfill", "--since", "2024-05", "--until", "2024-04"), 2, "is later than --until"),
        (("backfill", "--since", "2024-05"), 2, "there is no such file; dateline init writes one"),
    ],
)
def test_what_is_missing_is_one_line(tmp_path, home, words, code, says):
    said = run_dateline(tmp_path, home, *words, code=code).stderr
    assert says in said
    assert "Traceback" not in said


def test_nothing_is_served_without_a_schedule_nor_deployed_without_a_server(tmp_path, home, monkeypatch):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    (tmp_path / "dateline.toml").write_text("")
    assert "there is nothing to serve" in run_dateline(tmp_path, home, "serve", code=2).stderr
    assert "which server? set PREFECT_API_URL" in run_dateline(tmp_path, home, "deploy", code=2).stderr


@pytest.mark.parametrize(
    ("shell", "code", "says"),
    [
        ("LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 {} check | grep -q K\u00f6ln", 0, ""),
        ("{} check >/dev/full", 4, "dateline: cannot write (No space left on device); make room\n"),
        ("{} init desk >/dev/full", 4, "dateline: cannot write (No space left on device); make room\n"),
        ("set -o pipefail; {} init desk 2>/dev/null | :", 0, ""),
    ],
)
def test_where_output_goes_fails_in_one_line_or_not_at_all(tmp_path, home, shell, code, says):
    (tmp_path / "dateline.toml").write_text(
        '[[sources]]\nkind = "urls"\nname = "K\u00f6ln"\nurls = ["https://e.org/"]\n'
    )
    command = ["/bin/bash", "-c", shell.format(f'"{sys.executable}" -m flows')]
    path = {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=tmp_path, env=os.environ | home | path, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (code, says)


def test_a_name_on_the_command_line_that_is_no_utf8_says_what_to_do(tmp_path, home):
    said = run_dateline(tmp_path, home, "build", os.fsdecode(b"lat\xefn.txt"), code=4).stderr
    assert said == "dateline: 'lat\\udcefn.txt': the name is no UTF-8; rename the file, or name its folder\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_input_and_output_lead_nowhere_and_stand_for_no_file(tmp_path, home, closed):
    (tmp_path / "dateline.toml").write_text('[[sources]]\nkind = "urls"\nurls = ["https://example.org/"]\n')
    shell = f'exec "{sys.executable}" -m flows check {closed}'
    ended = subprocess.run(["/bin/sh", "-c", shell], cwd=tmp_path, env=os.environ | home | {"PYTHONPATH": str(ROOT)})
    assert ended.returncode == 0


@pytest.mark.parametrize(
    "source",
    ["-", "https://example.org/a::b", "http://example.org/a", "s3://news/a.txt", "zip://*.txt::s3://news/a.zip"],
)
def test_what_lies_in_no_folder_is_read_as_named_with_settings_elsewhere(source):
    assert _from_elsewhere(BuildRequest((source,), "t.duckdb"), {}).sources == (source,)


def test_paths_of_the_command_line_start_where_it_is_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    request = _from_elsewhere(BuildRequest(("news", "zip://::a.zip", "*/x::y.txt"), "t.duckdb"), {})
    assert request.sources == (f"{tmp_path}/news", f"zip://::{tmp_path}/a.zip", f"{tmp_path}/*/x::y.txt")


def test_who_has_no_home_is_told_what_to_do(monkeypatch):
    for name in ("DATELINE_HOME", "XDG_CACHE_HOME", "PREFECT_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", _homeless)
    with pytest.raises(DatelineError, match=r"no home folder .*; set DATELINE_HOME to a folder that can be written"):
        prepare_prefect(verbose=False)


def test_who_has_no_home_needs_none_where_the_store_has_a_place(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", {"DATELINE_HOME": str(tmp_path / "store")})
    monkeypatch.setattr(Path, "home", _homeless)
    prepare_prefect(verbose=True)
    assert os.environ["HOME"] == os.environ["PREFECT_HOME"] == str(tmp_path / "store/prefect")


def test_the_engines_runner_keeps_its_files_where_other_users_do_not(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    keep_temporary_files_apart()
    from prefect.runner import Runner

    assert Runner()._tmp_dir.is_relative_to(tmp_path)


def _homeless():
    raise RuntimeError("Could not determine home directory.")
