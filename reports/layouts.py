"""How a handout is laid out for its reader: larger print is set anew on the page, not magnified."""

from collections.abc import Collection

from msgspec import Struct


class Layout(Struct, frozen=True):
    """body_size: of running text, in points. one_idea_a_line: each sentence on a line of its own, the picture first.

    is_black: nothing grey, coloured or washed, so that it can be read with poor contrast, and printed on pale paper.
    """

    id: str
    body_size: float = 12.0
    one_idea_a_line: bool = False
    is_black: bool = False


STANDARD = Layout("standard")
EASY_READ = Layout("easy_read", 16.0, one_idea_a_line=True)
EASY_LARGE = Layout("easy_read_18", 18.0, one_idea_a_line=True)
HIGH_CONTRAST = Layout("high_contrast", 16.0, is_black=True)
LARGE_PRINT = Layout("large_18", 18.0)
_LARGER = (Layout("large_14", 14.0), Layout("large_16", 16.0), LARGE_PRINT, Layout("large_24", 24.0))
LAYOUTS = {one.id: one for one in (STANDARD, *_LARGER, EASY_READ, EASY_LARGE, HIGH_CONTRAST)}


def layout_for(access: Collection[str]) -> Layout:
    """What suits the need recorded at reception: the codes of `pt_access`."""
    if "reading_help" in access:
        return EASY_LARGE if "large_print" in access else EASY_READ
    return LARGE_PRINT if "large_print" in access else STANDARD
