"""What of a release concerns a procedure or a unit: questions and work, by their ids."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from niemyet.storage.release import Release

#: What stands between several ids in one field of a question.
_BETWEEN = re.compile(r"[|,;\s]+")


def questions_about(release: "Release", subject: str) -> set[str]:
    """Questions whose rows have a code, or whose fields name a code or a unit."""
    codes = {
        row["item_id"]: row["code"]
        for row in release.table("decision_items", ["item_id", "code"]).to_pylist()
    }
    columns = ["review_id", "item_id", "items", "fields"]
    return {
        row["review_id"]
        for row in release.table("reviews", columns).to_pylist()
        if subject in {codes.get(item) for item in (row["item_id"], *(row["items"] or ()))}
        or any(subject in _BETWEEN.split(one["value"]) for one in row["fields"] or ())
    }


def work_about(release: "Release", subject: str) -> set[str]:
    """Work of a unit, or for a code."""
    rows = release.table("listing_updates", ["update_id", "unit_id", "code"]).to_pylist()
    return {row["update_id"] for row in rows if subject in (row["unit_id"], row["code"])}
