"""Records as JSON in the lake: same record, same text; a text of another shape is refused."""

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from niemyet.model.errors import StorageError
from niemyet.model.messages import msg

Record = TypeVar("Record")

_adapters: dict[type[Any], TypeAdapter[Any]] = {}  # building one takes longer than using it


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def dump(record: Any) -> str:
    """A record of the model as JSON."""
    return _adapter(type(record)).dump_json(record).decode()


def load(kind: type[Record], text: str) -> Record:
    """A record of the model from its JSON.

    Raises:
        StorageError: the text is not one of that kind.
    """
    try:
        record: Record = _adapter(kind).validate_json(text)
    except ValidationError as error:
        raise StorageError(
            msg(
                "lake: expected a {kind}, found another shape ({count} differences). Run `niemyet reprocess` to "
                "read the raw archive anew.",
                kind=kind.__name__,
                count=error.error_count(),
            )
        ) from error
    return record
