"""A large table is handed out while it is made: what waits in memory does not grow with it (R20)."""

from __future__ import annotations

from collections.abc import Iterator

from portal.web.downloads import CSV, csv_lines, streamed_response

ROWS = 100_000


def test_of_a_hundred_thousand_rows_one_is_held_at_a_time() -> None:
    taken = 0

    def rows() -> Iterator[tuple[object, ...]]:
        nonlocal taken
        for number in range(ROWS):
            taken += 1
            yield (number, "น้ำท่วม", None)

    response = streamed_response(csv_lines(("เลขที่", "เรื่อง", ""), rows()), name="ก.csv", content_type=CSV)
    assert taken == 0, "nothing is made before somebody reads"
    given = ahead = 0
    for part in response.streaming_content:
        given += part.count(b"\r\n")
        ahead = max(ahead, taken - given)
    assert given == ROWS + 1
    assert ahead <= 1
