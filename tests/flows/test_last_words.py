"""The one line of what a server said that tells why it ended."""

import subprocess
import sys

import pytest

from flows.last_words import LastWords, telling

CHAINED = """\
20:34:57.536 | ERROR   | uvicorn.error - Traceback (most recent call last):
  File "pool.py", line 713, in checkout
    rec = pool._do_get()
sqlite3.DatabaseError: file is not a database

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "server.py", line 5, in start
sqlalchemy.exc.DatabaseError: (sqlite3.DatabaseError) file is not a database
(Background on this error at: https://example.org/4xp6)

20:34:57.545 | ERROR   | uvicorn.error - Application startup failed. Exiting.
"""
TAKEN = """\
20:35:01.740 | ERROR   | uvicorn.error - [Errno 98] address already in use
20:35:01.748 | ERROR   | uvicorn.error - Traceback (most recent call last):
AssertionError: Reactive triggers not started
"""


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (CHAINED, "sqlite3.DatabaseError: file is not a database"),
        (TAKEN, "[Errno 98] address already in use"),
        ("Traceback (most recent call last):\n  File\nKeyError: 'x'\n", "KeyError: 'x'"),
        ("ERROR:    Error loading ASGI app.\n", "ERROR:    Error loading ASGI app."),
        ("Killed\n\n", "Killed"),
        ("no ErrorWord: here\nbut this is the last\n", "but this is the last"),
        ("\n", ""),
        ("", ""),
        ("ValueError: " + "x" * 1000, "ValueError: " + "x" * 288),
    ],
)
def test_the_first_error_tells_why_else_the_last_line(said, why):
    assert telling(said.splitlines()) == why


def test_a_process_that_says_very_much_is_not_blocked_and_its_end_is_kept():
    code = "import sys; sys.stderr.write('chatter\\n' * 200_000 + 'OSError: no room left\\n'); sys.stderr.flush()"
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        words = LastWords(process.stderr)
        assert process.wait(60) == 0
        assert words.reason() == "OSError: no room left"


def test_bytes_that_are_no_text_are_said_all_the_same():
    code = "import sys; sys.stderr.buffer.write(b'OSError: caf\\xe9\\n')"
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert LastWords(process.stderr).reason(60) == "OSError: caf�"
