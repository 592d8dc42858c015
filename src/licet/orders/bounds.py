"""Whether an order file that somebody sent is small enough to read: its lines, columns and text, before it is read.

A Parquet file of 18 KB can hold three gigabytes of text, the same one over and over, and a workbook of 170 KB
120,000 lines. What a file says of itself is read first, and what it holds is then measured without unpacking it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from licet.orders.book import UnreadableOrdersError
from licet.tabular.workbooks import DamagedWorkbookError, refuse_bomb

__all__ = ["Bounds", "check_bounds"]

_BATCH = 8192
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that a file may hold. ``workbook_lines``: cells of a workbook take a hundred times as long to read."""

    lines: int = 1_000_000
    workbook_lines: int = 200_000
    columns: int = 5_000
    text: int = 512 * 1024 * 1024


def check_bounds(content: bytes, suffix: str, bounds: Bounds | None = None) -> int:
    """The lines of a file. Raises UnreadableOrdersError where it holds more than its bounds, or is damaged."""
    limits = bounds or Bounds()
    try:
        match suffix:
            case ".parquet":
                return _parquet(content, limits)
            case ".arrow":
                return _arrow(content, limits)
            case ".xlsx":
                return _workbook(content, limits)
            case _:
                return _lines(content, limits)
    except DamagedWorkbookError as error:
        raise UnreadableOrdersError(str(error)) from error
    except (
        pa.ArrowException,
        OSError,
        BadZipFile,
        EOFError,
        RuntimeError,
        struct.error,
        zlib.error,
    ) as error:
        raise UnreadableOrdersError(f"a damaged file: {' '.join(str(error).split())[:200]}") from error


def _lines(content: bytes, bounds: Bounds) -> int:
    _check_columns(content.partition(b"\n")[0].count(b",") + 1, bounds)
    return _check_lines(content.count(b"\n"), bounds.lines)


def _parquet(content: bytes, bounds: Bounds) -> int:
    """By the footer, and then by the text itself, whose repetitions stay packed."""
    source = pa.BufferReader(content)
    footer = pq.read_metadata(source)
    _check_lines(footer.num_rows, bounds.lines)
    _check_columns(footer.num_columns, bounds)
    leaves = [footer.schema.column(place) for place in range(footer.num_columns)]
    unpacked = sum(footer.row_group(place).total_byte_size for place in range(footer.num_row_groups))
    fixed = sum(max(leaf.length, 0) for leaf in leaves if leaf.physical_type == "FIXED_LEN_BYTE_ARRAY")
    _check_text(unpacked, bounds)
    _check_text(fixed * footer.num_rows, bounds)
    texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
    file = pq.ParquetFile(source, read_dictionary=texts)
    _check_flat(file.schema_arrow)
    _measure(file.iter_batches(_BATCH, use_threads=False), bounds)
    return int(footer.num_rows)


def _arrow(content: bytes, bounds: Bounds) -> int:
    """Only files whose parts are not packed, for nothing says to what a packed part unpacks."""
    source = pa.BufferReader(content)
    reader = pa.ipc.open_file(source)
    _check_columns(len(reader.schema.names), bounds)
    _check_flat(reader.schema)
    if _is_packed(content):
        raise UnreadableOrdersError("a packed Arrow file is not taken; write it unpacked, or send Parquet")
    _measure((reader.get_batch(place) for place in range(reader.num_record_batches)), bounds)
    return sum(reader.get_batch(place).num_rows for place in range(reader.num_record_batches))


def _is_packed(content: bytes) -> bool:
    """Whether any part of an Arrow file is compressed: said by the field ``compression`` of its header.

    Read from the flatbuffers of the file's footer and of its parts, which the Arrow columnar format fixes
    (``File.fbs``, ``Message.fbs``); the library would unpack a part to say so.
    """
    size = struct.unpack_from("<I", content, len(content) - 10)[0]
    footer = content[len(content) - 10 - size : len(content) - 10]
    table = _offset(footer, 0)
    dictionaries, batches = _blocks(footer, table, 2), _blocks(footer, table, 3)
    return any(_compressed(content, at, inner=True) for at in dictionaries) or any(
        _compressed(content, at, inner=False) for at in batches
    )


def _blocks(footer: bytes, table: int, number: int) -> list[int]:
    """Where the parts of a kind begin in the file."""
    field = _field(footer, table, number)
    if field is None:
        return []
    vector = _offset(footer, field)
    count = struct.unpack_from("<I", footer, vector)[0]
    return [struct.unpack_from("<q", footer, vector + 4 + 24 * place)[0] for place in range(count)]


def _compressed(content: bytes, at: int, *, inner: bool) -> bool:
    """``inner``: a dictionary, whose batch is a field of it."""
    start = 8 if content[at : at + 4] == b"\xff\xff\xff\xff" else 4
    data = content[at + start : at + start + struct.unpack_from("<I", content, at + start - 4)[0]]
    path = (2, 1) if inner else (2,)
    table = _offset(data, 0)
    for number in path:
        field = _field(data, table, number)
        if field is None:
            return False
        table = _offset(data, field)
    return _field(data, table, 3) is not None


def _offset(data: bytes, at: int) -> int:
    return at + int(struct.unpack_from("<I", data, at)[0])


def _field(data: bytes, table: int, number: int) -> int | None:
    """Where a field of a flatbuffer's table is; None where it is not set."""
    fields = table - int(struct.unpack_from("<i", data, table)[0])
    size = struct.unpack_from("<H", data, fields)[0]
    place = 4 + 2 * number
    inside = struct.unpack_from("<H", data, fields + place)[0] if place < size else 0
    return table + int(inside) if inside else None


def _workbook(content: bytes, bounds: Bounds) -> int:
    """By the rows that its sheets' parts hold, counted as they are unpacked piece by piece."""
    with ZipFile(BytesIO(content)) as parts:
        _check_text(sum(part.file_size for part in parts.infolist()), bounds)
        refuse_bomb(parts, len(content))
        counts = [
            _rows(parts, part.filename)
            for part in parts.infolist()
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
        ]
    return _check_lines(max(counts, default=0), bounds.workbook_lines)


def _rows(parts: ZipFile, name: str) -> int:
    count, tail = 0, b""
    with parts.open(name) as sheet:
        while chunk := sheet.read(_CHUNK):
            seen = tail + chunk
            count += seen.count(b"<row")
            tail = seen[-3:]
    return count


def _measure(batches: Iterable[pa.RecordBatch], bounds: Bounds) -> None:
    total = lines = 0
    for batch in batches:
        lines += batch.num_rows
        total += sum(map(_size, batch.columns))
        _check_lines(lines, bounds.lines)
        _check_text(total, bounds)


def _size(column: pa.Array) -> int:
    """Bytes of a column once nothing of it is packed."""
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    if pa.types.is_primitive(column.type.value_type):
        return 8 * len(column)
    lengths = pc.binary_length(column.dictionary)
    return int(pc.sum(pc.take(lengths, column.indices)).as_py() or 0)


def _check_flat(schema: pa.Schema) -> None:
    nested = next((field.name for field in schema if pa.types.is_nested(field.type)), None)
    if nested is not None:
        raise UnreadableOrdersError(f"column {nested}: lists within a cell are not taken; one line, one row")


def _check_lines(lines: int, most: int) -> int:
    if lines > most:
        raise UnreadableOrdersError(f"{lines:,} lines, but at most {most:,} of such a file are taken at once")
    return lines


def _check_columns(columns: int, bounds: Bounds) -> None:
    if columns > bounds.columns:
        raise UnreadableOrdersError(f"{columns:,} columns, but at most {bounds.columns:,} are taken")


def _check_text(size: int, bounds: Bounds) -> None:
    if size > bounds.text:
        most = bounds.text // 1024 // 1024
        raise UnreadableOrdersError(f"the file unpacks to more than {most} MB; send it in parts")
