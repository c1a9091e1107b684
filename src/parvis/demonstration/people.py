"""Who lives and works in the demonstration town. Names are invented."""

from dataclasses import dataclass

from parvis.kernel.actors import OrganisationRole

TOWN = "Bourg-la-Halle"
NEIGHBOUR = "Communauté de communes du Val d’Aubrac"
PASSWORD = "parvis-demonstration"  # noqa: S105 -- shown on the sign-in page, in demonstration mode only


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person of the town; `persona` names the account that the sign-in page offers."""

    key: str
    given_name: str
    family_name: str
    job_title: str
    department: str = ""
    persona: str = ""
    role: OrganisationRole = OrganisationRole.MEMBER
    is_elected: bool = False
    phone: str = ""
    in_charge_of: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    key: str
    name: str
    email: str
    employer: str
    persona: str = ""


DEPARTMENTS: dict[str, str] = {
    "Direction générale": "",
    "Finances": "Direction générale",
    "Urbanisme et habitat": "Direction générale",
    "Services techniques": "Direction générale",
    "Voirie et bâtiments": "Services techniques",
    "Espaces verts": "Services techniques",
    "Accueil et état civil": "Direction générale",
    "Culture et vie associative": "Direction générale",
    "Centre communal d’action sociale": "Direction générale",
    "Police municipale": "",
}

HEADS = {
    "Direction générale": "dgs",
    "Finances": "finances",
    "Urbanisme et habitat": "urbanisme",
    "Services techniques": "technique",
    "Voirie et bâtiments": "voirie",
    "Accueil et état civil": "accueil",
    "Culture et vie associative": "culture",
    "Centre communal d’action sociale": "ccas",
    "Police municipale": "police",
}

PEOPLE = [
    Newcomer(
        "maire",
        "Hélène",
        "Castaing",
        "Maire",
        persona="mayor",
        is_elected=True,
        phone="05 65 00 10 01",
        in_charge_of="Le programme Petites Villes de Demain, les grands projets",
    ),
    Newcomer(
        "adj_urba",
        "Bernard",
        "Roumégous",
        "Premier adjoint",
        is_elected=True,
        in_charge_of="Urbanisme, habitat, patrimoine",
    ),
    Newcomer(
        "adj_fin",
        "Nadia",
        "Benali",
        "Deuxième adjointe",
        is_elected=True,
        in_charge_of="Finances, commande publique",
    ),
    Newcomer(
        "adj_asso",
        "Philippe",
        "Delmas",
        "Troisième adjoint",
        is_elected=True,
        in_charge_of="Vie associative, culture et sport",
    ),
    Newcomer(
        "conseillere",
        "Camille",
        "Vigouroux",
        "Conseillère municipale déléguée",
        persona="councillor",
        is_elected=True,
        in_charge_of="Commerce du centre, marché du samedi",
    ),
    Newcomer("conseiller2", "Étienne", "Puech", "Conseiller municipal", is_elected=True),
    Newcomer(
        "conseiller3", "Marie-Thérèse", "Lacombe-Fabre", "Conseillère municipale", is_elected=True
    ),
    Newcomer(
        "dgs",
        "Sandrine",
        "Fournier",
        "Directrice générale des services",
        "Direction générale",
        persona="dgs",
        role=OrganisationRole.MANAGER,
        phone="05 65 00 10 10",
        office="Mairie, 1er étage",
        in_charge_of="Les services, le conseil municipal, les délais légaux",
    ),
    Newcomer(
        "cheffe",
        "Inès",
        "Moreau",
        "Cheffe de projet Petites Villes de Demain",
        "Direction générale",
        persona="project_manager",
        role=OrganisationRole.MANAGER,
        phone="05 65 00 10 22",
        office="Mairie, bureau 14",
        in_charge_of="Le plan d’action, les partenaires, les financements, le comité de pilotage",
    ),
    Newcomer(
        "admin",
        "Julien",
        "Calvet",
        "Référent numérique",
        "Direction générale",
        persona="admin",
        role=OrganisationRole.ADMINISTRATOR,
        phone="05 65 00 10 12",
        in_charge_of="Parvis, les postes de travail, la téléphonie",
    ),
    Newcomer(
        "finances",
        "Olivier",
        "Marty",
        "Responsable des finances",
        "Finances",
        phone="05 65 00 10 30",
        in_charge_of="Le budget, les subventions, les marchés",
    ),
    Newcomer("compta", "Lucie", "Ferrand", "Comptable", "Finances", phone="05 65 00 10 31"),
    Newcomer(
        "urbanisme",
        "Agathe",
        "Bonnet",
        "Responsable de l’urbanisme",
        "Urbanisme et habitat",
        phone="05 65 00 10 40",
        in_charge_of="Les permis, le plan local d’urbanisme, l’habitat",
    ),
    Newcomer(
        "agent",
        "Thomas",
        "Girard",
        "Instructeur",
        "Urbanisme et habitat",
        persona="agent",
        phone="05 65 00 10 41",
        office="Mairie, bureau 8",
        in_charge_of="L’instruction des autorisations d’urbanisme",
    ),
    Newcomer(
        "technique",
        "Karim",
        "Haddad",
        "Directeur des services techniques",
        "Services techniques",
        phone="05 65 00 10 50",
        in_charge_of="Les bâtiments, la voirie, les réseaux",
    ),
    Newcomer("voirie", "Patrick", "Soulié", "Chef d’équipe", "Voirie et bâtiments"),
    Newcomer("espaces", "Manon", "Teyssèdre", "Jardinière", "Espaces verts"),
    Newcomer(
        "accueil",
        "Véronique",
        "Alary",
        "Responsable de l’accueil",
        "Accueil et état civil",
        phone="05 65 00 10 00",
    ),
    Newcomer("etatcivil", "Sophie", "Gineste", "Officière d’état civil", "Accueil et état civil"),
    Newcomer(
        "culture",
        "Romain",
        "Vidal",
        "Responsable de la vie associative",
        "Culture et vie associative",
        phone="05 65 00 10 60",
    ),
    Newcomer("mediatheque", "Claire", "Nozières", "Bibliothécaire", "Culture et vie associative"),
    Newcomer(
        "ccas",
        "Fatou",
        "Diallo",
        "Directrice du CCAS",
        "Centre communal d’action sociale",
        phone="05 65 00 10 70",
    ),
    Newcomer(
        "police",
        "Yann",
        "Le Goff",
        "Chef de la police municipale",
        "Police municipale",
        phone="05 65 00 10 80",
    ),
]

PARTNERS = [
    Partner(
        "architecte",
        "Paule Archambault",
        "paule@atelier-archambault.example",
        "Atelier Archambault, architectes",
        persona="partner",
    ),
    Partner(
        "ddt",
        "Laurent Mazars",
        "laurent.mazars@etat.example",
        "Direction départementale des territoires",
    ),
    Partner("banque", "Claire Besson", "claire.besson@banque.example", "Banque des Territoires"),
    Partner("region", "Samira Kaddour", "samira.kaddour@region.example", "Région"),
    Partner(
        "commercants",
        "Gérard Costes",
        "gerard.costes@commercants.example",
        "Association des commerçants",
    ),
]

FUNCTIONS: list[tuple[str, str, str, bool]] = [
    ("Maire", "maire", "", True),
    ("Adjoint à l’urbanisme", "adj_urba", "", True),
    ("Adjointe aux finances", "adj_fin", "", True),
    ("Adjoint à la vie associative", "adj_asso", "", True),
    ("Direction générale des services", "dgs", "Direction générale", False),
    ("Cheffe de projet Petites Villes de Demain", "cheffe", "Direction générale", False),
    ("Régie de recettes", "compta", "Finances", False),
]

GROUPS: dict[str, tuple[str, list[str]]] = {
    "Comité de projet PVD": (
        "Élus et agents qui suivent le programme",
        ["maire", "adj_urba", "conseillere", "dgs", "cheffe", "finances", "urbanisme"],
    ),
    "Conseil municipal": (
        "Les membres du conseil",
        ["maire", "adj_urba", "adj_fin", "adj_asso", "conseillere", "conseiller2", "conseiller3"],
    ),
    "Encadrement": (
        "Responsables de service",
        ["dgs", "finances", "urbanisme", "technique", "accueil", "culture", "ccas", "police"],
    ),
}

DELEGATIONS = [
    ("adj_urba", "Urbanisme, habitat et patrimoine", "Arrêté n° 2026-031"),
    ("adj_fin", "Finances et commande publique", "Arrêté n° 2026-032"),
    ("adj_asso", "Vie associative, culture et sport", "Arrêté n° 2026-033"),
    ("conseillere", "Commerce et marché", "Arrêté n° 2026-036"),
]
