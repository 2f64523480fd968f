"""A docx as a zip file: opened under limits before anything parses it, so that no bomb reaches a parser.

Not its words: those are read in `words`.
"""

import io
import zipfile
import zlib

from unionhall.drafts.files.refusals import NotADraft, OldWord, TooLarge

MB = 1024 * 1024
#: A year review with pictures is under 20 MB; its document.xml under 5.
FILE_BYTES = 30 * MB
DOCUMENT_BYTES = 60 * MB
UNPACKED_BYTES = 300 * MB
MEMBERS = 2_000
DOCUMENT = "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0"


def document_xml(content: bytes) -> bytes:
    """The part with the words, unpacked.

    :raises NotADraft: no zip, or no Word document in it. :raises OldWord: .doc or locked. :raises TooLarge: a bomb.
    """
    if len(content) > FILE_BYTES:
        raise TooLarge(most="30 MB")
    if content.startswith(_OLE):
        raise OldWord
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise OldWord
            if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED_BYTES:
                raise TooLarge(most="300 MB")
            if DOCUMENT not in {member.filename for member in members}:
                raise NotADraft
            with package.open(DOCUMENT) as part:
                words = part.read(DOCUMENT_BYTES + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        KeyError,
        NotImplementedError,
        EOFError,
        RuntimeError,
    ) as trouble:
        raise NotADraft from trouble
    if len(words) > DOCUMENT_BYTES:
        raise TooLarge(most="60 MB")
    if b"<!DOCTYPE" in words[:4096] or b"<!ENTITY" in words:
        raise NotADraft
    return words
