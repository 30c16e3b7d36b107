"""Figures of retrieval quality and of speed."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field


@dataclass
class Score:
    """Sums over judged queries.

    Attributes:
        queries: how many were judged.
        times: seconds of each query.
    """

    queries: int = 0
    hit1: float = 0.0
    recall10: float = 0.0
    mrr10: float = 0.0
    ndcg10: float = 0.0
    answered: int = 0
    all_recall: float = 0.0
    times: list[float] = field(default_factory=list)

    def add(
        self, found: Sequence[str], right: Collection[str], matched: Collection[str] | None = None
    ) -> None:
        """Judge one answer.

        Args:
            found: ids in order, ten of them count.
            right: ids that would be right.
            matched: ids of everything that matched, where the engine can say; else the list counts.
        """
        top = list(found)[:10]
        self.queries += 1
        self.answered += bool(top)
        self.hit1 += bool(top) and top[0] in right
        self.recall10 += len(set(top) & set(right)) / max(1, min(len(right), 10))
        self.mrr10 += next((1 / rank for rank, name in enumerate(top, start=1) if name in right), 0.0)
        gain = sum(1 / math.log2(rank + 1) for rank, name in enumerate(top, start=1) if name in right)
        ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(right), 10) + 1))
        self.ndcg10 += gain / ideal if ideal else 0.0
        everything = set(matched) if matched is not None else set(found)
        self.all_recall += len(everything & set(right)) / max(1, len(right))

    def figures(self) -> dict[str, float]:
        """Return the means, and p50 and p95 in milliseconds."""
        count = max(1, self.queries)
        return {
            "hit@1": self.hit1 / count,
            "R@10": self.recall10 / count,
            "MRR@10": self.mrr10 / count,
            "nDCG@10": self.ndcg10 / count,
            "answered": self.answered / count,
            "recall": self.all_recall / count,
            "p50 ms": percentile(self.times, 0.50) * 1000,
            "p95 ms": percentile(self.times, 0.95) * 1000,
        }


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed; 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
