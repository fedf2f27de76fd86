"""What became of many pairs: how many each filter rejects, alone or with others, and how many are left behind it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from bitext.language.han import han_script

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bitext.filtering.declaring import Bounds, Filter
    from bitext.filtering.running import Verdict

__all__ = ["SCRIPTS", "Funnel"]

#: Simplified, traditional, and Chinese that does not tell.
SCRIPTS = ("Hans", "Hant", "Hani")


class Funnel:
    """Counts verdicts; small however many they are.

    Args:
        chosen: the filters that ran, in order, with what they accept.

    >>> from bitext.filtering import choose_filters, filter_pairs
    >>> from bitext.model import Pair
    >>> funnel = Funnel(choose_filters())
    >>> for verdict in filter_pairs([Pair("1", "雨停了。", "The rain has stopped.", 1.0), Pair("2", "這裡", "這裡", 1.0)]):
    ...     funnel.add(verdict)
    >>> made = funnel.summary()
    >>> made["read"], made["accepted"], made["scripts"]["Hant"], made["filters"][0]["left"]
    (2, 1, {'read': 1, 'accepted': 0}, 1)
    """

    def __init__(self, chosen: Sequence[tuple[Filter, Bounds]]) -> None:
        self.chosen = tuple(chosen)
        self.read, self.accepted = Counter[str](), Counter[str]()
        self._rejected, self._alone, self._first = Counter[tuple[str, str]](), Counter[str](), Counter[str]()

    def add(self, verdict: Verdict) -> None:
        """Count a verdict."""
        script = han_script(verdict.pair.zh)
        self.read[script] += 1
        if verdict.accepted:
            self.accepted[script] += 1
            return
        for reason in verdict.reasons:
            self._rejected[reason.filter, script] += 1
        self._first[verdict.reasons[0].filter] += 1
        if len(verdict.reasons) == 1:
            self._alone[verdict.reasons[0].filter] += 1

    def summary(self) -> dict[str, Any]:
        """Give the counts as one object.

        Of each filter: what it `accepts`, how many pairs it `rejected`, also by script, how many it rejected `alone` (they
        would come back without it), and how many are `left` behind it and all filters before it.
        """
        left, rows = self.read.total(), []
        for made, bounds in self.chosen:
            left -= self._first[made.id]
            by_script = {script: self._rejected[made.id, script] for script in SCRIPTS}
            rows.append(
                {
                    "filter": made.id,
                    "accepts": str(bounds),
                    "rejected": sum(by_script.values()),
                    "alone": self._alone[made.id],
                    "left": left,
                }
                | by_script
            )
        return {
            "read": self.read.total(),
            "accepted": self.accepted.total(),
            "rejected": self.read.total() - self.accepted.total(),
            "scripts": {script: {"read": self.read[script], "accepted": self.accepted[script]} for script in SCRIPTS},
            "filters": rows,
        }
