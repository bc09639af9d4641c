"""Records as JSON, in the lake and in logs: same record, same text; a text of another shape is refused."""

import json
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from niemyet.model.errors import StorageError
from niemyet.model.messages import msg

Record = TypeVar("Record")

_adapters: dict[type[Any], TypeAdapter[Any]] = {}  # building one takes longer than using it


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def dump(record: Any) -> str:
    """A record of the model as JSON. What no file can hold, half of a letter, is kept as a question mark."""
    adapter = _adapter(type(record))
    try:
        return adapter.dump_json(record).decode()
    except PydanticSerializationError:
        text = json.dumps(adapter.dump_python(record, mode="json"), ensure_ascii=False, separators=(",", ":"))
        return text.encode(errors="replace").decode()


class ShapeError(ValueError):
    """A text is no record of the kind that was asked for; says where first, and in how many places."""

    def __init__(self, first: str, count: int) -> None:
        """`first`: where it differs first, and how."""
        super().__init__(first)
        self.count = count


def parse(kind: type[Record], text: str | bytes) -> Record:
    """A record of the model from its JSON.

    Raises:
        ShapeError: the text is not one of that kind.
    """
    try:
        record: Record = _adapter(kind).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or kind.__name__
        raise ShapeError(f"{where}: {first['msg']}", error.error_count()) from error
    return record


def load(kind: type[Record], text: str) -> Record:
    """A record of the lake from its JSON.

    Raises:
        StorageError: the text is not one of that kind.
    """
    try:
        return parse(kind, text)
    except ShapeError as error:
        raise StorageError(
            msg(
                "lake: expected a {kind}, found another shape ({count} differences). Run `niemyet reprocess` to "
                "read the raw archive anew.",
                kind=kind.__name__,
                count=error.count,
            )
        ) from error
