"""Makes small Windows metafiles."""

from __future__ import annotations

import struct


def metafile(width: int, height: int) -> bytes:
    """Return a placeable WMF ([MS-WMF] 2.3.2.3) with one filled rectangle, in units of 1/100 in."""
    header = struct.pack("<IHhhhhHI", 0x9AC6CDD7, 0, 0, 0, width, height, 100, 0)
    checksum = 0
    for word in struct.unpack("<10H", header):
        checksum ^= word
    records = [
        struct.pack("<IHhh", 5, 0x020B, 0, 0),
        struct.pack("<IHhh", 5, 0x020C, height, width),
        struct.pack("<IHHIH", 7, 0x02FC, 0, 0x0000C0, 0),
        struct.pack("<IHH", 4, 0x012D, 0),
        struct.pack("<IHhhhh", 7, 0x041B, height, width, 0, 0),
        struct.pack("<IH", 3, 0),
    ]
    size = (18 + sum(map(len, records))) // 2
    body = struct.pack("<HHHIHIH", 1, 9, 0x0300, size, 1, 7, 0)
    return header + struct.pack("<H", checksum) + body + b"".join(records)
