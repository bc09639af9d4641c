"""How far apart two short texts are."""


def edits(one: str, other: str) -> int:
    """How many signs must be put in, left out or exchanged to make one text of another (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, sign_of_other in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (sign != sign_of_other))
    return row[-1]
