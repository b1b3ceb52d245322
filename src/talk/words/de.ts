import type { TalkWords } from '../words.ts';
import { nthOf, sayingsOf } from './whole.ts';

const IT = '(?:es|das|dies|dieses|das programm|das skript|die antwort|das ergebnis)';

export const de: TalkWords = {
  sayings: sayingsOf({
    undo: ['(?:mach (?:es|das) )?rückgängig(?: machen)?', '(?:geh )?zurück', '(?:nimm|nehmen) (?:es|das) zurück', 'vergiss (?:es|das)'],
    redo: ['wiederherstellen', 'wieder ?her(?:stellen)?', '(?:wieder )?vor(?:wärts)?'],
    putback: [
      '(?:mach|stell|setz|änder)e? (?:es|das|alles) (?:wieder )?(?:zurück|wie (?:vorher|zuvor)|so wie (?:es )?(?:vorher )?war)',
      '(?:so )?wie (?:vorher|zuvor)',
    ],
    compare: [
      `(?:vergleiche?n?|vergleich)(?: ${IT})?(?: mit (?:vorher|davor|zuvor|dem (?:letzten|vorigen|vorherigen)(?: mal| lauf| ergebnis)?|der (?:letzten|vorigen|vorherigen)(?: antwort)?))?`,
      'was ist (?:anders|neu) als (?:vorher|davor|beim letzten mal)',
      '(?:ist (?:es|das) )?(?:jetzt )?(?:besser|schlechter|schneller|langsamer|mehr|weniger)(?: (?:als )?(?:vorher|davor|geworden))',
    ],
    changed: [
      'was (?:hast du|haben sie|wurde|hat sich)(?: (?:da|gerade|eben|jetzt|denn|soeben))*(?: (?:ge|ver)ändert)',
      'was ist (?:jetzt |nun )?(?:anders|neu|geändert)',
      '(?:zeige? (?:mir )?)?(?:die )?(?:änderung(?:en)?|unterschiede?)',
    ],
    form: [
      '(?:(?:zeige?|gib|schreibe?)(?: mir)? )?(?:(?:es|das|die antwort|das ergebnis) )?(?:als|in|im format) (json|csv|html|parquet|svg|pprof|folded|speedscope)(?:-?(?:datei|format))?(?: (?:aus|anzeigen|ausgeben))?',
    ],
    cost: [
      `(?:ist|war) ${IT}(?: (?:wirklich|sehr|zu))? (?:sicher|gefährlich|teuer|riskant|schädlich)(?: (?:in|im|auf) .{1,30})?`,
      `(?:was|wie ?viel) (?:kostet|würde|wird) ${IT}(?: kosten)?`,
      `wie (?:teuer|sicher|gefährlich|riskant) ist ${IT}`,
      `(?:kann|darf) (?:ich )?${IT} (?:in produktion laufen(?: lassen)?|schaden|etwas kaputt ?machen|bremsen)`,
    ],
    other: [
      '(?:nicht (?:das|dies|dieses)[, ]+)?(?:(?:ich meine?|nimm|zeige?(?: mir)?|sondern|lieber) )?(?:das|die|den) andere?n?',
      '(?:ein|eine|einen) anderes?n?',
    ],
    answer: ['(?:zeige?(?: mir)?|was war) (?:noch ?mal )?(?:die (?:letzte )?(?:antwort|tabelle)|das (?:letzte )?ergebnis)(?: noch ?(?:ein)?mal)?'],
    more: [
      '(?:zeige?(?: mir)? )?(mehr)(?: (?:zeilen|einträge|davon))?',
      '(?:zeige?(?: mir)? )?(?:alle (?:zeilen|einträge|ergebnisse)|den rest|die (?:ganze|restliche) tabelle)',
    ],
    restart: [
      '(?:fang(?:e|en)?(?: wir)? )?(?:noch ?mal )?von vorne?(?: an(?:fangen)?)?',
      '(?:eine )?neue frage',
      'neu ?(?:anfangen|starten|start)',
      'vergiss alles',
      'zurück zum anfang',
    ],
    stop: ['stopp?', 'halt(?: an)?', 'anhalten', 'abbrechen', 'brich ab', 'aufhören', 'hör auf', 'genug'],
    again: [
      'noch ?(?:ein)?mal(?: (?:laufen lassen|ausführen|bitte))?',
      'nochmals',
      'erneut',
      `(?:wiederhole?n?|wiederholung)(?: ${IT})?`,
      `(?:mach|führ|lass|starte?)e? ${IT} (?:noch ?(?:ein)?mal|erneut)(?: (?:aus|laufen))?`,
      '(?:noch ?mal )?(?:dasselbe|das (?:gleiche|selbe))(?: noch ?(?:ein)?mal)?',
    ],
    longer: ['(?:(?:etwas|ein bisschen|viel|noch|mach es) )*länger'],
    shorter: ['(?:(?:etwas|ein bisschen|viel|noch|mach es) )*kürzer'],
    silent: [
      '(?:und |aber )?(?:warum|wieso|weshalb) (?:kommt|kam|passiert|passierte|sehe ich|sieht man|ist|gibt es|erscheint|steht|zeigt es|zeigt das programm)(?: (?:da|hier|denn))?(?: (?:nichts|gar nichts|überhaupt nichts|kein(?:e)? (?:ausgabe|ergebnis(?:se)?|daten|ereignisse|antwort)))(?: (?:da|hier|an|heraus|raus))?',
      '(?:warum|wieso|weshalb) (?:ist|war|bleibt) (?:es|das|das programm|die ausgabe) (?:so )?(?:still|leer|stumm)',
      '(?:es )?(?:kommt|kam|passiert) nichts',
      'keine (?:ausgabe|ergebnisse|daten|ereignisse|antwort)',
    ],
    debug: [`(?:debugge?|diagnostiziere?|untersuche?)(?: ${IT})?`],
    write: [`(?:schreibe?|zeige?|übersetze?|gib)(?: mir)? ${IT} (?:in|als|nach) (c|bpftrace)`, 'in (c|bpftrace)'],
    why: ['(?:und |aber |ja )?(?:warum|wieso|weshalb)(?: .+)?', 'wie kommt (?:das|es)', 'woran liegt (?:das|es)'],
    save: [`(?:speicher|speichere|speichern|sicher|sichere|sichern)(?: ${IT})?(?: (?:ab|als|in|unter|nach)(?: (?:als|in|unter|nach))?(?: (\\S+))?)?`],
    explain: [
      '(?:erklär|erkläre|erklären|erläuter|erläutere)(?: mir)?(?: (?:die )?zeile (-?\\d+))?',
      `(?:erklär|erkläre|erklären|erläuter|erläutere)(?: mir)? ${IT}`,
      '(?:was )?(?:macht|bedeutet|tut|heißt) (?:die )?zeile (\\d+)',
      `was (?:macht|bedeutet|tut|heißt) ${IT}`,
    ],
    everybody: [
      '(?:(?:jetzt|nun|zeige?(?: mir)?|wieder|für) )*(?:alle(?: prozesse| programme)?|jede[nrs]? prozess|alles)',
      'ohne (?:filter|einschränkung(?:en)?|bedingung(?:en)?)',
      'nicht nur (?:das|den|die|\\S+)',
    ],
    program: ['(?:zeige?|gib|lass)(?: mir| uns)?(?: sehen)? (?:das|den) (?:programm|skript|code|quelltext|quellcode)(?: sehen)?'],
    next: [
      '(?:und )?was (?:jetzt|nun|noch|kommt (?:jetzt|nun|als nächstes)|soll ich (?:jetzt |noch )?fragen|kann ich (?:jetzt |noch )?fragen|als nächstes)',
      'und (?:jetzt|nun)',
      'vorschläge?',
      'weiter',
    ],
    good: [
      '(?:(?:sehr |das ist |das war |ganz )?(?:gut|super|prima|toll|klasse|perfekt|richtig|genau|hilfreich|korrekt)|danke(?: (?:schön|sehr))?|vielen dank|stimmt)(?:[ ,!.]+(?:(?:sehr )?(?:gut|super|prima|toll|danke|perfekt)|das (?:ist|war) (?:gut|super|prima|toll|richtig|es)))*',
    ],
    bad: [
      '(?:das (?:ist|war) )?(?:falsch|schlecht|unsinn|quatsch|nutzlos|blödsinn|nicht richtig|nicht gut)',
      'das stimmt nicht',
      '(?:das (?:ist|war) )?nicht(?: das)?,? was ich (?:wollte|meinte|wissen wollte|gefragt habe?)',
      'nein',
    ],
    help: [
      'hilfe',
      '(?:kannst du )?(?:mir )?hilf(?: mir)?',
      'kannst du mir helfen',
      '(?:hallo|moin|servus|guten (?:tag|morgen|abend)|hi)(?:[, ]+gpttrace)?',
      'was kannst du(?: (?:alles|für mich|tun|machen))*',
      'was kann ich (?:hier )?(?:sagen|fragen|tun|machen)',
      'wer bist du',
      'wie (?:geht|funktioniert|benutze ich) (?:das|dies|es)(?: hier)?',
    ],
    quit: ['ende', 'beenden', 'tschüss?', 'verlassen', 'schluss', 'auf wiedersehen', 'raus'],
  }),
  nth: nthOf('(?:(?:nimm|frage?|zeige?(?: mir)?|ich meine?) )?(?:die|den|das) NTH(?: (?:frage|vorschlag))?|(?:frage|vorschlag|nummer|nr\\.?) NTH', [
    [1, 'erste|ersten|erstes|1|eins'],
    [2, 'zweite|zweiten|zweites|2|zwei'],
    [3, 'dritte|dritten|drittes|3|drei'],
    ['last', 'letzte frage|letzten vorschlag'],
  ]),
  markers:
    /(?<!\p{L})(?:nur|bloß|lediglich|stattdessen|lieber|noch ?(?:ein)?mal|nochmals|erneut|wieder|jetzt|nun|auch|zusätzlich|außerdem|ebenfalls|dasselbe|das gleiche|aber|und|dann|bitte|für|von|mit|zeige?|es|das|die|als|nach|pro|was ist mit|wie steht es (?:um|mit)|aufgeteilt|aufgeschlüsselt|sortiert|diejenigen|solche)(?!\p{L})/gu,
  narrowing: /(?<!\p{L})(?:nur|bloß|lediglich|ausschließlich)(?!\p{L})|^(?:und |aber |jetzt )?(?:für|von|was ist mit)(?!\p{L})/u,
  adding: /(?<!\p{L})(?:auch|zusätzlich|außerdem|ebenfalls)(?!\p{L})|^und nach(?!\p{L})/u,
  removing: /^(?:und |aber )?(?:nicht(?: mehr)?|ohne)(?: die aufteilung)? (nach .+)$/,
  instead:
    /(?<!\p{L})(?:stattdessen|lieber|statt)(?!\p{L})|^(?:und |aber )?(?:was ist mit|wie (?:steht|sieht) es (?:mit|bei))(?!\p{L})|^(?:dasselbe|das gleiche)[, ]+(?:aber|nur|für|mit|von)|^und (?!nach|auch|was|wie|warum|wer)/u,
  numbered: /^(?:(?:nur|für|von) )*(?:pid|prozess) ?-?\d+$/,
  subjects: /(?<!\p{L})systemaufrufe?n?(?!\p{L})/u,
  asking: /^(?:was|welche[rsnm]?|wer|wen|wem|wo|wann|wie|warum|wieso|weshalb|ist|sind|hat|gibt)(?!\p{L})/u,
  trailing: /[\s,]+(?:stattdessen|bitte|jetzt|auch|noch ?(?:ein)?mal|diesmal)[\s.!?]*$/i,
  courtesy:
    /^(?:(?:bitte|ok(?:ay)?|nein|ja|na|so|hm+|und|dann|jetzt|nun|also|gut|(?:kannst|könntest) du(?: bitte)?|ich (?:will|möchte))[,:]?\s+)+|[\s,]+(?:bitte|jetzt|nun|mal|danke)$/g,
  meant: /^(?:(?:nein|entschuldigung|oh|nicht das)[,.!]? +)*(?:ich meine?(?:te)?|meinst du|gemeint war)[,:]? +(?=\S)/,
  opposites: [
    ['lesen', 'schreiben'],
    ['gelesen', 'geschrieben'],
    ['liest', 'schreibt'],
    ['lesezugriffe', 'schreibzugriffe'],
    ['senden', 'empfangen'],
    ['öffnet', 'schließt'],
  ],
  rewritten: [
    [/\s+(?:statt|anstatt|anstelle)\s.*$/i, ''],
    [/(?<!\p{L})als (?:eine? )?(?:grafik|diagramm|bild|schaubild)(?!\p{L})/iu, 'als Histogramm'],
    [/^(?:zeige? (?:mir )?)?(?:nur )?(?:die )?(?:ersten|obersten|größten|besten|top) (\d{1,4})$/i, 'top $1'],
  ],
};
