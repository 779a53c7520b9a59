"""Writes what hibari-tts says for texts.

Usage: python peer_phonemize.py TEXTS PHONEMES

TEXTS holds a JSON object from "us" and "gb" to an array of texts; PHONEMES gets the same object with,
for each text, the array of its sentences' phonemes.
"""

import json
import sys

from hibari.g2p import G2P
from hibari.tts import Hibari


class Reader(Hibari):
    """The peer's text front end alone: no synthesis network is loaded."""

    def __init__(self, british):
        self._g2p = G2P(british=british)


def spoken(reader, text):
    try:
        return reader.phonemize(text)
    except Exception as failure:  # the peer itself can fail; that is one of its answers
        return ["failed: " + type(failure).__name__]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        texts = json.load(file)
    phonemes = {}
    for accent in texts:
        reader = Reader(british=accent == "gb")
        phonemes[accent] = [spoken(reader, text) for text in texts[accent]]
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(phonemes, file, ensure_ascii=False)


main()
