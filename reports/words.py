"""The closed lists of the field as people read them: (Vietnamese, English)."""

from model.words import Action, Level, Scope

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
}
SCOPES = {
    Scope.AUTHORITY: ("giải quyết", "authority"),
    Scope.SHARED: ("dùng chung nhiều cấp", "shared"),
    Scope.RECEPTION_ONLY: ("chỉ tiếp nhận", "reception only"),
}
