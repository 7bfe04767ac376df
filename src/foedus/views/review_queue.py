"""The review queue in the terminal: one key labels, accepts and goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from foedus.positions import (
    CHANGEABLE,
    REASONS,
    Queue,
    Review,
    Stance,
    Statement,
    settled,
    unchangeable,
)

_SHOWN = 6
_LABELS: dict[str, Stance] = {
    "s": "support", "o": "oppose", "c": "conditional", "a": "ambiguous",
}  # fmt: skip
_KEYS = Text.assemble(
    *(
        part
        for key, what in (
            *_LABELS.items(), ("enter", "accept\n"), ("r", "reject"), ("e", "edit"), ("u", "undo"),
            ("j", "next"), ("k", "back"), ("q", "quit"),
        )
        for part in ((key, "bold"), f" {what}", "" if what.endswith("\n") else "   ")
    ),
    no_wrap=True,
)  # fmt: skip
"""All keys, on two lines: a terminal of 80 columns has no room for them on one."""


class ReviewApp(App[None]):
    """A queue of statements, decided by single keys.

    Parameters
    ----------
    queue
        What there is to review.
    record
        Called with a statement's id and each review, at once.
    now
        Returns the time, as ISO 8601 says it.
    """

    TITLE = "foedus positions review"
    ENABLE_COMMAND_PALETTE = False
    CSS = "#context {height: auto; padding: 1 2;} #list {padding: 0 2;}"
    CSS += "#keys {dock: bottom; height: 2; padding: 0 2;} Input {dock: bottom;}"
    BINDINGS: ClassVar[list[BindingType]] = [
        *[(key, f"label('{key}')", stance) for key, stance in _LABELS.items()],
        ("enter", "accept", "accept"),
        ("r", "reject", "reject"),
        ("e", "edit", "edit"),
        ("u", "undo", "undo"),
        ("j,down", "move(1)", "next"),
        ("k,up", "move(-1)", "back"),
        ("q", "quit", "quit"),
        Binding("escape", "leave", show=False),
        Binding("ctrl+c", "quit", show=False),  # what was decided is on disk already
        *[(str(n), f"reason({n})", "") for n in range(1, len(REASONS) + 1)],
    ]

    def __init__(
        self, queue: Queue, record: Callable[[str, Review], None], now: Callable[[], str]
    ) -> None:
        super().__init__()
        self.queue = queue
        self._record, self._now = record, now
        self._rejecting = False

    def compose(self) -> ComposeResult:
        """Lay out the statement with its context, the list, and the keys."""
        yield Static(id="context")
        yield VerticalScroll(Static(id="list"))
        yield Static(_KEYS, id="keys")

    def on_mount(self) -> None:
        """Show the first."""
        self._show()

    def action_label(self, key: str) -> None:
        """Label, accept and go on."""
        self._decide("accepted", _LABELS[key])

    def action_accept(self) -> None:
        """Accept as proposed and go on."""
        current = self.queue.current
        if current is not None and settled(current).stance is None and current.issue:
            self.notify("It has no stance yet: press s, o, c or a.")
            return
        self._decide("accepted")

    def action_reject(self) -> None:
        """Ask why; the digit that answers rejects."""
        self._rejecting = self.queue.current is not None
        self._show()

    def action_reason(self, number: int) -> None:
        """Reject for a reason and go on."""
        if self._rejecting:
            self._decide("rejected", reason=REASONS[number - 1])

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._rejecting = False
        self.queue, taken = self.queue.undo(self._now())
        if taken:
            self._record(taken[0].id, taken[1])
        self._show()

    def action_move(self, by: int) -> None:
        """Go forward or back without deciding."""
        self._rejecting = False
        self.queue = self.queue.move(by)
        self._show()

    def action_edit(self) -> None:
        """Open a line in which fields are changed: actor=..., issue=..., date=..."""
        if self.queue.current is not None and not self.query(Input):
            line = Input(
                placeholder=f"{' '.join(f'{n}=' for n in CHANGEABLE)}   (; between, escape leaves)"
            )
            self.mount(line)
            line.focus()

    def action_leave(self) -> None:
        """Close the line of fields, or ask for no reason any more; nothing is decided."""
        self._rejecting = False
        self.query(Input).remove()
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Accept with the fields that were typed."""
        parts = [part.partition("=") for part in event.value.split(";") if part.strip()]
        changed = tuple((name.strip(), value.strip()) for name, _, value in parts)
        wrong = [why for name, value in changed if (why := unchangeable(name, value))]
        if wrong:
            self.notify(f"{wrong[0]}.")
            return
        event.input.remove()
        if changed:
            self._decide("accepted", changed=changed)

    def _decide(
        self,
        status: str,
        stance: Stance | None = None,
        reason: str = "",
        changed: tuple[tuple[str, str], ...] = (),
    ) -> None:
        shown = self.queue.current
        self._rejecting = False
        if shown is None:
            return
        self.queue, review = self.queue.decide(status, self._now(), stance, reason, changed)
        self._record(shown.id, review)
        self._show()

    def _show(self) -> None:
        self.query_one("#context", Static).update(self._shown())
        self.query_one("#list", Static).update(self._list())

    def _shown(self) -> Text:
        if self.queue.current is None:
            return Text("All reviewed: u takes the last back, q leaves.")
        s = settled(self.queue.current)
        told = Text()
        told.append(f"{self.queue.at + 1} of {len(self.queue.statements)}   ", "dim")
        told.append(f"{s.actor.name or 'not said who'}", "bold")
        held = " ".join(filter(None, (s.actor.office, s.actor.state, str(s.date or ""))))
        told.append(f" {held}   on {s.issue or s.kind}: ")
        told.append(f"{s.stance or 'no stance proposed'}", "bold")
        told.append(f"   {', '.join(s.flags)}\n\n", "dim")
        told.append(f"… {s.quote.prefix}", "dim")
        told.append(s.quote.exact, "reverse")
        told.append(f"{s.quote.suffix} …\n", "dim")
        if s.trigger:
            told.append(f"if: {s.trigger.exact}\n", "italic")
        if self._rejecting:
            reasons = "  ".join(f"{n} {r}" for n, r in enumerate(REASONS, 1))
            told.append(f"\nRejected because: {reasons}   (escape: not at all)", "bold")
        return told

    def _list(self) -> Text:
        told = Text()
        first = max(self.queue.at - 2, 0)
        for at, s in enumerate(self.queue.statements[first : first + _SHOWN], first):
            told.append(f"{'>' if at == self.queue.at else ' '} {_line(s)}\n")
        return told


def _line(s: Statement) -> str:
    sign = {"accepted": "✓", "rejected": "✗", "proposed": "·"}[s.status]
    s = settled(s)
    stance = s.stance or "?"
    words = " ".join(s.quote.exact.split())[:70]
    return f"{sign} {s.actor.name or '?'} | {s.issue or s.kind} | {stance} | {words}"
