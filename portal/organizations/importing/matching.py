"""Which row of a file is which body: stable keys within a source, and the bodies of the database found by any key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from portal.organizations import naming
from portal.organizations.importing.parsing import ParsedRow, natural_key
from portal.organizations.models import Organization
from portal.thai.digits import only_digits
from portal.thai.text import key


class KnownBodies:
    """The bodies of the database, found by any of their keys, each given out once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.all = list(Organization.objects.all())
        self.taken: set[int] = set()
        self.by_key = {o.source_key: o for o in self.all if o.source == source and o.source_key}
        self.by_geocode = self._unique((o.geocode, o) for o in self.all)
        self.by_dla_code = self._unique((without_zeros(o.dla_code), o) for o in self.all)
        self.by_name = self._unique((natural_key(vars(o)), o) for o in self.all)
        self.by_bare_key = self._unique((without_zeros(key_), o) for key_, o in self.by_key.items())
        self.by_place = self._unique(
            (pair, o)
            for o in self.all
            for pair in {(o.province_code, key(name)) for name in (o.name_th, o.short_name) if name}
        )

    @staticmethod
    def _unique(pairs: Iterable[tuple[Any, Organization]]) -> dict[Any, Organization]:
        """Return a lookup of the keys that belong to one body alone; blank keys belong to none."""
        grouped: dict[Any, list[Organization]] = {}
        for known_by, organization in pairs:
            if known_by:
                grouped.setdefault(known_by, []).append(organization)
        return {known_by: found[0] for known_by, found in grouped.items() if len(found) == 1}

    def by_source_key(self, source_key: str) -> Organization | None:
        """Return the body with a key of this source; zeros that a spreadsheet dropped from an id do not count."""
        return self.by_key.get(source_key) or self.by_bare_key.get(without_zeros(source_key))

    def in_province(self, name: str, province_code: str) -> Organization | None:
        """Return the only body of a province with this full or short name."""
        return self.by_place.get((province_code, key(name)))

    def take(self, organization: Organization | None) -> Organization | None:
        """Return the body unless it was given out already."""
        if organization is None or organization.pk in self.taken:
            return None
        self.taken.add(organization.pk)
        return organization

    def protect(self, cells: dict[str, str]) -> None:
        """Count the body that a refused row is about as named by the file, so that an error never closes it."""
        geocode = only_digits(cells.get("geocode", ""))
        name = key(cells.get("name_th", ""))
        self.take(
            self.by_source_key(f"id:{cells.get('key', '')}")
            or self.by_key.get(f"geo:{geocode}")
            or self.by_geocode.get(geocode)
            or self.by_dla_code.get(without_zeros(only_digits(cells.get("dla_code", ""))))
            or next(
                (o for o in self.by_key.values() if name and name in (key(o.name_th), key(o.short_name))),
                None,
            )
        )

    def by_facts(self, row: ParsedRow) -> Organization | None:
        """Return the body that a row without a known source key is about."""
        return (
            self.take(self.by_geocode.get(row.values.get("geocode")))
            or self.take(self.by_dla_code.get(without_zeros(str(row.values.get("dla_code", "")))))
            or self.take(self.by_name.get(row.natural_key))
        )


def without_zeros(code: str) -> str:
    """Return a code, or "id:" and a code, without the zeros in front: spreadsheets drop them."""
    kind, colon, value = code.rpartition(":")
    return f"{kind}{colon}{value.lstrip('0') or value}"


def same(written: str) -> str:
    """Return the form in which names and codes that a list writes are compared with each other."""
    return without_zeros(key(written))


def known_as(row: ParsedRow) -> list[str]:
    """Return everything by which other rows and sheets may name the body of a row, the surest last."""
    values = (
        row.values.get("short_name"),
        row.name,
        row.values.get("dla_code"),
        row.values.get("geocode"),
        row.key,
    )
    return [same(str(value)) for value in values if value]


def source_keys(rows: list[ParsedRow]) -> dict[int, str]:
    """Return the stable key of every row within its source, by line.

    Own id of the source first, then the geocode where no other row of the file has it, else type, name and place; the
    code of the department is no key because its first digit changes when a body is upgraded (documents.md 4).
    """
    geocodes = Counter(str(row.values.get("geocode", "")) for row in rows)
    found = {}
    for row in rows:
        geocode = str(row.values.get("geocode", ""))
        if row.key:
            found[row.line] = f"id:{row.key}"
        elif geocode and geocodes[geocode] == 1:
            found[row.line] = f"geo:{geocode}"
        else:
            found[row.line] = "name:" + "|".join((*row.natural_key, geocode))[:190]
    return found


def tell_english_names_apart(rows: list[ParsedRow]) -> None:
    """Add the Thai place to English names that several bodies of one district and type share.

    Lists romanize loosely: คลองพน and คลองพนพัฒนา are both "Khlong Phon" there, in one subdistrict.
    """
    groups: dict[tuple[object, ...], list[ParsedRow]] = {}
    for row in rows:
        if row.values.get("name_en"):
            place = (
                row.type,
                row.values["name_en"],
                row.values.get("province_code"),
                row.values.get("district_code"),
            )
            groups.setdefault(place, []).append(row)
    for group in groups.values():
        if len({row.name for row in group}) > 1:
            for row in group:
                row.values["name_en"] = f"{row.values['name_en']} ({naming.place_of(row.type, row.name)})"[
                    :200
                ]
