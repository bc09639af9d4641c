"""What is kept in Vietnamese is said in English to who asks for it: the reasons of work and of crawls."""

import ast
import re
from collections.abc import Iterator

import pytest

from niemyet.model.messages import catalogue
from niemyet.model.retelling import retold
from niemyet.reports.reasons import REASONS
from niemyet.transforms.work.transitions import _OPENING_WORDS
from tests.support.messages import ROOT

#: Words of Vietnamese; names in quotation marks and the symbols of decisions stay as they are.
_VIETNAMESE = re.compile(
    r"[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữự]", re.IGNORECASE
)
_KEPT = re.compile(r"“[^”]*”|[\w/-]*QĐ[\w/-]*")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (
            "Bãi bỏ tại Quyết định số 12/QĐ-UBND ngày 01/7/2025; vẫn còn niêm yết trên cổng thông tin",
            "abolished in decision 12/QĐ-UBND of 2025-07-01; still posted on the information portal",
        ),
        (
            "Công bố mới tại Quyết định số 7/QĐ-UBND ngày 05/02/2024; niêm yết tại nơi tiếp nhận còn mang tên cũ “Cấp”",
            "published as new in decision 7/QĐ-UBND of 2024-02-05; the sheet where it is received still bears the old name “Cấp”",
        ),
        ("cổng trả lời lỗi 503", "the portal answers with error 503"),
        ("https://a.vn/x: cổng không trả lời kịp", "https://a.vn/x: the portal does not answer in time"),
        ("Điều gì đó khác", "Điều gì đó khác"),
    ],
)
def test_a_kept_sentence_is_said_in_english(kept: str, said: str) -> None:
    assert retold(kept, "en") == said
    assert retold(kept, "vi") == kept


def test_every_reason_of_work_is_in_the_catalogue() -> None:
    for reason in REASONS:
        kept = catalogue("vi")[reason.msgid].format(**dict.fromkeys(reason.values, "7"))
        assert retold(kept, "en") == reason.msgid.format(**dict.fromkeys(reason.values, "7"))


#: Parts of sentences, which are told with what they are put to: who reported, where a row was seen, a decision cited.
_PARTS = frozenset({" của 7", "báo cáo7 ngày 7", "7, dòng 7, tệp 7", "7 tại 7"})


def templates() -> Iterator[tuple[str, str]]:
    """Every Vietnamese text in the work of units, with 7 in its places, and where it stands."""
    for file in sorted((ROOT / "transforms" / "work").glob("*.py")):
        if file.name == "calendar.py":  # names of holidays, no sentences
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in texts_of(tree):
            shown = rendered(node)
            if _VIETNAMESE.search(shown):
                yield shown, f"{file.name}:{node.lineno}"


def texts_of(tree: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    if isinstance(tree, ast.JoinedStr) or (isinstance(tree, ast.Constant) and isinstance(tree.value, str)):
        yield tree
        return
    own = list(ast.iter_child_nodes(tree))
    if isinstance(tree, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(tree):
        own = [one for one in own if one is not tree.body[0]]
    if isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant):
        return
    for one in own:
        yield from texts_of(one)


def rendered(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)


def test_every_sentence_about_work_can_be_said_in_english() -> None:
    opening = {f"{words} tại 7" for words in _OPENING_WORDS.values()}
    left = []
    for shown, where in templates():
        if shown in _OPENING_WORDS.values() or shown in _PARTS:
            continue
        whole = f"7{shown}" if shown.startswith(" ") else shown
        if _VIETNAMESE.search(_KEPT.sub("", retold(whole, "en"))):
            left.append((where, shown))
    assert left == [], "add the sentence to reports/reasons.py and model/data/vi.po"
    assert [one for one in opening if _VIETNAMESE.search(retold(one, "en"))] == []
