"""Outlines come from a file that the operator gives, are read with care, and are never fetched (S2.62)."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.organizations import areas
from portal.organizations.importing import area_map
from portal.organizations.importing.area_map import AreaMapError, import_area_map, load_shipped
from portal.organizations.models import AreaShape

pytestmark = pytest.mark.django_db
SQUARE = [[98.8, 8.0], [98.9, 8.0], [98.9, 8.1], [98.8, 8.1], [98.8, 8.0]]


def feature(
    code: Any = "810116", *, name: str = "code", kind: str = "Polygon", rings: Any = None
) -> dict[str, Any]:
    coordinates = [SQUARE] if rings is None else rings
    return {
        "type": "Feature",
        "properties": {name: code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_the_same_file_twice_changes_nothing() -> None:
    content = collection(feature())
    assert import_area_map(content, credit="ก").written == 1
    again = import_area_map(content, credit="ก")
    assert (again.written, again.unchanged) == (0, 1)
    assert AreaShape.objects.get().rings == [SQUARE]


def test_a_new_outline_or_credit_replaces_the_old() -> None:
    import_area_map(collection(feature()), credit="ก")
    import_area_map(collection(feature(rings=[[*SQUARE[:2], [98.95, 8.1], SQUARE[0]]])), credit="ข")
    shape = AreaShape.objects.get()
    assert shape.credit == "ข"
    assert [98.95, 8.1] in shape.rings[0]


@pytest.mark.parametrize(
    ("name", "code"), [("code", 810116), ("ADM3_PCODE", "TH810116"), ("adm2_pcode", "TH8101")]
)
def test_codes_of_others_are_understood(name: str, code: Any) -> None:
    assert import_area_map(collection(feature(code, name=name)), credit="ก").written == 1


@pytest.mark.parametrize(
    "bad",
    [
        feature("999999"),
        feature(""),
        feature(kind="Point", rings=[98.8, 8.0]),
        feature(rings=[[[0, 0], [1, 0], [1, 1], [0, 0]]]),
        feature(rings=[[["x", 8.0], *SQUARE]]),
        feature(rings=[[]]),
        feature(rings=[SQUARE * 1000]),
        {"type": "Feature", "properties": None, "geometry": None},
        {"type": "Feature", "properties": {"code": "810116"}, "geometry": None},
        "text",
    ],
)
def test_what_is_no_outline_of_an_area_is_left_out_and_named(bad: Any) -> None:
    report = import_area_map(collection(bad, feature("810101")), credit="ก")
    assert [number for number, _ in report.refused] == [1]
    assert [shape.area_code for shape in AreaShape.objects.all()] == ["810101"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"features": 3}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_map_is_refused(content: bytes) -> None:
    with pytest.raises(AreaMapError):
        import_area_map(content, credit="ก")


def test_a_file_without_end_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(area_map, "MOST_BYTES", 10)
    with pytest.raises(AreaMapError):
        import_area_map(collection(feature()), credit="ก")


def test_what_comes_with_the_portal_is_the_district_of_the_center_and_its_province() -> None:
    assert load_shipped() == 18
    codes = set(AreaShape.objects.values_list("area_code", flat=True))
    assert codes == {one.code for one in (*areas.districts("81"), *areas.subdistricts("8101"))}
    assert AreaShape.objects.exclude(credit="").count() == 18, "whose outlines they are stands on the page"
    assert area_map.SHIPPED.stat().st_size < 10_000


def test_the_outlines_of_an_operator_stay() -> None:
    import_area_map(
        collection(feature("100101", rings=[[[100.4, 13.7], [100.5, 13.7], [100.5, 13.8], [100.4, 13.7]]])),
        credit="ก",
    )
    assert load_shipped() == 0
    assert AreaShape.objects.get().area_code == "100101"


def test_the_command_tells_what_it_did_and_writes_nothing_when_it_only_looks(tmp_path: Any) -> None:
    path, out = tmp_path / "map.geojson", StringIO()
    path.write_bytes(collection(feature(), feature("999999")))
    call_command("import_areas_map", path, credit="ก", dry_run=True, stdout=out)
    assert "1 would be written, 0 unchanged, 1 refused" in out.getvalue()
    assert not AreaShape.objects.exists()
    call_command("import_areas_map", path, credit="ก", stdout=out)
    assert "feature 2: no area has the code 999999" in out.getvalue()
    assert AreaShape.objects.count() == 1
    with pytest.raises(CommandError):
        call_command("import_areas_map", tmp_path / "nothing", credit="ก", stdout=out)
