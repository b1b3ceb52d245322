import type { TalkWords } from '../words.ts';
import { nthOf, sayingsOf } from './whole.ts';

const IT = '(?:le|la|ça|cela|ceci|le programme|le script|la réponse|le résultat)';

export const fr: TalkWords = {
  sayings: sayingsOf({
    undo: ['annuler', 'annule(?: (?:ça|cela))?', '(?:retour(?:ner)?|reviens|revenir)(?: en)?(?: arrière)?', 'oublie(?: ça)?'],
    redo: ['refaire', 'refais(?:-le)?', 'rétablir', 'rétablis(?:-le)?'],
    putback: ["(?:remets|remettre)(?:-le)?(?: (?:ça|tout))?(?: (?:comme (?:avant|c'était(?: avant)?)|en place))?", 'comme avant'],
    compare: [
      "(?:compare|comparer)(?:-le)?(?: (?:ça|cela|les (?:deux|résultats)))?(?: (?:à|avec) (?:avant|l'(?:ancien|ancienne|autre fois)|(?:la|le) (?:dernière fois|précédent|précédente|dernier|dernière)(?: (?:fois|réponse|résultat))?))?",
      "qu'est-ce qui (?:a changé|est différent|change) (?:depuis|par rapport à) (?:avant|la dernière fois|tout à l'heure)",
      "(?:c'est|est-ce) (?:mieux|pire|plus rapide|plus lent)(?: qu'avant| maintenant)?",
    ],
    changed: [
      "qu'(?:as-tu|avez-vous|est-ce que tu as|est-ce qui a)(?: (?:juste|donc))? (?:changé|modifié)(?: (?:là|maintenant))?",
      'tu as changé quoi',
      "qu'est-ce qui (?:est (?:nouveau|différent)|a changé)",
      '(?:montre(?:-moi)? )?les (?:changements|différences)',
    ],
    form: [
      '(?:(?:montre|donne|affiche|exporte)(?:-moi|-le)*(?: (?:ça|la réponse|le résultat))? )?(?:en|au format|comme) (json|csv|html|parquet|svg|pprof|folded|speedscope)',
    ],
    cost: [
      "(?:est-ce que )?(?:c'est|est-ce|est-ce que c'est)(?: (?:vraiment|trop))? (?:sûr|dangereux|cher|coûteux|risqué)(?: (?:en|pour) .{1,30})?",
      '(?:combien )?(?:ça|cela) coûte(?: combien)?',
      'quel est le (?:coût|risque|surcoût)(?: de (?:ça|cela))?',
      '(?:est-ce que )?(?:ça|cela) (?:peut|va) (?:casser|ralentir|abîmer)(?: .{1,30})?',
    ],
    other: ["(?:pas (?:celui-là|celle-là|ça)[, ]+)?(?:(?:je veux|prends|donne(?:-moi)?|je voulais) )?l'autre", '(?:un|une) autre'],
    answer: ['(?:montre|affiche|redonne)(?:-moi)?(?: encore)? (?:la (?:dernière )?réponse|le (?:dernier )?résultat|le tableau)(?: encore(?: une fois)?)?'],
    more: [
      '(?:(?:montre|affiche)(?:-moi)?(?:-en)? )?(plus|davantage)(?: de (?:lignes|résultats))?',
      '(?:(?:montre|affiche)(?:-moi)? )?(?:toutes les lignes|tous les résultats|le reste|tout le tableau)',
    ],
    restart: ['(?:recommencer?|on recommence)(?: (?:à zéro|depuis le début|du début))?', 'depuis le début', '(?:une )?nouvelle question', 'oublie tout'],
    stop: ['stop', 'arrête(?:r)?(?:-le| ça)?', 'annule tout', 'assez', 'ça suffit'],
    again: [
      'encore(?: une fois)?',
      'de nouveau',
      'à nouveau',
      '(?:répète|répéter|relance|relancer|recommence)(?:-le| ça)?',
      '(?:la )?même chose(?: encore(?: une fois)?)?',
      'refais (?:ça|la même chose)',
    ],
    longer: ['(?:(?:un peu|beaucoup) )?plus (?:longtemps|long)'],
    shorter: ['(?:(?:un peu|beaucoup) )?(?:plus court|moins longtemps)'],
    silent: [
      "(?:mais |et )?pourquoi (?:(?:il n'y a|n'y a-t-il|y a-t-il|y a)(?: (?:rien|pas de (?:sortie|résultat|données)s?|aucune? (?:sortie|résultat|donnée|événement)))|(?:rien|ça ne (?:montre|affiche|donne) rien|je ne vois rien)(?: ne (?:vient|s'affiche|sort|se passe))?|(?:c'est|est-ce|est-ce que c'est) (?:vide|silencieux))",
      "rien ne (?:vient|s'affiche|sort|se passe)",
      '(?:pas de|aucune?) (?:sortie|résultats?|données|réponse)',
    ],
    debug: [`(?:débogue|déboguer|diagnostique|diagnostiquer)(?:-le)?(?: ${IT})?`],
    write: [`(?:écris|écrire|montre|traduis)(?:-le|-moi)*(?: ${IT})? en (c|bpftrace)`, 'en (c|bpftrace)'],
    why: ['(?:mais |et )?pourquoi(?: .+)?', 'comment ça se fait', 'à quoi est-ce dû'],
    save: [`(?:enregistre|enregistrer|sauvegarde|sauvegarder|sauve|garde)(?:-le|-la)?(?: ${IT})?(?: (?:sous|dans|comme|en) (\\S+))?`],
    explain: [
      '(?:explique|expliquer|explique-moi)(?: (?:la )?ligne (-?\\d+))?',
      `(?:explique|expliquer|explique-moi|explique-le)(?: ${IT})?`,
      'que (?:fait|veut dire|signifie) (?:la )?ligne (\\d+)',
      `(?:que|qu'est-ce que) (?:fait|veut dire|signifie|ça (?:fait|veut dire)) ?${IT}?`,
    ],
    everybody: [
      "(?:(?:maintenant|montre|pour|de) )*(?:tous(?: les processus)?|tout|tout le monde|chaque processus|n'importe quel processus)",
      'sans (?:le |les )?(?:filtre|filtres|limite|conditions?)',
      'pas seulement (?:ça|lui|\\S+)',
    ],
    program: ['(?:montre|affiche|donne|voir)(?:-moi)? le (?:programme|script|code)'],
    next: [
      '(?:et )?(?:maintenant|ensuite|après)',
      "(?:et )?quoi (?:d'autre|encore|maintenant)",
      'que (?:puis-je|dois-je) demander(?: (?:maintenant|ensuite))?',
      'suggestions?',
      'suivant',
    ],
    good: [
      "(?:(?:très )?(?:bien|bon|bonne)|super|parfait|excellent|génial|correct|exact|merci(?: (?:beaucoup|bien))?)(?:[ ,!.]+(?:merci(?: beaucoup)?|(?:très )?bien|super|parfait|c'est (?:bien|parfait|bon)))*",
      "c'est (?:bien|bon|parfait|super|ça)",
    ],
    bad: [
      "(?:c'est )?(?:faux|mauvais|nul|inutile|pas bon|pas ça)",
      "ce n'est pas (?:ça|bon|ce que (?:je voulais|j'ai demandé))",
      "pas ce que (?:je voulais|j'ai demandé)",
      'non',
    ],
    help: [
      "(?:aide|aide-moi|à l'aide|au secours)",
      "(?:peux-tu|tu peux) m'aider",
      '(?:bonjour|salut|bonsoir)(?:[, ]+gpttrace)?',
      "(?:que|qu'est-ce que) (?:peux-tu|sais-tu|tu (?:peux|sais)) faire",
      "(?:que|qu'est-ce que) (?:puis-je|je peux) (?:dire|faire|demander)",
      'qui es-tu',
      "comment (?:ça marche|l'utiliser)",
    ],
    quit: ['quitter', 'quitte', 'sortir', 'fin', 'au revoir', 'terminer'],
  }),
  nth: nthOf('(?:(?:prends|pose|montre|je veux|donne) )?(?:le|la) NTH(?: (?:question|suggestion))?|(?:numéro|question|option) NTH', [
    [1, 'premier|première|1|un'],
    [2, 'deuxième|second|seconde|2|deux'],
    [3, 'troisième|3|trois'],
  ]),
  markers:
    /(?<!\p{L})(?:seulement|uniquement|juste|que|plutôt|à la place|encore|de nouveau|à nouveau|maintenant|aussi|également|en plus|la même chose|même|mais|et|puis|s'il te plaît|s'il vous plaît|pour|de|des|du|avec|montre|ça|cela|le|la|les|ceux|celles|comme|par|sous forme|réparti|groupé|trié|qu'en est-il|en est-il)(?!\p{L})|(?<!\p{L})d'/gu,
  narrowing: /(?<!\p{L})(?:seulement|uniquement|juste|rien que)(?!\p{L})|^(?:et |mais |maintenant )?(?:pour|de|qu'en est-il)(?!\p{L})/u,
  adding: /(?<!\p{L})(?:aussi|également|en plus)(?!\p{L})|^et par(?!\p{L})/u,
  removing: /^(?:et |mais )?(?:pas|plus|sans) (par .+)$/,
  instead:
    /(?<!\p{L})(?:plutôt|à la place|au lieu)(?!\p{L})|^(?:et |mais )?qu'en est-il|^(?:la )?même chose[, ]+(?:mais|seulement|pour|avec|de)|^et (?!par|aussi|que|qui|comment|pourquoi)/u,
  numbered: /^(?:(?:seulement|juste|pour|de) )*(?:le )?(?:pid|processus) ?-?\d+$/,
  subjects: /(?<!\p{L})appels? système(?!\p{L})/u,
  asking: /^(?:que|qu'|quel|quels|quelle|quelles|qui|où|quand|comment|combien|est-ce|y a-t-il)(?!\p{L})/u,
  trailing: /[\s,]+(?:à la place|plutôt|s'il (?:te|vous) plaît|maintenant|aussi|également|encore(?: une fois)?|cette fois)[\s.!?]*$/i,
  courtesy:
    /^(?:(?:s'il (?:te|vous) plaît|ok(?:ay)?|d'accord|non|oui|bon|et|alors|maintenant|(?:peux-tu|pourrais-tu)|je veux|je voudrais)[,:]?\s+)+|[\s,]+(?:s'il (?:te|vous) plaît|maintenant|merci)$/g,
  meant: /^(?:(?:non|pardon|pas ça)[,.!]? +)*(?:je veux dire|je voulais dire|je parle de|tu veux dire)[,:]? +(?=\S)/,
  opposites: [
    ['lecture', 'écriture'],
    ['lectures', 'écritures'],
    ['lit', 'écrit'],
    ['lisent', 'écrivent'],
    ['lire', 'écrire'],
    ['envoyés', 'reçus'],
    ['ouvre', 'ferme'],
  ],
  rewritten: [
    [/\s+au lieu d(?:e\s|').*$/i, ''],
    [/(?<!\p{L})(?:sous forme de|comme|en) (?:un |une )?(?:graphique|graphe|diagramme|image)(?!\p{L})/iu, "sous forme d'histogramme"],
    [/^(?:montre(?:-moi)? )?(?:seulement |juste )?(?:les )?(?:premiers |premières |top )?(\d{1,4})(?: premiers| premières| lignes)?$/i, 'top $1'],
  ],
};
