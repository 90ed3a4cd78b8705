"""A message about the program, not about a person: the shape and colour of a tier without its word."""

from desktop.widgets.banner import Banner


class Notice(Banner):
    """As Banner, but nothing in it reads "Emergency": that word belongs to patients."""

    def show_message(self, tier: str, title: str, text: str = "") -> None:
        super().show_message(tier, title, text)
        self._title.setText(title)
        self.setAccessibleName(title)
