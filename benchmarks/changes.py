"""How often changes of rate are found where there are none, and where there are some.

    python benchmarks/changes.py [--ged ucdp_ged221_ukraine_2014_2021.csv] [--series 1000]

First, series in which nothing changes, with negative binomial weekly counts: the share in which
any change is found; and the same where rates wander about a level. Second, series in which the rate
falls, as fatal events did around July 2020 (from 0.53 to 0.2 a day), to the same extent from a
lower rate, and by half: the share in which it is found within three weeks. Third, with --ged, every
general truce in Donbas that public reports date: was a fall found at its beginning? The method has
no number that could be fitted to them.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path

import numpy as np

from foedus.monitor.changing import Change, burstiness, can_tell, changes, cuts

TRUCES = {
    "2014-09-05": ("the Minsk protocol", "perunik.com/news/166082"),
    "2014-12-09": ("a day of silence", "tass.com/en/world/765879; rferl.org, 2014-12-09"),
    "2015-02-15": ("the package of measures (Minsk II)", "see the sources of the case minsk-2"),
    "2015-09-01": ("school year", "press.uaposition.com/european-voice"),
    "2015-12-23": ("Christmas and New Year", "uawire.org"),
    "2016-04-30": ("Easter and May holidays", "research.uaposition.com/osce"),
    "2016-09-01": ("school year", "freenews-en.tk/2016/08/26, after TASS"),
    "2016-09-15": ("a week of quiet", "aljazeera.com/news/2016/9/15"),
    "2016-12-24": ("Christmas", "Deutsche Welle, 2016-12-23"),
    "2017-02-20": ("agreed on 15 February", "dw.com/en, a-37617467"),
    "2017-04-01": ("Easter", "sputniknews.com, 2017-04-01"),
    "2017-06-24": ("harvest", "sputnikglobe.com/20170621"),
    "2017-08-25": ("school year", "osce.org/chairmanship/336341"),
    "2017-12-23": ("Christmas and New Year", "belsat.eu"),
    "2018-03-05": ("spring", "uawire.org"),
    "2018-03-30": ("Easter", "dninews.com"),
    "2018-07-01": ("harvest", "ukranews.com/en/news/571176"),
    "2018-08-29": ("school year", "en.interfax.com.ua/news/general/526354"),
    "2018-12-29": ("New Year and Christmas", "reliefweb.int, statement of 2018-12-27"),
    "2019-03-08": ("spring", "tass.com/world/1069621"),
    "2019-07-21": ("without end", "tass.com/world/1069621"),
    "2020-07-27": ("additional measures", "unian.info, 2020-07-22"),
}
"""The first day of each general truce that both sides announced, and who reported it."""
NEAR = 14
"""Days from a truce within which a fall counts as found there, besides the days it may lie on."""


def drawn(rng: np.random.Generator, weekly: np.ndarray, spread: float) -> np.ndarray:
    if spread == 1:
        return rng.poisson(weekly).astype(np.float64)
    return rng.negative_binomial(weekly / (spread - 1), 1 / spread).astype(np.float64)


def found_in(series: np.ndarray) -> list[int]:
    return cuts(series, burstiness(series))


def nothing_changes(count: int) -> None:
    print("nothing changes: share of series in which a change is found")
    rng = np.random.default_rng(1)
    for years in (1, 2, 7):
        for mean in (1.0, 4.0):
            for spread in (1.0, 1.5, 3.0):
                weekly = np.full(52 * years, mean)
                hits = sum(bool(found_in(drawn(rng, weekly, spread))) for _ in range(count))
                print(
                    f"  {years} years, {mean:g} events a week, dispersion {spread:g}: "
                    f"{hits / count:.3f}"
                )


def waves(count: int) -> None:
    print(
        "nothing changes, but weeks resemble the week before: share with a change found, and told"
    )
    rng = np.random.default_rng(5)
    for years in (1, 7):
        for likeness in (0.0, 0.3, 0.6, 0.8):
            found = told = 0
            for _ in range(count):
                wave = [rng.normal()]
                for step in rng.normal(size=52 * years - 1):
                    wave.append(likeness * wave[-1] + (1 - likeness**2) ** 0.5 * step)
                rates = 4 * np.exp(0.35 * np.array(wave) - 0.35**2 / 2)
                series = rng.poisson(rates).astype(np.float64)
                is_found = bool(found_in(series))
                found += is_found
                told += is_found and can_tell(series)
            shares = f"{found / count:.3f}, {told / count:.3f}"
            print(f"  {years} years, correlation {likeness:g}: {shares}")


def something_changes(count: int) -> None:
    print("the rate falls: share of series in which it is found within three weeks")
    rng = np.random.default_rng(2)
    for before, after in ((0.53, 0.2), (0.25, 0.095), (0.53, 0.265)):
        for weeks in (17, 26, 52):
            for spread in (1.0, 1.5, 3.0):
                weekly = 7 * np.repeat([before, after], weeks)
                hits = 0
                for _ in range(count):
                    places = found_in(drawn(rng, weekly, spread))
                    hits += any(abs(place - weeks) <= 3 for place in places)
                print(
                    f"  {before:g} to {after:g} a day, {weeks} weeks each, dispersion {spread:g}: "
                    f"{hits / count:.3f}"
                )


def truces(ged: Path) -> None:
    from foedus.casebook import text_of
    from foedus.language import read
    from foedus.monitor.findings import survey
    from foedus.monitor.importing import Said, ingest
    from foedus.monitor.ledger import Ledger

    text = text_of("minsk-2").decode().replace("as_of: 2015-02-15", "as_of: 2014-04-06")
    text = text.replace("horizon: P7Y", "horizon: P8Y")
    stamp = "2026-01-01T00:00:00.000000Z"
    first, last = date(2014, 4, 6), date(2021, 12, 31)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.start(Path(folder) / "watch.ledger", text, "{}", stamp)
        case = read(text)
        ingest(ledger, ged, Said(recorded=stamp))
        picked = survey(ledger, ledger.releases(), case, {}, [])[0].picked
        ledger.close()
    for start in (first, date(2015, 2, 15)):
        every = changes(picked, start.toordinal(), last.toordinal())
        print(f"fatal events of the ceasefire's parties, {start} to {last}; changes:")
        for change in every:
            print(f"  {told(change)}")
        within = {on: said for on, said in TRUCES.items() if date.fromisoformat(on) > start}
        hits = 0
        for on, (name, _) in within.items():
            fall = fall_at(date.fromisoformat(on), every)
            hits += fall is not None
            print(f"  truce of {on} ({name}): {told(fall) if fall else 'no fall found'}")
        print(f"  {hits} of {len(within)} truces")


def fall_at(on: date, every: list[Change]) -> Change | None:
    falls = [
        change
        for change in every
        if change.after["events"] < change.before["events"]
        and (change.earliest <= on <= change.latest or abs((change.on - on).days) <= NEAR)
    ]
    return min(falls, key=lambda change: abs((change.on - on).days), default=None)


def told(change: Change) -> str:
    return (
        f"{change.on} ({change.earliest} to {change.latest}): {change.before['events']:.2f} to "
        f"{change.after['events']:.2f} events a day, p {change.p:.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ged", type=Path)
    parser.add_argument("--series", type=int, default=1000)
    arguments = parser.parse_args()
    nothing_changes(arguments.series)
    waves(arguments.series)
    something_changes(arguments.series)
    if arguments.ged:
        truces(arguments.ged)


if __name__ == "__main__":
    main()
