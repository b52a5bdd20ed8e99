"""The adapter's own words in both languages: what its errors say and what it writes about its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sheets_adapter.tables import BY_KEY
from sheets_adapter.texts_of_access import ACCESS

_OF_SHEETS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "error": "Something went wrong with the spreadsheet.",
        "setup": "The spreadsheet cannot be used as it is.",
        "not_found": "There is nothing at “{location}”. Check the link or the path.",
        "not_a_spreadsheet": "“{location}” is not an .xlsx spreadsheet, or it is damaged or locked with a password. "
        "Save it as .xlsx without one.",
        "file_in_use": "“{location}” is open in another program. Close it there and run again "
        "(if no program has it open, delete “{mark}” beside it).",
        "file_in_use_by": "“{location}” is open at {who}. Close it there and run again "
        "(if no program has it open, delete “{mark}” beside it).",
        "file_too_large": "“{location}” is larger than a spreadsheet can be ({detail}). Delete the empty rows and "
        "columns below and to the right of the data, or split the file.",
        "unkept": "“{location}” holds what cannot be kept when it is saved here: {parts}. Before the first change a "
        "copy of the file as it is will be put beside it: “{copy}”.",
        "unsafe_file": "“{location}” is not written as spreadsheet programs write files and was not opened "
        "({detail}). Open it in LibreOffice or Excel, save it as a new .xlsx file and use that one.",
        "file_exists": "There is a file at “{location}” already, and it is left as it is. Choose another name.",
        "read_only": "“{location}” cannot be written: the file or its folder is read-only.",
        "unreadable": "“{location}” may not be opened: ask its owner for the right to read and write it.",
        "not_saved": "“{location}” could not be saved and stands as it was: {detail}.",
        "protected": "A sheet that the program has to write is locked. Let this account edit it, or lift the "
        "protection.",
        "protected_for": "A sheet that the program has to write is locked. Let {account} edit it, or lift the "
        "protection.",
        "missing_table": "No sheet with the table “{table}” was found. Looked for a sheet titled {titles}; the "
        "spreadsheet has {found}. Add the sheet (“npsheets init” does it), or say in Settings which one it is: "
        "“table {table}”.",
        "missing_table_likely": "No sheet with the table “{table}” was found. Looked for a sheet titled {titles}; the "
        "spreadsheet has {found}. The sheet “{likely}” has such headings: let “npsheets init” take it, rename "
        "it, or add to Settings the row “table {table}” with the value “{likely}”.",
        "missing_table_named": "Settings say that the table “{table}” stands on the sheet “{named}”, but there is no "
        "such sheet; the spreadsheet has {found}.",
        "missing_column": "The sheet “{sheet}” has no column “{column}”. Looked for a heading {headings} in the first "
        "ten rows; found {found}. Add the column, or say in Settings which heading means it: “{column}”.",
        "competing_columns": "On the sheet “{sheet}” several columns may be “{column}”: {competing}. Say in Settings "
        "which it is: a line “{column}” with that heading as its value.",
        "missing_heading_row": "The sheet “{sheet}” has no heading row: looked for “{column}” in the first ten rows.",
        "title_taken": "The program needs a sheet titled “{sheet}” for itself, but the one there is holds something "
        "else. Rename it, or give it its headings back.",
        "too_large": "The spreadsheet would grow past the 10,000,000 cells that Google allows. Delete sheets or empty "
        "rows that nobody needs.",
        "undo_no_record": "There is nothing to take back: there is no record of what a run wrote. Runs of older "
        "versions left none, and it goes where the hidden sheet npsheets is deleted or changed. Use the version "
        "history of Google Sheets or your copy of the file.",
        "undo_undone": "There is nothing to take back: the last run has been taken back. For the ones before it "
        "use the version history of Google Sheets or your copy of the file.",
        "undo_not_last": "The last run did not finish, or another version of npsheets made it: no taking it back. "
        "Run it again, or use the version history of Google Sheets or your copy of the file.",
        "undo_too_large": "The last run wrote too much to be taken back. Use the version history of Google Sheets or "
        "your copy of the file.",
        "undo_another_run": "Another run has written since you were shown what would be taken back: nothing has been. "
        "Look again.",
        "undo_unrecognised": "The sheet “{sheet}” is no longer recognised, so what the run wrote there cannot be "
        "found; nothing has been taken back. Give its headings the names they had and undo again.",
        "conflict": "Somebody else was writing into the spreadsheet at the same moment. Run again. {detail}",
        "service": "The spreadsheet service failed.",
        "refused": "The spreadsheet service refused a request: {detail}",
    },
    "ru": {
        "error": "С таблицей что-то пошло не так.",
        "setup": "С таблицей в таком виде работать нельзя.",
        "not_found": "По адресу «{location}» ничего нет. Проверьте ссылку или путь.",
        "not_a_spreadsheet": "«{location}» — не таблица .xlsx, или файл повреждён либо закрыт паролем. "
        "Сохраните его как .xlsx без пароля.",
        "file_in_use": "«{location}» открыт в другой программе. Закройте его там и запустите снова "
        "(если он нигде не открыт, удалите рядом «{mark}»).",
        "file_in_use_by": "«{location}» открыт: {who}. Закройте его там и запустите снова "
        "(если он нигде не открыт, удалите рядом «{mark}»).",
        "unkept": "В «{location}» есть то, что при сохранении здесь не сохранится: {parts}. Перед первым изменением "
        "рядом будет положена копия файла как есть: «{copy}».",
        "file_too_large": "«{location}» больше, чем может быть таблица ({detail}). Удалите пустые строки и столбцы под "
        "данными и справа от них или разделите файл.",
        "unsafe_file": "«{location}» записан не так, как это делают табличные программы, и не открыт ({detail}). "
        "Откройте его в LibreOffice или Excel, сохраните как новый файл .xlsx и возьмите его.",
        "file_exists": "По адресу «{location}» уже есть файл, он оставлен как есть. Выберите другое имя.",
        "read_only": "В «{location}» нельзя писать: файл или папка только для чтения.",
        "unreadable": "«{location}» не открыть: попросите владельца файла дать право читать его и писать в него.",
        "not_saved": "«{location}» не удалось сохранить, файл остался прежним: {detail}.",
        "protected": "Лист, в который должна писать программа, закрыт от правки. Разрешите её этому аккаунту или "
        "снимите защиту.",
        "protected_for": "Лист, в который должна писать программа, закрыт от правки. Разрешите её для {account} или "
        "снимите защиту.",
        "missing_table": "Не найден лист с таблицей «{table}». Искали лист с названием {titles}; в файле есть {found}. "
        "Добавьте лист (это делает «npsheets init») или укажите его в настройках: «таблица {table}».",
        "missing_table_likely": "Не найден лист с таблицей «{table}». Искали лист с названием {titles}; в файле есть "
        "{found}. Похожие заголовки на листе «{likely}»: его возьмёт «npsheets init»; можно и переименовать его или "
        "добавить в настройки строку «таблица {table}» со значением «{likely}».",
        "missing_table_named": "В настройках сказано, что таблица «{table}» — на листе «{named}», но такого листа нет; "
        "есть {found}.",
        "missing_column": "На листе «{sheet}» нет столбца «{column}». Искали заголовок {headings} в первых десяти "
        "строках; нашли {found}. Добавьте столбец или укажите в настройках, какой заголовок его заменяет: «{column}».",
        "competing_columns": "На листе «{sheet}» столбцом «{column}» могут быть несколько: {competing}. Укажите в "
        "настройках, какой из них: строка «{column}», значение — его заголовок.",
        "missing_heading_row": "На листе «{sheet}» нет строки заголовков: искали «{column}» в первых десяти строках.",
        "title_taken": "Программе нужен свой лист «{sheet}», но на листе с этим названием стоит другое. "
        "Переименуйте его или верните ему заголовки.",
        "too_large": "В таблице стало бы больше 10 000 000 ячеек, столько Google не допускает. Удалите ненужные листы "
        "или пустые строки.",
        "undo_no_record": "Отменять нечего: записи о том, что изменил запуск, нет. Прежние версии её не вели, и она "
        "пропадает, если удалить или исправить скрытый лист npsheets. Воспользуйтесь историей версий Google Таблиц или "
        "своей копией файла.",
        "undo_undone": "Отменять нечего: последний запуск уже отменён. Чтобы вернуться ещё дальше, воспользуйтесь "
        "историей версий Google Таблиц или своей копией файла.",
        "undo_not_last": "Последний запуск не завершился или сделан другой версией npsheets, отменить его нельзя. "
        "Запустите его ещё раз или воспользуйтесь историей версий Google Таблиц или своей копией файла.",
        "undo_too_large": "Последний запуск изменил слишком много, чтобы его можно было отменить. Воспользуйтесь "
        "историей версий Google Таблиц или своей копией файла.",
        "undo_another_run": "Пока вы смотрели, что будет отменено, записал другой запуск; ничего не отменено. "
        "Посмотрите снова.",
        "undo_unrecognised": "Лист «{sheet}» больше не узнать, и найти на нём записанное нельзя; ничего не отменено. "
        "Верните его заголовкам прежние названия и отмените снова.",
        "conflict": "В таблицу одновременно писал кто-то ещё. Запустите снова. {detail}",
        "service": "Служба таблиц не ответила как следует.",
        "refused": "Служба таблиц не приняла запрос: {detail}",
    },
}

SENTENCES = {language: {**sentences, **ACCESS[language]} for language, sentences in _OF_SHEETS.items()}

LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "protected": "npsheets writes this sheet itself: what is changed here by hand will be overwritten.",
        "yes": "yes",
        "no": "no",
        "nothing": "nothing",
    },
    "ru": {
        "protected": "Этот лист ведёт npsheets: исправленное здесь руками будет переписано.",
        "yes": "да",
        "no": "нет",
        "nothing": "ничего",
    },
}

_MOST_HEADINGS = 5
"""Of the words that a column goes by, in a sentence: a reader wants the idea, not the dictionary."""


def sentence(code: str, language: str, details: Mapping[str, Any]) -> str:
    """One sentence; tables and columns among the details are given by key and told by their words."""
    return SENTENCES[language][code].format_map(_Words(language, details)).strip()


class _Words(dict[str, str]):
    """The details as words of a language; what is not given is empty rather than an error within an error."""

    def __init__(self, language: str, details: Mapping[str, Any]) -> None:
        super().__init__()
        self.language = language
        for name, value in details.items():
            self[name] = self._listed(value) if isinstance(value, (list, tuple)) else str(value)
        table = BY_KEY.get(str(details.get("table", "")))
        if table is None:
            return
        self["table"] = table.title(language)
        self["titles"] = self._listed([table.title(language)], table.titles[language][1:])
        key = details.get("column")
        if key:
            column = table.column(str(key))
            self["column"] = column.heading(language)
            self["headings"] = self._listed(column.headings[language][:_MOST_HEADINGS])

    def _listed(self, *parts: Any) -> str:
        marks = "«{}»" if self.language == "ru" else "“{}”"
        return ", ".join(marks.format(item) for part in parts for item in part) or LABELS[self.language]["nothing"]

    def __missing__(self, key: str) -> str:
        return ""
