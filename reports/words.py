"""The closed lists of the field as people read them: (Vietnamese, English)."""

from niemyet.model.messages import Message, msg
from niemyet.model.words import Action, DriftKind, Level, OnlineLevel, Outcome, Proof, Scope, SheetComponent
from niemyet.transforms.changes import Change

LEVELS = {
    Level.MINISTRY: ("cấp bộ", "ministry"),
    Level.PROVINCE: ("cấp tỉnh", "province"),
    Level.DISTRICT: ("cấp huyện", "district"),
    Level.COMMUNE: ("cấp xã", "commune"),
}
ACTIONS = {
    Action.NEW: ("công bố mới", "new"),
    Action.AMEND: ("sửa đổi, bổ sung", "amended"),
    Action.REPLACE: ("thay thế", "replaced"),
    Action.ABOLISH: ("bãi bỏ", "abolished"),
    Action.CORRECT: ("đính chính", "corrected"),
    Action.LIST: ("có trong danh mục", "listed"),
    Action.SUSPEND: ("tạm dừng", "suspended"),
    Action.RESTORE: ("cho tiếp nhận trở lại", "restored"),
}
SCOPES = {
    Scope.AUTHORITY: ("giải quyết", "authority"),
    Scope.SHARED: ("dùng chung nhiều cấp", "shared"),
    Scope.RECEPTION_ONLY: ("chỉ tiếp nhận", "reception only"),
}
ONLINE = {
    OnlineLevel.FULL: ("toàn trình", "full"),
    OnlineLevel.PARTIAL: ("một phần", "partial"),
    OnlineLevel.LEVEL_2: ("mức độ 2", "level 2"),
    OnlineLevel.LEVEL_3: ("mức độ 3", "level 3"),
    OnlineLevel.LEVEL_4: ("mức độ 4", "level 4"),
}
PROOFS = {
    Proof.DECISION: ("quyết định", "decision"),
    Proof.ADOPTED: ("danh mục", "adopted list"),
    Proof.OBSERVED: ("chỉ quan sát", "observed only"),
}
#: What a row of a list taken as evidence comes to.
STANDINGS = {
    "adopted": ("được lấy theo danh mục này", "taken by this list"),
    "decision": ("đã có quyết định", "held by a decision already"),
    "other_list": ("đã lấy theo danh mục khác", "taken by another list already"),
    "ended": (
        "quyết định đã chấm dứt trước ngày của danh mục; không lấy",
        "ended by a decision before the day of the list; not taken",
    ),
    "no_level": ("không rõ cấp; không lấy", "level not known; not taken"),
    "no_code": ("không có mã; không lấy", "no code; not taken"),
    "not_posted": ("danh mục ghi là không niêm yết; không lấy", "the list says it does not hang; not taken"),
    "stated_ended": (
        "danh mục ghi là đã bãi bỏ, hết hiệu lực hoặc tạm dừng; không lấy",
        "the list says that it is over or suspended; not taken",
    ),
    "not_yet": ("chưa có hiệu lực vào ngày đó; không lấy", "not yet in effect on that day; not taken"),
    "other_level": (
        "của bộ, ngành, cơ quan khác hoặc cấp huyện đã kết thúc; không lấy",
        "of a ministry, another agency or the ended district level; not taken",
    ),
}
#: What a reader of a chain should know about a row; other flags concern the reading of the document.
FLAGS = {
    "history_unknown": (
        "chưa nhận được quyết định công bố trước đó; coi là đang có hiệu lực từ quyết định này",
        "what published it before was not received; taken as in force from here on",
    ),
    "level_moved": (
        "chuyển từ cấp khác sang theo chính quyết định này",
        "moved here from another level by the same decision",
    ),
    "level_added": ("thêm một cấp thực hiện; cấp cũ giữ nguyên", "a level was added; the old one keeps it"),
    "new_in_force": ("đã có hiệu lực từ trước; coi là bản mới", "was in force before; read as a new version"),
    "never_opens": ("bị bãi bỏ trước khi có hiệu lực", "abolished before it took effect"),
    "late_arrival": ("nhận được muộn", "received late"),
    "code_repaired": ("mã in hỏng, đã sửa", "the printed code was repaired"),
    "name_cut": ("tên bị cắt", "the name is cut off"),
}

#: How a crawl ended.
OUTCOMES = {
    Outcome.COMPLETE: msg("whole"),
    Outcome.INCOMPLETE: msg("not whole"),
    Outcome.DARK: msg("dark"),
}
#: What became of a procedure between two releases.
CHANGES = {
    Change.ADDED: msg("added"),
    Change.ENDED: msg("ended"),
    Change.CHANGED: msg("changed"),
    Change.BACK: msg("back in force"),
    Change.GONE: msg("no longer known"),
}
#: What a gap is, as a person reads it.
DRIFTS: dict[DriftKind, Message] = {
    DriftKind.NOT_ENTERED: msg("in force, not in the catalogue"),
    DriftKind.NO_DECISION: msg("in the catalogue, no decision known"),
    DriftKind.ABOLISHED_OPEN: msg("ended, still open in the catalogue"),
    DriftKind.LEVEL_MISSING: msg("a level is missing in the catalogue"),
    DriftKind.NAME_DIFFERS: msg("the name differs"),
    DriftKind.FEE_DIFFERS: msg("the fee differs"),
    DriftKind.UNIT_MISSING: msg("the unit is missing in the catalogue"),
}

#: Headings of a sheet as NĐ 63/2010/NĐ-CP, Đ.8.2 names them.
SHEET_LABELS: dict[SheetComponent, str] = {
    SheetComponent.STEPS: "Trình tự thực hiện",
    SheetComponent.WAYS: "Cách thức thực hiện",
    SheetComponent.DOSSIER: "Thành phần hồ sơ",
    SheetComponent.TIME: "Thời hạn giải quyết",
    SheetComponent.SUBJECTS: "Đối tượng thực hiện",
    SheetComponent.AGENCY: "Cơ quan thực hiện",
    SheetComponent.RESULT: "Kết quả thực hiện",
    SheetComponent.FEE: "Phí, lệ phí",
    SheetComponent.FORMS: "Mẫu đơn, mẫu tờ khai",
    SheetComponent.REQUIREMENTS: "Yêu cầu, điều kiện",
    SheetComponent.LEGAL_BASIS: "Căn cứ pháp lý",
}
