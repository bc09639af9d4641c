"""The sentences that the work of units is explained with, as the catalogue has them, for readers of another language.

The work itself (`transforms/work`) makes and keeps them in Vietnamese; `tests/reports/test_reasons.py` holds what it makes
against these, so that none stays untold.
"""

from niemyet.model.messages import msg

REASONS = (
    msg("in force by {cited}, no decision says otherwise", cited=""),
    msg("published as new in {cited}", cited=""),
    msg("published as a replacement in {cited}", cited=""),
    msg("amended in {cited}", cited=""),
    msg("published in a list in {cited}", cited=""),
    msg("corrected in {cited}", cited=""),
    msg("abolished in {cited}", cited=""),
    msg("a procedure of {levels} that is received here, by {cited}", levels="", cited=""),
    msg("the suspension by {order} is over; posted again as in {cited}", order="", cited=""),
    msg("the board opens as the unit begins its work on {day}; by {cited}", day="", cited=""),
    msg("{ended} ends on {day}; what stands in {cited} holds again", ended="", day="", cited=""),
    msg("suspended by {order} from {day} on", order="", day=""),
    msg("replaced by {codes} in {cited}", codes="", cited=""),
    msg("{cited} ends on {day}", cited="", day=""),
    msg("no longer done at this level, by {cited}", cited=""),
    msg("the unit or the one above it has another name from {day} on; the head of the sheet changes", day=""),
    msg("the whole board"),
    msg("the unit ends its work on {day}; {count} procedures come down", day="", count=""),
    msg("ended everywhere by {cited}", cited=""),
    msg("{reason}; still posted {where}", reason="", where=""),
    msg("{reason}; not posted {where}", reason="", where=""),
    msg("{reason}; {where} still shows {codes}", reason="", where="", codes=""),
    msg("{reason}; the sheet where it is received {wrong}", reason="", wrong=""),
    msg("{reason}; the sheet on the information portal {wrong}", reason="", wrong=""),
    msg("{reason}; the sheet {where} {wrong}", reason="", where="", wrong=""),
    msg("{reason}; the board still hangs {where}", reason="", where=""),
    msg("where it is received"),
    msg("on the information portal"),
    msg("still bears the misprinted code {code}", code=""),
    msg("bears the name “{name}”, the list has “{published}”", name="", published=""),
    msg("names {cited}, a decision that was not received", cited=""),
    msg("names {cited}, which does not publish the procedure", cited=""),
    msg("names {cited}, a decision that is not yet in effect", cited=""),
    msg("is still that of {cited}", cited=""),
    msg("still bears the old name “{name}”", name=""),
    msg("bears the name “{name}”, published is “{published}”", name="", published=""),
    msg(
        "the code {code} is posted {where}: {cited} abolishes this procedure, but no decision "
        "that publishes it was received. If that is right, take it down",
        code="",
        where="",
        cited="",
    ),
    msg("the code {code} is posted {where}, no decision received knows it", code="", where=""),
    msg("a procedure of {levels} is posted {where}, not of this unit", levels="", where=""),
    msg("a procedure that no level does any more is posted {where}", where=""),
    msg("a procedure without a code is posted {where}, its name is none of this unit's procedures", where=""),
    msg("{reason} ({count} rows of that name)", reason="", count=""),
    msg(
        "{count} rows without a code are posted {where}, their name is that of several "
        "procedures of this unit",
        count="",
        where="",
    ),
    msg("decision {number} of {day}", number="", day=""),
    msg("decision {number}", number=""),
    msg("a decision of unknown number of {day}", day=""),
    msg("a decision of unknown number"),
    msg("list “{title}” of {day}", title="", day=""),
    msg("level of the ministry"),
    msg("level of the province"),
    msg("level of the district"),
    msg("level of the commune"),
    msg("reported by {who} on {day}", who="", day=""),
    msg("reported on {day}", day=""),
    msg("seen {where} on {day}, row {row}, file {file}", where="", day="", row="", file=""),
    msg("seen {where} on {day}", where="", day=""),
    msg(
        "the list shows only {seen} of the {expected} documents of the last whole look; if that "
        "is right, run again with --accept-count {source}=REASON",
        seen="",
        expected="",
        source="",
    ),
)
