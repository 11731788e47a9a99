"""`sverka group`: what the group for independent reconciliation does, each act signed and a fact of the record."""

from __future__ import annotations

import typer

from sverka.cli import (
    group_answers,
    group_applications,
    group_cases,
    group_decisions,
    group_document,
    group_draw,
    group_offline,
    group_status,
)

app = typer.Typer(
    help="The group: applications, cases, drawings, the final document and who signs it.",
    epilog="docs/group.md tells how a group works.",
    no_args_is_help=True,
)


@app.callback()
def group() -> None:
    """The group: applications, cases, drawings, the final document and who signs it."""


APPLICATIONS, CASES, DOCUMENT = "Applications for recount", "Cases", "The final document"

app.command("status")(group_status.status)
app.command("apply", rich_help_panel=APPLICATIONS)(group_applications.apply)
app.command("withdraw", rich_help_panel=APPLICATIONS)(group_applications.withdraw)
app.command("answer", rich_help_panel=APPLICATIONS)(group_applications.answer)
app.command("open", rich_help_panel=CASES)(group_cases.open_cases)
app.command("check", rich_help_panel=CASES)(group_cases.check)
app.command("ask", rich_help_panel=CASES)(group_cases.ask)
app.command("recount", rich_help_panel=CASES)(group_cases.recount)
app.command("decide", rich_help_panel=CASES)(group_decisions.decide)
app.command("dissent", rich_help_panel=CASES)(group_decisions.dissent)
app.command("dispute", rich_help_panel=CASES)(group_cases.dispute)
app.command("court", rich_help_panel=CASES)(group_decisions.court)
app.command("reopen", rich_help_panel=CASES)(group_decisions.reopen)
app.command("document", rich_help_panel=DOCUMENT)(group_document.document)
app.command("sign", rich_help_panel=DOCUMENT)(group_answers.sign)
app.command("opinion", rich_help_panel=DOCUMENT)(group_answers.opinion)
app.command("refuse", rich_help_panel=DOCUMENT)(group_answers.refuse)

DRAWING = "Drawing by dice"

app.command("commit", rich_help_panel=DRAWING)(group_draw.commit)
app.command("roll", rich_help_panel=DRAWING)(group_draw.roll)
app.command("draw", rich_help_panel=DRAWING)(group_draw.draw)

MEMBERS = "Members on their own machines"

app.command("enter", rich_help_panel=MEMBERS)(group_offline.enter)
app.command("enrol", rich_help_panel=MEMBERS)(group_offline.enrol)
app.command("revoke", rich_help_panel=MEMBERS)(group_offline.revoke)
