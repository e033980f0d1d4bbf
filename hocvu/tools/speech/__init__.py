"""Speech recognition: what is said in a recording, by sherpa-onnx and a model of the user's."""

from hocvu.tools.speech.engine import ENGINE, VARIABLE, choose, chosen
from hocvu.tools.speech.model import Model, examine
from hocvu.tools.speech.pieces import RATE
from hocvu.tools.speech.recognise import Heard, recognise
from hocvu.tools.speech.words import Spoken

__all__ = [
    "ENGINE",
    "RATE",
    "VARIABLE",
    "Heard",
    "Model",
    "Spoken",
    "choose",
    "chosen",
    "examine",
    "recognise",
]
