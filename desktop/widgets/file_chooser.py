"""Asks for a file, in a window of our own: the system's dialog would stay open over a desk that locks itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


class FileChooser(QFileDialog):
    """`open()` shows it and returns at once; `fileSelected` carries the file.

    kinds: such as "PDF (*.pdf)". save_as: the name suggested for a new file; "" asks for one that is there. suffix:
    what a new file's name ends with, where the person writes none.
    """

    def __init__(self, title: str, kinds: str, parent: QWidget, *, save_as: str = "", suffix: str = "") -> None:
        super().__init__(parent, title, "", kinds)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setDefaultSuffix(suffix)
        if save_as:
            self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self.setFileMode(QFileDialog.FileMode.AnyFile)
            self.selectFile(save_as)
        else:
            self.setFileMode(QFileDialog.FileMode.ExistingFile)
