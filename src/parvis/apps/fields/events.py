"""What happens to fields, and to what things answer to them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from parvis.kernel.events import DomainEvent, register


@register("fields.field_defined", sentence=_("added the field “{label}”"), icon="plus")
@dataclass(frozen=True, kw_only=True)
class FieldDefined(DomainEvent):
    field_id: str
    label: str


@register("fields.field_changed", sentence=_("changed the field “{label}”"), icon="edit")
@dataclass(frozen=True, kw_only=True)
class FieldChanged(DomainEvent):
    field_id: str
    label: str


@register("fields.field_retired", sentence=_("retired the field “{label}”"), icon="archive")
@dataclass(frozen=True, kw_only=True)
class FieldRetired(DomainEvent):
    """The field asks nothing more; what things answered is kept."""

    field_id: str
    label: str


@register("fields.field_restored", sentence=_("brought back the field “{label}”"), icon="restore")
@dataclass(frozen=True, kw_only=True)
class FieldRestored(DomainEvent):
    field_id: str
    label: str


@register("fields.item_filled", sentence=_("filled in the fields of {item}"), icon="list")
@dataclass(frozen=True, kw_only=True)
class ItemFilled(DomainEvent):
    """`field_ids` are the fields whose answers changed."""

    field_ids: list[str]
