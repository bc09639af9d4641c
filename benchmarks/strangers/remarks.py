"""Words that clerks write beside a row, and what follows from them."""

#: The row is taken out, or stops: nobody applies it without asking.
TAKEN_OUT = (
    "Dòng này đã bỏ", "(đã bãi bỏ)", "không áp dụng", "huỷ", "bỏ dòng này", "Không còn hiệu lực",
    "Thủ tục này hiện không làm nữa", "gạch bỏ", "xoá khỏi danh mục", "rút lại", "Không đưa vào danh mục",
    "Ghi nhầm, bỏ qua", "đã loại", "Bỏ TTHC này", "không tính dòng này", "thôi không công bố", "đã thay bằng thủ tục khác",
    "không lấy", "bỏ đi", "đã huỷ theo ý kiến Sở Tư pháp", "TTHC này không thuộc danh mục", "dừng từ nay", "xin rút",
    "miễn công bố", "không công bố nữa", "Hết hiệu lực", "Tạm dừng", "Không thực hiện", "chưa thực hiện",
    "Tạm ngừng tiếp nhận", "loại ra", "không dùng",
)  # fmt: skip
#: The row of an abolition goes on, in whole or in part.
GOES_ON = (
    "Giữ lại", "Không bãi bỏ", "Vẫn làm tại cấp xã", "Rút khỏi danh mục bãi bỏ", "Bãi bỏ một phần",
    "Chỉ bãi bỏ thành phần hồ sơ", "Khôi phục lại", "Hoãn bãi bỏ", "xem lại", "Nhầm", "Bỏ dòng này", "Tạm giữ",
    "đưa ra khỏi phụ lục", "còn hiệu lực", "Chưa áp dụng", "vẫn thực hiện", "giữ nguyên", "Chưa bãi bỏ, chờ Bộ",
)  # fmt: skip
#: Nothing follows for whether the row holds.
HARMLESS = (
    "Thực hiện toàn trình", "Sửa đổi căn cứ pháp lý", "Thủ tục này thực hiện liên thông với cơ quan thuế",
    "Bỏ thành phần hồ sơ sổ hộ khẩu", "Cắt giảm 30% thời hạn", "TTHC không thu phí", "Đã cung cấp DVC toàn trình",
    "Bãi bỏ mẫu đơn số 3",
)  # fmt: skip
#: Of row `{0}`, in a line below the list.
BELOW_THE_LIST = (
    "Ghi chú: TTHC số {0} chưa áp dụng cho đến khi có hướng dẫn của Bộ.", "Ghi chú: thủ tục số {0} tạm dừng.",
    "Lưu ý: mục {0} không công bố.", "* Thủ tục số {0} đã bị loại khỏi danh mục.",
    "Riêng thủ tục số {0} không thực hiện tại địa phương.", "Bỏ dòng {0}.", "Bỏ dòng số {0}.",
    "Số {0}: chuyển về cơ quan khác.", "Thủ tục số {0} đã được bãi bỏ tại Quyết định số 77/QĐ-UBND ngày 02/3/2021.",
)  # fmt: skip
