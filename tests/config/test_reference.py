"""The reference page is what the settings say of themselves."""

import dataclasses

import pytest

from flows.config.loading import LISTS, TABLES
from flows.config.marks import Says
from flows.config.model import Config
from flows.config.reading import settings_of
from flows.config.reference import page
from tests.conftest import ROOT

NOT_IN_THE_FILE = {"file", "options", "place", *LISTS, *TABLES, "fetch"}


def test_the_page_is_up_to_date():
    written = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    assert written == page(), "run: python -m flows.config.reference > docs/configuration.md"


@pytest.mark.parametrize("cls", [Config, *LISTS.values(), *TABLES.values()])
def test_every_setting_says_what_it_means(cls):
    described = settings_of(cls)
    names = {field.name for field in dataclasses.fields(cls)} - NOT_IN_THE_FILE
    assert names == set(described) - NOT_IN_THE_FILE
    for setting in described.values():
        (says,) = [mark for mark in setting.marks if isinstance(mark, Says)]
        assert says.text.endswith((".", ":")), setting.name
