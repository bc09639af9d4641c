"""The sheet of the national service's answers, with the traps that are known of them."""

from niemyet.extractors.portals.national_sheet import sheet_of
from niemyet.model.words import SheetComponent


def test_components_come_from_the_cases_and_what_is_a_default_is_not_said() -> None:
    said = {
        "profileComponents": [{"name": "không bao giờ có"}],
        "executionCases": [
            {
                "name": "Tại nơi cư trú",
                "profileComponents": [
                    {
                        "name": "Tờ khai",
                        "originalQty": 1,
                        "copyQty": 0,
                        "attachments": [{"name": "Mẫu số 1.docx"}],
                    },
                    {"name": "Giấy chứng sinh", "originalQty": "1", "copyQty": 2.0},
                ],
            },
            {"name": "Lưu động", "profileComponents": [{"name": "Tờ khai"}]},
        ],
        "executionMethods": [
            {
                "submissionMethod": "DIRECT",
                "processingTime": 3.0,
                "processingTimeUnit": "WORKING_DAY",
                "fees": [{"amount": 0}, {"amount": 8000, "name": "Lệ phí"}],
            },
            {"submissionMethod": "ONLINE", "processingTime": "5", "fees": []},
        ],
        "departmentsExecuting": [],
        "unitGroupsExecuting": [{"name": "Uỷ ban nhân dân cấp xã"}],
        "legalBasisesDetails": [
            {"code": "04/2020/TT-BTP", "name": "Thông tư số 04/2020/TT-BTP"},
            {"code": "Nghị định về hộ tịch", "name": "123/2015/NĐ-CP"},
        ],
        "resultsDetails": [{"name": "Giấy khai sinh"}],
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}],
    }
    assert dict(sheet_of(said)) == {
        SheetComponent.WAYS: "trực tiếp\ntrực tuyến",
        SheetComponent.DOSSIER: (
            "Tại nơi cư trú: Tờ khai (bản chính: 1)\n"
            "Tại nơi cư trú: Giấy chứng sinh (bản chính: 1, bản sao: 2)\nLưu động: Tờ khai"
        ),
        SheetComponent.TIME: "trực tiếp: 3 ngày làm việc",
        SheetComponent.SUBJECTS: "Công dân Việt Nam",
        SheetComponent.AGENCY: "Uỷ ban nhân dân cấp xã",
        SheetComponent.RESULT: "Giấy khai sinh",
        SheetComponent.FEE: "trực tiếp: Lệ phí: 8.000 đồng",
        SheetComponent.FORMS: "Mẫu số 1.docx",
        SheetComponent.LEGAL_BASIS: "Thông tư số 04/2020/TT-BTP\nNghị định về hộ tịch 123/2015/NĐ-CP",
    }


def test_shapes_that_nobody_expects_say_nothing() -> None:
    for wrong in (None, "x", 5, [None, 3, "y"], {"a": 1}):
        names = (
            "executionMethods",
            "executionCases",
            "cases",
            "legalBasisesDetails",
            "resultsDetails",
            "departmentsExecuting",
        )
        assert sheet_of(dict.fromkeys(names, wrong)) == ()
    assert sheet_of({}) == ()
