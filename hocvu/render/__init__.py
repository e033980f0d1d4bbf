"""From a course to the pages that learners open, for every packaging standard alike."""

from hocvu.render.course import (
    RenderedCourse,
    RenderedFile,
    RenderedLesson,
    Standard,
    render_course,
)

__all__ = ["RenderedCourse", "RenderedFile", "RenderedLesson", "Standard", "render_course"]
