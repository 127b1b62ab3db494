"""``write_site``: a published timeline in, a folder with the page out."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from warehouse.site.columns import Table, table
from warehouse.site.evidence import buckets, digits
from warehouse.site.folder import GENERATOR, publish, version_of
from warehouse.site.read import Snapshot, read
from warehouse.site.script import script


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the page to open, events on it, files, and their size in bytes."""

    index: Path
    events: int
    files: int
    size: int


def write_site(
    path: str | Path, directory: str | Path, *, title: str = "Timeline", since: int | None = None
) -> Written:
    """Write the page of the warehouse at ``path`` into ``directory``.

    ``title`` stands at its head; ``since`` is the release that “new” is counted from, by default the one before the
    newest.  The same published file gives the same bytes.  ``WarehouseError`` where the warehouse cannot be read,
    there is no such release, or the directory holds something else or cannot be written.
    """
    snapshot = read(Path(path), since)
    content = site_files(snapshot, title)
    index = _index(first_scripts(content), version_of(content), title, snapshot.events.height)
    target = Path(directory)
    publish(target, index, content)
    size = sum(map(len, content.values())) + len(index)
    return Written(target / "index.html", snapshot.events.height, len(content) + 1, size)


def site_files(snapshot: Snapshot, title: str) -> dict[str, bytes]:
    """All files that the page loads, by their path beside it."""
    told: Table = table(snapshot, title)
    content = {f"assets/{name}": data for name, data in _assets(files("warehouse.site").joinpath("assets"))}
    meta = told.meta | {"digits": digits(snapshot.events.height)}
    content["data/meta.js"] = script("meta", "", meta)
    for number, (columns, quotes) in enumerate(zip(told.chunks, told.quotes, strict=True)):
        content[f"data/events-{number:03d}.js"] = script("events", str(number), columns)
        content[f"data/quotes-{number:03d}.js"] = script("quotes", str(number), quotes)
    for name, rows in buckets(snapshot).items():
        content[f"evidence/{name}.js"] = script("evidence", name, rows)
    return content


def first_scripts(content: dict[str, bytes]) -> list[str]:
    """The scripts that the first view needs, in order."""
    return sorted(name for name in content if name.startswith(("data/meta", "data/events")))


def _assets(folder: Traversable) -> list[tuple[str, bytes]]:
    return sorted(
        (entry.name, entry.read_bytes())
        for entry in folder.iterdir()
        if entry.is_file() and not entry.name.endswith(".py")
    )


def _index(scripts: list[str], version: str, title: str, events: int) -> bytes:
    source = files("warehouse.site").joinpath("page/index.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    page = environment.from_string(source).render(scripts=scripts, version=version, title=title, events=events)
    if GENERATOR not in page:
        raise ValueError("the page's head must hold the generator's mark, by which it is known again")
    return page.encode()
