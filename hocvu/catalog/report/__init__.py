"""Reports: what was planned against what was made and published, and when."""

from hocvu.catalog.report.rows import Row, gather
from hocvu.catalog.report.totals import DIMENSIONS, Report, Total, report
from hocvu.catalog.report.writing import FORMS, write_report

__all__ = ["DIMENSIONS", "FORMS", "Report", "Row", "Total", "gather", "report", "write_report"]
