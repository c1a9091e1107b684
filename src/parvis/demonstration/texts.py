"""What the documents of the demonstration town say."""

ADHESION = (
    "Entre la commune, la communauté de communes et l’État, il est convenu ce qui suit.",
    "Article 1. La commune engage un programme de revitalisation de son centre.",
    "Article 2. Un comité de projet, conduit par les élus, suit les actions.",
    "Article 3. Une cheffe de projet est recrutée ; son poste est financé à 75 %.",
    "Article 4. Les partenaires apportent leurs études et leurs financements.",
)
ACTIONS = (
    "1.4 Logements vacants",
    "2.1 La halle et son parvis",
    "3.2 Place du marché apaisée",
    "4.1 Tiers-lieu de la gare",
)
SHEET = (
    "Contexte : un logement sur six du centre est vacant.",
    "Objectifs : remettre quarante logements sur le marché en cinq ans.",
    "Partenaires : Anah, Région, Département, Banque des Territoires.",
    "Calendrier : étude en 2026, premières opérations en 2027.",
)
FUNDING: tuple[list[str], list[list[object]]] = (
    ["Financeur", "Dispositif", "Demandé", "Notifié", "Payé"],
    [
        ["État", "DETR", 310_000, 310_000, 62_000],
        ["Région", "Centres-bourgs", 240_000, None, None],
        ["Département", "Cœur de village", 120_000, 90_000, 30_000],
        ["Banque des Territoires", "Ingénierie", 24_000, 24_000, 12_000],
    ],
)
COMMITTEE = (
    "Présents : la maire, le premier adjoint, la préfecture, la Banque des Territoires.",
    "Sept jalons tenus, deux en retard. Trois décisions sont à prendre.",
)
SPECIFICATION = (
    "Objet : programmation de la rénovation de la halle.",
    "Délai : quatre mois. Rendu : trois scénarios chiffrés.",
)
SKETCH = (
    "La charpente est conservée ; le sol devient continu avec la place.",
    "Coût estimé des travaux : 1 240 000 € HT, hors aléas.",
)
QUOTE = (
    "Charpente en mélèze, fourniture et pose : 41 500 € HT.",
    "Levage et échafaudages : 6 700 € HT.",
    "Total : 48 200 € HT. Valable trois mois.",
)
LETTER = (
    "Madame la Directrice générale des services,",
    (
        "Votre demande au titre de la dotation d’équipement appelle deux pièces : le plan de "
        "financement signé et le calendrier prévisionnel."
    ),
    "Cordialement, Laurent Mazars",
)
AGENDA = (
    "1. Adoption du procès-verbal. 2. Décisions de la maire. 3. Décision modificative n° 2.",
    "4. Halle : lot 2. 5. Convention-cadre. 6. Tarifs du marché. 7. Questions diverses.",
)
PAYROLL: list[list[object]] = [
    ["Administration", 612_000, 624_000],
    ["Technique", 498_000, 510_000],
]
REQUESTS: list[list[object]] = [["Voirie", 180_000, None], ["Culture", 42_000, 38_000]]
