import importlib.metadata
import json
import sys
import time

import numpy
import zxingcpp
from PIL import Image

QR = zxingcpp.BarcodeFormat.QRCode


def answer(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


answer("zxing-cpp " + importlib.metadata.version("zxing-cpp"))
grey = None
for line in sys.stdin:
    word, _, path = line.rstrip("\n").partition(" ")
    if word == "load":
        grey = numpy.asarray(Image.open(path).convert("L"))
        answer("loaded")
    else:
        begun = time.perf_counter()
        codes = zxingcpp.read_barcodes(grey, formats=QR)
        ms = (time.perf_counter() - begun) * 1000
        answer(json.dumps({"texts": [code.text for code in codes], "ms": ms}))
