"""Runs sherpa-onnx over pieces of a recording, in a process of its own.

Called with the path of a JSON file that names the model, the sound and its pieces; says a line
of JSON for each piece when it is done.
"""

from __future__ import annotations

import json
import sys
from array import array
from pathlib import Path
from typing import Any


def main(job: dict[str, Any]) -> None:
    """Recognise the pieces of `job`."""
    import sherpa_onnx

    rate = job["rate"]
    # One thread: with more of them the order of sums, and so the result, could differ.
    told: dict[str, Any] = {**job["files"], "num_threads": 1}
    if job["kind"] == "whisper":
        told |= {"language": job["language"], "task": "transcribe"}
    recogniser = getattr(sherpa_onnx.OfflineRecognizer, f"from_{job['kind']}")(**told)
    with Path(job["sound"]).open("rb") as stream:
        for number, (start, end) in job["pieces"]:
            stream.seek(2 * start)
            samples = array("h")
            samples.frombytes(stream.read(2 * (end - start)))
            if sys.byteorder == "big":
                samples.byteswap()
            # One second of silence at the end, so that the last word is not cut off.
            heard = [sample / 32768 for sample in samples] + [0.0] * rate
            piece = recogniser.create_stream()
            piece.accept_waveform(rate, heard)
            recogniser.decode_stream(piece)
            result = piece.result
            said = {
                "number": number,
                "text": result.text,
                "tokens": list(result.tokens),
                "times": [round(time, 3) for time in result.timestamps],
            }
            print(json.dumps(said), flush=True)  # noqa: T201 - the parent follows


if __name__ == "__main__":
    try:
        main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    except Exception as error:  # What the engine says is for the user, where it stands is not.
        sys.exit(str(error))
