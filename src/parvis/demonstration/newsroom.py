"""The publications of the demonstration town: written, shown, read, acknowledged, discussed."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from parvis.apps.posts.models import Post
from parvis.apps.posts.services import pictures, publishing, readings, writing
from parvis.apps.posts.services.public_pages import set_public_page
from parvis.apps.posts.services.writing import Content
from parvis.apps.posts.writing import picture_mark
from parvis.demonstration import documents, posts
from parvis.demonstration.telling import Teller


class Newsroom(Teller):
    """The chapter of the publications."""

    def write(
        self,
        key: str,
        who: str,
        space: str,
        content: Content,
        *,
        with_whom: Collection[str] = (),
        photograph: int = 0,
    ) -> UUID:
        """Write a draft, with its other authors and a photograph at its head."""
        actor = self.town.actor(who)
        made = writing.create_post(actor=actor, workspace_id=self.spaces[space].pk, content=content)
        for other in with_whom:
            writing.add_author(actor=actor, post_id=made.pk, party_id=self.party(other))
        if photograph:
            picture = pictures.add_picture(
                actor=actor, post_id=made.pk, data=documents.picture(photograph)
            )
            body = f"{picture_mark(picture.pk, 'La halle')}\n\n{content.body}"
            writing.save_post(actor=actor, post_id=made.pk, content=Content(body=body))
        self.things[key] = post_id = UUID(str(made.pk))
        return post_id

    def publish(self, key: str, who: str) -> None:
        publishing.publish_post(actor=self.town.actor(who), post_id=self.things[key])

    def read(self, key: str, *readers: str) -> None:
        """Let people open a publication."""
        post = Post.objects.select_related("item").get(pk=self.things[key])
        for reader in readers:
            readings.note_reading(actor=self.town.actor(reader), post=post)

    def acknowledge(self, key: str, *readers: str) -> None:
        self.read(key, *readers)
        for reader in readers:
            readings.acknowledge(actor=self.town.actor(reader), post_id=self.things[key])

    def ask_to_read(self, key: str, who: str, *, days: int, everybody: bool = False) -> None:
        """Ask the members of the steering group, or everybody, to acknowledge."""
        readings.ask_to_acknowledge(
            actor=self.town.actor(who),
            post_id=self.things[key],
            party_ids=[] if everybody else [self.party("groupe:Comité de projet PVD")],
            everybody=everybody,
            due_on=self.today + timedelta(days=days),
        )

    def tell_the_news(self) -> None:
        """Plan the publications."""

        @self.step(44, 9)
        def _() -> None:
            self.open_space(
                "mairie",
                "dgs",
                "theme",
                "Vie de la mairie",
                "Ce que chacun doit savoir : consignes, organisation, vie des services.",
            )
            for space, words in (
                ("asso", "Fêtes, associations, prêt de matériel à Bourg-la-Halle."),
                ("halle", "Suivez le chantier de la halle et de son parvis."),
            ):
                set_public_page(
                    actor=self.town.actor("dgs"),
                    workspace_id=self.spaces[space].pk,
                    is_open=True,
                    introduction=words,
                )

        self._tell_projects()
        self._tell_committee()
        self._tell_drafts()
        self._tell_town()
        self._tell_market()

    def _tell_projects(self) -> None:
        @self.step(16, 9)
        def _() -> None:
            content = Content(
                title="La Région finance la halle : 240 000 €",
                body=posts.REGION,
                place_ids=[self.spaces["halle"].pk],
                card_ids=[self.things["financement"]],
            )
            self.write("post_region", "cheffe", "pvd", content, with_whom=["finances"])
            self.publish("post_region", "cheffe")
            self.read("post_region", "maire", "adj_fin", "dgs", "banque", "agent")

        @self.step(6, 8)
        def _() -> None:
            content = Content(
                title="Échafaudages de la halle : ce qui change lundi",
                body=posts.SCAFFOLDING,
                is_public=True,
            )
            self.write(
                "post_chantier", "cheffe", "halle", content, with_whom=["agent"], photograph=2
            )
            self.publish("post_chantier", "cheffe")
            self.read("post_chantier", "maire", "adj_urba", "conseillere", "technique")
            thread = self.say("conseillere", "post_chantier", "Les commerçants sont prévenus ?")
            self.reply("cheffe", thread, "Oui, courrier déposé jeudi dans les boîtes.")

    def _tell_committee(self) -> None:
        @self.step(4, 10)
        def _() -> None:
            things = ("cadre", "fiche3", "financement")
            content = Content(
                title="Comité de projet du 10 décembre : à lire avant",
                body=posts.COMMITTEE,
                card_ids=[self.things[key] for key in things],
            )
            self.write("post_comite", "cheffe", "pvd", content)
            self.publish("post_comite", "cheffe")
            self.ask_to_read("post_comite", "cheffe", days=4)
            publishing.pin_post(
                actor=self.town.actor("dgs"),
                post_id=self.things["post_comite"],
                workspace_id=self.spaces["pvd"].pk,
            )

        @self.step(3, 19)
        def _() -> None:
            self.acknowledge("post_comite", "adj_urba")
            self.read("post_comite", "dgs", "finances")

    def _tell_drafts(self) -> None:
        @self.step(1, 14)
        def _() -> None:
            draft = Content(title="Concertation : premiers résultats", body=posts.DRAFT)
            self.write("post_brouillon", "cheffe", "pvd", draft, with_whom=["agent"])
            tender = Content(
                title="Appel d’offres du lot 3, couverture", body=posts.TENDER, is_public=True
            )
            later = self.write("post_lot3", "cheffe", "halle", tender)
            publishing.schedule_post(
                actor=self.town.actor("cheffe"),
                post_id=later,
                publish_at=timezone.now() + timedelta(days=3),
            )

    def _tell_town(self) -> None:
        @self.step(20, 11)
        def _() -> None:
            content = Content(
                title="Prêt de matériel : réservez trois semaines avant",
                body=posts.LOAN,
                is_public=True,
            )
            self.write("post_pret", "culture", "asso", content)
            self.publish("post_pret", "culture")

        @self.step(8, 9)
        def _() -> None:
            content = Content(
                title="Plan grand froid : qui appeler, qui prévenir",
                body=posts.COLD,
                to_town=True,
            )
            self.write("post_froid", "dgs", "mairie", content, with_whom=["ccas"])
            self.publish("post_froid", "dgs")
            self.read("post_froid", "maire", "agent", "accueil", "technique", "admin", "voirie")

    def _tell_market(self) -> None:
        @self.step(3, 8)
        def _() -> None:
            content = Content(
                title="Faux courriels des impôts : ne cliquez pas",
                body=posts.PHISHING,
                to_town=True,
            )
            self.write("post_faux", "dgs", "mairie", content, with_whom=["admin"])
            self.publish("post_faux", "dgs")
            publishing.pin_post(actor=self.town.actor("dgs"), post_id=self.things["post_faux"])
            self.ask_to_read("post_faux", "dgs", days=3, everybody=True)
            thread = self.say("accueil", "post_faux", "Reçu aussi à l’accueil ce matin.")
            self.reply("admin", thread, "Merci, bloqué à l’entrée depuis 10 h.")

        @self.step(2, 8)
        def _() -> None:
            self.acknowledge(
                "post_faux", "accueil", "finances", "technique", "ccas", "police", "culture"
            )

        @self.step(1, 9)
        def _() -> None:
            content = Content(
                title="Marché de Noël : programme et rues fermées",
                body=posts.CHRISTMAS,
                to_town=True,
                is_public=True,
                card_ids=[self.things["calendrier"]],
            )
            self.write("post_noel", "dgs", "asso", content, with_whom=["culture"], photograph=1)
            self.publish("post_noel", "dgs")
            self.read("post_noel", "adj_asso", "accueil", "police", "conseillere")
