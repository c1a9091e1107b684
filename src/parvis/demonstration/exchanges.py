"""What the demonstration town shares outside, and what it receives."""

from parvis.apps.files.services.folders import add_folder
from parvis.apps.sharing.access import open_link
from parvis.apps.sharing.enums import Act, LinkKind, Permission
from parvis.apps.sharing.models import Link
from parvis.apps.sharing.services.deposits import Sender, Sent, receive_deposit
from parvis.apps.sharing.services.links import Terms, make_link
from parvis.apps.sharing.services.visits import note
from parvis.apps.sharing.tokens import unseal
from parvis.demonstration import documents
from parvis.demonstration.newsroom import Newsroom


class Exchanges(Newsroom):
    """The chapter of the links."""

    def tell_exchanges(self) -> None:
        """Plan the links and what people outside do with them."""
        self._share_studies()
        self._receive_requests()

    def _share_studies(self) -> None:
        made: dict[str, Link] = {}

        @self.step(8, 11)
        def _() -> None:
            made["studies"] = make_link(
                actor=self.town.actor("cheffe"),
                item_id=self.folder("halle", 1),
                terms=Terms(
                    label="Architecte des Bâtiments de France",
                    permission=Permission.WATERMARK,
                    tells_opening=True,
                ),
            )

        @self.step(7, 15)
        def _() -> None:
            note(made["studies"], Act.OPENED)

    def _receive_requests(self) -> None:
        made: dict[str, Link] = {}

        @self.step(6, 10)
        def _() -> None:
            clerk = self.town.actor("dgs")
            folder = add_folder(
                actor=clerk,
                parent_id=self.spaces["asso"].pk,
                title="Demandes de subvention 2027",
            )
            made["requests"] = make_link(
                actor=clerk,
                item_id=folder.pk,
                kind=LinkKind.DEPOSIT,
                terms=Terms(
                    label="Demande de subvention 2027",
                    message="Joignez vos statuts, le bilan de l’année et le budget prévu.",
                ),
            )

        @self.step(2, 17)
        def _() -> None:
            receive_deposit(
                opened=open_link(unseal(made["requests"].sealed), kind=LinkKind.DEPOSIT),
                sender=Sender(
                    name="La Lyre de Bourg-la-Halle",
                    email="lalyre@asso.example",
                    message="Voici notre dossier. Bonne réception.",
                ),
                sent=[
                    Sent(name=f"{title}.pdf", blob=self.store(documents.pdf(title, *words)))
                    for title, words in (
                        ("Bilan 2026", ("Quatorze concerts, 42 musiciens.",)),
                        ("Budget 2027", ("Subvention demandée : 1 200 €.",)),
                    )
                ],
            )
