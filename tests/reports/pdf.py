"""Reading a finished PDF back, as a viewer and as a checker see it."""

import contextlib
import ctypes
import datetime
import enum
import re
import zlib

import page
import pypdfium2
import pypdfium2.raw as raw
from msgspec.structs import replace

_LEFT_ALONE = ("light", "tier", "figure_id", "words")


def texts(data: bytes) -> tuple[str, ...]:
    """The words of each page, as a viewer would copy them, on one line."""
    document = pypdfium2.PdfDocument(data)
    try:
        return tuple(" ".join(leaf.get_textpage().get_text_range().split()) for leaf in document)
    finally:
        document.close()


def broken_rules(data: bytes, profile: str) -> list[str]:
    """What a checker of accessible (ua1) or archival (2a) PDF has against it."""
    report = page.validate_pdf_bytes(data, profile=profile)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def spoken(data: bytes) -> list[str]:
    """What the file tells a reader to say in place of letters that were turned round for the pen."""
    said = []
    for stream in re.findall(rb"stream\n(.*?)\r\nendstream", data, re.DOTALL):
        with contextlib.suppress(zlib.error):
            said += re.findall(rb"/ActualText <FEFF([0-9A-F]+)>", zlib.decompress(stream))
    return [bytes.fromhex(code.decode()).decode("utf-16-be") for code in said]


def descriptions(data: bytes) -> list[str]:
    """What the pictures are described as, in order."""
    found = re.findall(rb"/Alt \(((?:\\.|[^\\)])*)\)", data, re.DOTALL)
    return [_string(one) for one in found]


def _string(raw: bytes) -> str:
    plain = re.sub(rb"\\([0-7]{3}|.)", _unescaped, raw, flags=re.DOTALL)
    return plain[2:].decode("utf-16-be") if plain.startswith(b"\xfe\xff") else plain.decode("latin-1")


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if len(code) == 3 else {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(code, code)


def title(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return str(document.get_metadata_dict()["Title"])
    finally:
        document.close()


def heard(data: bytes) -> list[tuple[str, str]]:
    """Each element's tag and language, in the order in which a listener comes to them, page by page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [one for leaf in document for one in _heard_on(leaf)]
    finally:
        document.close()


def _heard_on(leaf: pypdfium2.PdfPage) -> list[tuple[str, str]]:
    tree = raw.FPDF_StructTree_GetForPage(leaf)
    found: list[tuple[str, str]] = []

    def follow(element: raw.FPDF_STRUCTELEMENT, language: str) -> None:
        language = _said_of(raw.FPDF_StructElement_GetLang, element) or language
        found.append((_said_of(raw.FPDF_StructElement_GetType, element), language))
        for number in range(raw.FPDF_StructElement_CountChildren(element)):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, number)
            if child:
                follow(child, language)

    for number in range(raw.FPDF_StructTree_CountChildren(tree)):
        follow(raw.FPDF_StructTree_GetChildAtIndex(tree, number), "")
    raw.FPDF_StructTree_Close(tree)
    return found


def _said_of(ask, element: raw.FPDF_STRUCTELEMENT) -> str:
    length = ask(element, None, 0)
    if not length:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(element, buffer, length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def base_fonts(data: bytes) -> set[str]:
    return {name.decode() for name in re.findall(rb"/BaseFont /(\S+)", data)}


def tags(data: bytes) -> list[str]:
    return [tag.decode() for tag in re.findall(rb"/S /(\w+)", data)]


def with_every_text(value, words: str):
    """The same frozen value with these words in every text field, however deep."""
    if isinstance(value, str):
        return words
    if isinstance(value, enum.Enum | datetime.date | int | float | bytes) or value is None:
        return value
    if isinstance(value, tuple):
        return tuple(with_every_text(item, words) for item in value)
    changes = {
        name: with_every_text(getattr(value, name), words)
        for name in value.__struct_fields__
        if name not in _LEFT_ALONE
    }
    return replace(value, **changes)
