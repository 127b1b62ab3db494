"""The runner is a setting; results of workers that share no disk come as bytes."""

import datetime as dt

import pytest

from flows.config.model import Runner
from flows.errors import DatelineError
from flows.extract import extract_into, extractor_version
from flows.extraction.model import Document, PublishedBasis
from flows.extraction.pipeline import ExtractionSettings
from flows.parcel import extract_away
from flows.runners import KINDS, kind_of, workers_of

SETTINGS = ExtractionSettings()
BATCH = (
    Document(
        "d1",
        "The mayor resigned on 3 May 2024.",
        published=dt.date(2024, 5, 4),
        published_basis=PublishedBasis.GIVEN,
        language="en",
    ),
)


def test_a_single_batch_starts_no_processes():
    assert kind_of(Runner(kind="processes"), one_batch=True) is KINDS["threads"]
    assert kind_of(Runner(kind="processes"), one_batch=False) is KINDS["processes"]
    assert kind_of(Runner(kind="dask"), one_batch=True) is KINDS["dask"]


def test_workers_are_as_many_as_cores_unless_told():
    assert workers_of(Runner(workers=7)) == 7
    assert workers_of(Runner()) >= 1


def test_what_comes_back_as_bytes_is_what_is_written_here(tmp_path):
    near, far = tmp_path / "near", tmp_path / "far"
    near.mkdir()
    far.mkdir()
    written = extract_into(BATCH, SETTINGS, near)
    parcel = extract_away.fn(BATCH, SETTINGS, extractor_version(SETTINGS))
    unpacked = parcel.unpacked(far)
    assert unpacked.done
    for one, other in zip(sorted(near.iterdir()), sorted(far.iterdir()), strict=True):
        assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())
    assert written.documents.name == unpacked.documents.name


def test_a_worker_with_other_rules_is_refused():
    with pytest.raises(DatelineError, match="this run by another-version; install the same Dateline"):
        extract_away.fn(BATCH, SETTINGS, "another-version")
