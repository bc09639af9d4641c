"""The closed lists of the field (CONTRACT §4). An unknown word is an error, never a default."""

from enum import StrEnum


class Level(StrEnum):
    """Cấp: who holds a procedure. Order is from the top down."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Mark(StrEnum):
    """What makes a piece of text doubtful as live text: asked about, never applied (RULINGS 37)."""

    STRUCK = "struck"  # a line is drawn through it
    HIDDEN = "hidden"  # its row, column or sheet is not shown
    UNCOMPUTED = "uncomputed"  # a formula without a stored value, or with an error in its place
    OVERLAPPED = "overlapped"  # letters of two texts lie over each other
    PALE = "pale"  # a page draws it paler than the other rows, or says when one points at it that it is over
    OPEN = "open"  # an empty cell of a table without lines: the text above or below may be its own
    SHORT = (
        "short"  # a cell that a row of plain text does not have: which one of the row that is, nothing says
    )


class Standing(StrEnum):
    """What became of a thing that is printed in a document."""

    USED = "used"
    NO_ACCOUNT = "no_account"  # a rule says so
    LEFT_OVER = "left_over"  # asked about


class ReadFault(StrEnum):
    """Why a document that could not be read is asked for or read again without anybody's doing."""

    NOT_YET_THERE = "not_yet_there"  # a placeholder or an error page stands where the document should
    WAITS_FOR_PROGRAM = "waits_for_program"  # a program or its data is not installed here


class NoteKind(StrEnum):
    """Text of a document that stands beside its body."""

    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"
    ANNOTATION = "annotation"  # of a PDF: free text, a stamp with words
    FORM_FIELD = "form_field"  # the value that a form field of a PDF holds
    MARGIN = "margin"  # a line of a header or footer that names a code or says what is done to a list
    SHEET_NAME = (
        "sheet_name"  # the name of a sheet that says another level or act than the lines above its list
    )
    HIDDEN = "hidden"  # text of a PDF that nobody sees: asked about, never applied (RULINGS 37)


class Action(StrEnum):
    """What a row of an annex does to a procedure (DOMAIN §2.3)."""

    NEW = "new"
    AMEND = "amend"
    REPLACE = "replace"
    ABOLISH = "abolish"
    CORRECT = "correct"
    LIST = "list"
    SUSPEND = "suspend"  # tạm dừng tiếp nhận, giải quyết: off the boards for a time
    RESTORE = "restore"  # tiếp nhận trở lại


class DecisionKind(StrEnum):
    """What a decision is (DOMAIN §2.4)."""

    PUBLIC_LIST = "public_list"
    PUBLIC_FULL = "public_full"
    NORMALISED = "normalised"
    SUBSET = "subset"
    REPLACEMENT_GROUP = "replacement_group"
    CORRECTION = "correction"
    INTERNAL = "internal"
    PROCESS = "process"
    DELEGATION = "delegation"
    MINISTRY = "ministry"
    MIXED = "mixed"
    ADOPTED = "adopted"  # no decision: a list taken as evidence of what was in force on a day (RULINGS 45)
    OTHER = "other"


class EffectSource(StrEnum):
    """Where the effective date comes from (DOMAIN §2.2)."""

    EXPLICIT = "explicit"
    SIGNING_CLAUSE = "signing_clause"
    DEFAULT_SIGNED = "default_signed"
    INDIRECT = "indirect"
    UNREAD = "unread"  # a clause that is there and that none can read


class RelationType(StrEnum):
    """What a decision does to an earlier one (DOMAIN §2.2)."""

    REPLACES_DOC = "replaces_doc"
    REPEALS_DOC = "repeals_doc"
    REPLACES_PART = "replaces_part"
    REPEALS_PART = "repeals_part"
    REPEALS_ROW = "repeals_row"
    CORRECTS = "corrects"
    AMENDS = "amends"
    WITHDRAWS = "withdraws"  # thu hồi
    SUSPENDS = "suspends"  # đình chỉ, tạm ngưng, tạm dừng
    RESTORES = "restores"  # khôi phục
    POSTPONES = "postpones"  # lùi, sửa hoặc đính chính thời điểm có hiệu lực
    EXTENDS = "extends"  # kéo dài thời hạn hiệu lực
    RENUMBERS = "renumbers"  # đính chính số của quyết định: `scope` is the right number
    REDATES = "redates"  # đính chính ngày ký: `effective_on` is the right day


class Proof(StrEnum):
    """By what a row is proven, strongest first; a lower one never ends or changes a higher one (RULINGS 45)."""

    DECISION = "decision"
    ADOPTED = "adopted"  # a list taken as evidence of what was in force on a day
    OBSERVED = "observed"  # it was seen to hang, nothing more


class OnlineLevel(StrEnum):
    """Mức độ dịch vụ công trực tuyến; levels 2 to 4 were used before 2022-07."""

    FULL = "full"
    PARTIAL = "partial"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    LEVEL_4 = "level_4"


class ProcedureState(StrEnum):
    """State of one version of a procedure at a level."""

    IN_FORCE = "in_force"
    SCHEDULED = "scheduled"
    ENDED = "ended"
    SUSPENDED = "suspended"
    VOID_LEVEL = "void_level"


class DriftKind(StrEnum):
    """How decisions and the national catalogue differ on a procedure."""

    NOT_ENTERED = "not_entered"  # in force by a decision, not open in the catalogue
    NO_DECISION = "no_decision"  # open in the catalogue, in force by no decision that is known
    ABOLISHED_OPEN = "abolished_open"  # ended by a decision, still open in the catalogue
    LEVEL_MISSING = "level_missing"  # in force at a level that the catalogue does not name
    NAME_DIFFERS = "name_differs"
    FEE_DIFFERS = "fee_differs"
    UNIT_MISSING = "unit_missing"  # on a unit's board, and the catalogue does not name that unit among those that apply it


class SheetComponent(StrEnum):
    """What the sheet of a procedure must say, in the order of NĐ 63/2010/NĐ-CP, Đ.8.2."""

    STEPS = "steps"
    WAYS = "ways"
    DOSSIER = "dossier"
    TIME = "time"
    SUBJECTS = "subjects"
    AGENCY = "agency"
    RESULT = "result"
    FEE = "fee"
    FORMS = "forms"
    REQUIREMENTS = "requirements"
    LEGAL_BASIS = "legal_basis"


class SheetWitness(StrEnum):
    """Who says what a sheet shows."""

    DECISION = "decision"
    CATALOGUE = "catalogue"
    RESOLUTION = "resolution"  # of a people's council, on fees


class UnitKind(StrEnum):
    """Kinds of counters and authorities (DOMAIN §4.2)."""

    PROVINCE_CENTER = "province_center"
    ONE_TIER_BRANCH = "one_tier_branch"
    RECEIVING_POINT = "receiving_point"
    DISTRICT = "district"
    COMMUNE = "commune"
    VERTICAL_AGENCY = "vertical_agency"


class SuccessionKind(StrEnum):
    """How one unit becomes another."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    CONTINUE = "continue"
    DISSOLVE = "dissolve"


class Scope(StrEnum):
    """Why a unit posts a procedure (DOMAIN §4.3, RULINGS 17)."""

    AUTHORITY = "authority"
    SHARED = "shared"
    RECEPTION_ONLY = "reception_only"


class Channel(StrEnum):
    """Where a unit posts."""

    COUNTER = "counter"
    PORTAL = "portal"


class UpdateKind(StrEnum):
    """Kinds of work (CONTRACT §4)."""

    POST = "post"
    REPLACE_SHEET = "replace_sheet"
    SWAP = "swap"
    REMOVE = "remove"
    FIX_SHEET = "fix_sheet"
    REHEAD = "rehead"
    OPENING_LIST = "opening_list"
    CLOSE_BOARD = "close_board"
    REVIEW = "review"


class DoneKnownBy(StrEnum):
    """What says on which day a piece of work was done (RULINGS 46)."""

    REPORT = "report"  # a clerk's
    SHEET = "sheet"  # the day that stands on the sheet
    LOOK = "look"  # the first look that shows it: it was done by then


class UpdateState(StrEnum):
    """States of work."""

    PLANNED = "planned"
    DUE = "due"
    OVERDUE = "overdue"
    UNOBSERVED = "unobserved"  # in effect, but nobody has ever looked at the unit's listing (RULINGS 46)
    DONE = "done"
    CANCELLED = "cancelled"


#: Work that still has to be done; what is done or cancelled is due to nobody.
OPEN_WORK = (UpdateState.PLANNED, UpdateState.DUE, UpdateState.OVERDUE, UpdateState.UNOBSERVED)
#: Of it what is in effect and was found undone, or is so by the record.
TO_BE_DONE = (UpdateState.DUE, UpdateState.OVERDUE)


class ReviewState(StrEnum):
    """States of a question."""

    OPEN = "open"
    RESOLVED = "resolved"


class Outcome(StrEnum):
    """What a crawl of one source has proven (CONTRACT §5.3)."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    DARK = "dark"


class FetchOutcome(StrEnum):
    """What came of one request."""

    OK = "ok"
    UNCHANGED = "unchanged"
    HTTP_ERROR = "http_error"
    RATE_LIMITED = "rate_limited"
    CHALLENGE = "challenge"
    NOT_THE_PAGE = "not_the_page"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    DISALLOWED = "disallowed"


class ReviewKind(StrEnum):
    """Kinds of questions and notices. What each is about and takes stands in `transforms/law/review_kinds.py`."""

    # a row of an annex, or all rows of a section
    ACTION_UNKNOWN = "action_unknown"
    ACTION_CONTRADICTED = "action_contradicted"
    LEVEL_UNKNOWN = "level_unknown"
    LEVEL_NOT_HELD = "level_not_held"
    LEVEL_CONTRADICTED = "level_contradicted"
    ABOLISH_WORDS = "abolish_words"
    ROW_DOUBTFUL = "row_doubtful"
    SEVERAL_CODES = "several_codes"
    CODE_UNCLEAR = "code_unclear"
    REPLACED_UNKNOWN = "replaced_unknown"
    REPLACED_UNCLEAR = "replaced_unclear"
    ROW_EFFECT_UNCLEAR = "row_effect_unclear"
    CORRECTION_UNCLEAR = "correction_unclear"
    # what was recognised on a picture without being sure
    OCR_CODE = "ocr_code"
    OCR_NAME = "ocr_name"
    OCR_SENTENCE = "ocr_sentence"
    OCR_HEADING = "ocr_heading"
    OCR_TITLE = "ocr_title"
    OCR_NUMBER = "ocr_number"
    OCR_SIGNED_ON = "ocr_signed_on"
    OCR_EFFECT = "ocr_effect"
    OCR_ROW = "ocr_row"
    OCR_JOINED = "ocr_joined"
    # the decision itself
    EFFECT_UNSTATED = "effect_unstated"
    NO_EFFECT_CLAUSE = "no_effect_clause"
    EFFECT_INDIRECT = "effect_indirect"
    EFFECT_UNKNOWN = "effect_unknown"
    EFFECT_UNREAD = "effect_unread"
    EFFECT_END_UNCLEAR = "effect_end_unclear"
    DRAFT = "draft"
    GROUND_UNCLEAR = "ground_unclear"
    GROUND_BEFORE_MERGER = "ground_before_merger"
    EXCEPTION_UNCLEAR = "exception_unclear"
    KIND_UNCLEAR = "kind_unclear"
    ISSUER_UNKNOWN = "issuer_unknown"
    NUMBER_UNKNOWN = "number_unknown"
    SIGNING_DATE_UNKNOWN = "signing_date_unknown"
    OWN_NUMBER_CONFLICT = "own_number_conflict"
    OWN_DATE_CONFLICT = "own_date_conflict"
    SCOPE_UNKNOWN = "scope_unknown"
    BODY_MISSING = "body_missing"
    # what the account of a document has left over
    LEFT_OVER_CODE = "left_over_code"
    LEFT_OVER_TABLE = "left_over_table"
    LEFT_OVER_COLUMN = "left_over_column"
    LEFT_OVER_TEXT = "left_over_text"
    LEFT_OVER_NOTE = "left_over_note"
    LEFT_OVER_PICTURE = "left_over_picture"
    LEFT_OVER_LIST = "left_over_list"  # a list without lines, whose columns nothing proves
    LEFT_OVER_HEADING = "left_over_heading"
    LEFT_OVER_DATE = "left_over_date"
    LEFT_OVER_COUNT = "left_over_count"
    # documents and copies
    NOT_A_DECISION = "not_a_decision"
    NOT_YET_READ = "not_yet_read"
    SAME_NUMBER = "same_number"
    TITLE_MISMATCH = "title_mismatch"
    COPIES_DIFFER = "copies_differ"
    # what folding leaves open
    NAME_UNCLEAR = "name_unclear"
    REFERENCE_ROW_UNCLEAR = "reference_row_unclear"
    REFERENCE_NOT_RECEIVED = "reference_not_received"
    REFERENCE_NOT_IN_FORCE = "reference_not_in_force"
    CORRECTION_PENDING = "correction_pending"
    NOT_IN_FORCE = "not_in_force"
    REPLACED_NOT_IN_FORCE = "replaced_not_in_force"
    LEVEL_ADDED = "level_added"
    LEVEL_ENDED = "level_ended"
    VOID_LEVEL = "void_level"
    AMENDED_AFTER_END = "amended_after_end"
    SAME_DECISION = "same_decision"
    OVERTAKEN = "overtaken"
    SAME_NAME = "same_name"
    ORPHANED = "orphaned"
    CORRECTION_ANNULLED = "correction_annulled"
    SUSPENDED = "suspended"
    ACT_DATE_UNCLEAR = "act_date_unclear"
    DATE_IMPLAUSIBLE = "date_implausible"
    CODE_AND_NAME = "code_and_name"
    NOT_IN_LIST = "not_in_list"
    RECEPTION_LIST = "reception_list"
    CITED_NEARLY = "cited_nearly"
    PARTIAL_REPEAL = "partial_repeal"
    ROW_UNCLEAR = "row_unclear"
    REVERT = "revert"
    # lists that were taken as evidence of a day
    ADOPTED_NOT_LISTED = "adopted_not_listed"
    ADOPTED_LEVEL = "adopted_level"
    ADOPTED_NAME = "adopted_name"
    # what sources post and do not give
    FILES_NOT_ALLOWED = "files_not_allowed"
    NO_DOCUMENT = "no_document"
    DOCUMENT_LOST = "document_lost"
    SOURCE_WITHOUT_DOCUMENTS = "source_without_documents"
    PAGES_NOT_READ = "pages_not_read"
    # notices: nothing is asked
    ANNEX_MISSING = "annex_missing"
    ITEMS_FROM_PORTAL = "items_from_portal"
    FILE_LOST = "file_lost"
    SECTION_OUT_OF_ORDER = "section_out_of_order"
    ROW_NUMBERS_JUMP = "row_numbers_jump"
    HEADER_UNRESOLVED = "header_unresolved"
    TABLE_UNREAD = "table_unread"
    ROW_UNREAD = "row_unread"
    CONTROL_TOTAL_MISMATCH = "control_total_mismatch"
    DELEGATION = "delegation"
    NAME_TAKEN = "name_taken"
    CITED_NOT_RECEIVED = "cited_not_received"
    ACT_TOO_LATE = "act_too_late"
    ADOPTED_ENDED = "adopted_ended"
    MIXED_TERRITORIES = "mixed_territories"
    NOTHING_SUSPENDED = "nothing_suspended"
    WITHDRAWN = "withdrawn"
    LISTING_SHRANK = "listing_shrank"
    FEE_UNCLEAR = "fee_unclear"
    UNIT_WITHOUT_BOARD = "unit_without_board"


class NewsKind(StrEnum):
    """What a message to a person is about (`[[notify]] about`)."""

    WORK = "work"
    SOURCE = "source"
    QUESTIONS = "questions"
    FAILURE = "failure"
