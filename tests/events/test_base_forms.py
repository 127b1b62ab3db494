"""Slavic names lose their case endings; names already in the base form lose nothing."""

from __future__ import annotations

import pytest

from flows.extraction.events.base_forms import base_form

INFLECTED = {
    "Володимиром Путіним": "Володимир Путін",
    "Скоттом Бессентом": "Скотт Бессент",
    "Володимиру Зеленському": "Володимир Зеленський",
    "Андрієм Єрмаком": "Андрій Єрмак",
    "Сергієм Лавровим": "Сергій Лавров",
}
UNTOUCHED = ("Дональд Трамп", "Олена Зеленська", "Анна Козлова", "Дмитро Кулеба", "Володимир Путін", "Путіним")


@pytest.mark.parametrize(("written", "expected"), INFLECTED.items())
def test_base_form(written: str, expected: str) -> None:
    assert base_form(written) == expected


@pytest.mark.parametrize("name", UNTOUCHED)
def test_nothing_to_take_off(name: str) -> None:
    assert base_form(name) == name


def test_a_form_that_only_the_text_can_tell() -> None:
    assert base_form("Марка Берга", "Марк Берг повернувся") == "Марк Берг"
    assert base_form("Марка Берга") == "Марка Берга"
