"""`dateline serve` ends at the first Ctrl-C, whenever it comes."""

import asyncio
import os
import signal
import threading

import pytest

from flows.interruption import Interruption


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)  # to the process: that wakes its main thread, whoever asks for it


async def deaf(times, heard):
    """Work for ever; the first cancellations are lost."""
    threading.Timer(0.05, interrupt).start()
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            heard.append("cancelled")
            if len(heard) > times:
                raise


@pytest.mark.parametrize("times", [0, 1, 3])
def test_work_that_does_not_listen_is_told_again(times):
    heard = []
    with Interruption() as interruption:
        assert interruption.run(deaf(times, heard), again=0.01)
    assert len(heard) == times + 1


def test_one_that_came_before_takes_effect_where_it_is_heeded():
    heard = []
    with Interruption() as interruption:
        interruption.heed()
        interrupt()
        with pytest.raises(KeyboardInterrupt):
            interruption.heed()
        assert interruption.run(asyncio.sleep(60, heard.append("started")))
    assert heard == ["started"]


def test_a_second_one_is_raised_at_once():
    with Interruption():
        interrupt()
        with pytest.raises(KeyboardInterrupt):
            interrupt()


def test_afterwards_one_is_raised_as_usual():
    before = signal.getsignal(signal.SIGINT)
    with Interruption():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_work_that_takes_its_time_to_end_is_let():
    ended = []

    async def orderly():
        interrupt()
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            ended.append(True)

    with Interruption() as interruption:
        assert interruption.run(orderly())
    assert ended == [True]


def test_how_work_ended_is_passed_on():
    async def fails():
        raise ValueError("no schedule")

    with Interruption() as interruption:
        with pytest.raises(ValueError, match="no schedule"):
            interruption.run(fails())
        assert not interruption.run(asyncio.sleep(0))
