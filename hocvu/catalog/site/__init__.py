"""The catalogue as static pages: a search, a page for each course, lists without a script."""

from hocvu.catalog.site.course import Shown, course_page
from hocvu.catalog.site.listing import home_page, list_page
from hocvu.catalog.site.search import search_data

__all__ = ["Shown", "course_page", "home_page", "list_page", "search_data"]
