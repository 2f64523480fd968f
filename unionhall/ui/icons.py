"""The icons of the product as SVG paths on a 24 × 24 grid, drawn inline.

Outlines follow Tabler Icons (MIT, © 2020-2025 Paweł Kuna, https://tabler.io/icons), redrawn or shortened where needed.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS: dict[str, str] = {
    # frame
    "home": "M5 12H3l9-9l9 9h-2M5 12v7a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-7M9 21v-6a2 2 0 0 1 2-2h2a2 2 0 0 1 2 2v6",
    "inbox": "M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 13h3l3 3h4l3-3h3",
    "organisation": "M10 3h4v5h-4zM3 16h5v5H3zM16 16h5v5h-5zM12 8v4M5.5 16v-2a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v2",
    "aid": "M19.5 12.572L12 20l-7.5-7.428A5 5 0 1 1 12 6.006a5 5 0 1 1 7.5 6.572M12 6L8.707 9.293a1 1 0 0 0 0 1.414"
    "l.543.543c.69.69 1.81.69 2.5 0l1-1a3.182 3.182 0 0 1 4.5 0l2.25 2.25M12.5 15.5l2 2M15 13l2 2",
    "activities": "M4 7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM16 3v4M8 3v4M4 11h16"
    "M8 15h2v2H8z",
    "honours": "M6 9a6 6 0 1 0 12 0a6 6 0 1 0-12 0M12 15l3.4 5.89l1.598-3.233l3.598.232l-3.4-5.889"
    "M6.802 12L3.402 17.89L7 17.657l1.598 3.232l3.4-5.889",
    "rights": "M7 20h10M6 6l6-1l6 1M12 3v17M9 12L6 6l-3 6a3 3 0 0 0 6 0M21 12l-3-6l-3 6a3 3 0 0 0 6 0",
    "funds": "M3 21h18M3 10h18M5 6l7-3l7 3M4 10v11M20 10v11M8 14v3M12 14v3M16 14v3",
    "oversight": "M11 20H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v8M9 7h6M9 11h4M14 19l2 2l4-4",
    "figures": "M3 13h5v8H3zM9.5 3h5v18h-5zM16 8h5v13h-5z",
    "system": "M10.325 4.317c.426-1.756 2.924-1.756 3.35 0a1.724 1.724 0 0 0 2.573 1.066c1.543-.94 3.31.826 2.37 2.37"
    "a1.724 1.724 0 0 0 1.065 2.572c1.756.426 1.756 2.924 0 3.35a1.724 1.724 0 0 0-1.066 2.573"
    "c.94 1.543-.826 3.31-2.37 "
    "2.37a1.724 1.724 0 0 0-2.572 1.065c-.426 1.756-2.924 1.756-3.35 0a1.724 1.724 0 0 0-2.573-1.066"
    "c-1.543.94-3.31-.826"
    "-2.37-2.37a1.724 1.724 0 0 0-1.065-2.572c-1.756-.426-1.756-2.924 0-3.35a1.724 1.724 0 0 0 1.066-2.573"
    "c-.94-1.543.826-3.31 2.37-2.37c1 .608 2.296.07 2.572-1.065zM9 12a3 3 0 1 0 6 0a3 3 0 0 0-6 0",
    "search": "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M21 21l-6-6",
    "chevron-down": "M6 9l6 6l6-6",
    "chevron-left": "M15 6l-6 6l6 6",
    "chevron-right": "M9 6l6 6l-6 6",
    "chevron-up-down": "M8 9l4-4l4 4M16 15l-4 4l-4-4",
    "arrow-left": "M5 12h14M5 12l6 6M5 12l6-6",
    "arrow-up": "M12 5v14M18 11l-6-6M6 11l6-6",
    "arrow-down": "M12 5v14M18 13l-6 6M6 13l6 6",
    "more": "|M3 12a2 2 0 1 0 4 0a2 2 0 1 0-4 0M10 12a2 2 0 1 0 4 0a2 2 0 1 0-4 0M17 12a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
    # acts
    "plus": "M12 5v14M5 12h14",
    "close": "M18 6L6 18M6 6l12 12",
    "upload": "M4 17v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-2M7 9l5-5l5 5M12 4v12",
    "download": "M4 17v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-2M7 11l5 5l5-5M12 4v12",
    "print": "M17 17h2a2 2 0 0 0 2-2v-4a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v4a2 2 0 0 0 2 2h2M17 9V5a2 2 0 0 0-2-2H9"
    "a2 2 0 0 0-2 2v4"
    "M7 15a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2z",
    "edit": "M4 20h4L18.5 9.5a2.828 2.828 0 1 0-4-4L4 16v4M13.5 6.5l4 4",
    "eye": "M10 12a2 2 0 1 0 4 0a2 2 0 0 0-4 0M21 12c-2.4 4-5.4 6-9 6s-6.6-2-9-6c2.4-4 5.4-6 9-6s6.6 2 9 6",
    "zoom": "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M7 10h6M10 7v6M21 21l-6-6",
    "rotate": "M4.055 13A8.001 8.001 0 1 0 4.582 9M4 4v5h5",
    "undo": "M9 14l-4-4l4-4M5 10h11a4 4 0 1 1 0 8h-1",
    "filter": "M4 4h16v2.172a2 2 0 0 1-.586 1.414L15 12v7l-6 2v-8.5L4.52 7.572A2 2 0 0 1 4 6.227z",
    "calendar": "M4 7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM16 3v4M8 3v4M4 11h16",
    "file": "M14 3v4a1 1 0 0 0 1 1h4M17 21H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h7l5 5v11a2 2 0 0 1-2 2zM9 13h6M9 17h6",
    "phone": "M5 4h4l2 5l-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2",
    "user": "M8 7a4 4 0 1 0 8 0a4 4 0 0 0-8 0M6 21v-2a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v2",
    # states: the glyphs of chips
    "todo": "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0",
    "doing": "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0|M12 4a8 8 0 0 0 0 16z",
    "note": "M12 4L2.8 20h18.4zM12 10v4M12 17v.01",
    "done": "M5 12l5 5l10-10",
    "failed": "M18 6L6 18M6 6l12 12",
    "locked": "M5 13a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2zM8 11V7a4 4 0 1 1 8 0v4M12 16v.01",
    "error": "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 8v4M12 16h.01",
    "circle-check": "|M12 2a10 10 0 1 0 0 20a10 10 0 0 0 0-20zm4.7 7.7l-5.5 5.5a1 1 0 0 1-1.4 0l-2.5-2.5"
    "a1 1 0 0 1 1.4-1.4"
    "l1.8 1.8l4.8-4.8a1 1 0 0 1 1.4 1.4z",
    "circle-failed": "|M12 2a10 10 0 1 0 0 20a10 10 0 0 0 0-20zm4 12.6a1 1 0 0 1-1.4 1.4L12 13.4L9.4 16"
    "A1 1 0 0 1 8 14.6"
    "L10.6 12L8 9.4A1 1 0 0 1 9.4 8L12 10.6L14.6 8A1 1 0 0 1 16 9.4L13.4 12z",
    "circle-back": "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M8 12h8M8 12l3-3M8 12l3 3",
    "circle-out": "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M8 12h8",
    "running": "M8.6 3.6a9 9 0 0 0-2.5 1.6M3.6 8.6a9 9 0 0 0-.6 3M4 16a9 9 0 0 0 2.1 2.8M9 20.5a9 9 0 0 0 3 .5"
    "M15.4 20.4a9 9 0 0 0 2.5-1.6M20.4 15.4a9 9 0 0 0 .6-3.4M20 8a9 9 0 0 0-2.1-2.8M15 3.5a9 9 0 0 0-3-.5",
}


def icon_svg(name: str, label: str = "", classes: str = "") -> SafeString:
    """An inline icon; silent for screen readers unless it is labelled. Part of a path after "|" is filled.

    :raises KeyError: there is no such icon.
    """
    outline, _, solid = ICONS[name].partition("|")
    parts = [format_html('<path d="{}"/>', outline)] if outline else []
    if solid:
        parts.append(format_html('<path d="{}" fill="currentColor" fill-rule="evenodd" stroke="none"/>', solid))
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    inner = mark_safe("".join(parts))  # noqa: S308 - built by format_html above
    return format_html(
        '<svg class="uh-icon{}" viewBox="0 0 24 24" {}>{}</svg>', f" {classes}" if classes else "", spoken, inner
    )
