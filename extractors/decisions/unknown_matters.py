"""Sentences of a decision on procedures whose title names no act that is known: "Về việc gộp thủ tục hành chính".

Such a decision publishes no list and changes nothing by itself; what it says of a procedure that it names by its code, or
of procedures that end or are posted no more, is asked about, unless it is a task or a request.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from niemyet.extractors.decisions.said_of_procedures import says_of_procedures
from niemyet.extractors.decisions.sentences import LONGEST_SHOWN, Sentence, left_over
from niemyet.model.records import Question
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.law.kinds import speaks_of_procedures

#: What somebody is told or asked to do, and what a decision rests on.
_NO_ACT = re.compile(
    r"(?:giao|de nghi|kien nghi|yeu cau|phan cong|can cu|cac so|so [a-z]+|ubnd|uy ban|chanh van phong)\b"
)


def unknown_matters(
    title: str | None, sentences: Sequence[Sentence], asked: Iterable[Question]
) -> Iterator[Question]:
    """A question for each sentence on procedures (a code, an end) that nothing else asks about."""
    if not speaks_of_procedures(title):
        return
    known = {text for question in asked for name, text in question.fields if name == "text"}
    for sentence in sentences:
        is_known = sentence.text[:LONGEST_SHOWN] in known
        is_told = find_codes(sentence.text) or says_of_procedures(sentence.text)
        if is_told and not _NO_ACT.match(sentence.folded) and not is_known:
            yield left_over(sentence)
