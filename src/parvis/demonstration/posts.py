# ruff: noqa: E501 -- paragraphs, as people write them
"""What the publications of the demonstration town say."""

CHRISTMAS = """Le marché s’installe **sous la halle et place de la Mairie** du vendredi 11 au dimanche 13 décembre.

## Circulation

- rue de la Halle et place de la Mairie fermées du jeudi 10 à 18 h au lundi 14 à 8 h ;
- stationnement reporté sur le parking de la gare, navette gratuite toutes les 20 minutes ;
- la ligne 12 s’arrête à l’école Jean-Moulin.

## Programme

1. Vendredi, 17 h : lancement par la batucada du collège
2. Samedi, 10 h – 19 h : quarante exposants, ateliers pour les enfants à la médiathèque
3. Dimanche, 11 h : chorale des aînés, puis vin chaud offert par les commerçants

Les riverains reçoivent un macaron à retirer à l’accueil de la mairie."""

PHISHING = """Trois agents ont reçu cette semaine un message qui imite l’administration fiscale et demande de « régulariser un dossier ». **Ce message est faux.**

## Ce qu’il faut faire

1. Ne cliquez pas, n’ouvrez pas la pièce jointe.
2. Transférez le message à *referent.numerique@bourg-la-halle.example*.
3. Si vous avez cliqué : débranchez le câble réseau et appelez le 05 65 00 10 12, tout de suite, sans honte.

> La mairie ne vous demandera jamais votre mot de passe, ni par courriel, ni par téléphone.

Le second contrôle (application ou clé) est à activer dans *Mon compte* : cela prend deux minutes."""

COLD = """Le plan grand froid est activé jusqu’à nouvel ordre.

- **Personnes isolées** : le CCAS appelle chaque jour les 42 inscrits du registre. Signalez-lui toute personne qui n’y figure pas.
- **Bâtiments** : chauffage maintenu à 16 °C la nuit dans les écoles ; la salle des fêtes reste ouverte comme lieu d’accueil.
- **Voirie** : salage des voies prioritaires dès 5 h, trottoirs des écoles et de la mairie ensuite."""

COMMITTEE = """Le comité de projet se réunit **jeudi 10 décembre à 14 h**, salle du conseil et en visioconférence.

Trois décisions sont à prendre :

1. retenir le scénario de circulation de la place du marché ;
2. valider le plan de financement de la halle ;
3. lancer l’étude sur les logements vacants (fiche 1.4).

Merci de lire les documents joints **avant mardi** : la séance commencera par les questions."""

REGION = """La commission permanente a voté hier l’aide « Centres-bourgs » : **240 000 €** pour la halle et la place du marché, sous réserve de la convention-cadre signée.

Le versement suit l’avancement : 30 % au démarrage, 50 % à mi-travaux, le solde à la réception."""

SCAFFOLDING = """Les échafaudages de la charpente arrivent **lundi à 7 h 30**. Ils restent environ neuf semaines.

## Ce qui change

- le marché du samedi se tient place de la Mairie, mêmes horaires ;
- l’accès aux commerces de la rue de la Halle reste ouvert à pied ;
- les livraisons passent par la rue du Four, avant 9 h.

L’entreprise a installé un panneau avec le numéro du chef de chantier. Toute gêne se signale aussi à l’accueil de la mairie."""

LOAN = """Tables, chaises, barnums et sonorisation se réservent désormais **trois semaines** avant la fête, à l’accueil ou par téléphone.

Les réservations de décembre sont closes le 4."""

DRAFT = """## Ce que les habitants ont dit

- 214 réponses au questionnaire, dont 61 sur papier ;
- la première attente : des commerces ouverts le lundi ;
- une inquiétude : le stationnement pendant les travaux.

*À compléter avec les comptes rendus des deux balades urbaines.*"""

TENDER = """La consultation pour le lot 3 (couverture) est ouverte. Les entreprises du bassin peuvent retirer le dossier sur la plateforme des marchés publics jusqu’au 8 janvier à midi."""
