"""Forms of posts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.forms import ActorForm, PartyField
from parvis.apps.posts.services.writing import Content

MOMENT = "%Y-%m-%dT%H:%M"


class PostForm(forms.Form):
    """What a post says, what it shows, where and when it goes."""

    title = forms.CharField(label=_("Title"), max_length=255)
    body = forms.CharField(required=False, widget=forms.Textarea)
    places = forms.MultipleChoiceField(required=False)
    to_town = forms.BooleanField(required=False)
    is_public = forms.BooleanField(required=False)
    publish_at = forms.DateTimeField(required=False, input_formats=[MOMENT])
    version = forms.IntegerField(required=False, min_value=1)

    def __init__(
        self, data: Any, *, places: Sequence[tuple[str, str]], kept: Sequence[UUID]
    ) -> None:
        super().__init__(data)
        self.kept = kept
        field = self.fields["places"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = places

    def content(self) -> Content:
        """Return what was filled in; places that one may not choose stay as they are."""
        values = self.cleaned_data
        sent = self.data.getlist("cards") if hasattr(self.data, "getlist") else []
        cards = [pk for pk in map(as_uuid, sent) if pk]
        return Content(
            title=values["title"],
            body=values["body"],
            card_ids=cards,
            place_ids={*(UUID(pk) for pk in values["places"]), *self.kept},
            to_town=values["to_town"],
            is_public=values["is_public"],
        )


def local_moment(moment: datetime | None) -> str:
    """Return a moment as the browser's field wants it."""
    return timezone.localtime(moment).strftime(MOMENT) if moment else ""


class AskReadersForm(ActorForm):
    """Whom one asks to say that they have read, and until when."""

    who = forms.ChoiceField(
        label=_("Who?"),
        widget=forms.RadioSelect,
        choices=[
            ("everybody", _("Everybody who sees this publication")),
            ("some", _("Only these:")),
        ],
        initial="everybody",
    )
    party = PartyField(label=_("Persons, departments, groups"), required=False, multiple=True)
    due_on = forms.DateField(
        label=_("Until when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    message = forms.CharField(
        label=_("A few words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for names where only some are asked."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("who") == "some" and not values.get("party") and "party" not in self.errors:
            self.add_error("party", _("Choose at least one person."))
        return values


class AuthorForm(ActorForm):
    """Who writes with the authors."""

    author = PartyField(label=_("Who writes with you?"), kinds=("person",))


class PublicPageForm(forms.Form):
    """The public page of a space."""

    is_open = forms.BooleanField(required=False)
    introduction = forms.CharField(
        label=_("A few words of welcome"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
