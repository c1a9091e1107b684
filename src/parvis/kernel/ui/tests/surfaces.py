"""Who may reach the addresses of the shell: they show nothing of anyone."""

from parvis.kernel.testing.surfaces import EVERYONE, Elsewhere, Walk

SURFACES: dict[str, Walk | Elsewhere] = {
    "ui:favicon": Walk(EVERYONE),
    "ui:display": Walk(EVERYONE, method="post"),
    "ui:styleguide": Walk(EVERYONE),
    "ui:sample-home": Walk(EVERYONE),
    "ui:sample-plain": Walk(EVERYONE),
    "ui:sample-error": Elsewhere("it shows an error page, with its status"),
    "ui:sample-picker": Walk(EVERYONE),
}
