"""Parties: whoever can hold something. Persons, departments, groups and functions."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.enums import Belonging, PartyKind
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.ids import uuid7


class Party(models.Model):
    """Whoever can hold a grant, an assignment or the ball.

    `name` is what is shown, `search_text` its unaccented lower-case form with whatever else finds
    it, `photo` a small WebP picture (left out of lists: `defer("photo")`, show `photo_url`).
    `left_at` ends it: it keeps its past, holds nothing new.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="parties"
    )
    kind = models.CharField(max_length=10, choices=PartyKind.choices)
    name = models.CharField(max_length=160)
    sort_name = models.CharField(max_length=160)
    subtitle = models.CharField(max_length=200, blank=True)
    search_text = models.TextField(blank=True)
    photo = models.BinaryField(null=True, blank=True)
    has_photo = models.BooleanField(default=False)
    photo_digest = models.CharField(max_length=16, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sort_name", "id"]
        indexes = [
            models.Index(fields=["organisation", "kind", "sort_name"], name="party_listing"),
            models.Index(fields=["organisation", "sort_name", "id"], name="party_in_order"),
        ]

    @property
    def photo_url(self) -> str:
        """Return the address of the photo, which changes with it, or nothing."""
        if not self.has_photo:
            return ""
        return f"{reverse('directory:photo', args=[self.pk])}?v={self.photo_digest}"

    @property
    def is_square(self) -> bool:
        """Tell whether its face is square: all but persons."""
        return self.kind != PartyKind.PERSON

    @property
    def line(self) -> str:
        """Return the one line that stands below the name."""
        is_person = self.kind == PartyKind.PERSON
        return self.subtitle or ("" if is_person else str(PartyKind(self.kind).label))

    @property
    def has_left(self) -> bool:
        return self.left_at is not None


class Person(models.Model):
    """A human in one organisation; `user` is set once they can sign in."""

    party = models.OneToOneField(
        Party, primary_key=True, on_delete=models.CASCADE, related_name="person"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="persons"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="persons",
    )
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    mobile = models.CharField(_("mobile"), max_length=40, blank=True)
    office = models.CharField(_("office"), max_length=120, blank=True)
    job_title = models.CharField(_("job title"), max_length=160, blank=True)
    in_charge_of = models.TextField(_("in charge of"), blank=True)
    employer = models.CharField(_("organisation"), max_length=160, blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    is_elected = models.BooleanField(_("elected official"), default=False)
    department = models.ForeignKey(
        "directory.Department",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="persons",
    )
    role = models.CharField(
        max_length=14, choices=OrganisationRole.choices, default=OrganisationRole.MEMBER
    )
    ends_on = models.DateField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=~models.Q(email=""),
                name="person_email_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(user__isnull=False),
                name="person_user_once",
            ),
        ]


class Department(models.Model):
    """A department of the town; `head` answers for it."""

    party = models.OneToOneField(
        Party, primary_key=True, on_delete=models.CASCADE, related_name="department"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    head = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="headed"
    )
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    description = models.TextField(blank=True)


class Group(models.Model):
    """A list of persons across departments: a committee, a working party.

    With `follows_role` it is kept by itself: all who have this role in the organisation, or more.
    """

    party = models.OneToOneField(
        Party, primary_key=True, on_delete=models.CASCADE, related_name="group"
    )
    description = models.TextField(blank=True)
    follows_role = models.CharField(max_length=14, choices=OrganisationRole.choices, blank=True)


class GroupMember(models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="groups")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="group_member_once")
        ]


class Function(models.Model):
    """A desk, such as “deputy mayor for planning”, which passes to whoever holds it."""

    party = models.OneToOneField(
        Party, primary_key=True, on_delete=models.CASCADE, related_name="function"
    )
    holder = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="functions"
    )
    fallback = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.SET_NULL, related_name="fallback_of"
    )
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="functions"
    )
    is_elected = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    description = models.TextField(blank=True)


class Delegation(models.Model):
    """A field that the mayor delegates to an elected official by order (CGCT L2122-18)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="delegations")
    subject = models.CharField(max_length=200)
    order_reference = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)


class Absence(models.Model):
    """Days when a person is away, both included, and who stands in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    stand_in = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="stands_in"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="absence_in_order"
            )
        ]


class PartyUser(models.Model):
    """The flattened answer to “which users are behind this party”, kept by `rebuild_party_users`.

    `person` is the human of that organisation; between `starts_on` and `ends_on`, both included
    (null: open), which is how stand-ins come and go by themselves.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="party_users")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="party_users"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="party_users")
    belonging = models.CharField(max_length=8, choices=Belonging.choices)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "party"], name="party_user_of_user"),
            models.Index(fields=["party", "user"], name="party_user_of_party"),
        ]
