#!/usr/bin/env python3
"""Reads a TensorBoard event file with nothing but Python's standard library, and prints what is in it as JSON.

An independent reading of the format: TFRecord framing with both CRC-32C checked, and the few protobuf messages inside.
Usage: read_events.py FILE
"""
import json
import struct
import sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(file):
    position = 0
    while position < len(file):
        header = file[position : position + 8]
        (length,) = struct.unpack("<Q", header)
        (header_crc,) = struct.unpack_from("<I", file, position + 8)
        data = file[position + 12 : position + 12 + length]
        (data_crc,) = struct.unpack_from("<I", file, position + 12 + length)
        assert masked(header) == header_crc, "the length's CRC is wrong"
        assert len(data) == length and masked(data) == data_crc, "the data's CRC is wrong"
        yield data
        position += 16 + length


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        value |= (byte & 127) << shift
        position, shift = position + 1, shift + 7
        if byte < 128:
            return value, position


def fields(data):
    position = 0
    while position < len(data):
        tag, position = varint(data, position)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            value, position = varint(data, position)
        elif kind == 1:
            (value,), position = struct.unpack_from("<d", data, position), position + 8
        elif kind == 2:
            length, position = varint(data, position)
            value, position = data[position : position + length], position + length
        elif kind == 5:
            (value,), position = struct.unpack_from("<f", data, position), position + 4
        else:
            raise ValueError(f"wire type {kind}")
        yield number, value


def first(data, number, default=None):
    return next((value for n, value in fields(data) if n == number), default)


def doubles(data):
    return list(struct.unpack(f"<{len(data) // 8}d", data))


def node_of(data):
    inputs = [value.decode() for number, value in fields(data) if number == 3]
    return {"name": first(data, 1).decode(), "op": first(data, 2).decode(), "inputs": inputs}


def main(path):
    result = {"version": None, "scalars": {}, "histograms": {}, "texts": {}, "descriptions": {}, "nodes": [], "steps": []}
    for record in records(open(path, "rb").read()):
        step = first(record, 2, 0)
        result["steps"].append(step)
        version, graph, summary = first(record, 3), first(record, 4), first(record, 5)
        if version is not None:
            result["version"] = version.decode()
        if graph is not None:
            result["nodes"] = [node_of(node) for number, node in fields(graph) if number == 1]
        if summary is None:
            continue
        for number, value in fields(summary):
            assert number == 1
            tag = first(value, 1).decode()
            scalar, histo, tensor = first(value, 2), first(value, 5), first(value, 8)
            description = first(first(value, 9, b""), 3)
            if description is not None:
                result["descriptions"][tag] = description.decode()
            if scalar is not None:
                result["scalars"].setdefault(tag, []).append([step, scalar])
            if histo is not None:
                limits, counts = doubles(first(histo, 6)), doubles(first(histo, 7))
                result["histograms"].setdefault(tag, []).append(
                    {"step": step, "num": first(histo, 3), "sum": first(histo, 4), "limits": limits, "counts": counts}
                )
            if tensor is not None:
                result["texts"].setdefault(tag, []).append([step, first(tensor, 8).decode()])
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
