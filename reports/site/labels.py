"""Words of the pages: (Vietnamese, English)."""

from niemyet.model.words import DecisionKind, FetchOutcome, ProcedureState, RelationType, UnitKind

KINDS = {
    DecisionKind.PUBLIC_LIST: ("công bố danh mục", "list of procedures"),
    DecisionKind.PUBLIC_FULL: ("công bố thủ tục đặc thù", "procedures in full"),
    DecisionKind.NORMALISED: ("danh mục chuẩn hóa", "normalised list"),
    DecisionKind.SUBSET: ("danh mục chọn lọc, không đổi hiệu lực", "subset, changes no state"),
    DecisionKind.REPLACEMENT_GROUP: ("thay thế theo nhóm", "group replaced"),
    DecisionKind.CORRECTION: ("đính chính", "correction"),
    DecisionKind.INTERNAL: ("thủ tục nội bộ, không niêm yết", "internal, not posted"),
    DecisionKind.PROCESS: ("quy trình nội bộ, không niêm yết", "internal process, not posted"),
    DecisionKind.DELEGATION: ("ủy quyền giải quyết", "delegation"),
    DecisionKind.MINISTRY: ("của bộ", "of a ministry"),
    DecisionKind.MIXED: ("công bố và phê duyệt quy trình", "list and internal process"),
    DecisionKind.OTHER: ("khác", "other"),
    DecisionKind.ADOPTED: (
        "danh mục được lấy làm chứng cứ, không phải quyết định",
        "a list taken as evidence, no decision",
    ),
}
RELATIONS = {
    RelationType.REPLACES_DOC: ("thay thế toàn bộ", "replaces"),
    RelationType.REPEALS_DOC: ("bãi bỏ toàn bộ", "repeals"),
    RelationType.REPLACES_PART: ("thay thế một phần", "replaces a part of"),
    RelationType.REPEALS_PART: ("bãi bỏ một phần", "repeals a part of"),
    RelationType.REPEALS_ROW: ("bãi bỏ một dòng", "repeals a row of"),
    RelationType.CORRECTS: ("đính chính", "corrects"),
    RelationType.AMENDS: ("sửa đổi, bổ sung", "amends"),
    RelationType.WITHDRAWS: ("thu hồi", "withdraws"),
    RelationType.SUSPENDS: ("tạm dừng", "suspends"),
    RelationType.RESTORES: ("khôi phục", "restores"),
    RelationType.POSTPONES: ("lùi thời điểm hiệu lực", "postpones"),
    RelationType.EXTENDS: ("kéo dài hiệu lực", "extends"),
    RelationType.RENUMBERS: ("đính chính số", "corrects the number of"),
    RelationType.REDATES: ("đính chính ngày ký", "corrects the day of signing of"),
}
STATES = {
    ProcedureState.IN_FORCE: ("còn hiệu lực", "in force"),
    ProcedureState.SCHEDULED: ("sắp có hiệu lực", "takes effect later"),
    ProcedureState.ENDED: ("hết hiệu lực", "ended"),
    ProcedureState.SUSPENDED: ("tạm dừng", "suspended"),
    ProcedureState.VOID_LEVEL: ("hết hiệu lực cùng cấp huyện", "ended with the district level"),
}
UNIT_KINDS = {
    UnitKind.PROVINCE_CENTER: ("trung tâm cấp tỉnh", "provincial centre"),
    UnitKind.ONE_TIER_BRANCH: ("chi nhánh", "branch"),
    UnitKind.RECEIVING_POINT: ("điểm tiếp nhận", "receiving point"),
    UnitKind.DISTRICT: ("cấp huyện", "district"),
    UnitKind.COMMUNE: ("cấp xã", "commune"),
    UnitKind.VERTICAL_AGENCY: ("cơ quan ngành dọc", "vertical agency"),
}
FETCHES = {
    FetchOutcome.OK: ("đọc được", "read"),
    FetchOutcome.UNCHANGED: ("đọc được, không đổi", "read, unchanged"),
    FetchOutcome.HTTP_ERROR: ("lỗi máy chủ", "server error"),
    FetchOutcome.RATE_LIMITED: ("bị giới hạn", "rate limited"),
    FetchOutcome.CHALLENGE: ("bị chặn", "challenged"),
    FetchOutcome.NOT_THE_PAGE: ("không phải trang cần đọc", "not the page"),
    FetchOutcome.TIMEOUT: ("quá thời gian", "timed out"),
    FetchOutcome.UNREACHABLE: ("không kết nối được", "unreachable"),
    FetchOutcome.TOO_LARGE: ("quá lớn", "too large"),
    FetchOutcome.TRUNCATED: ("bị cắt", "cut off"),
    FetchOutcome.DISALLOWED: ("không được phép", "not allowed"),
}
NO_SECTOR = "Chưa rõ lĩnh vực"
