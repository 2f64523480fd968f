"""Log lines as JSON: time, level, logger, message, request number. Never arguments, never personal data.

What a request carried is not logged; an exception is logged by type and place, its message left out.
"""

import json
import logging
import traceback


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage() if record.exc_info is None else record.msg,
        }
        if number := getattr(record, "error_number", None):
            line["number"] = number
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["exception"] = record.exc_info[0].__name__
            line["place"] = [f"{frame.filename.rpartition('unionhall/')[2]}:{frame.lineno}" for frame in frames[-4:]]
        return json.dumps(line, ensure_ascii=False)
