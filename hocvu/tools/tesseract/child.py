"""Runs tesserocr over pictures of pages, in a process of its own.

Called with a folder of models and pairs of a picture and its dots per inch; writes what it
recognises beside each picture as hOCR and says its number when it has.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(models: str, jobs: list[str]) -> None:
    """Recognise the pictures of `jobs`: path and dots per inch in turn."""
    import tesserocr

    with tesserocr.PyTessBaseAPI(path=models, lang="vie", psm=tesserocr.PSM.AUTO) as api:
        for number, (path, dots) in enumerate(zip(jobs[::2], jobs[1::2], strict=True)):
            api.SetImageFile(path)
            api.SetSourceResolution(int(dots))
            api.Recognize()
            said = api.GetHOCRText(0)
            Path(path).with_suffix(".hocr").write_text(said, "utf-8")
            api.Clear()
            print(number, flush=True)  # noqa: T201 - the parent follows


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
