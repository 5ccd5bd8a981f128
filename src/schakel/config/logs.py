"""How the program's own log lines look: readable on one machine, JSON on a server.

This is the technical log. Who saw or did what stands in the audit log (foundation.audit). Addresses of
pages hold numbers only, so a logged address names nobody.
"""

from typing import Any

import structlog

_SHARED = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_settings(level: str, *, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING; tracebacks carry no values of local variables, which may be personal."""
    renderer = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    chain = [*_SHARED, structlog.processors.format_exc_info] if as_json else _SHARED
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    renderer,
                ],
                "foreign_pre_chain": chain,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {"django": {"handlers": [], "propagate": True, "level": level}},
    }
