"""A list of topics as a ministry keeps it: 19 topics, 5 of them compulsory."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hocvu.tools.workbooks import new_workbook

ISSUER = "Bộ Thí dụ"
COMPULSORY = (
    "Tiếp nhận và trả kết quả hồ sơ",
    "Chữ ký số trong công việc hằng ngày",
    "An toàn thông tin cho cán bộ cấp xã",
    "Soạn thảo và quản lý văn bản điện tử",
    "Giao tiếp với người dân tại bộ phận một cửa",
)
ELECTIVE = (
    "Chứng thực bản sao từ bản chính",
    "Đăng ký khai sinh, khai tử",
    "Quản lý đất đai ở cấp xã",
    "Thống kê và báo cáo định kỳ",
    "Dữ liệu mở và cổng dữ liệu",
    "Trợ lý ảo trong công vụ",
    "Hỗ trợ người dân nộp hồ sơ trực tuyến",
    "Thanh toán không dùng tiền mặt",
    "Phòng cháy, chữa cháy ở khu dân cư",
    "Ứng phó thiên tai",
    "Hòa giải ở cơ sở",
    "Dạy nghề cho lao động nông thôn",
    "Dậy sớm kiểm tra an toàn đê điều",
    "Kỹ năng làm việc nhóm",
)
HEADINGS = (
    "STT", "Mã chuyên đề", "Tên chuyên đề", "Mục tiêu", "Đối tượng", "Thời lượng (tiết)",
    "Bắt buộc/ Tự chọn", "Hình thức", "Cơ quan chủ trì", "Lĩnh vực", "Thời hạn hoàn thành",
    "Điều kiện tiên quyết", "Người phụ trách",
)  # fmt: skip


def write_sheet(path: Path) -> Path:
    """Write the list, with an issuer and a title above it as such lists have."""
    with new_workbook(path) as book:
        sheet = book.add_worksheet("Phụ lục 01")
        sheet.merge_range("A1:D1", ISSUER.upper())
        sheet.merge_range("A3:L3", "DANH MỤC CHUYÊN ĐỀ BỒI DƯỠNG CẤP XÃ NĂM 2026")
        sheet.write_row(4, 0, HEADINGS)
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        row = 5
        for required, titles in ((True, COMPULSORY), (False, ELECTIVE)):
            sheet.write(row, 2, "CHUYÊN ĐỀ BẮT BUỘC" if required else "CHUYÊN ĐỀ TỰ CHỌN")
            for title in titles:
                row += 1
                number = row - (5 if required else 6)
                sheet.write_row(row, 0, _row(number, title, required))
                due = dt.datetime(2026, 6 if required else 11, 30)
                sheet.write_datetime(row, 10, due, dates)
                if number == 2:
                    sheet.write(row, 11, "CD-01")
                if number == 3:
                    sheet.write(row, 10, "sắp tới")
            row += 1
        book.add_worksheet("Ghi chú").write(0, 0, "Danh mục được rà soát hằng quý.")
    return path


def _row(number: int, title: str, required: bool) -> list[str | int]:
    return [
        number,
        f"CD-{number:02d}",
        title,
        "- Nắm được quy định\n- Làm được từng bước",
        "Cán bộ, công chức cấp xã",
        8 if required else 4,
        "Bắt buộc" if required else "Tự chọn",
        "Trực tuyến",
        ISSUER,
        "Chuyển đổi số",
    ]
