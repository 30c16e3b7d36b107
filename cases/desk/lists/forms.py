"""Forms of the lists: searching, keeping a filter, giving cases to somebody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.domain.queries.people import MOST_NAMED, named_people, people_of
from cases.models import SavedFilter
from portal.accounts.models import User
from portal.actors import Officer
from portal.thai.names import name_key, name_words


class FindForm(forms.Form):
    """The search box of the desk; sent by POST because it may hold a name, and names do not belong into addresses."""

    q = forms.CharField(label=_("ค้นหาเรื่อง"), max_length=100, required=False)


class AssignForm(forms.Form):
    """To whom the chosen cases are given: heads choose among all, others take work on themselves (row "assign")."""

    person = forms.ModelChoiceField(queryset=User.objects.none(), label=_("มอบหมายให้"), empty_label=None)

    def __init__(
        self,
        *args: Any,
        actor: Officer | None = None,
        colleagues: Sequence[User] | None = None,
        **kwargs: Any,
    ) -> None:
        # The filter has a box of this name too.
        super().__init__(*args, auto_id="assign_%s", **kwargs)
        if actor is None:
            return
        few = [actor.person] if not actor.supervises else colleagues
        if few is None:
            few = named_people(actor)
        if len(few) > MOST_NAMED:
            self.fields["person"] = NamedPerson(partial(people_of, actor))
            return
        field = self.fields["person"]
        if self.is_bound:
            field.queryset = people_of(actor) if actor.supervises else User.objects.filter(pk=actor.person.pk)
        # Else every look at the field asks for the same people again.
        field.choices = [(person.pk, field.label_from_instance(person)) for person in few]
        self.initial.setdefault("person", actor.person.pk)


class NamedPerson(forms.CharField):
    """One of many people, by the name or a part of it that only one of them has.

    Names are compared as the search of the desk does it (`portal.thai.names`): titles, blanks, the order of words and
    damaged vowels do not count. Who bears exactly this name is meant, though others' names hold it too.
    """

    def __init__(self, people: Callable[[], QuerySet[User]]) -> None:
        # Composing that query costs a twentieth of the page, and who only looks at it needs none.
        super().__init__(
            label=_("มอบหมายให้"),
            max_length=150,
            widget=forms.TextInput({"autocomplete": "off", "placeholder": _("ชื่อ")}),
        )
        self.people = people

    def clean(self, value: str) -> User:
        """Return the person.

        Raises:
            ValidationError: nobody or several are meant.
        """
        text = super().clean(value)
        whole, words = name_key(text), name_words(text)
        keys = {person: name_key(str(person)) for person in self.people()} if words else {}
        same = [person for person, name in keys.items() if name == whole]
        found = same or [person for person, name in keys.items() if all(word in name for word in words)]
        if len(found) != 1:
            raise ValidationError(_("พิมพ์ชื่อให้ตรงกับคนเดียว"))
        return found[0]


class SavedFilterForm(forms.ModelForm):
    """A name for the filter that is shown."""

    class Meta:
        model = SavedFilter
        fields = ("name", "query")
        widgets = {"query": forms.HiddenInput}
