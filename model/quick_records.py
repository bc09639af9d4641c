"""Records that never change, made in a quarter of the time.

A frozen dataclass sets each of its fields by name through `object.__setattr__`, since its own refuses; a reading makes some
thousands of cells, rows, traces and items, and spent a tenth of its time there. Here a record is born as an open twin of its
class, which has the same slots, takes its fields as any object does, and then its class, for good. Signature, equality and
frozenness are those of the dataclass (`tests/model/test_quick_records.py`).
"""

from dataclasses import MISSING, fields
from typing import Any, TypeVar, cast

_Record = TypeVar("_Record")


def made_quickly(cls: type[_Record]) -> type[_Record]:
    """Give a frozen dataclass with slots, whose fields have plain defaults, an `__init__` that is quick."""
    told: tuple[Any, ...] = fields(cast(Any, cls))
    own: tuple[str, ...] = getattr(cls, "__slots__", ())
    slots = [name for one in cls.__mro__[:-1] for name in one.__dict__.get("__slots__", ("no slots",))]
    assert sorted(slots) == sorted(one.name for one in told), (
        "its fields are its slots, and those of what it extends"
    )
    assert all(one.init and one.default_factory is MISSING for one in told), "its defaults are values"
    assert not hasattr(cls, "__post_init__"), "nothing is done beside setting its fields"
    # It extends what its class extends, so that their slots are the same, and is open all the same. Python sets a field
    # without a look at `__setattr__` only where `__delattr__` is plain too, which one that extends a record would inherit.
    twin = type(
        cls.__name__,
        cls.__bases__,
        {"__slots__": own, "__setattr__": object.__setattr__, "__delattr__": object.__delattr__},
    )
    known: dict[str, Any] = {"_open": object.__setattr__, "_twin": twin, "_cls": cls}
    known |= {f"_of_{one.name}": one.default for one in told}
    exec(_source(told), known)  # noqa: S102 - names and defaults of the class itself, as dataclasses make theirs
    open_cls: Any = cls
    made, of_dataclass = known["__init__"], open_cls.__init__
    made.__qualname__, made.__annotations__ = of_dataclass.__qualname__, of_dataclass.__annotations__
    open_cls.__init__ = made
    return cls


def _source(told: tuple[Any, ...]) -> str:
    """The text of an `__init__` with the signature that the dataclass has."""
    wanted = [one for one in told if not one.kw_only]
    named = [one for one in told if one.kw_only]
    signed = [
        f"{one.name}{'' if one.default is MISSING else f'=_of_{one.name}'}" for one in (*wanted, *named)
    ]
    if named:
        signed.insert(len(wanted), "*")
    lines = [
        f"def __init__({', '.join(('self', *signed))}):",
        " _open(self, '__class__', _twin)",
        *(f" self.{one.name} = {one.name}" for one in told),
        " self.__class__ = _cls",
    ]
    return "\n".join(lines)
