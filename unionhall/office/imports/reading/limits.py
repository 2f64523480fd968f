"""How much of a file is taken: bytes, unpacked bytes, cells.

Not settings: they protect the worker's memory, whoever runs it.
"""

MB = 1024 * 1024

#: A roster of a whole city (265,463 rows) is 12 MB as xlsx, 30 MB as xls text.
FILE_BYTES = 50 * MB
#: The same roster unpacks to 80 MB.
UNPACKED_BYTES = 400 * MB
#: Office files unpack to 5-60 times their size; a bomb of zeros to 1,000. Small files may be odd.
UNPACK_RATIO = 200
UNPACK_RATIO_FROM = 20 * MB
ZIP_MEMBERS = 4_000
#: fastexcel holds a sheet as one dense rectangle, some 60 bytes a cell on the way to a frame.
CELLS = 10_000_000
#: Sheets with a value further right than this are refused before a frame is built; the widest roster met has 60 columns.
COLUMNS = 200
#: Rows looked at for a header; instructions above a table are seldom longer.
HEADER_WINDOW = 60
SHEETS = 200
MERGES = 400_000
