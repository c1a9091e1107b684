"""The tags and filters of the components; the words themselves are in `phrases` and `palette`."""

from datetime import date, datetime

from django import template
from django.forms import BoundField, CheckboxInput, FileInput, Select, Textarea
from django.forms.boundfield import BoundWidget
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from parvis.kernel.ui import palette, phrases
from parvis.kernel.ui.shell import Shell

register = template.Library()

SPRITE = "parvis/build/icons.svg"


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw an icon of `frontend/icons.json`; without a label it is decoration."""
    kind = f"icon icon-{size}" if size else "icon"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            kind,
            label,
            static(SPRITE),
            name,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        kind,
        static(SPRITE),
        name,
    )


@register.simple_tag(takes_context=True)
def island(context: Context, name: str) -> SafeString:
    """Load the island `frontend/islands/<name>`, once a page."""
    shell = context.get("shell")
    if isinstance(shell, Shell):
        if name in shell.islands:
            return mark_safe("")
        shell.islands.add(name)
    source = static(f"parvis/build/islands/{name}.js")
    return format_html('<script type="module" src="{}"></script>', source)


@register.simple_tag
def bar(done: float, engaged: float = 0, label: str = "") -> SafeString:
    """Draw how far something is: `done` and `engaged` in hundredths (no style attribute needed)."""
    first = max(0.0, min(100.0, float(done or 0)))
    second = max(0.0, min(100.0 - first, float(engaged or 0)))
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><rect width="{}" height="8"></rect>'
        '<rect x="{}" width="{}" height="8"></rect></svg>',
        label,
        f"{first:g}",
        f"{first:g}",
        f"{second:g}",
    )


_CONTROLS: tuple[tuple[type, str], ...] = (
    (CheckboxInput, "checkbox"),
    (Select, "select"),
    (Textarea, "textarea"),
    (FileInput, "file-input"),
)


@register.simple_tag
def control(field: BoundField, extra: str = "", autofocus: object = "") -> SafeString:
    """Render the control of a form field: its class, its help and its errors tied to it."""
    widget = field.field.widget
    is_group = widget.use_fieldset
    kind = next((name for base, name in _CONTROLS if isinstance(widget, base)), "input")
    attrs: dict[str, str | bool] = {} if is_group else {"class": f"{kind} {extra}".strip()}
    described = [f"{field.id_for_label}-help"] if field.help_text else []
    if field.errors:
        described.append(f"{field.id_for_label}-error")
        attrs["aria-invalid"] = "true"
    if described and not is_group:
        attrs["aria-describedby"] = " ".join(described)
    if autofocus:
        attrs["autofocus"] = True
    return field.as_widget(attrs=attrs)


@register.simple_tag
def choice_control(choice: BoundWidget) -> SafeString:
    """Render one radio or checkbox of a group."""
    kind = "radio" if choice.data["type"] == "radio" else "checkbox"
    choice.data["attrs"] = {**choice.data["attrs"], "class": kind}
    return mark_safe(choice.tag())


@register.filter
def is_single_checkbox(field: object) -> bool:
    """Return whether a form field is one checkbox, whose label stands beside it."""
    return isinstance(field, BoundField) and type(field.field.widget) is CheckboxInput


@register.filter
def is_choice_group(field: object) -> bool:
    """Return whether a form field is a list of radios or checkboxes."""
    return isinstance(field, BoundField) and field.field.widget.use_fieldset


@register.filter
def initials(name: object) -> str:
    return palette.initials_of(str(name or ""))


@register.filter
def hue(seed: object) -> str:
    """Return the CSS class of the colour that goes with `seed`."""
    return f"hue-{palette.hue_for(seed)}"


@register.filter
def hue_class(name: object) -> str:
    """Return the CSS class of a colour of the palette ("teal", 3, "hue-3")."""
    return palette.hue_class(name)


@register.filter
def ago(moment: datetime | None) -> str:
    return phrases.ago(moment) if moment else ""


@register.filter
def since(moment: date | None) -> str:
    return phrases.since(moment) if moment else ""


@register.filter
def until(day: date | None) -> str:
    return phrases.until(phrases.local_day(day)) if day else ""


@register.filter
def exactly(moment: date | None) -> str:
    return phrases.exactly(moment) if moment else ""


@register.filter
def day(moment: date | None) -> str:
    """Return the day, with its year when it isn't this one: {{ ends_on|day }}, "1er décembre"."""
    if not moment:
        return ""
    return phrases.short_day(phrases.local_day(moment), today=timezone.localdate())


@register.filter
def day_to_come(moment: date | None) -> str:
    """Return a day that comes, as it is said: {{ due_on|day_to_come }}, "demain", "vendredi"."""
    return phrases.day_to_come(phrases.local_day(moment)) if moment else ""


@register.filter
def full_day(moment: date | None) -> str:
    """Return the day with its year: {{ ends_on|full_day }}, "1er décembre 2026"."""
    return phrases.full_day(phrases.local_day(moment)) if moment else ""


@register.filter
def clock(moment: datetime | None) -> str:
    return phrases.clock(moment) if moment else ""


@register.filter
def file_size(octets: float | None) -> str:
    return "" if octets is None else phrases.file_size(octets)


@register.filter
def iso(moment: date | None) -> str:
    """Return a date or moment for <time datetime>."""
    return moment.isoformat() if moment else ""


@register.filter
def turns(count: object) -> range:
    """Return as many turns as `count` says, for {% for %}."""
    return range(int(str(count)))


@register.simple_tag
def hold_state(due: date | None = None, you: object = "", state: str = "") -> str:
    """Return the state of a holder's chip, unless it is given."""
    day = phrases.local_day(due) if due else None
    return state or phrases.hold_state(due=day, is_you=bool(you))


@register.simple_tag
def options(choices: object, selected: object = "") -> SafeString:
    """Render <option>s from (value, label) pairs."""
    chosen = {str(one) for one in selected} if isinstance(selected, list | set) else {str(selected)}
    pairs = list(choices) if isinstance(choices, list | tuple) else []
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((v, mark_safe(" selected") if str(v) in chosen else "", label) for v, label in pairs),
    )
