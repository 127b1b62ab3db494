"""The documentation is tested: every command it shows runs, every command and option there is stands in it."""

import re
import shlex
from pathlib import Path

import click
import pytest

from flows.cli import cli
from tests.conftest import ROOT

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")])
COMMAND = re.compile(r"^\$ (.+?)$", re.MULTILINE)
FENCE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def shown(page: Path) -> list[str]:
    """The command lines in the console blocks of a page; a backslash continues a line."""
    blocks = FENCE.findall(page.read_text("utf-8").replace("\\\n", " "))
    return [line for block in blocks for line in COMMAND.findall(block)]


# The tutorial's commands build on one another: test_tutorial.py runs them in turn.
COMMANDS = [(page.name, line) for page in PAGES if page.name != "tutorial.md" for line in shown(page)]
# A line that several pages show runs once.
DATELINE = {line: page for page, line in reversed(COMMANDS) if line.startswith("dateline ")}


@pytest.mark.parametrize("line", DATELINE, ids=[f"{page}: {line}" for line, page in DATELINE.items()])
def test_every_command_shown_runs(line, built):
    said = built.said if line == built.line else built.dateline(*shlex.split(line)[1:]).stderr
    assert "Traceback" not in said


def test_other_lines_shown_are_make_targets_that_exist_or_how_to_enter_the_environment():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    others = [line for _, line in COMMANDS if not line.startswith("dateline ")]
    assert others
    for line in others:
        words = line.split()
        assert line == "source .venv/bin/activate" or (words[0] == "make" and words[1] in targets), line


@pytest.mark.parametrize("name", cli.list_commands(click.Context(cli)))
def test_every_command_and_option_is_in_the_reference(name):
    reference = (ROOT / "docs" / "commands.md").read_text("utf-8")
    section = reference.split(f"## dateline {name}\n")[1].split("\n## ")[0]
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    for option in command.params:
        if isinstance(option, click.Option):
            assert [o for o in option.opts if f"`{o}`" in section or f"`{o}," in section or f"`{o} " in section], option


def test_links_between_pages_lead_somewhere():
    broken = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
