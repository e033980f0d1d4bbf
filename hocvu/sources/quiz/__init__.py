"""Questions: Markdown (hocvu's own), GIFT, Aiken, Moodle XML, QTI and spreadsheets."""

from hocvu.sources.quiz.reader import READER, QuizOptions
from hocvu.sources.quiz.template import write_template

__all__ = ["READER", "QuizOptions", "write_template"]
