"""The components: declared, used as declared, rendered, listed."""

import json
import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from django_cotton.compiler_regex import CottonCompiler

import parvis
from parvis.kernel.ui import samples
from parvis.kernel.ui.components import components, faults
from parvis.kernel.ui.context_processors import shell
from parvis.kernel.ui.shell import Shell

PACKAGE = Path(parvis.__file__).parent
ROOT = PACKAGE.parent.parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))


def render(source: str, **context: object) -> str:
    request = RequestFactory().get("/")
    template = engines["django"].from_string(CottonCompiler().process(source))
    return template.render({**shell(request), **context}, request=None)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_template_uses_components_as_they_declare(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_check_refuses_what_is_not_declared() -> None:
    assert faults('<c-button colour="red">x</c-button>') == ["<c-button> does not take colour"]
    assert faults("<c-nothing />") == ["<c-nothing> does not exist"]
    assert faults('<c-tag tone="ok" /><c-person />') == ["<c-person> needs name"]
    assert "unescaped" in faults('<c-button :data-x="name">x</c-button>')[0]
    assert (
        faults('<c-button aria-label="x" data-y="{% trans "a" %}" hx-post="/">x</c-button>') == []
    )


@pytest.mark.parametrize("name", sorted(components()))
def test_component_says_what_it_is_for_and_is_listed(name: str) -> None:
    component = components()[name]
    assert component.purpose.endswith(".")
    listed = (ROOT / "docs" / "components.md").read_text(encoding="utf-8")
    row = next((line for line in listed.splitlines() if line.startswith(f"| `c-{name}` |")), "")
    assert row, f"c-{name} is missing from docs/components.md"
    for attribute in component.attributes:
        assert f"`{attribute}`" in row, f"{attribute} of c-{name} is missing"


@pytest.mark.parametrize("name", sorted(components()))
def test_component_is_in_the_style_guide(name: str) -> None:
    folder = PACKAGE / "kernel" / "ui" / "templates"
    shown = "".join(
        path.read_text(encoding="utf-8") for path in folder.rglob("*.html") if path.stem != name
    )
    assert f"<c-{name}" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["styleguide", "sample-home", "sample-plain"])
def test_style_guide_renders_every_component(client: object, page: str) -> None:
    response = client.get(reverse(f"ui:{page}"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "<c-" not in html
    assert "style=" not in html
    assert "<script>" not in html


def test_row_escapes_what_people_typed() -> None:
    html = render(
        '<c-item-row :title="title" :context="title"><c-waiting :who="title" /></c-item-row>'
        '<c-person name="{{ title }}" /><c-button data-name="{{ title }}">x</c-button>',
        title="<b>\"Bobby\" & 'Co'</b>",
    )
    assert "<b>" not in html
    assert "&quot;Bobby&quot;" in html


def test_faces_without_a_label_are_left_to_the_words_beside_them() -> None:
    source = '<c-avatars :people="people" label="{{ label }}" />'
    assert 'role="img" aria-label="4 membres"' in render(source, people=[], label="4 membres")
    silent = render(source, people=[], label="")
    assert 'aria-hidden="true"' in silent
    assert "role=" not in silent


def test_field_ties_help_and_errors_to_its_control() -> None:
    form = samples.SampleForm(data={})
    html = render('<c-field :field="form.title" />', form=form)
    assert 'aria-describedby="id_title-help id_title-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title-error"' in html


def test_island_loads_once_a_page() -> None:
    html = render('{% island "picker" %}{% island "picker" %}')
    assert html.count("<script") == 1


def test_icons_of_templates_are_in_the_sprite() -> None:
    icons = json.loads((ROOT / "frontend" / "icons.json").read_text(encoding="utf-8"))
    used: set[str] = set()
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"{% icon [\"']([a-z-]+)[\"']", source))
        used |= set(re.findall(r"\sicon=\"([a-z-]+)\"", source))
        used |= set(re.findall(r"<c-icon name=\"([a-z-]+)\"", source))
    assert used <= set(icons)


def test_shell_asks_nothing_until_a_template_does() -> None:
    page = Shell(RequestFactory().get("/"))
    assert vars(page).keys() == {"_request", "islands"}
