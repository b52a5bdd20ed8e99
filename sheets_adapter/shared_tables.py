"""The tables that the program appends rows to and people work in."""

from __future__ import annotations

from sheets_adapter import choices, headings
from sheets_adapter.columns import Column, Kind, Owner, Table, text, words

CALL_LIST = Table(
    "call_list",
    Owner.SHARED,
    words("Call list; calls", "Обзвон; список обзвона; звонки"),
    (
        Column("month", Kind.MONTH, headings.MONTH, width=90),
        text("client", headings.CLIENT, 200, required=True),
        text("contact", headings.CONTACT, 150),
        Column("role", Kind.CHOICE, words("role", "роль"), choices=choices.CONTACT_ROLES, width=140),
        text("phone", headings.PHONE, 130),
        text("email", headings.EMAIL, 230),
        Column("channel", Kind.CHOICE, headings.CHANNEL, choices=choices.CHANNELS, width=90),
        text("interviewer", headings.INTERVIEWER, 130, dropdown="employees.employee"),
        Column("call_by", Kind.DATE, words("call by; deadline", "позвонить до; срок"), width=100),
        Column("forecast", Kind.SCORE, words("forecast; expected score", "прогноз; ожидаемая оценка"), width=80),
        Column("asked_on", Kind.DATE, headings.ASKED_ON, width=100, people_fill=True),
        Column("outcome", Kind.CHOICE, headings.OUTCOME, choices=choices.OUTCOMES, width=110, people_fill=True),
        Column("score", Kind.SCORE, headings.SCORE, width=70, required=True, people_fill=True),
        text("comment", headings.COMMENT, 320, people_fill=True),
        text("note", headings.NOTE, 240, people_fill=True),
        text("survey_key", headings.SURVEY_KEY, 150, required=True),
    ),
)

TASKS = Table(
    "tasks",
    Owner.SHARED,
    words("Tasks; improvement tasks", "Задачи; задачи на улучшение"),
    (
        Column("answered_on", Kind.DATE, words("answered on; answer date", "дата ответа"), width=100),
        text("client", headings.CLIENT, 200, required=True),
        Column("score", Kind.SCORE, headings.SCORE, width=70),
        text("comment", headings.COMMENT, 320),
        text("theme", words("theme; topic", "тема"), 110),
        text("suggested", words("suggested responsible; suggested", "предлагаемый ответственный; предложение"), 240),
        Column("triage_by", Kind.DATE, words("triage by", "разобрать до"), width=100),
        Column("suggested_due", Kind.DATE, words("suggested due date; suggested due", "предлагаемый срок"), width=100),
        text("task", words("task wording; task", "формулировка задачи; задача"), 280, people_fill=True),
        text(
            "responsible",
            words("responsible; owner; assignee", "ответственный"),
            130,
            people_fill=True,
            dropdown="employees.employee",
        ),
        Column("due", Kind.DATE, words("due; due date; deadline", "срок; выполнить до"), width=100, people_fill=True),
        Column(
            "status",
            Kind.CHOICE,
            words("status; state", "статус; состояние"),
            choices=choices.TASK_STATUSES,
            width=100,
            people_fill=True,
        ),
        text("result", words("result; outcome", "результат; что сделано"), 240, people_fill=True),
        Column(
            "told_on",
            Kind.DATE,
            words("client told on; told on", "клиенту сообщили; сообщили клиенту"),
            width=110,
            people_fill=True,
        ),
        Column("task_key", Kind.LINK, words("task key", "ключ задачи"), required=True, width=150),
    ),
)

EXIT_SURVEYS = Table(
    "exit_surveys",
    Owner.SHARED,
    words("Exit surveys; exits", "Опросы при уходе; опрос при уходе; уходы"),
    (
        text("client", headings.CLIENT, 200, required=True),
        Column("churned_on", Kind.DATE, words("churned on; left on", "дата ухода"), width=100),
        text("contact", headings.CONTACT, 150),
        text("phone", headings.PHONE, 130),
        text("email", headings.EMAIL, 230),
        Column("channel", Kind.CHOICE, headings.CHANNEL, choices=choices.CHANNELS, width=90),
        text("interviewer", headings.INTERVIEWER, 130, dropdown="employees.employee"),
        Column("ask_by", Kind.DATE, words("ask by; deadline", "спросить до; срок"), width=100),
        Column("asked_on", Kind.DATE, headings.ASKED_ON, width=100, people_fill=True),
        Column("outcome", Kind.CHOICE, headings.OUTCOME, choices=choices.OUTCOMES, width=110, people_fill=True),
        Column("score", Kind.SCORE, headings.SCORE, width=70, required=True, people_fill=True),
        text(
            "reason",
            words("reason; reason for leaving; why left", "причина; причина ухода; почему ушли"),
            320,
            people_fill=True,
        ),
        text("note", headings.NOTE, 240, people_fill=True),
        text("survey_key", headings.SURVEY_KEY, 150, required=True),
    ),
)
