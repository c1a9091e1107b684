"""Forms of the directory, and the field by which any app's form chooses parties."""

from parvis.apps.directory.forms.fields import ActorForm, PartyField

__all__ = ["ActorForm", "PartyField"]
