"""Which figures of a published table must be hidden so that small ones cannot be worked out (cases.md, privacy 11).

A table of counts with its sums is a circulation: every figure is a flow along an edge between two nodes, and "the sum
of the parts is the total" says that what flows into a node flows out of it. Several tables that share their sums
(organization × problem and month × problem) are one network. That makes the reader's best attack exact and cheap to
compute: how far one hidden figure can move while all published figures stay is a maximum flow, and since such networks
are totally unimodular, every whole number in between is possible too (Ahuja, Magnanti, Orlin, Network Flows, ch. 11).

Nothing is searched farther than it has to be: what hidden figures connect is one block, and a walk begins at the end of
a figure where few others are (one organization's line), so that a country of 7,850 bodies costs little more than the
sum of its bodies.

Hidden figures all look alike in print: a reader cannot tell a small one from one that was hidden to protect it.

Pure functions; no Django.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

K = 5
"""Smallest count that is published; 0 is published too (requirements 7.4)."""
FEW = 32
"""Figures at one node that are all looked at: those of one organization, not those of a sum over all organizations."""


@dataclass(frozen=True)
class Cell:
    """One figure as an edge of the network.

    Args:
        key: its name, unique in the network.
        tail: node that it leaves.
        head: node that it enters.
        value: a whole number, not negative.
        cost: how much is lost when it is hidden besides: 0 inside of a table, more for sums.
        is_count: a count of people or cases, which is sensitive when small; False for money.
        force: hide it whatever its value. A forced nought is left out, but needs no protection: nobody is in it.
        most: a bound that the reader knows from elsewhere (refused cases are closed cases); None for none.
        least: a bound from below: 1 in a table that names only what there is, where a nought is not printed as hidden.
        known: the reader knows the figure from elsewhere, an earlier edition: hiding it protects nothing.
    """

    key: str
    tail: str
    head: str
    value: int
    cost: int = 0
    is_count: bool = True
    force: bool = False
    most: int | None = None
    least: int = 0
    known: bool = False

    def is_sensitive(self, k: int) -> bool:
        """Whether this figure must be hidden for its own sake."""
        return self.force or (self.is_count and 0 < self.value < k)


class UnbalancedError(ValueError):
    """The figures do not add up; nothing may be published from them."""


class CannotProtectError(ValueError):
    """Whatever is hidden, a reader works a small figure out: of what is known from elsewhere nothing can be taken back."""


Step = tuple[int, bool, str]
"""An edge, whether it is walked forward (its figure grows) or backward (it shrinks), and the node it leads to."""


class Network:
    """Figures, and which of them are hidden.

    Args:
        cells: all figures, sums included; at every node inflow equals outflow.

    Raises:
        UnbalancedError: they do not add up, or a value is negative.
        ValueError: two cells have one key.
    """

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = list(cells)
        self.place = {cell.key: place for place, cell in enumerate(self.cells)}
        if len(self.place) != len(self.cells):
            raise ValueError("two figures with one key")
        balance: dict[str, int] = defaultdict(int)
        self.steps: dict[str, list[Step]] = defaultdict(list)
        for place, cell in enumerate(self.cells):
            if cell.value < cell.least:
                raise UnbalancedError(f"negative figure: {cell.key}")
            balance[cell.tail] -= cell.value
            balance[cell.head] += cell.value
            self.steps[cell.tail].append((place, True, cell.head))
            self.steps[cell.head].append((place, False, cell.tail))
        if wrong := [node for node, difference in balance.items() if difference]:
            raise UnbalancedError(f"figures do not add up at: {', '.join(sorted(wrong))}")
        self.hidden: set[int] = set()
        self._open: dict[str, list[Step]] = defaultdict(list)

    def hide(self, places: Iterable[int]) -> None:
        """Hide figures; what is hidden can move, so the reader's walks go along these edges only."""
        for place in places:
            if place not in self.hidden:
                cell = self.cells[place]
                self.hidden.add(place)
                if cell.known:
                    continue
                self._open[cell.tail].append((place, True, cell.head))
                self._open[cell.head].append((place, False, cell.tail))

    def _room(self, step: Step, moved: Mapping[int, int]) -> float:
        """Return how far a hidden figure can still move along a step."""
        place, forward, _ = step
        cell, by = self.cells[place], moved.get(place, 0)
        if not forward:
            return cell.value + by - cell.least
        return float("inf") if cell.most is None else cell.most - cell.value - by

    def _flow(self, place: int, *, grow: bool, limit: float) -> tuple[float, dict[int, int]]:
        """Return how far one hidden figure can grow or shrink, up to `limit`, and what else moves then."""
        cell = self.cells[place]
        source, sink = (cell.head, cell.tail) if grow else (cell.tail, cell.head)
        moved: dict[int, int] = defaultdict(int)
        total: float = 0
        if grow and cell.most is not None:
            limit = min(limit, cell.most - cell.value)
        if not grow:
            limit = min(limit, cell.value - cell.least)
        # Shortest ways keep the number of rounds small where no limit does (Edmonds and Karp).
        find = self._shortest_path if limit == float("inf") else self._near_path
        while total < limit:
            path = find(source, sink, place, moved)
            if path is None:
                break
            width = min([limit - total, *(self._room(step, moved) for step in path)])
            if width == float("inf"):
                return width, moved
            for edge, forward, _ in path:
                moved[edge] += int(width) if forward else -int(width)
            total += width
        return total, moved

    def _near_path(self, source: str, sink: str, avoid: int, moved: Mapping[int, int]) -> list[Step] | None:
        """Return a path over hidden figures that still have room, found within its own block of the table.

        It begins at the end with fewer hidden figures, an organization rather than a sum over all of them, and looks at
        each node's figures only as far as it has to. What a search costs is then the size of the block around one figure,
        and not the size of the country; that no way exists is found at the small end too.
        """
        if source == sink:
            return []
        back = len(self._open[sink]) < len(self._open[source])
        start, goal = (sink, source) if back else (source, sink)
        seen, trail = {start}, []
        ways = [iter(self._open[start])]
        while ways:
            step = next((one for one in ways[-1] if self._leads_on(one, seen, avoid, moved, back)), None)
            if step is None:
                ways.pop()
                if trail:
                    trail.pop()
                continue
            edge, forward, end = step
            seen.add(end)
            trail.append((edge, forward is not back, end))
            if end == goal:
                return trail
            beside = self._open[end]
            if len(beside) <= FEW:
                last = next(
                    (
                        one
                        for one in beside
                        if one[2] == goal and self._leads_on(one, seen, avoid, moved, back)
                    ),
                    None,
                )
                if last is not None:
                    return [*trail, (last[0], last[1] is not back, goal)]
            ways.append(iter(beside))
        return None

    def _leads_on(
        self, step: Step, seen: Collection[str], avoid: int, moved: Mapping[int, int], back: bool
    ) -> bool:
        """Return whether a hidden figure leads to a new node and has room, also where the way is walked from its end."""
        edge, forward, end = step
        if end in seen or edge == avoid:
            return False
        return self._room((edge, forward is not back, end), moved) > 0

    def _shortest_path(
        self, source: str, sink: str, avoid: int, moved: Mapping[int, int]
    ) -> list[Step] | None:
        """Return a path over hidden figures that still have room, breadth first; [] when the ends are one node."""
        came: dict[str, Step | None] = {source: None}
        queue = deque([source])
        while queue:
            node = queue.popleft()
            if node == sink:
                return self._walked(came, sink)
            for step in self._open[node]:
                edge, _, end = step
                if end in came or edge == avoid:
                    continue
                if self._room(step, moved) > 0:
                    came[end] = step
                    queue.append(end)
        return None

    def _walked(self, came: Mapping[str, Step | None], node: str) -> list[Step]:
        path: list[Step] = []
        while (step := came[node]) is not None:
            path.append(step)
            cell = self.cells[step[0]]
            node = cell.tail if step[1] else cell.head
        return path[::-1]

    def interval(self, key: str) -> tuple[int, float]:
        """Return the smallest and the largest value that a reader must hold possible; infinity for no upper end."""
        place = self.place[key]
        value = self.cells[place].value
        if place not in self.hidden:
            return value, value
        up, _ = self._flow(place, grow=True, limit=float("inf"))
        down, _ = self._flow(place, grow=False, limit=value)
        return int(value - down), value + up

    def is_safe(self, place: int, k: int) -> bool:
        """Return whether a reader of the published figures learns nothing of one figure that they should not."""
        cell = self.cells[place]
        if place not in self.hidden:
            return not cell.is_sensitive(k)
        if not cell.value:
            return True
        if cell.known:
            return not cell.is_count or cell.value >= k
        if cell.is_count and cell.value < k:
            return self._flow(place, grow=True, limit=k - cell.value)[0] >= k - cell.value
        return self._flow(place, grow=True, limit=1)[0] >= 1 or self._flow(place, grow=False, limit=1)[0] >= 1

    def _cheapest_way(self, place: int, moved: Mapping[int, int]) -> list[int]:
        """Return the published figures to hide so that one more unit can flow round: least loss first (Dijkstra).

        What is hidden costs nothing, so all that it connects is one block, crossed at once; only the published figures at
        the rim of a block are weighed.
        """
        source, sink = self.cells[place].head, self.cells[place].tail
        back = len(self.steps[sink]) < len(self.steps[source])
        start, goal = (sink, source) if back else (source, sink)
        came: dict[str, tuple[str, int] | None] = {start: None}
        done: set[str] = set()
        best: dict[str, float] = {start: 0}
        heap: list[tuple[float, str]] = [(0, start)]
        while heap:
            loss, node = heapq.heappop(heap)
            if node in done:
                continue
            block = self._block(node, goal, done, place, moved, back, came)
            if goal in done:
                break
            for inside in block:
                for edge, forward, end in self.steps[inside]:
                    if end in done or edge == place or edge in self.hidden:
                        continue
                    further = loss + self._loss((edge, forward is not back, end), moved)
                    if further < best.get(end, float("inf")):
                        best[end], came[end] = further, (inside, edge)
                        heapq.heappush(heap, (further, end))
        if goal not in came:
            raise CannotProtectError(self.cells[place].key)
        return self._published_on(came, goal)

    def _published_on(self, came: Mapping[str, tuple[str, int] | None], at: str) -> list[int]:
        """Return the published figures on the way to a node."""
        wanted = []
        while (step := came[at]) is not None:
            at, edge = step
            if edge not in self.hidden:
                wanted.append(edge)
        return wanted

    def _block(
        self,
        node: str,
        goal: str,
        done: set[str],
        avoid: int,
        moved: Mapping[int, int],
        back: bool,
        came: dict[str, tuple[str, int] | None],
    ) -> list[str]:
        """Return the nodes that hidden figures with room connect with one; stops as soon as the goal is among them."""
        block, ways = [node], [(node, iter(self._open[node]))]
        done.add(node)
        while ways and goal not in done:
            at, steps = ways[-1]
            step = next((one for one in steps if self._leads_on(one, done, avoid, moved, back)), None)
            if step is None:
                ways.pop()
                continue
            edge, _, end = step
            done.add(end)
            came[end] = (at, edge)
            block.append(end)
            beside = self._open[end]
            if len(beside) <= FEW and end != goal:
                for one in beside:
                    if one[2] == goal and self._leads_on(one, done, avoid, moved, back):
                        done.add(goal)
                        came[goal] = (end, one[0])
                        break
            ways.append((end, iter(beside)))
        return block

    def _loss(self, step: Step, moved: Mapping[int, int]) -> float:
        """Return what is lost when a published figure is hidden; infinity where it could not move anyway."""
        cell = self.cells[step[0]]
        if cell.known or self._room(step, moved) <= 0:
            return float("inf")
        # A nought protects badly (a reader guesses it) and a large figure is a large loss.
        return 1 + 1_000_000 * cell.cost + (cell.value if cell.value else 5_000)

    def protect(self, k: int = K) -> None:
        """Hide every sensitive figure, and others until each sensitive one may as well be `k` or more.

        Raises:
            CannotProtectError: what a reader knows from elsewhere leaves no way.
        """
        sensitive = [place for place, cell in enumerate(self.cells) if cell.is_sensitive(k)]
        self.hide(sensitive)
        for place in sorted(sensitive, key=lambda place: (self.cells[place].value, place)):
            cell = self.cells[place]
            if cell.known and self.is_safe(place, k):
                continue
            needed = _needed(cell, k)
            while True:
                reached, moved = self._flow(place, grow=True, limit=needed)
                if reached >= needed:
                    break
                if cell.most is not None and cell.most - cell.value <= reached:
                    # It cannot grow further; a large one that is hidden beside others may shrink instead.
                    if cell.value >= k and self.is_safe(place, k):
                        break
                    raise CannotProtectError(cell.key)
                self.hide(self._cheapest_way(place, moved))


def _needed(cell: Cell, k: int) -> int:
    """Return by how much a sensitive figure must at least be able to grow."""
    if not cell.value:
        return 0
    return max(1, k - cell.value) if cell.is_count else max(1, cell.value // 5)


def protect(cells: Sequence[Cell], *, k: int = K) -> frozenset[str]:
    """Return the keys of all figures to hide.

    Args:
        cells: every figure that is to be published, sums included.
        k: smallest count that may be shown.

    Raises:
        UnbalancedError: the figures do not add up.
        CannotProtectError: what a reader knows from elsewhere gives small figures away.
    """
    network = Network(cells)
    network.protect(k)
    return frozenset(network.cells[place].key for place in network.hidden)


def intervals(cells: Sequence[Cell], hidden: Collection[str]) -> dict[str, tuple[int, float]]:
    """Return what a reader can find out about each hidden figure from all published ones together."""
    network = Network(cells)
    network.hide(network.place[key] for key in hidden)
    return {key: network.interval(key) for key in hidden}


def leaks(cells: Sequence[Cell], hidden: Collection[str], *, k: int = K) -> list[str]:
    """Return the keys of figures that are not safe: sensitive and shown, or hidden and known all the same.

    A hidden count below `k` is safe when `k` itself remains possible for it; any other hidden figure when more than one
    value remains possible. A nought tells of nobody and needs no protection.
    """
    network = Network(cells)
    network.hide(network.place[key] for key in hidden)
    return [cell.key for place, cell in enumerate(network.cells) if not network.is_safe(place, k)]
