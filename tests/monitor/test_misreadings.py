"""What would be read as something else in silence: each kind is read right, refused, or told."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from foedus.cli import main
from foedus.monitor.current import rows_of
from foedus.monitor.days import moment
from foedus.monitor.formats.mapped import BadMappingError, mapped
from foedus.monitor.formats.plain import HEADER as COLUMNS_OF_OURS
from foedus.monitor.formats.proposing import propose
from foedus.monitor.importing import Said, ingest
from foedus.monitor.sighting import matches, patterns
from foedus.monitor.tables import header_of
from foedus.monitor.unpacking import BadFileError
from foedus.views import funnel_lines

from .conftest import STAMP, Watch, case, row, table
from .test_reading import read

Watching = Callable[..., Watch]


def yaml_of(text: str) -> dict[str, dict[str, str]]:
    read_in: dict[str, dict[str, str]] = YAML(typ="safe").load(text)
    return read_in


def ids(watch: Watch) -> list[str]:
    return sorted(e.id for s in watch.surveys() for f in s.findings for e in f.evidence)


@pytest.mark.parametrize(
    ("said", "deaths"),
    [("1,000", None), ("12.000", None), ("3,0", 3), ("3.000000", 3), ("0.000", 0), ("120,00", 120)],
)
def test_a_number_that_may_be_a_thousand_or_one_is_neither(said: str, deaths: int | None):
    found, rejected = read(f'id,date,kind,deaths\n1,2020-01-02,battle,"{said}"\n')
    assert [i.best for i in found] == ([] if deaths is None else [deaths])
    assert [why for _, why in rejected] == (["'deaths' is not a whole number"] if not found else [])


@pytest.mark.parametrize(
    "said", ["2020/03/05", "2020/3/5", "2020-3-5", "2020.03.05", "٢٠٢٠-٠٣-٠٥", "2020/03/05 00:00"]
)
def test_a_year_that_stands_first_tells_the_order(said: str):
    assert moment(said) == moment("2020-03-05")


@pytest.mark.parametrize(
    "said", ["00:00:00Z", "00:00:00.000Z", "00:00:00+00:00", "00:00", "0:00:00", "00:00:00.000"]
)
def test_midnight_as_programs_write_it_tells_no_time(said: str):
    """West of Greenwich it would else be the day before."""
    found, _ = read(f"id,date,kind,latitude,longitude\n1,2020-03-05T{said},battle,4,-75\n")
    assert [(i.start.isoformat(), i.time) for i in found] == [("2020-03-05", "")]


def test_an_hour_in_utc_in_a_format_of_days_asks_for_the_place():
    header = "id,type_of_violence,date_start,date_end,where_prec,latitude,longitude,best\n"
    lines = header + "1,1,2021-03-04T22:30:00Z,2021-03-05T00:00:00Z,1,48,38,1\n"
    found, rejected = read(lines)
    assert (found, len(rejected)) == ([], 1)
    assert "which day was it there? Say --time-zone" in rejected[0][1]
    found, _ = read(lines, zone="Europe/Kyiv")
    assert found[0].start == dt.date(2021, 3, 5)


def test_ids_that_a_program_wrote_as_decimals_are_the_same_ids(watching: Watching, tmp_path: Path):
    watch = watching(rows=[row(7, "2020-01-02"), row("x.0", "2020-01-03")])
    frame = pl.DataFrame({"id": [7.0, 202103050001.0], "date": [dt.date(2020, 1, 5)] * 2})
    frame.with_columns(kind=pl.lit("battle")).write_parquet(tmp_path / "a.parquet")
    watch.ingest(tmp_path / "a.parquet", recorded=STAMP.format(3))
    read = watch.surveys()[0].funnel.stages[0]
    assert read == ("read", 3)
    (tmp_path / "b.csv").write_text(table([row("7.0", "2020-01-02"), row("x.0", "2020-01-03")]))
    watch.ingest(tmp_path / "b.csv", recorded=STAMP.format(4))
    assert ids(watch) == ["7", "x.0"]


def test_tables_of_one_file_that_number_alike_are_told(watching: Watching, tmp_path: Path):
    """Neither is later than the other, so that none may take the other's place."""
    mon, tue = ([row(n, f"2020-01-0{day}") for n in (1, 2, day)] for day in (3, 4))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, rows in {"1": mon, "2": tue, "3": tue[:1], "4": mon[::-1]}.items():
            archive.writestr(name, table(rows))
    watch = watching()
    said = Said(recorded=STAMP.format(2))
    one, other = ingest(watch.ledger, tmp_path / "a.zip", said)
    assert (one.rows, one.reasons, other.rows) == (3, (), 1)
    why = "its id was given to another row in another table of the file"
    assert other.reasons == ((why, 2),)
    assert [told.rpartition(": ")[2] for told in other.told] == [
        f"{why}.",
        "the same row stands in another table of the file.",
    ]
    assert other.lacks
    assert ids(watch) == ["1", "2", "3", "4"]
    again = ingest(watch.ledger, tmp_path / "a.zip", said)
    assert [receipt.is_new for receipt in again] == [False, False]


def test_files_that_number_their_rows_anew_are_told(tmp_path: Path):
    ledger = ["--ledger", str(tmp_path / "w.ledger")]
    assert CliRunner().invoke(main, ["monitor", "init", "minsk-2", *ledger]).exit_code == 0
    for day in (3, 4):
        (tmp_path / f"{day}").write_text(table([row(n, f"2020-01-0{day}") for n in range(3)]))
        done = CliRunner().invoke(main, ["monitor", "ingest", str(tmp_path / f"{day}"), *ledger])
        assert ("do ids start anew in each file?" in done.output) == (day == 4)


def test_a_side_is_known_by_what_a_reader_sees(watching: Watching):
    known = patterns(["Fuerzas Armadas de Bogotá", "Beta\u00a0militia*"])
    for name in ("Fuerzas  Armadas de Bogota\u0301", "FUERZAS ARMADAS DE BOGOTÁ", "Beta militia 2"):
        assert matches(known, name)
    assert not matches(known, "Bogota")
    rows = [row(n, "2020-01-02", side_a=a) for n, a in enumerate(["Beta\u00a0militia", "Beta  "])]
    assert ids(watching(rows=rows)) == ["0", "1"]


@pytest.mark.parametrize(
    "cell", ["Beta militia; Gamma", "Gamma;Beta militia", "Gamma | Beta militia"]
)
def test_a_cell_that_names_several_is_of_each_of_them(cell: str, watching: Watching):
    """Whichever stands first: the one behind would else be blamed for nothing."""
    watch = watching(rows=[row(1, "2020-01-02", side_a=cell, a_began=1)])
    (surveyed,) = watch.surveys()
    (finding,) = surveyed.findings
    assert (finding.chance, dict(finding.began)) == (1, {"B": 1})
    assert surveyed.funnel.several == ((cell, 1),)
    assert any("taken as what each of them did" in line for line in funnel_lines(surveyed))
    assert surveyed.funnel.unmatched == ()
    turned = row(1, "2020-01-02", side_a="Alpha army", side_b=cell, a_began=1)
    assert ids(watching(rows=[turned], name="v")) == []


def test_a_name_that_holds_another_party_s_is_told(watching: Watching, tmp_path: Path):
    """An alias with a star takes all that begins so, and whoever stands behind is not seen."""
    watch = watching(rows=[row(1, "2020-01-02", side_a="Alpha and Beta patrol", a_began=1)])
    (surveyed,) = watch.surveys()
    assert surveyed.funnel.mixed == (("Alpha and Beta patrol", 1),)
    assert any("hold another's" in line for line in funnel_lines(surveyed))
    usual = watching(rows=[row(1, "2020-01-02", side_a="Beta militia")], name="v").surveys()[0]
    assert usual.funnel.mixed == ()


def test_a_list_of_names_is_a_cell_that_names_several(watching: Watching, tmp_path: Path):
    one = {"id": "1", "date": "2020-01-02", "kind": "battle", "lat": 41.0, "lon": 31.0}
    both = one | {"actor1": ["Gamma", "Beta"], "actor2": ["Alpha army"]}
    pl.DataFrame([both]).write_parquet(tmp_path / "a.parquet")
    (tmp_path / "a.json").write_text(json.dumps([both]))
    for name in ("a.parquet", "a.json"):
        mapping = propose("log", *header_of("a", tmp_path / name))
        watch = watching(name=name)
        watch.ingest(tmp_path / name, mapping=mapping)
        assert ids(watch) == ["1"]


def test_whoever_is_not_named_is_nobody_else(watching: Watching):
    named = ["N/A", "NULL", "None", "-", "?", "unknown", "Unidentified", "", "Gamma", "Nonesuch"]
    watch = watching(rows=[row(n, "2020-01-02", side_b=b) for n, b in enumerate(named)])
    assert ids(watch) == [str(n) for n in range(8)]
    told = dict(watch.surveys()[0].funnel.unmatched)
    assert told == {"Gamma": 1, "Nonesuch": 1}  # of what names nobody no alias is missing


def test_what_a_table_lacks_and_what_is_not_read_is_told(watching: Watching, tmp_path: Path):
    """Each row's month, or 500 km about its place, is else taken in silence."""
    watch = watching()

    def told(text: str, mapping: str = "") -> tuple[str, ...]:
        (tmp_path / "a.csv").write_text(text)
        said = Said(recorded=STAMP.format(2), mapping=mapping)
        return ingest(watch.ledger, tmp_path / "a.csv", said)[0].told

    acled = told("event_id_cnty,event_date,event_type\nU1,2021-03-05,Battles\n")
    assert "it has no column 'time_precision': each row may have happened on any day of" in acled[0]
    ged = told("id,type_of_violence,date_start,date_end,best\n1,1,2021-03-05,2021-03-05,1\n")
    assert (
        ged[0] == "it has no column 'where_prec': each place is taken to be known to within 500 km"
    )
    plain = told("id,date,kind,lattitude,deaths,_1\n1,2021-03-05,battle,41,1,\n")
    assert plain == ("its column 'lattitude' is not read. Did you mean 'latitude'?",)
    columns = "{id: id, date: date, kind: kind, side_a: actor}"
    mapping = f"foedus-map: 1\nname: log\ncolumns: {columns}\nkinds: {{x: battle}}\n"
    assert told("id,date,kind,actor1\n1,2021-03-05,x,B\n", mapping) == (
        "it has no column 'actor', which the mapping names",
    )


@pytest.mark.parametrize(
    ("column", "constants"),
    [
        *[(name, "{a_began: 1}") for name in ("gname", "attacker", "Fired by", "Accused party")],
        ("source", "{a_began: 1}"),
        ("actor1", "{}"),
    ],
)
def test_a_column_that_names_who_did_it_alleges_the_other_side_nothing(
    column: str, constants: str, watching: Watching, tmp_path: Path
):
    proposed = propose("log", ["id", "date", "kind", column, "target"], {"kind": ["battle"]})
    assert f"constants: {constants}" in proposed
    mapping = proposed.replace("'battle': other", "'battle': battle")
    mapping = mapping.replace("columns:", "columns:\n  latitude: y\n  longitude: x")
    text = f"id,date,kind,{column},target,x,y\n1,2020-01-02,battle,Alpha 1,Beta,31,41\n"
    (tmp_path / "a.csv").write_text(text + "2,2020-01-03,battle,Beta,Alpha 1,31,41\n")
    watch = watching()
    watch.ingest(tmp_path / "a.csv", mapping=mapping)
    # Where nobody is named who did it, it is at least not whoever it was done to.
    assert ids(watch) == {"actor1": ["1", "2"], "source": []}.get(column, ["2"])


def test_a_map_proposes_what_a_column_is_called_in_our_own_format(
    watching: Watching, tmp_path: Path
):
    """Also `a_began`: without it what either side did counts against both."""
    proposed = propose("log", [*COLUMNS_OF_OURS, "remarks"], {"kind": ["battle"]})
    assert set(yaml_of(proposed)["columns"]) == set(COLUMNS_OF_OURS)
    assert "# not used: ['remarks']" in proposed
    lines = [
        f"{n},2020-01-0{n},battle,41,31,Beta,Alpha army,{began}" for n, began in ((1, 1), (2, 0))
    ]
    head = ["id", "date", "kind", "latitude", "longitude", "side_a", "side_b", "a_began"]
    (tmp_path / "a.csv").write_text("\n".join([",".join(head), *lines]) + "\n")
    (tmp_path / "b.csv").write_text("\n".join([",".join(head[:-1]), *(x[:-2] for x in lines)]))
    for name, counted in (("a", ["1"]), ("b", ["1", "2"])):
        mapping = propose("log", *header_of("x", tmp_path / f"{name}.csv"))
        for said in (mapping, ""):
            watch = watching(name=f"{name}{bool(said)}")
            receipt = watch.ingest(tmp_path / f"{name}.csv", mapping=said)
            assert ids(watch) == counted
            assert ("counts against both its sides" in " ".join(receipt.told)) == (name == "b")


@pytest.mark.parametrize("order", ["actor1,actor2,initiator", "initiator,actor2,actor1"])
def test_a_column_that_names_which_of_two_sides_began_is_read(
    order: str, watching: Watching, tmp_path: Path
):
    """The norm binds Beta: what Alpha began is no breach of it, whichever side it stands on."""
    began = ["Beta", "Alpha 1", "beta ", "both", "unknown", "Alpha 1", "", "0.5"]
    text = f"id,date,kind,y,x,{order}\n"
    for n, who in enumerate(began):
        sides = {"actor1": "Beta", "actor2": "Alpha 1"}
        if n in (2, 5):
            sides = {"actor1": "Alpha 1", "actor2": "Beta"}
        cells = sides | {"initiator": who}
        text += (
            f"{n},2020-01-02,battle,41,31,{','.join(cells[name] for name in order.split(','))}\n"
        )
    (tmp_path / "a.csv").write_text(text)
    mapping = propose("log", *header_of("a", tmp_path / "a.csv"))
    assert yaml_of(mapping)["columns"]["a_began"] == "initiator"
    watch = watching()
    assert watch.ingest(tmp_path / "a.csv", mapping=mapping).rows == 8
    (finding,) = watch.surveys()[0].findings
    chances = {seen.id: seen.chance for seen in finding.evidence}
    assert chances == {"0": 1, "2": 1, "3": 1, "4": 1, "6": 1, "7": 0.5}


def test_several_columns_tell_an_id_or_a_date_and_nothing_else(tmp_path: Path, watching: Watching):
    columns = "{id: [Day, Time, Post], date: Day, kind: What, time: Time}"
    mapping = f"foedus-map: 1\nname: smm\ncolumns: {columns}\nkinds: {{Explosion: explosion}}\n"
    (tmp_path / "a.csv").write_text(
        "Day;Time;Post;What\n01.03.2021;14:20;A;Explosion\n01.03.2021;14:20;B;Explosion\n"
        "01.03.2021;14:20;B;Burst\n"
    )
    (tmp_path / "b.csv").write_text("Day;Time;What\n01.03.2021;14:20;Explosion\n")
    receipt = watching().ingest(tmp_path / "a.csv", mapping=mapping)
    assert (receipt.rows, receipt.reasons) == (2, (("its id was given to another row", 1),))
    for good, bad in (
        ("date: Day", "date: [Day, Time]"),
        ("date: Day", "date: []"),
        ("kind: What", "kind: [What, Post]"),
    ):
        with pytest.raises(BadMappingError, match="write one column"):
            mapped(mapping.replace(good, bad))
    with pytest.raises(BadFileError, match="there is no column for post"):
        watching(name="v").ingest(tmp_path / "b.csv", mapping=mapping)


def test_a_page_of_several_is_told(tmp_path: Path, watching: Watching):
    one = {"id": 1, "date": "2020-01-02", "kind": "battle"}
    pages = [
        {"TotalCount": 2989, "NextPageUrl": "https://x.org/2", "Result": [one]},
        {"count": 1, "next": "https://x.org/?page=2", "results": [one]},
        {"count": 1, "next": None, "results": [one]},
        {"exceededTransferLimit": True, "features": [{"attributes": one}]},
        {"properties": {"exceededTransferLimit": True}, "features": [{"attributes": one}]},
        {"exceededTransferLimit": False, "features": [{"attributes": one}]},
        {"total_count": 1, "count": 5000, "data": [one]},
    ]
    watch, told = watching(), []
    for page in pages:
        (tmp_path / "a.json").write_text(json.dumps(page))
        (receipt,) = ingest(watch.ledger, tmp_path / "a.json", Said(recorded=STAMP.format(2)))
        told.append(tuple(said for said in receipt.told if "page" in said))
    assert told == [
        ("this is one page of several: 1 of 2,989 rows. Read the others, too",),
        ("this is one page of several: 1 rows. Read the others, too",),
        (),
        ("this is one page of several: 1 rows. Read the others, too",),
        ("this is one page of several: 1 rows. Read the others, too",),
        (),
        ("this is one page of several: 1 of 5,000 rows. Read the others, too",),
    ]


OLD_WORKBOOK = (
    r"""c-rk)O=uHA6#izDG(WWYsj1KkAr!1yn}c}q(ry*BCrj0XB7&ywf+1}xF_(JKYRyp)JSkoZ^&m*qi$AEKHxEKZ4"""
    r"""}u^h_2@}Z@X%&`?`2ogNTC5OROVae&71dT-n^ZkH?#Y0F;SU&)Kf(hhTucZ38Sq+rYMEILL8)b9A>>dM9I<ER0"""
    r"""xM?BHIFZ-tjibbI9{ug@K3u*F=FON~drhqf-Sty@5C&K4ca9Fi2G44oRZu7Oy&mo)x-9=mV+wLg=tat_vNcx)p"""
    r"""U2i{@zmK6e$LFnUE71>1chZ9a))54!M%SMlW=s$MsM{l#2%Vv{LS{&viRCUnFu*hMbKa2F9^nvj{C%ve?hNt*0"""
    r"""={BY91cW+m}N^AMX$`wfdbG1CUhCD=**et(k_<<QXXJnI<DL^Ou^|f$p85vp-kVLCHXOY6nmTb!Mxq?Mo-LkW#"""
    r"""a~Fsi&z4FPc7y}G1cdmifY2curJbmSnD7bNE^+c``QEqphsVdv(;}IXL!f?CY-i8l;0m{(#!=B2LRr%<{BEIF#"""
    r"""p*WUdxR#*ZOZ$`x?JYatkk(C+CJ)Mui%5Zqk-Q^eEI8<r>XK6a~JUoBh`z^g^%VOdTC@VYR}Is2GoGMeT(tT^m"""
    r"""65fmCr)E{|GT5Bkua{xaVOEE4--)38D28kB<6XGTgDMmwZ(6xwcf3t(Vll5?d(=aZC64eYu?yD?DbG3@))19?c"""
    r"""=66OUy;hZ~OR2sAV_G&D3cG&D5UfO4<oKKD`{aIgG9_rJ~xrJDXt^55bprsyfrN992jC@*5VrS-EF0p;0J>ulr"""
    r"""wFJv62-iyd%T>QwlyngAEO*OvHx*Nv--WF=L|5_`4{^S0C0elD4f&"""
)
"""A workbook of Excel 97, as xlwt writes it, packed: id 7, 2020-01-02 (a day), battle, 3 deaths."""


def test_a_workbook_of_before_2007_is_read(tmp_path: Path, watching: Watching):
    pytest.importorskip("python_calamine")
    (tmp_path / "a").write_bytes(zlib.decompress(base64.b85decode(OLD_WORKBOOK)))
    watch = watching()
    assert watch.ingest(tmp_path / "a").rows == 1
    (release,) = watch.ledger.releases()
    rows = rows_of(watch.ledger, release).select("id", "start", "best").collect()
    assert rows.row(0) == ("7", dt.date(2020, 1, 2).toordinal(), 3)


def book(path: Path, *sheets: list[list[object]], merged: str = "", mac: bool = False) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    made = openpyxl.Workbook()
    made.remove(made.active)
    if mac:
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for rows in sheets:
        sheet = made.create_sheet()
        for cells in rows:
            sheet.append(cells)
        for cells in merged.split():
            sheet.merge_cells(cells)
    made.save(path)
    return path


COLUMNS = ["id", "date", "kind", "deaths", "side_a"]


def test_a_merged_cell_holds_of_all_its_rows_but_deaths_are_told_once(
    watching: Watching, tmp_path: Path
):
    rows = [["Log", None], COLUMNS, [1, dt.date(2020, 1, 2), "battle", 3, "Beta"]]
    rows += [[n, None, "battle", None, None] for n in (2, 3)]
    watch = watching()
    watch.ingest(book(tmp_path / "a.xlsx", rows, merged="B3:B5 D3:D5 E3:E4 A1:E1"))
    read = rows_of(watch.ledger, watch.ledger.releases()[0]).collect()
    assert read["start"].to_list() == [dt.date(2020, 1, 2).toordinal()] * 3
    assert read["best"].to_list() == [3, -1, -1]
    assert read["side_a"].to_list() == ["Beta", "Beta", ""]


def test_a_sheet_that_is_not_recognised_is_told(watching: Watching, tmp_path: Path):
    good = [COLUMNS, [1, dt.date(2020, 1, 2), "battle", 3, "Beta"]]
    odd = [["id", "datum", "kind"], [2, dt.date(2020, 1, 2), "battle"]]
    path = book(tmp_path / "a.xlsx", good, odd, [], [["Notes", "x"]])
    (receipt,) = ingest(watching().ledger, path, Said(recorded=STAMP.format(2)))
    assert [f"sheet Sheet{n}" in receipt.told[0] for n in (1, 2, 3)] == [True, False, True]
    assert "has no column date" in receipt.told[0]


def test_a_formula_whose_value_is_not_there_is_not_taken_for_an_empty_cell(
    watching: Watching, tmp_path: Path
):
    """As R and openpyxl write them; who began would be open, and the row count against both."""
    rows = [[*COLUMNS, "a_began"], [1, dt.date(2020, 1, 2), "battle", 3, "Beta", "=1+0"]]
    with pytest.raises(BadFileError, match="formulas without their values"):
        watching().ingest(book(tmp_path / "a.xlsx", rows))
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as made:
        sheet = made.add_worksheet()
        for at, cells in enumerate([*COLUMNS, "a_began"]):
            sheet.write(0, at, cells)
        sheet.write_row(1, 0, [1, "2020-01-02", "battle", 3, "Beta"])
        sheet.write_formula(1, 5, "=1+0", None, 1)
    assert watching(name="v").ingest(tmp_path / "b.xlsx").rows == 1


def test_every_sheet_that_is_left_out_is_named_and_a_map_can_tell_sheets_apart(
    watching: Watching, tmp_path: Path
):
    """Months that each number their rows from 1; a sheet with two days of one name in between."""
    columns = [*COLUMNS, "latitude", "longitude", "side_b"]
    here = [41, 31, "Alpha army"]
    months = [
        [[*columns], *([n, dt.date(2020, m, n), "battle", 0, "Beta", *here] for n in (1, 2))]
        for m in (2, 3, 4, 5)
    ]
    months[2][0][3] = "Date"
    path = book(tmp_path / "a.xlsx", *months)
    said = Said(recorded=STAMP.format(2))
    (receipt,) = ingest(watching().ledger, path, said)
    whole = " ".join(receipt.told)
    assert (receipt.rows, receipt.lacks) == (2, True)
    assert [f"sheet Sheet{n}:" in whole for n in ("", 1, 2, 3)] == [False, True, True, True]
    assert "2 columns named 'date'" in whole
    assert whole.count("a map whose id begins with the sheet, such as 'id: [_sheet, Number]'") == 2
    months[2][0][3] = "deaths"
    path = book(tmp_path / "a.xlsx", *months)
    proposed = propose("log", *header_of("a", path))
    assert "# Do ids start anew in each sheet? Write id: [_sheet, ...]" in proposed
    mapping = proposed.replace("  id: 'id'", "  id: [_sheet, id]")
    watch = watching(name="v")
    receipts = ingest(watch.ledger, path, Said(recorded=STAMP.format(2), mapping=mapping))
    assert [receipt.rows for receipt in receipts] == [2, 2, 2, 2]
    assert ids(watch)[:3] == ["Sheet 1", "Sheet 2", "Sheet1 1"]


@pytest.mark.parametrize(
    "day", [dt.date(2020, 1, 2), (dt.date(2020, 1, 2) - dt.date(1904, 1, 1)).days]
)
def test_days_that_a_mac_counted_are_those_or_none(day: object, watching: Watching, tmp_path: Path):
    path = book(tmp_path / "a.xlsx", [COLUMNS, [1, day, "battle", 3, "Beta"]], mac=True)
    watch = watching()
    if isinstance(day, int):
        with pytest.raises(BadFileError, match="counts days from 1904"):
            watch.ingest(path)
        return
    watch.ingest(path)
    assert watch.ledger.releases()[0].first == dt.date(2020, 1, 2).toordinal()


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("cp1252", "Nariño; Peñas Blancas; ¿quién?; 5º; m²; El Cañón"),
        ("cp1252", "Côte d'Ivoire; Bouaké; blessé; sœur; São Tomé"),
        ("cp1252", "Köln; größer; Ärzte"),
        ("cp1250", "Świętokrzyska; Łódź; żołnierz"),
        ("cp1250", "Vučitrn; Peć; Đakovica; Uroševac"),
        ("cp1254", "Şırnak; Diyarbakır; İstanbul"),
        ("cp1251", "Збройні сили; Донецьк"),
        ("cp1256", "القوات المسلحة; دمشق"),
    ],
)
@pytest.mark.parametrize("many", [1, 40])
def test_names_in_an_old_encoding_are_those_that_were_written(page: str, names: str, many: int):
    text = "id,date,kind,side_a\n" + f"1,2020-01-02,battle,{names}\n" * many
    found, _ = read(text.encode(page))
    assert found[0].side_a == names


def test_an_order_that_a_day_behind_dashes_tells_is_known():
    found, _ = read("id,date,kind\n1,05-03-21,battle\n2,31-03-2021,battle\n")
    assert [i.start for i in found] == [dt.date(2021, 3, 5), dt.date(2021, 3, 31)]
    _, rejected = read("id,date,kind\n1,05-03-21,battle\n")
    assert "which number is the day?" in rejected[0][1]


def test_what_goes_uncounted_beside_findings_is_told(tmp_path: Path):
    (tmp_path / "case.yaml").write_text(case())
    rows = [row(1, "2020-01-02"), row(2, "2020-01-02", latitude=31, longitude=41)]
    rows.append(row(3, "2020-01-02", side_a="The Beta militia", side_b="Gamma"))
    (tmp_path / "a.csv").write_text(table(rows))
    ledger = ["--ledger", str(tmp_path / "w.ledger")]
    run = CliRunner().invoke
    assert run(main, ["monitor", "init", str(tmp_path / "case.yaml"), *ledger]).exit_code == 0
    said = run(main, ["monitor", "ingest", str(tmp_path / "a.csv"), *ledger]).output
    for told in (said, run(main, ["monitor", "status", "--all", *ledger]).output):
        assert "1 row outside, near its zones were latitude and longitude swapped" in told
        assert "names there that no alias matches: 'Gamma' 1, 'The Beta militia' 1" in told


def test_a_row_of_tags_is_none_however_few_its_columns_have(tmp_path: Path, watching: Watching):
    """As HDX has GED: 3 of 12 columns have a tag, behind the number that pandas puts first.

    A row of data whose cells are errors of a spreadsheet is a row, and so is one with one mark.
    """
    header = "id,type_of_violence,date_start,date_end,best,low,high,where_prec,side_a,side_b"
    line = "7,1,2020-03-01,2020-03-01,5,4,9,1,Alpha army,Beta,31,41"
    tags = "0,,#date+start,,,,,,#group+name+first,,#geo+lon,"
    for name, second, rows, wrong in (
        ("tags", tags, 1, 0),
        ("errors", "#NV,#NV,#NV,#NV,#NV,#NV,#NV,#NV,#NV,#NV,#NV,#NV", 1, 1),
        ("one", line.replace("Beta", "#beta").replace("7", "8"), 2, 0),
    ):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"{header},longitude,latitude\n{second}\n{line}\n")
        receipt = watching(name=name).ingest(path)
        assert (receipt.rows, receipt.release.rejected) == (rows, wrong)
        assert ("the rows begin at line 3" in receipt.told) == (name == "tags")


def test_a_packed_file_is_named_as_it_came_and_not_by_where_it_lay(
    tmp_path: Path, watching: Watching
):
    """What else is in it is told behind its name; the folders of this machine in no record."""
    text = table([row(1, "2020-01-02")]).encode()
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(text))
    (tmp_path / "b.csv").write_bytes(text + b"\n")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("c.csv", text + b"\n\n")
        packed.writestr("d.csv", "nothing,known\n1,2\n")
    (tmp_path / "e.zip.gz").write_bytes(gzip.compress(archive.getvalue()))
    watch = watching()
    for name in ("a.csv.gz", "b.csv", "e.zip.gz"):
        watch.ingest(tmp_path / name)
    named = sorted(release.file for release in watch.ledger.releases())
    assert named == ["a.csv.gz", "b.csv", "e.zip.gz/c.csv"]
    ((said,),) = watch.ledger.left_out().values()
    assert said.startswith("e.zip/d.csv: ")


def test_what_is_taken_of_places_is_told(tmp_path: Path, watching: Watching):
    """Within 1 km where neither a column nor the mapping says it; with either nothing is told."""
    mapping = MAPPED_PLACES
    (tmp_path / "m.csv").write_text("no,day,what,lat,lon\n1,2020-01-02,shot,41,31\n")
    told = "nothing in it says how well a place is known ('km'): each is taken to be known to "
    told += "within 1 km"
    for name, more, is_told in (("a", "", True), ("b", "constants: {km: 25}\n", False)):
        receipt = watching(name=name).ingest(tmp_path / "m.csv", mapping=mapping + more)
        assert (told in receipt.told) == is_told


MAPPED_PLACES = """
foedus-map: 1
name: places
columns: {id: no, date: day, kind: what, latitude: lat, longitude: lon}
kinds: {shot: battle}
"""


def test_reports_of_one_event_are_one_row_read_as_most_of_them_are(
    tmp_path: Path, watching: Watching
):
    """Of three reports two say that Russia began it with .85: so it is, and not with .2.

    None of the others is a fault of the file. Were each another, the first as written would count.
    """
    header = "event_id,event_id_1pd,date,t_mil,t_artillery,a_rus,a_rus_init"
    lines = [f"{n},101,20250801,0.9,0.8,0.9,{c}" for n, c in enumerate((0.2, 0.85, 0.85))]
    (tmp_path / "v.csv").write_text("\n".join([header, *lines, "4,102,20250802,0.9,0.8,0.9,0.7"]))
    watch = watching()
    receipt = watch.ingest(tmp_path / "v.csv")
    assert receipt.reasons == (("another report of the same event counts", 2),)
    assert (receipt.rows, receipt.share_rejected) == (2, 0)
    (release,) = watch.ledger.releases()
    read_in = rows_of(watch.ledger, release).sort("id").collect()
    assert read_in["a_began"].to_list() == [0.85, 0.7]


def test_more_civilians_than_anybody_died_is_a_slip(tmp_path: Path, watching: Watching):
    """5 of at most 3, and 5 of 3; but 5 of at least 3, or of 3 to 9, may be, and nobody says."""
    header = f"{','.join(COLUMNS_OF_OURS)}".replace(" ", "")
    names = ["id", "date", "kind", "deaths_low", "deaths", "deaths_high", "deaths_civilians"]
    assert {*names} <= {*header.split(",")}
    told = ["1,,3", "1,3,", "3,,", "1,3,9", ",,"]
    lines = [f"{n},2020-01-02,battle,{said},5" for n, said in enumerate(told)]
    (tmp_path / "a.csv").write_text("\n".join([",".join(names), *lines]))
    receipt = watching().ingest(tmp_path / "a.csv")
    assert receipt.rows == 3
    assert receipt.reasons == (
        ("'deaths_civilians' is above 'deaths'", 1),
        ("'deaths_civilians' is above 'deaths_high'", 1),
    )


@pytest.mark.parametrize("key", ["properties", "attributes"])
def test_a_point_is_the_same_whatever_the_letters_of_its_columns(
    key: str, tmp_path: Path, watching: Watching
):
    """LATITUDE beside a geometry is no second column; where it names another place it is told."""
    said = {"id": 1, "date": "2020-01-02", "kind": "battle", "LATITUDE": 41.0, "LONGITUDE": 31.0}
    for name, north, is_fine in (("a", 41.0, True), ("b", 43.0, key == "attributes")):
        point = {"type": "Point", "coordinates": [31.0, north]}
        whole = {"type": "Feature", key: said, "geometry": point}
        if key == "attributes":
            whole = {key: said, "geometry": {"x": 31.0, "y": north}}
        (tmp_path / f"{name}.json").write_text(json.dumps({"features": [whole, whole]}))
        watch = watching(name=name)
        if not is_fine:
            with pytest.raises(BadFileError, match="its geometry are two places"):
                watch.ingest(tmp_path / f"{name}.json")
            continue
        watch.ingest(tmp_path / f"{name}.json")
        (release,) = watch.ledger.releases()
        assert rows_of(watch.ledger, release).collect()["latitude"].to_list() == [north]


def test_of_columns_that_may_tell_a_thing_the_better_is_proposed(tmp_path: Path):
    """SCAD: actor2 is an ally of actor1, and target1 whom they act against. GTD: words, no codes.

    And who has a file that is read without a mapping is told so.
    """
    scad = propose("scad", ["eventid", "startdate", "actor1", "actor2", "target1"], {})
    assert yaml_of(scad)["columns"]["side_b"] == "target1"
    gtd = propose("gtd", ["eventid", "country", "country_txt", "region", "provstate"], {})
    assert yaml_of(gtd)["columns"]["country"] == "country_txt"
    assert yaml_of(gtd)["columns"]["unit"] == "provstate"
    (tmp_path / "a.csv").write_text("event_id_cnty,event_date,event_type\nX1,2020-01-02,Battles\n")
    said = CliRunner().invoke(main, ["monitor", "map", str(tmp_path / "a.csv")]).output
    assert said.startswith("# This is ACLED: 'foedus monitor ingest' reads it without a mapping.\n")
