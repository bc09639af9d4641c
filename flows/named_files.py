"""A list that was handed in, as a person names it: by the beginning of its hash, by its name, or by the file itself."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What a person typed, and the hash of the file where it leads to one."""

    named: str
    digest: str | None

    @classmethod
    def of(cls, named: str) -> "NamedFile":
        """The file that a word may mean; where one lies under it, its bytes alone say which."""
        path = Path(named)
        return cls(named, sha256(path.read_bytes()).hexdigest() if path.is_file() else None)

    def is_that(self, digest: str, name: str) -> bool:
        """Whether a file of this hash and name is meant."""
        if self.digest is not None:
            return digest == self.digest
        # Six signs tell one file from another, as with git; chosen, not measured.
        is_hash = re.fullmatch(r"[0-9a-f]{6,64}", self.named) is not None
        return (is_hash and digest.startswith(self.named)) or name == Path(self.named).name
