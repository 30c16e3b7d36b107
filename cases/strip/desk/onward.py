"""What a reader may do at once about danger that their own office works on now: rooms above this one offer it.

Each takes the request in danger, on which the reader's organization works, and its reader. Its template draws a button, with
`step`, into the form that brings the next request; the button names its own address.
"""

from __future__ import annotations

from cases.events.desk.panels import Panels
from cases.models import Case
from portal.actors import Officer

_steps: Panels[[Case, Officer]] = Panels()
register = _steps.register
steps_after = _steps.of
