"""What stands on the desk's pages, each named once; the catalogue has the Vietnamese."""

import re
from collections.abc import Iterable

from niemyet.model.messages import Message, msg

WORDS: dict[str, Message] = {
    "about": msg("About"),
    "accept_count": msg("Why the list is that much shorter (only where asked)"),
    "accepts": msg("Takes"),
    "alone": msg("Open the address that `niemyet desk` printed when it was started; it holds the ticket."),
    "answer": msg("Answer"),
    "answered": msg("Answered by {by}: {answer}", by="{by}", answer="{answer}"),
    "are_posted": msg("Posted"),
    "back_to_list": msg("All questions"),
    "board_change": msg("Board"),
    "bulk": msg("Answer all questions shown here"),
    "by_decision": msg("Decision"),
    "by_kind": msg("Kind"),
    "change": msg("Change"),
    "changes": msg("What this answer changes"),
    "changes_nothing": msg("No board, procedure or work."),
    "channel": msg("Where it is posted"),
    "code": msg("Code"),
    "counter": msg("at the counter"),
    "day_done": msg("Day of completion"),
    "deadline": msg("Due by"),
    "decision": msg("Decision"),
    "does": msg("Does"),
    "documents": msg("Document as it came"),
    "done": msg("Done"),
    "done_button": msg("Report what is ticked as done"),
    "done_on": msg("Done on"),
    "difference": msg("Difference"),
    "drift": msg("National catalogue"),
    "drift_help": msg(
        "Where decisions, the national catalogue and the counter differ. The catalogue changes no board."
    ),
    "due": msg("To do"),
    "effective": msg("Effect"),
    "even_so": msg("Accept a value outside the candidates too"),
    "everything_right": msg("in order"),
    "evidence": msg("All that proves it: decisions, rows, documents (ZIP)"),
    "export": msg("Work list to print or fill in"),
    "extra": msg("Posted, but must not be ({count})", count="{count}"),
    "file": msg("File"),
    "forbidden": msg("Your account may not do this."),
    "find_in_list": msg("Find in the list"),
    "hand_in": msg("Hand in a decision"),
    "hand_in_help": msg(
        "PDF, DOCX, DOC, XLSX, HTML, or an archive of them. You see what is read before anything is kept. A scan is read by "
        "its picture: some ten seconds a page."
    ),
    "hand_in_list": msg(
        "Nobody has looked at what is posted here: hand in the unit's list, and the {count} pieces of work below become "
        "those that are really left.",
        count="{count}",
    ),
    "stale_sheet": msg("Sheet older than what it shows"),
    "in_catalogue": msg("In the catalogue"),
    "keep": msg("Keep it"),
    "keyboard": msg("Keys: 1 to 9 choose, P shows what would change, Enter keeps, N and B go on and back."),
    "late": msg("Late"),
    "late_days": msg("Days late"),
    "list_ok": msg("Nothing missing and nothing too many."),
    "listing": msg("What is posted"),
    "listing_help": msg(
        "The unit's own list (XLSX, ODS, CSV, HTML), or niemyet's work list with ticks. You see what it says first."
    ),
    "log": msg("Who said what"),
    "look_first": msg("See what it says"),
    "late_by_week": msg("Late at the end of each week"),
    "late_by_week_help": msg("Counted from what is known today; what nobody has looked at is not counted."),
    "missing_decisions": msg("Decisions that are named but were not received ({count})", count="{count}"),
    "missing_decisions_help": msg(
        "Received decisions act on them. Hand them in, so that nothing rests on a gap."
    ),
    "named_by": msg("Named by"),
    "missing": msg("Must be posted, but is not ({count})", count="{count}"),
    "must_be_posted": msg("Must be posted"),
    "name": msg("Name"),
    "next": msg("Next"),
    "no_catalogue": msg("No national catalogue was read yet; whoever runs this desk sets that up."),
    "no_drift": msg("No difference."),
    "no_questions": msg("No open question."),
    "no_work": msg("No work to do."),
    "nothing_found": msg("Page not found."),
    "nothing_kept": msg("Nothing was kept yet."),
    "open_questions": msg("Open questions"),
    "other_answer": msg("Another answer, typed"),
    "outcome": msg("Last crawl"),
    "overview": msg("Overview"),
    "paper_list": msg("list to post"),
    "paper_notice": msg("notice"),
    "paper_slip": msg("slip of what comes down"),
    "papers": msg("Paper (DOCX)"),
    "password": msg("Password"),
    "picture": msg("The place in the document"),
    "planned": msg("Coming"),
    "portal": msg("on the portal"),
    "previous": msg("Back"),
    "procedures": msg("Procedures"),
    "questions": msg("Questions"),
    "read_as": msg("Read as"),
    "refused_rows": msg("Rows that cannot be taken"),
    "release_of": msg("State of {day}", day="{day}"),
    "reopen": msg("Take the answer back"),
    "rows_read": msg("{count} rows read", count="{count}"),
    "said": msg("Said"),
    "see_changes": msg("See what would change"),
    "several": msg("(several may be right)"),
    "show_all": msg("Show all of them"),
    "sign_in": msg("Sign in"),
    "sign_out": msg("Sign out"),
    "signed_on": msg("Signed on"),
    "skip": msg("Skip to the content"),
    "slow_down": msg("Too many wrong passwords. Try again in {seconds} seconds.", seconds="{seconds}"),
    "source": msg("Source"),
    "sources": msg("Sources"),
    "stale_form": msg("This page was too old. Open it again and repeat; nothing was kept."),
    "tick": msg("Tick"),
    "ticks": msg("A work list of niemyet's own with {count} new reports", count="{count}"),
    "title": msg("niemyet: the desk"),
    "too_large": msg("The file is larger than {limit} MB.", limit="{limit}"),
    "try_again": msg("Back to the page, to try again"),
    "undo": msg("Take back"),
    "undo_button": msg("Take the ticked reports back"),
    "unit": msg("Unit"),
    "units": msg("Units"),
    "unobserved": msg("Not looked at"),
    "user": msg("Name"),
    "what": msg("What"),
    "when": msg("When"),
    "week_to": msg("Week up to"),
    "where": msg("Where"),
    "who": msg("Who"),
    "words": msg("Words"),
    "working": msg("At work: {seconds} seconds", seconds="{seconds}"),
    "work_change": msg("Work"),
    "wrong_password": msg("Name or password is wrong."),
    "yes_all": msg("Answer them all"),
}


def words_in(lang: str) -> dict[str, str]:
    """The words in a language, with their places still to be filled."""
    return {name: message.text(lang) for name, message in WORDS.items()}


#: What the command line calls the box of the desk's form that takes a value outside the candidates.
_EVEN_SO = re.compile(r"(?:add|thêm) --even-so\b")
#: The same way by another command, which the desk has not.
_OR_A_NIGHT = re.compile(r", (?:or|hoặc) .nightly [^`]*`")
#: Commands, and the words of the desk (`WORDS`) under which it does the same; the first that fits.
_PLACES = (
    (r"observe [^`]*--accept-count[^`]*", "accept_count"),
    (r"observe [^`]*", "listing"),
    (r"ingest --withdraw [^`]*", None),
    (r"ingest [^`]*", "hand_in"),
    (r"done\b[^`]*", "done_button"),
    (r"export\b[^`]*", "export"),
    (r"updates --unit [^`]*", "unit"),
    (r"updates\b[^`]*", "due"),
    (r"review (?:list|show|resolve)\b[^`]*", "questions"),
)
_COMMAND = re.compile(r"`niemyet ([^`]*)`|\bniemyet ((?:review list|export|updates|done)[^.,;)]*)")
_LEFT = re.compile(r"\bniemyet [a-z]+ ?[a-z-]*|`niemyet |(?<!\w)--[a-z]")


def said_at_desk(lines: Iterable[str], lang: str) -> list[str]:
    """A message for one who has pages before them, no command line: the place of the desk for the command or option.

    What only a command does is said to be for whoever runs the desk.
    """
    ticked = msg("tick “{field}”", field=WORDS["even_so"]).text(lang)
    said = [_EVEN_SO.sub(lambda _: ticked, _OR_A_NIGHT.sub("", line)) for line in lines]
    said = [_COMMAND.sub(lambda found: _place_of(found, lang), line) for line in said]
    if any(_LEFT.search(line) for line in said):
        said.append(msg("Commands (niemyet …) are for whoever runs this desk: tell them.").text(lang))
    return said


def _place_of(found: re.Match[str], lang: str) -> str:
    """The words under which the desk does what a command does; the command where it does not."""
    command = found[1] or found[2]
    for pattern, place in _PLACES:
        if re.fullmatch(pattern, command.strip()):
            return found[0] if place is None else f"“{WORDS[place].text(lang)}”"
    return found[0]
