"""Which of many entries list something that is likely listed elsewhere too."""

from collections import defaultdict
from collections.abc import Sequence

from progress_app.enums import EntryState
from progress_app.models import Entry, Item
from progress_app.rules.likeness import Keys, likely_same

KEYS = ("identifier_key", "name_key", "address_key")


def entries_with_twins(entries: Sequence[Entry]) -> set[int]:
    """Return the ids of the entries that list an item with a likely twin.

    What an item is compared with is that of ``ItemQuerySet.comparable_with``. Entries
    come with submission and period. Cost: one query, none where nothing has a list.
    """
    counted = [entry for entry in entries if entry.item_count > 0]
    if not counted:
        return set()
    pools = defaultdict(list)
    rows = Item.objects.filter(
        entry__target__in={entry.target_id for entry in counted}
    ).listed()
    for target_id, entry_id, union_id, number, state, *keys in rows.values_list(
        "entry__target_id",
        "entry_id",
        "entry__submission__union_id",
        "entry__submission__period__number",
        "entry__state",
        *KEYS,
    ):
        told = (entry_id, union_id, number, state, Keys(*keys))
        pools[target_id].append(told)
    return {e.pk for e in counted if _has_twin(e, pools[e.target_id])}


def _has_twin(entry: Entry, pool: list[tuple[int, int, int, str, Keys]]) -> bool:
    submission = entry.submission
    mine = [place for place, row in enumerate(pool) if row[0] == entry.pk]
    others = [
        place
        for place, (_entry_id, union_id, number, state, _keys) in enumerate(pool)
        if (
            number <= submission.period.number
            if union_id == submission.union_id
            else state != EntryState.DRAFT
        )
    ]
    found = likely_same(
        [pool[place][4] for place in mine], [pool[place][4] for place in others]
    )
    return any(
        others[place] != own
        for own, rows in zip(mine, found, strict=True)
        for place, _how in rows
    )
