"""LibreOffice: turns office files into other formats, held apart from the network and the user."""

from hocvu.tools.libreoffice.convert import convert, convert_all, to_pdf
from hocvu.tools.libreoffice.engine import ENGINE
from hocvu.tools.libreoffice.office import kept

__all__ = ["ENGINE", "convert", "convert_all", "kept", "to_pdf"]
