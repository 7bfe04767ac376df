"""What became of the guarantees of the casebook, by the events that it records."""

from __future__ import annotations

from foedus.casebook import cases, text_of
from foedus.language import read
from foedus.play.casebook import entry

BECAME = {
    "budapest-1994": {"given"},  # consultation, March 2014
    "cyprus-1960": {"given", "none_recorded"},  # consultation on Turkey; not on Greece
    "eu-42-7": {"none_recorded"},  # aid after November 2015 is not among its events
    "locarno-1925": {"none_recorded"},  # the Rhineland, 1936
    "sinai-1979": {"not_owed"},
    "unscr-2231-snapback": {"not_owed"},
}
"""Read off the event files in src/foedus/casebook/histories by hand."""


def test_what_became_of_each_case():
    for case in cases():
        found = entry(case, read(text_of(case)))
        assert set(found.outcomes) == BECAME.get(case, {"untold"}), case
