"""What a file holds that its next save loses, in one sentence for people."""

from __future__ import annotations

from sheets_adapter.local import LocalSheets
from sheets_adapter.texts import sentence

_KINDS = {
    "en": {
        "text_boxes": "text boxes",
        "shapes": "shapes",
        "pictures": "pictures",
        "sparklines": "groups of sparklines",
        "newer_formats": "conditional formats of newer kinds",
        "slicers": "slicers",
        "threads": "threads of comments",
        "controls": "form controls",
        "objects": "embedded objects",
        "newer_charts": "charts of newer kinds",
        "connections": "data connections",
        "signatures": "digital signatures",
        "macros": "macros",
    },
    "ru": {
        "text_boxes": "надписи",
        "shapes": "фигуры",
        "pictures": "рисунки",
        "sparklines": "группы спарклайнов",
        "newer_formats": "условные форматы новых видов",
        "slicers": "срезы",
        "threads": "ветки примечаний",
        "controls": "элементы управления",
        "objects": "вложенные объекты",
        "newer_charts": "диаграммы новых видов",
        "connections": "подключения к данным",
        "signatures": "цифровые подписи",
        "macros": "макросы",
    },
}


def told(service: LocalSheets, language: str) -> str:
    """The sentence; empty where nothing is lost."""
    losses, copy = service.losses()
    if not losses:
        return ""
    where = {"en": " on “{}”", "ru": " на листе «{}»"}[language]
    parts = [
        f"{_KINDS[language][loss.kind]} ({loss.count})" + (where.format(loss.sheet) if loss.sheet else "")
        for loss in losses
    ]
    return sentence("unkept", language, {"location": service.path, "parts": ", ".join(parts), "copy": copy.name})
