"""What has happened in the demonstration town; each step is done in the order of time."""

from collections.abc import Callable
from datetime import timedelta

from parvis.apps.files.services import folders, versions
from parvis.apps.workspaces.services import items, restrictions, waiting
from parvis.demonstration import documents, texts
from parvis.demonstration.exchanges import Exchanges
from parvis.kernel.actors import Role


class Story(Exchanges):
    """The chapters: each plans its steps, `tell` does them all."""

    def tell(self, progress: Callable[[float], None] = lambda _done: None) -> None:
        """Make everything, the oldest first."""
        self.open_spaces()
        self.fill_programme()
        self.fill_market_hall()
        self.fill_council_and_budget()
        self.fill_associations()
        self.tell_the_news()
        self.tell_exchanges()
        self.pass_the_ball()
        super().tell(progress)

    def open_spaces(self) -> None:
        @self.step(75, 9)
        def _() -> None:
            self.open_space(
                "pvd",
                "cheffe",
                "programme",
                "Petites Villes de Demain",
                "Le programme de revitalisation du centre : convention, fiches action, comités "
                "et financements, avec nos partenaires.",
            )

        @self.step(60, 10)
        def _() -> None:
            self.open_space(
                "halle",
                "cheffe",
                "project",
                "Rénovation de la halle",
                "Rénover la halle et son parvis : études, marchés, travaux, financement.",
            )

        @self.step(58, 11)
        def _() -> None:
            self.open_space(
                "conseil",
                "dgs",
                "committee",
                "Conseil municipal",
                "Convocations, documents de séance et procès-verbaux.",
            )

        @self.step(50, 9)
        def _() -> None:
            self.open_space(
                "budget", "dgs", "department", "Budget 2027", "Préparation du budget primitif."
            )

        @self.step(46, 15)
        def _() -> None:
            self.open_space(
                "asso",
                "dgs",
                "theme",
                "Vie associative",
                "Agenda, subventions et prêt de matériel : tout le monde peut lire.",
            )

    def fill_programme(self) -> None:
        @self.step(70, 10)
        def _() -> None:
            self.drop(
                "adhesion",
                "cheffe",
                self.folder("pvd", 0),
                "Convention d’adhésion signée.pdf",
                documents.pdf("Convention d’adhésion", *texts.ADHESION, pages=3),
            )
            self.drop(
                "cadre",
                "cheffe",
                self.folder("pvd", 0),
                "Convention-cadre, projet.docx",
                documents.docx("Convention-cadre valant ORT", *texts.ADHESION),
            )

        @self.step(40, 14)
        def _() -> None:
            for number, title in enumerate(texts.ACTIONS, start=1):
                self.drop(
                    f"fiche{number}",
                    "cheffe",
                    self.folder("pvd", 2),
                    f"Fiche {title}.docx",
                    documents.docx(f"Fiche action {title}", *texts.SHEET),
                )

        @self.step(33, 16)
        def _() -> None:
            self.drop(
                "financement",
                "finances",
                self.folder("pvd", 4),
                "Plan de financement consolidé.xlsx",
                documents.xlsx("Financement", texts.FUNDING[0], texts.FUNDING[1]),
            )

        self._tell_programme()

    def _tell_programme(self) -> None:
        @self.step(20, 9)
        def _() -> None:
            self.drop(
                "notification",
                "banque",
                self.folder("pvd", 4),
                "Notification 2026.pdf",
                documents.pdf(
                    "Notification d’accompagnement", "Étude de programmation : 24 000 € HT."
                ),
            )

        @self.step(8, 11)
        def _() -> None:
            self.drop(
                "copil",
                "cheffe",
                self.folder("pvd", 3),
                "Comité du 8 octobre, compte rendu.pdf",
                documents.pdf("Comité de pilotage", *texts.COMMITTEE, pages=2),
            )
            thread = self.say(
                "ddt", "cadre", "Le préfet souhaite relire l’article 4 avant la signature."
            )
            self.reply("cheffe", thread, "Bien noté. @Sandrine Fournier, peux-tu valider ?")

    def fill_market_hall(self) -> None:
        @self.step(30, 10)
        def _() -> None:
            self.drop(
                "cahier",
                "cheffe",
                self.folder("halle", 1),
                "Cahier des charges de l’étude.docx",
                documents.docx("Cahier des charges", *texts.SPECIFICATION),
            )

        @self.step(16, 17)
        def _() -> None:
            self.drop(
                "esquisse",
                "architecte",
                self.folder("halle", 1),
                "Esquisse, scénario B.pdf",
                documents.pdf("Esquisse de la halle, scénario B", *texts.SKETCH, pages=4),
            )
            thread = self.say("maire", "esquisse", "J’aime beaucoup la lumière du scénario B.")
            self.reply("architecte", thread, "Merci ! Je chiffre la variante en mélèze.")

        @self.step(6, 9)
        def _() -> None:
            for number in range(1, 5):
                self.drop(
                    f"photo{number}",
                    "technique",
                    self.folder("halle", 3),
                    f"Charpente, relevé {number}.jpg",
                    documents.picture(number),
                )

        self._quote_market_hall()

    def _quote_market_hall(self) -> None:
        @self.step(4, 15)
        def _() -> None:
            self.drop(
                "devis",
                "architecte",
                self.folder("halle", 2),
                "Devis charpente, lot 2.pdf",
                documents.pdf("Devis charpente, lot 2", *texts.QUOTE, pages=2),
            )
            items.tag_item(
                actor=self.town.actor("cheffe"),
                item_id=self.things["devis"],
                labels=["charpente", "lot 2"],
            )

        @self.step(3, 10)
        def _() -> None:
            revised = documents.pdf("Devis charpente, lot 2, révisé", *texts.QUOTE, pages=2)
            versions.add_version(
                actor=self.town.actor("architecte"),
                file_id=self.things["devis"],
                name="Devis charpente, lot 2.pdf",
                blob=self.store(revised),
                remark="Prix du mélèze corrigé",
            )

        @self.step(11, 9)
        def _() -> None:
            self.drop(
                "mail_ddt",
                "dgs",
                self.folder("halle", 2),
                "Courrier de la préfecture, dotation d’équipement.eml",
                documents.mail(
                    "laurent.mazars@etat.example",
                    "Dotation d’équipement : pièces à compléter",
                    self.today - timedelta(days=11),
                    *texts.LETTER,
                ),
            )

    def fill_council_and_budget(self) -> None:
        @self.step(12, 9)
        def _() -> None:
            sensitive = folders.add_folder(
                actor=self.town.actor("dgs"),
                parent_id=self.spaces["budget"].pk,
                title="Ressources humaines (confidentiel)",
            )
            self.drop(
                "convocation",
                "dgs",
                self.folder("conseil", 0),
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

        @self.step(5, 11)
        def _() -> None:
            self.drop(
                "demandes",
                "finances",
                self.folder("budget", 2),
                "Demandes des services.xlsx",
                documents.xlsx("Demandes", ["Service", "Demande", "Arbitrage"], texts.REQUESTS),
            )

    def fill_associations(self) -> None:
        @self.step(9, 10)
        def _() -> None:
            self.drop(
                "calendrier",
                "culture",
                self.spaces["asso"].pk,
                "Calendrier des fêtes.csv",
                "Date;Fête;Lieu\n12/12;Marché de Noël;Halle\n31/12;Réveillon;Salle\n".encode(),
            )

    def pass_the_ball(self) -> None:
        @self.step(12, 14)
        def _() -> None:
            self.ask(
                "cheffe", "financement", "region", "answer", "Accord de la Région sur l’étude ?"
            )

        @self.step(9, 9)
        def _() -> None:
            self.ask("dgs", "mail_ddt", "service:Finances", "do", "Préparer la réponse.", -3)

        @self.step(7, 10)
        def _() -> None:
            self.ask("cheffe", "fiche3", "adj_fin", "decide", "Retenir le plan de financement ?", 5)

        @self.step(5, 16)
        def _() -> None:
            self.ask("dgs", "demandes", "technique", "review", "Vos demandes sont-elles là ?", 4)

        @self.step(4, 17)
        def _() -> None:
            self.ask("cheffe", "devis", "maire", "decide", "48 200 € HT : on retient ce lot ?", 2)
            self.ask("cheffe", "devis", "service:Finances", "review", "Crédits disponibles ?", 1)

        @self.step(2, 9)
        def _() -> None:
            self.ask("cheffe", "cadre", "dgs", "review", "Version 4, article 4 repris.", 3)
            self.ask(
                "urbanisme", "esquisse", "fonction:Adjoint à l’urbanisme", "decide",
                "Choisir le scénario de circulation.", 1,
            )  # fmt: skip

        @self.step(1, 11)
        def _() -> None:
            self.ask("cheffe", "esquisse", "agent", "do", "Vérifier l’avis de l’ABF.", 6)
            self.ask("cheffe", "esquisse", "architecte", "provide", "Les plans cotés.", -1)
            self.ask("maire", "copil", "cheffe", "answer", "Date du prochain comité ?", 2)
            self.ask("dgs", "convocation", "conseillere", "read", "Votre avis sur le point 6.", 3)
            self.ask("agent", "cahier", "cheffe", "review", "Une annexe manque.", 8)

        @self.step(0, 8)
        def _() -> None:
            held = self.ask("dgs", "copil", "finances", "answer", "Montant engagé à ce jour ?", 2)
            waiting.answer(
                actor=self.town.actor("finances"), waiting_id=held, text="410 000 € au 15."
            )
