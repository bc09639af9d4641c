"""Days of effect that are hard to believe, in documents and in answers alike (RULINGS 38)."""

from datetime import date

#: RULINGS 38: effective more than 31 days before signing, or more than 5 years after it.
_DAYS_BEFORE, _YEARS_AFTER = 31, 5


def unlikely_effect(effective_on: date, signed_on: date) -> str | None:
    """Why a day of effect is hard to believe, as a word of `sentences`; None where it is not."""
    if (signed_on - effective_on).days > _DAYS_BEFORE:
        return "effect_before_signing"
    return "effect_after_signing" if effective_on > _years_later(signed_on) else None


def _years_later(day: date) -> date:
    # By definition, five years after a leap year there is no 29 February.
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + _YEARS_AFTER, day.month, last)
