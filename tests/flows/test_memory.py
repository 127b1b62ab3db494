"""What is let go of goes back to the system, where there is an allocator that can be told so."""

import ctypes
import os
import subprocess
import sys

import pytest

from flows.memory import buffers_given_back
from tests.conftest import ROOT

PIECE = 1024 * 1024
LIBC = ctypes.CDLL(None)


class _Told(ctypes.Structure):
    """What glibc tells of its memory, mallinfo(3); the fourth is how many pieces are the system's own."""

    _fields_ = tuple((f"field_{number}", ctypes.c_size_t) for number in range(10))


def is_mapped() -> bool:
    """Whether a piece of memory is one of the system's own, which goes back to it when it is freed."""
    LIBC.mallinfo2.restype = _Told
    LIBC.malloc.restype, LIBC.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    LIBC.free.argtypes = [ctypes.c_void_p]
    before = LIBC.mallinfo2().field_3
    piece = LIBC.malloc(PIECE)
    found = LIBC.mallinfo2().field_3 > before
    LIBC.free(piece)
    return bool(found)


@pytest.mark.skipif(not hasattr(LIBC, "mallinfo2"), reason="another C library")
def test_large_pieces_are_the_systems_own_while_it_lasts() -> None:
    with buffers_given_back():
        assert is_mapped()
    assert not is_mapped()
    with pytest.raises(RuntimeError), buffers_given_back():
        raise RuntimeError("a run that fails")
    assert not is_mapped()


@pytest.mark.parametrize("given", [None, "dirty_decay_ms:7"])
def test_frames_are_told_before_polars_is_loaded_and_users_keep_their_say(given: str | None) -> None:
    script = (
        "import os, sys, flows; assert 'polars' not in sys.modules; import flows.scheduled;"
        " assert 'polars' in sys.modules; print(os.environ['_RJEM_MALLOC_CONF'])"
    )
    others = {name: value for name, value in os.environ.items() if name != "_RJEM_MALLOC_CONF"}
    found = subprocess.run(
        [sys.executable, "-c", script],
        env=others | ({"_RJEM_MALLOC_CONF": given} if given else {}),
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    assert found.endswith(given or "dirty_decay_ms:50,muzzy_decay_ms:0")  # the last word counts, after those of polars
