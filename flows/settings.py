"""Settings: where things live, and the flow engine's own, set before it is imported."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

from flows.errors import DatelineError

DEFAULT_WAREHOUSE = "timeline.duckdb"

# Documents in one batch: the unit of retry and of distribution.  A task in a process of its own costs the flow engine
# 0.15 s and a document of 3,000 characters some 0.04 s, so that 32 documents a batch pay 13 % for being a task.
BATCH_DOCUMENTS = 64
BATCH_CHARACTERS = 500_000

# Mentions that are checked and linked together.  Linking takes some 6 kB a mention while it is at work: this many
# take a gigabyte less a tenth.  Smaller portions cost time: each looks up what it touches of those before.
PORTION_MENTIONS = 150_000


def home() -> Path:
    """The folder for what is kept between runs but belongs to no warehouse (the flow engine's own store).

    Raises ``DatelineError`` where none is named and the user has no home (in a container, say).
    """
    given = os.environ.get("DATELINE_HOME")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "dateline"
    except RuntimeError as error:
        reason = "there is no home folder for the flow engine's own store"
        raise DatelineError(f"{reason}; set DATELINE_HOME to a folder that can be written") from error


def keep_temporary_files_apart() -> None:
    """Give this process a folder of its own for temporary files.

    The engine's runner makes one of a fixed name in that of the system, where only its first user could go on.
    """
    folder = Path(os.environ["PREFECT_HOME"]).expanduser() / "temporary"
    folder.mkdir(exist_ok=True)
    tempfile.tempdir = str(folder)


class _NoSermons(logging.Filter):
    """Leaves out what the engine says of every batch alike: that a thread cannot be interrupted in a system call."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("Timeout of %s seconds configured for this task, but")


def hush() -> None:
    """Keep lines that say the same each time out of the log of runs."""
    logging.getLogger("prefect.task_runs").addFilter(_NoSermons())


def prepare_prefect(*, verbose: bool) -> None:
    """Make the flow engine quiet and offline.  Must run before ``import prefect``; what the user set stays.

    Raises ``DatelineError`` where the engine's own store has no place that can be written.
    """
    quiet = "INFO" if verbose else "CRITICAL"
    defaults = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # The engine logs a flow that ends in an error with its traceback; the command line says it in one line.
        "PREFECT_LOGGING_LEVEL": quiet,
        "PREFECT_SERVER_LOGGING_LEVEL": quiet,
        "PREFECT_LOGGING_SERVER_LEVEL": quiet,
        # What is still to be sent when the run is over is nobody's loss: its record is in the warehouse.
        "PREFECT_INTERNAL_LOGGING_LEVEL": quiet,
        # A slow machine needs up to 17 s for the first start, and failing then would lose the run.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    }
    variable = "PREFECT_HOME" if "PREFECT_HOME" in os.environ else "DATELINE_HOME"
    if variable == "DATELINE_HOME":
        defaults["PREFECT_HOME"] = str(home() / "prefect")
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    if not verbose:
        # These two name their loggers outside the engine's tree, so its settings do not reach them.
        for worker in ("EventsWorker", "APILogWorker"):
            logging.getLogger(worker).setLevel(logging.CRITICAL)
    store = Path(os.environ["PREFECT_HOME"]).expanduser()
    _make_store(store, variable)
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = str(store.absolute())  # the engine asks for the user's home, whether it needs it or not


def _make_store(store: Path, variable: str) -> None:
    """Make the folder of the engine's own store.

    Raises ``DatelineError`` where the engine could not write, whose own words for it are many and late.
    """
    path = store
    try:
        store.mkdir(parents=True, exist_ok=True)
        if "PREFECT_API_URL" in os.environ:
            return  # that server keeps its own
        tempfile.TemporaryFile(dir=store).close()
        path = store / "prefect.db"
        if path.exists():
            path.open("r+b").close()
    except OSError as error:
        owner = " or run as the user whom this one belongs to" if isinstance(error, PermissionError) else ""
        raise DatelineError(
            f"{path}: the flow engine cannot keep its store there ({error.strerror}); "
            f"name another folder with {variable}{owner}"
        ) from error
