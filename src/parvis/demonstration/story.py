"""What has happened in the demonstration town, told in the order of time."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from parvis.apps.conversations import services as talk
from parvis.apps.files.services import folders, versions
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.registry import templates
from parvis.apps.workspaces.services import items, restrictions, spaces, waiting
from parvis.demonstration import documents, texts
from parvis.demonstration.clock import at
from parvis.demonstration.people import PARTNERS
from parvis.demonstration.town import DemonstrationTown
from parvis.kernel.actors import Role
from parvis.kernel.storage.blobs import write_blob
from parvis.kernel.storage.models import Blob

MEMBERS: dict[str, list[tuple[str, Role]]] = {
    "pvd": [
        ("maire", Role.COMMENTER),
        ("groupe:Comité de projet PVD", Role.COMMENTER),
        ("adj_fin", Role.COMMENTER),
        ("dgs", Role.MANAGER),
        ("finances", Role.EDITOR),
        ("service:Urbanisme et habitat", Role.EDITOR),
        ("technique", Role.EDITOR),
        ("ddt", Role.COMMENTER),
        ("banque", Role.EDITOR),
        ("region", Role.COMMENTER),
        ("commercants", Role.COMMENTER),
    ],
    "halle": [
        ("maire", Role.COMMENTER),
        ("adj_urba", Role.COMMENTER),
        ("adj_fin", Role.COMMENTER),
        ("conseillere", Role.COMMENTER),
        ("dgs", Role.MANAGER),
        ("finances", Role.EDITOR),
        ("service:Urbanisme et habitat", Role.EDITOR),
        ("service:Services techniques", Role.EDITOR),
        ("architecte", Role.EDITOR),
    ],
    "conseil": [("groupe:Conseil municipal", Role.COMMENTER), ("admin", Role.EDITOR)],
    "budget": [
        ("groupe:Encadrement", Role.EDITOR),
        ("adj_fin", Role.COMMENTER),
        ("maire", Role.COMMENTER),
    ],
    "asso": [("culture", Role.MANAGER), ("mediatheque", Role.EDITOR), ("adj_asso", Role.EDITOR)],
}

GUESTS = {partner.key for partner in PARTNERS}


class Story:
    """The spaces and things made so far, by key; each method is a chapter."""

    def __init__(self, town: DemonstrationTown) -> None:
        self.town = town
        self.spaces: dict[str, Workspace] = {}
        self.things: dict[str, UUID] = {}
        self.today = timezone.localdate()
        self.end = self.today + timedelta(days=180)

    def tell(self) -> None:
        """Make everything."""
        self.open_spaces()
        self.fill_programme()
        self.fill_market_hall()
        self.fill_council_and_budget()
        self.fill_associations()
        self.pass_the_ball()

    def party(self, key: str) -> UUID:
        return self.town.parties[key]

    def open_space(self, key: str, manager: str, template: str, title: str, text: str) -> None:
        space = spaces.create_workspace(
            actor=self.town.actor(manager), title=title, template=template, description=text
        )
        self.spaces[key] = space
        for party, role in MEMBERS.get(key, []):
            spaces.add_member(
                actor=self.town.actor(manager),
                workspace_id=space.pk,
                party_id=self.party(party),
                role=role,
                ends_on=self.end if party in GUESTS else None,
            )

    def folder(self, space: str, rank: int) -> UUID:
        """Return the id of the folder that a space's template put at `rank`."""
        workspace = self.spaces[space]
        title = str(templates()[workspace.template].folders[rank])
        return Item.objects.get(workspace=workspace, kind="files.folder", title=title).pk

    def store(self, content: bytes) -> Blob:
        return write_blob(organisation_id=self.town.organisation.pk, chunks=[content])

    def drop(self, key: str, who: str, parent: UUID, name: str, content: bytes) -> UUID:
        """Put a document in a folder."""
        version = versions.add_file(
            actor=self.town.actor(who), parent_id=parent, name=name, blob=self.store(content)
        )
        self.things[key] = file_id = UUID(str(version.file_id))
        return file_id

    def say(self, who: str, thing: str, text: str) -> UUID:
        """Open a conversation on a thing; return its id."""
        message = talk.start_conversation(
            actor=self.town.actor(who), item_id=self.things[thing], body=text
        )
        return UUID(str(message.conversation_id))

    def reply(self, who: str, conversation: UUID, text: str) -> None:
        talk.reply(actor=self.town.actor(who), conversation_id=conversation, body=text)

    def ask(  # noqa: PLR0917 -- reads as a sentence
        self, who: str, thing: str, holder: str, action: str, text: str, days: int | None = None
    ) -> UUID:
        """Give the ball to somebody, due in so many days; return the id of the hold."""
        held = waiting.ask(
            actor=self.town.actor(who),
            item_id=self.things[thing],
            party_id=self.party(holder),
            action=action,
            message=text,
            due_on=None if days is None else self.today + timedelta(days=max(days, 0)),
        )
        if days is not None and days < 0:
            held.due_on = self.today + timedelta(days=days)
            held.save(update_fields=["due_on"])
        return held.pk

    def open_spaces(self) -> None:
        with at(75, 9):
            self.open_space(
                "pvd",
                "cheffe",
                "programme",
                "Petites Villes de Demain",
                "Le programme de revitalisation du centre : convention, fiches action, comités "
                "et financements, avec nos partenaires.",
            )
        with at(60, 10):
            self.open_space(
                "halle",
                "cheffe",
                "project",
                "Rénovation de la halle",
                "Rénover la halle et son parvis : études, marchés, travaux, financement.",
            )
        with at(58, 11):
            self.open_space(
                "conseil",
                "dgs",
                "committee",
                "Conseil municipal",
                "Convocations, documents de séance et procès-verbaux.",
            )
        with at(50, 9):
            self.open_space(
                "budget", "dgs", "department", "Budget 2027", "Préparation du budget primitif."
            )
        with at(46, 15):
            self.open_space(
                "asso",
                "dgs",
                "theme",
                "Vie associative",
                "Agenda, subventions et prêt de matériel : tout le monde peut lire.",
            )

    def fill_programme(self) -> None:
        agreements = self.folder("pvd", 0)
        sheets = self.folder("pvd", 2)
        committees = self.folder("pvd", 3)
        money = self.folder("pvd", 4)
        with at(70, 10):
            self.drop(
                "adhesion",
                "cheffe",
                agreements,
                "Convention d’adhésion signée.pdf",
                documents.pdf("Convention d’adhésion", *texts.ADHESION, pages=3),
            )
            self.drop(
                "cadre",
                "cheffe",
                agreements,
                "Convention-cadre, projet.docx",
                documents.docx("Convention-cadre valant ORT", *texts.ADHESION),
            )
        with at(40, 14):
            for number, title in enumerate(texts.ACTIONS, start=1):
                self.drop(
                    f"fiche{number}",
                    "cheffe",
                    sheets,
                    f"Fiche {title}.docx",
                    documents.docx(f"Fiche action {title}", *texts.SHEET),
                )
        with at(33, 16):
            self.drop(
                "financement",
                "finances",
                money,
                "Plan de financement consolidé.xlsx",
                documents.xlsx("Financement", texts.FUNDING[0], texts.FUNDING[1]),
            )
        with at(20, 9):
            self.drop(
                "notification",
                "banque",
                money,
                "Notification 2026.pdf",
                documents.pdf(
                    "Notification d’accompagnement", "Étude de programmation : 24 000 € HT."
                ),
            )
        with at(8, 11):
            self.drop(
                "copil",
                "cheffe",
                committees,
                "Comité du 8 octobre, compte rendu.pdf",
                documents.pdf("Comité de pilotage", *texts.COMMITTEE, pages=2),
            )
            thread = self.say(
                "ddt", "cadre", "Le préfet souhaite relire l’article 4 avant la signature."
            )
            self.reply("cheffe", thread, "Bien noté. @Sandrine Fournier, peux-tu valider ?")

    def fill_market_hall(self) -> None:
        studies = self.folder("halle", 1)
        tenders = self.folder("halle", 2)
        works = self.folder("halle", 3)
        with at(30, 10):
            self.drop(
                "cahier",
                "cheffe",
                studies,
                "Cahier des charges de l’étude.docx",
                documents.docx("Cahier des charges", *texts.SPECIFICATION),
            )
        with at(16, 17):
            self.drop(
                "esquisse",
                "architecte",
                studies,
                "Esquisse, scénario B.pdf",
                documents.pdf("Esquisse de la halle, scénario B", *texts.SKETCH, pages=4),
            )
            thread = self.say("maire", "esquisse", "J’aime beaucoup la lumière du scénario B.")
            self.reply("architecte", thread, "Merci ! Je chiffre la variante en mélèze.")
        with at(6, 9):
            for number in range(1, 5):
                self.drop(
                    f"photo{number}",
                    "technique",
                    works,
                    f"Charpente, relevé {number}.jpg",
                    documents.picture(number),
                )
        with at(4, 15):
            devis = self.drop(
                "devis",
                "architecte",
                tenders,
                "Devis charpente, lot 2.pdf",
                documents.pdf("Devis charpente, lot 2", *texts.QUOTE, pages=2),
            )
            items.tag_item(
                actor=self.town.actor("cheffe"), item_id=devis, labels=["charpente", "lot 2"]
            )
        with at(3, 10):
            revised = documents.pdf("Devis charpente, lot 2, révisé", *texts.QUOTE, pages=2)
            versions.add_version(
                actor=self.town.actor("architecte"),
                file_id=devis,
                name="Devis charpente, lot 2.pdf",
                blob=self.store(revised),
                remark="Prix du mélèze corrigé",
            )
            self.drop(
                "mail_ddt",
                "dgs",
                tenders,
                "Courrier de la préfecture, dotation d’équipement.eml",
                documents.mail(
                    "laurent.mazars@etat.example",
                    "Dotation d’équipement : pièces à compléter",
                    self.today - timedelta(days=3),
                    *texts.LETTER,
                ),
            )

    def fill_council_and_budget(self) -> None:
        convening = self.folder("conseil", 0)
        sensitive = folders.add_folder(
            actor=self.town.actor("dgs"),
            parent_id=self.spaces["budget"].pk,
            title="Ressources humaines (confidentiel)",
        )
        with at(12, 9):
            self.drop(
                "convocation",
                "dgs",
                convening,
                "Convocation, projet d’ordre du jour.docx",
                documents.docx("Convocation du conseil municipal", *texts.AGENDA),
            )
            restrictions.restrict_item(actor=self.town.actor("dgs"), item_id=sensitive.pk)
            restrictions.grant_access(
                actor=self.town.actor("dgs"),
                item_id=sensitive.pk,
                party_id=self.party("finances"),
                role=Role.EDITOR,
            )
            self.drop(
                "masse",
                "dgs",
                sensitive.pk,
                "Masse salariale 2027.xlsx",
                documents.xlsx("Masse salariale", ["Service", "2026", "2027"], texts.PAYROLL),
            )
        with at(5, 11):
            self.drop(
                "demandes",
                "finances",
                self.folder("budget", 2),
                "Demandes des services.xlsx",
                documents.xlsx("Demandes", ["Service", "Demande", "Arbitrage"], texts.REQUESTS),
            )

    def fill_associations(self) -> None:
        with at(9, 10):
            self.drop(
                "calendrier",
                "culture",
                self.spaces["asso"].pk,
                "Calendrier des fêtes.csv",
                "Date;Fête;Lieu\n12/12;Marché de Noël;Halle\n31/12;Réveillon;Salle\n".encode(),
            )

    def pass_the_ball(self) -> None:
        with at(12, 14):
            self.ask(
                "cheffe", "financement", "region", "answer", "Accord de la Région sur l’étude ?"
            )
        with at(9, 9):
            self.ask("dgs", "mail_ddt", "service:Finances", "do", "Préparer la réponse.", -3)
        with at(7, 10):
            self.ask("cheffe", "fiche3", "adj_fin", "decide", "Retenir le plan de financement ?", 5)
        with at(5, 16):
            self.ask("dgs", "demandes", "technique", "review", "Vos demandes sont-elles là ?", 4)
        with at(4, 17):
            self.ask("cheffe", "devis", "maire", "decide", "48 200 € HT : on retient ce lot ?", 2)
            self.ask("cheffe", "devis", "service:Finances", "review", "Crédits disponibles ?", 1)
        with at(2, 9):
            self.ask("cheffe", "cadre", "dgs", "review", "Version 4, article 4 repris.", 3)
            self.ask(
                "urbanisme", "esquisse", "fonction:Adjoint à l’urbanisme", "decide",
                "Choisir le scénario de circulation.", 1,
            )  # fmt: skip
        with at(1, 11):
            self.ask("cheffe", "esquisse", "agent", "do", "Vérifier l’avis de l’ABF.", 6)
            self.ask("cheffe", "esquisse", "architecte", "provide", "Les plans cotés.", -1)
            self.ask("maire", "copil", "cheffe", "answer", "Date du prochain comité ?", 2)
            self.ask("dgs", "convocation", "conseillere", "read", "Votre avis sur le point 6.", 3)
            self.ask("agent", "cahier", "cheffe", "review", "Une annexe manque.", 8)
        with at(0, 8):
            held = self.ask("dgs", "copil", "finances", "answer", "Montant engagé à ce jour ?", 2)
            waiting.answer(
                actor=self.town.actor("finances"), waiting_id=held, text="410 000 € au 15."
            )
