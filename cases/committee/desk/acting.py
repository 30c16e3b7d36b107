"""What every form of the committee's pages does with an answer of the domain."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404

from cases.errors import CaseError, GuardFailed, NotAllowed


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do something, and say whether it was done; the domain's words stand at their field of the form.

    Args:
        form: valid; what was typed stays in it.
        act: the function of the domain, with its arguments.

    Raises:
        Http404: the actor does not keep the committee any more.
    """
    try:
        act()
    except NotAllowed as error:
        raise Http404 from error
    except GuardFailed as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
    except CaseError as error:
        form.add_error(None, str(error.message))
    else:
        return True
    return False
