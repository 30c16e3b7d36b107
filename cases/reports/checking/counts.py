"""How likely a number is after a series of its own: methods made for counts, which also know what to do with noughts.

A normal distribution says nothing of a series such as 0, 0, 0, 1, 0: its spread is nought or nearly so, and a first case
would be an alarm. Here the rate of a series is not taken for known: with Jeffreys' prior for a Poisson rate the next number
follows a negative binomial distribution (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6). A series that spreads
wider than Poisson widens it further, by the method of moments.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, median, pvariance

ENOUGH = 6
"""Months without which nothing is said of what is usual."""
UNLIKELY = 1e-4
"""Below this a number stands out. A report has some seventy figures: about one in a thousand stands out by chance."""
WIDE_MEAN = 12
"""From this mean on too few stand out too: below it nought is nothing to wonder at."""
LARGEST = 2000
"""Larger numbers are counted in groups, so that the work of a check has a bound; their shape is the same."""
_SMALLEST_TERM = 1e-18


def _log_weight(k: int, size: float, p: float) -> float:
    """Return the logarithm of the negative binomial probability of k, also for a size that is no whole number."""
    return (
        math.lgamma(k + size)
        - math.lgamma(size)
        - math.lgamma(k + 1)
        + size * math.log(p)
        + k * math.log1p(-p)
    )


def at_least(k: int, size: float, p: float) -> float:
    """Return the probability of k or more under a negative binomial distribution.

    Args:
        k: the number.
        size: its size, above 0.
        p: its probability of success, between 0 and 1 exclusively.
    """
    if k <= 0 or k <= size * (1 - p) / p:
        return 1.0
    term = total = math.exp(_log_weight(k, size, p))
    while term > total * _SMALLEST_TERM and term > 0:
        term *= (k + size) / (k + 1) * (1 - p)
        total += term
        k += 1
    return min(total, 1.0)


def at_most(k: int, size: float, p: float) -> float:
    """Return the probability of k or fewer; 1 where that is no less than one would expect."""
    if k >= size * (1 - p) / p:
        return 1.0
    return min(1.0, math.fsum(math.exp(_log_weight(one, size, p)) for one in range(k + 1)))


def stands_out(number: int, history: Sequence[int], *, group: float = 1.0) -> bool:
    """Say whether a number is hardly to be expected after its series.

    Args:
        number: of this month.
        history: of the months before, in any order.
        group: how many of them come at once, such as persons of a household: then the groups are counted.
    """
    if len(history) < ENOUGH:
        return False
    group = max(group, max(number, *history) / LARGEST)
    if group > 1:
        number = math.ceil(number / group) if number >= max(history) else number // math.ceil(group)
        history = [round(one / group) for one in history]
    months, seen = len(history), sum(history)
    size, p = seen + 0.5, months / (months + 1)
    mean, variance = fmean(history), pvariance(history)
    tails = [at_least(number, size, p)]
    low = [at_most(number, size, p)] if mean >= WIDE_MEAN else [1.0]
    if variance > mean > 0:
        # At most as wide as the series shows; its own size tells more than the mean alone.
        wide = max(mean * mean / (variance - mean), 0.5)
        spread = wide / (wide + size * (1 - p) / p)
        tails.append(at_least(number, wide, spread))
        low.append(at_most(number, wide, spread))
    return max(tails) < UNLIKELY or max(low) < UNLIKELY


def share_stands_out(part: int, whole: int, parts: int, others: int) -> bool:
    """Say whether the share of a part is hardly to be expected after its history (beta-binomial, Jeffreys' prior).

    Args:
        part: this month, of `whole`.
        whole: the part and its counterpart together.
        parts: all of the history.
        others: the counterpart's, all of the history.
    """
    if whole <= 0:
        return False
    if whole > LARGEST:
        parts, others = parts * LARGEST // whole, others * LARGEST // whole
        part, whole = part * LARGEST // whole, LARGEST
    a, b = parts + 0.5, others + 0.5

    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    def chance(k: int) -> float:
        choose = math.lgamma(whole + 1) - math.lgamma(k + 1) - math.lgamma(whole - k + 1)
        return math.exp(choose + log_beta(k + a, whole - k + b) - log_beta(a, b))

    is_more = part / whole > a / (a + b)
    tail = range(part, whole + 1) if is_more else range(part, -1, -1)
    return math.fsum(chance(k) for k in tail) < UNLIKELY


def money_stands_out(amount: float, history: Sequence[float], helped: int) -> bool:
    """Say whether an amount of money stands out: on the scale of its digits, for what is mistyped is a digit.

    Args:
        amount: of this month.
        history: of the months before; months without money are left out.
        helped: cases helped this month, for a series that is too short to compare with.
    """
    paid = [math.log10(one) for one in history if one > 0]
    if amount <= 0:
        return False
    if len(paid) < ENOUGH:
        return amount > MOST_FOR_ONE * max(helped, 1)
    middle = median(paid)
    spread = 1.4826 * median(abs(one - middle) for one in paid)
    return abs(math.log10(amount) - middle) > max(4.5 * spread, 0.85)


MOST_FOR_ONE = 200_000
"""Baht for one case beyond which an amount without history is asked about."""
