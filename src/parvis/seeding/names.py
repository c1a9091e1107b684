"""The words that seeded data is made of."""

GIVEN = (  # noqa: SIM905 -- a list of words reads best as words
    "Agnès Alain Amina Anne Antoine Benoît Camille Cécile Chantal Claire Damien David Delphine "
    "Denis Élodie Émile Éric Fatima Florence François Gaëlle Gilles Hélène Hervé Hugo Inès Jacques "
    "Jean Jeanne Joël Julie Karim Léa Loïc Louise Luc Malika Manon Marc Marie Martine Mathieu "
    "Mehdi Michel Monique Nadia Nathalie Nicolas Noémie Olivier Pascal Patrick Paul Philippe "
    "Pierre Rachid Raphaël René Romain Sandrine Sarah Serge Sophie Stéphane Sylvie Thérèse Thomas "
    "Valérie Véronique Vincent Virginie Xavier Yann Yves Zoé"
).split()
FAMILY = (  # noqa: SIM905 -- a list of words reads best as words
    "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre "
    "Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau "
    "Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François "
    "Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier "
    "Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard "
    "Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard "
    "Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix "
    "Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte"
).split()
DEPARTMENTS = (
    "Direction générale",
    "Finances",
    "Ressources humaines",
    "Urbanisme",
    "Services techniques",
    "Accueil et état civil",
    "Enfance et jeunesse",
    "Culture et sport",
    "Action sociale",
    "Police municipale",
)
SPACES = (
    "Petites Villes de Demain",
    "Rénovation de la halle",
    "Conseil municipal",
    "Budget primitif",
    "Vie associative",
    "Plan local d’urbanisme",
    "Rénovation énergétique de l’école",
    "Marché de plein vent",
    "Voirie et réseaux",
    "Médiathèque",
)
DOCUMENTS = (
    "Compte rendu",
    "Convention",
    "Devis",
    "Plan de financement",
    "Cahier des charges",
    "Délibération",
    "Arrêté",
    "Note de synthèse",
    "Courrier de la préfecture",
    "Relevé de décisions",
)
SUBJECTS = (
    "de la halle",
    "du marché",
    "de l’école",
    "de la place",
    "du gymnase",
    "de la médiathèque",
    "des logements",
    "de la gare",
    "du cimetière",
    "de la salle des fêtes",
)
