"""List pages: counts that say what one click gives, addresses without noise, pages that clamp."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.organizations.models import Organization
from portal.web.lists import Filter, address, chosen, count_by, listing, page_of, tallied
from tests.helpers import assert_same_queries
from tests.organizations.factories import OrganizationFactory

NAMES = {"hospital": "โรงพยาบาล", "tao": "อบต."}
KIND = Filter(
    name="kind",
    title="ประเภท",
    lookup="type",
    read=lambda written: written if written in NAMES else None,
    labels=lambda values: {value: NAMES[value] for value in sorted(values)},
)
AREA = Filter(
    name="area",
    title="จังหวัด",
    lookup="province_code",
    read=lambda written: written if len(written) == 2 and written.isdigit() else None,
    labels=lambda values: {value: value for value in sorted(values, reverse=True)},
)


@pytest.mark.parametrize(
    ("written", "page"),
    [
        ("1", 1),
        ("2", 2),
        ("๒", 2),
        ("3", 3),
        ("999999999999999999999", 3),
        ("0", 3),
        ("-1", 3),
        ("jam", 1),
        ("", 1),
        (None, 1),
        (2, 2),
        ("\x00", 1),
        ("1e9", 1),
    ],
    ids=ascii,
)
def test_a_page_number_that_does_not_exist_becomes_the_nearest_one(written: str | int | None, page: int):
    assert page_of(range(45), written, 20).number == page


def test_an_empty_list_has_one_page():
    assert page_of([], "7", 20).number == 1


def test_an_address_carries_only_what_has_a_value():
    assert address("./", {"a": "", "b": None, "c": ()}) == "./"
    assert (
        address("/x/", {"q": "น้ำ ท่วม", "kind": ["a", "b"]})
        == "/x/?q=%E0%B8%99%E0%B9%89%E0%B8%B3+%E0%B8%97%E0%B9%88%E0%B8%A7%E0%B8%A1&kind=a&kind=b"
    )


def test_values_that_mean_nothing_are_no_filter():
    assert chosen([KIND, AREA], {"kind": "nothing", "area": "jam", "other": "tao"}) == {}
    assert chosen([KIND, AREA], {"kind": " tao ", "area": "81"}) == {"kind": "tao", "area": "81"}


def organization(kind: str, province: str) -> Organization:
    return OrganizationFactory(type=kind, province_code=province, district_code="")


@pytest.mark.django_db
class TestListing:
    @pytest.fixture(autouse=True)
    def _organizations(self):
        Organization.objects.all().delete()
        organization("tao", "81")
        organization("tao", "80")
        organization("hospital", "81")

    def view(self, **params: str):
        return listing(
            Organization.objects.all(),
            [KIND, AREA],
            params,
            base="/x/",
            per_page=20,
            ordered=lambda rows: rows.order_by("pk"),
            kept={"q": "a"},
        )

    def test_a_count_is_what_one_click_gives(self):
        value_of = {label: value for value, label in NAMES.items()}
        for params in ({}, {"kind": "tao"}, {"area": "81"}, {"kind": "hospital", "area": "81"}):
            facets = self.view(**params).facets
            assert facets
            for facet in facets:
                for option in facet.options:
                    clicked = {**params, facet.name: value_of.get(option.label, option.label)}
                    assert self.view(**clicked).total == option.count

    def test_a_chosen_filter_is_a_tag_that_takes_it_away(self):
        view = self.view(kind="tao", area="81")
        assert [tag.text for tag in view.tags] == ["ประเภท: อบต.", "จังหวัด: 81"]
        assert [tag.url for tag in view.tags] == ["/x/?q=a&area=81", "/x/?q=a&kind=tao"]

    def test_a_choice_without_rows_still_shows_what_was_chosen(self):
        view = self.view(kind="hospital", area="80")
        assert view.total == 0
        assert [tag.url for tag in view.tags] == ["/x/?q=a&area=80", "/x/?q=a&kind=hospital"]

    def test_the_selected_option_is_marked(self):
        kinds = self.view(kind="tao").facets[0]
        assert [(option.label, option.selected) for option in kinds.options] == [
            ("โรงพยาบาล", False),
            ("อบต.", True),
        ]

    def test_a_filter_without_options_is_left_out(self):
        Organization.objects.all().delete()
        assert self.view().facets == ()

    def test_rows_without_a_value_are_not_counted(self):
        Organization.objects.filter(type="hospital").update(district_code="8101")
        assert count_by(Organization.objects.all(), "district_code") == {"8101": 1}

    def test_an_address_of_a_choice_is_the_whole_address(self):
        """It is put together from a part that all choices share: signs and Thai letters stay what they are."""
        view = listing(
            Organization.objects.all(),
            [KIND, AREA],
            {"area": "81"},
            base="/x/?%00=%00",
            per_page=20,
            ordered=lambda rows: rows.order_by("pk"),
            kept={"q": "ก&kind=%00\0"},
        )
        kept = "/x/?%00=%00?q=%E0%B8%81%26kind%3D%2500%00"
        kinds, areas = view.facets
        assert [option.url for option in kinds.options] == [
            f"{kept}&area=81&kind={one}" for one in sorted(NAMES)
        ]
        assert [option.url for option in areas.options] == [f"{kept}&area={one}" for one in ("81", "80")]

    def test_two_filters_of_many_values_are_refused(self):
        """What is chosen of both could not be told from one count of each."""
        many = [replace(one, is_many=True) for one in (KIND, AREA)]
        with pytest.raises(ValueError, match="one filter of many values"):
            tallied(Organization.objects.all(), many)

    def test_more_rows_need_no_more_queries(self):
        assert_same_queries(
            lambda: list(self.view(kind="tao").page), lambda: [organization("tao", "81") for _ in range(3)]
        )
