"""What the stories of a seed share."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.stories.story import Asked, Handed, Hangs, Procedure, Says, Story, Told, World
from benchmarks.stories.writing import Writer, cast, cited, section

AT = "10/QĐ-UBND ngày 01/3/2022"
C10 = cited(10, "2022-03-01")
ANNEX = f"Phụ lục ban hành kèm theo {C10}"
SIGNED = "Quyết định này có hiệu lực thi hành kể từ ngày ký"
Stories = Iterator[Story]
#: So many procedures: eight rows of an annex are counted, the others are those of further annexes.
_CAST = 40


@dataclass(frozen=True)
class Stage:
    """What the stories of a seed share: ten procedures, and paper to write on."""

    seed: int
    all: tuple[Procedure, ...]

    def writer(self, story: str) -> Writer:
        return Writer(self.seed, story)

    def base(self, story: str, *procedures: Procedure, **words: Any) -> Told:
        """Decision 10 of 1 March 2022: the first three procedures, or these, at the commune."""
        return self.writer(story).published(
            10, "2022-03-01", section("new", "x", *(procedures or self.all[:3])), **words
        )


def stage(seed: int) -> Stage:
    """The cast of a seed."""
    return Stage(seed, cast(seed, _CAST))


def story(
    name: str,
    rule: str,
    *papers: Told,
    boards: list[Hangs],
    asked: Asked = Asked.NOT,
    world: World = World.PROVINCE,
    says: Sequence[Says] = (),
    after: Sequence[Hangs] = (),
    handed: Sequence[Handed] = (),
) -> Story:
    return Story(
        name,
        rule,
        papers,
        tuple(boards),
        asked,
        world,
        says=tuple(says),
        after=tuple(after),
        handed=tuple(handed),
    )


def tale(
    s: Stage, name: str, rule: str, *then: Callable[[Writer], Told], boards: Sequence[Hangs], **more: Any
) -> Story:
    """Decision 10 of the first three procedures, and what comes then."""
    w = s.writer(name)
    return story(name, rule, s.base(name), *(write(w) for write in then), boards=list(boards), **more)
