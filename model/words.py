"""The closed lists of the field (CONTRACT §4). An unknown word is an error, never a default."""

from enum import StrEnum


class Level(StrEnum):
    """Cấp: who holds a procedure. Order is from the top down."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Action(StrEnum):
    """What a row of an annex does to a procedure (DOMAIN §2.3)."""

    NEW = "new"
    AMEND = "amend"
    REPLACE = "replace"
    ABOLISH = "abolish"
    CORRECT = "correct"
    LIST = "list"


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
    OTHER = "other"


class EffectSource(StrEnum):
    """Where the effective date comes from (DOMAIN §2.2)."""

    EXPLICIT = "explicit"
    SIGNING_CLAUSE = "signing_clause"
    DEFAULT_SIGNED = "default_signed"
    INDIRECT = "indirect"


class RelationType(StrEnum):
    """What a decision does to an earlier one (DOMAIN §2.2)."""

    REPLACES_DOC = "replaces_doc"
    REPEALS_DOC = "repeals_doc"
    REPLACES_PART = "replaces_part"
    REPEALS_PART = "repeals_part"
    REPEALS_ROW = "repeals_row"
    CORRECTS = "corrects"
    AMENDS = "amends"


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
    VOID_LEVEL = "void_level"


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


class UpdateState(StrEnum):
    """States of work."""

    PLANNED = "planned"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    CANCELLED = "cancelled"


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
