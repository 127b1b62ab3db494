"""What is let go of goes back to the system, where there is an allocator that can be told so."""

import ctypes
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

LIBC = ctypes.CDLL(None)
# In a process of its own: another thread would give pieces of its own back at the same time.
WHICH_ARE_MAPPED = """
import ctypes
from flows.memory import buffers_given_back

class Told(ctypes.Structure):  # mallinfo(3); the fourth number is how many pieces are the system's own
    _fields_ = tuple((f"field_{number}", ctypes.c_size_t) for number in range(10))

libc = ctypes.CDLL(None)
libc.mallinfo2.restype, libc.malloc.restype, libc.malloc.argtypes = Told, ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]

def mapped():
    before = libc.mallinfo2().field_3
    piece = libc.malloc(1024 * 1024)
    found = libc.mallinfo2().field_3 > before
    libc.free(piece)
    return found

with buffers_given_back():
    print(mapped())
print(mapped())
try:
    with buffers_given_back():
        raise RuntimeError("a run that fails")
except RuntimeError:
    print(mapped())
"""


def told(script: str, environment: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.skipif(not hasattr(LIBC, "mallinfo2"), reason="another C library")
def test_large_pieces_are_the_systems_own_while_it_lasts() -> None:
    assert told(WHICH_ARE_MAPPED, dict(os.environ)).split() == ["True", "False", "False"]


@pytest.mark.parametrize("given", [None, "dirty_decay_ms:7"])
def test_frames_are_told_before_polars_is_loaded_and_users_keep_their_say(given: str | None) -> None:
    script = (
        "import os, sys, flows; assert 'polars' not in sys.modules; import flows.scheduled;"
        " assert 'polars' in sys.modules; print(os.environ['_RJEM_MALLOC_CONF'])"
    )
    others = {name: value for name, value in os.environ.items() if name != "_RJEM_MALLOC_CONF"}
    found = told(script, others | ({"_RJEM_MALLOC_CONF": given} if given else {})).strip()
    assert found.endswith(given or "dirty_decay_ms:50,muzzy_decay_ms:0")  # the last word counts, after those of polars
