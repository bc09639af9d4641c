"""What a run counts, and how that is called; whoever only prints it loads nothing of a run."""

from niemyet.model.messages import msg

#: The count of units whose listings a run looks at; a proof is kept only of those that it could not read whole.
UNITS_LOOKED_AT = "units_looked_at"
#: What a run counts, in the reader's words; a count that is not here is told by its name.
COUNTS = {
    "receipts": msg("postings new or changed"),
    "lost_files": msg("files not had"),
    "gaps": msg("places not read"),
    "postings_read": msg("pages read"),
    "documents_read": msg("documents read"),
    "listings_read": msg("listings read"),
    "catalogue_read": msg("procedures of the catalogue read"),
    "observed_rows": msg("rows of listings"),
    UNITS_LOOKED_AT: msg("units looked at"),
    "stated_not_posted": msg("rows stated as not posted"),
}
