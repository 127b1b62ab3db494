"""`dateline init`: a commented dateline.toml beside a few articles, so that the first build works at once."""

from __future__ import annotations

import shlex
import tomllib
from importlib.resources import files
from pathlib import Path

import click

from flows.config.loading import FILE
from flows.errors import DatelineError, ExitCode


@click.command()
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
def init(directory: Path) -> None:
    """Write a commented dateline.toml and sample articles into DIR; nothing that is there is overwritten."""
    written = {directory / name: text for name, text in scaffold().items()}
    if there := [path for path in written if path.exists()]:
        raise DatelineError(f"{there[0]}: is there already and is not overwritten; name another folder", ExitCode.USAGE)
    for path, text in written.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise DatelineError(f"{path}: cannot be written ({error.strerror}); name another folder") from error
        click.echo(path.as_posix())
    where = "" if directory == Path() else f"cd {shlex.quote(directory.as_posix())} && "
    click.echo(f"next: {where}dateline check && dateline build", err=True)


def scaffold() -> dict[str, str]:
    """The files of a new folder: relative path to text."""
    folder = files("flows.config")
    samples = tomllib.loads((folder / "samples.toml").read_text("utf-8"))
    articles = {f"articles/{name}": text for name, text in samples["articles"].items()}
    return {FILE: (folder / FILE).read_text("utf-8"), **articles}
