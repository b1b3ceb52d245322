/** Which language a question is in, from its script and its small words alone: no lexicon is loaded to find out. */

export interface LanguageName {
  readonly english: string;
  /** What those who speak it call it. */
  readonly own: string;
}

export const LANGUAGES: Readonly<Record<string, LanguageName>> = {
  en: { english: 'English', own: 'English' },
  zh: { english: 'Chinese', own: '中文' },
  ja: { english: 'Japanese', own: '日本語' },
  ko: { english: 'Korean', own: '한국어' },
  de: { english: 'German', own: 'Deutsch' },
  fr: { english: 'French', own: 'Français' },
  es: { english: 'Spanish', own: 'Español' },
  pt: { english: 'Portuguese', own: 'Português' },
  ru: { english: 'Russian', own: 'Русский' },
};

/** The first script that is found tells: a Japanese question holds Han too. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['ko', /\p{Script=Hangul}/u],
  ['zh', /\p{Script=Han}/u],
  ['ru', /\p{Script=Cyrillic}/u],
];

const FOREIGN_RUNS = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Han}\p{Script=Cyrillic}ー]+/gu;

/**
 * Words of a language written in Latin letters that tell it from the others; `*` stands for any ending. English words of the trade tell nothing: they are at home
 * in all of them. A word of two languages stands with both.
 */
const TELLING: Readonly<Record<string, string>> = {
  en:
    'the a an of by who whom whose which what why how when where is are was were be been does do did doing has have had my your our its it this that these those and or with for from to into on at as not ' +
    'show me give tell list find watch trace count each every most many much more than last over while during there no all any use uses using used',
  de:
    'der die das den dem des ein eine einen einem einer eines mein meine meinen meinem meiner ich du wir sie es er ihr mir mich uns wer wem wen wessen was welche welcher welches welchen welchem wie warum ' +
    'wieso weshalb wann wo wohin woher ist sind war waren wird werden wurde wurden hat haben hatte und oder aber nicht kein keine keinen auf aus bei bis durch für fuer gegen mit nach ohne seit über ueber um unter von ' +
    'vom vor zu zum zur zwischen pro je jede jeden jedem jeder jedes alle allen aller gerade dauernd ständig gibt zeig* welch* häufig* oft lange viel viele vielen wieviel* meisten mehr als während innerhalb ' +
    'datei* prozess* festplatte* platte* speicher* netzwerk* verbindung* befehl* sekunde* minute* stunde* systemaufruf* benutzer* warte* öffne* öffnung* oeffne* lies* liest lesen lese* schreib* lösch* loesch* ' +
    'sende* empfang* langsam* laufwerk* verzeichnis* fehler* anzahl verteilung latenz* zähl* zaehl* miss auslastung rechner seitenfehler größe* verfolg* beobacht* überwach* auflisten startet beendet',
  fr:
    'le la les un une des du de au aux et ou est sont était ont quel quelle quels quelles qui que quoi quand où comment pourquoi combien dans sur sous avec sans pour par pendant chaque mon ma mes notre ce cet ' +
    'cette ces il elle ils elles je tu nous vous on pas ne plus moins très moi toutes tous toute tout en se sa son ses leur leurs depuis entre vers chez montre* affiche* liste* trace* compte* surveille* donne* ' +
    'fichier* processus disque* mémoire latence* réseau* connexion* connection* appel* système* systeme* écrit* écri* lit lisent lecture* ouvre* ouvert* ouverture* supprim* efface* seconde* minute* heure* lent* lente* lentes temps durée ' +
    'utilisateur* utilise* répertoire* dossier* erreur* nombre taille* attente* attend* envoi* envoy* reçoi* reçu* paquet* faute* noyau programme* verrou* octet* débit',
  es:
    'el la los las un una unos unas de del al y es son está están estan fue ha han qué que quién quien quiénes quienes cuál cual cuáles cuales cuánto cuanto cuánta cuánta cuántos cuantos cuántas cuantas cómo como dónde donde ' +
    'cuándo cuando porque con sin en para por sobre entre durante cada mi mis este esta estos estas ese esa no se su sus me más mas menos muy todo todos todas muestra* muéstra* mostrar lista* enumera* dime cuenta* contar ' +
    'archivo* fichero* proceso* disco* memoria latencia red redes conexion* conexión conexiones llamada* sistema* escrib* escritura* lee leen leer leyendo lectura* abre abren abrir abiert* apertura* borra* elimina* segundo* minuto* hora* lento* lenta* tiempo ' +
    'usuario* usa usan usando directorio* carpeta* error errores número numero tamaño* espera* envía* envia* recib* paquete* fallo* núcleo kernel programa* bloqueo* bytes tarda* tardan',
  pt:
    'o os as um uma uns umas de do da dos das no na nos nas ao aos à às e ou é são está estão foi tem têm que quem qual quais quanto quanta quantos quantas como onde quando porque por com sem em para pelo pela pelos pelas ' +
    'sobre entre durante cada meu minha meus minhas este esta estes estas esse essa isso não nao se seu sua seus suas me mais menos muito muita todo todos todas mostra* mostre* mostrar lista* liste diga conta* conte contar ' +
    'arquivo* ficheiro* processo* disco* memória memoria latência latencia rede redes conexão conexao conexões conexoes ligação ligações chamada* sistema* escrev* escrita* gravar grava* lê leem lêem ler lendo leitura* abre abrem abrir abert* abertura* apaga* exclu* ' +
    'elimina* segundo* minuto* hora* lento* lenta* tempo usuário* usuario* utilizador* usa usam usando diretório* diretorio* pasta* erro erros número tamanho* espera* envia* receb* pacote* falha* núcleo programa* bloqueio* demora* demoram',
};

/** Letters that tell, and how much beside a word. */
const LETTERS: readonly (readonly [string, RegExp, number])[] = [
  ['de', /[äöüß]/u, 1],
  ['fr', /[èêëîïôûùœæ]|[ldnsjc]['’](?=[aeiouyhéèê])|qu['’]/u, 1],
  ['fr', /[àâç]/u, 0.5],
  ['fr', /é/u, 0.5],
  ['es', /[ñ¿¡]/u, 2],
  ['es', /[íóúá]/u, 0.5],
  ['es', /ción\b|ciones\b/u, 1],
  ['pt', /[ãõ]/u, 2],
  ['pt', /[àâçêô]/u, 0.5],
  ['pt', /[íóúá]/u, 0.5],
  ['pt', /(?:ção|ções|cao|coes)(?!\p{L})/u, 1],
];

interface Telling {
  readonly words: ReadonlySet<string>;
  readonly beginnings: readonly string[];
}

let telling: ReadonlyMap<string, Telling> | undefined;

/** The language of a question, as a key of LANGUAGES; English where nothing tells. Names of files tell nothing. */
export function languageOf(question: string): string {
  const text = question.normalize('NFKC').toLowerCase();
  const rest = withoutNames(text);
  const latin = latinLanguage(rest);
  const foreign = rest.match(FOREIGN_RUNS) ?? [];
  // A single word of another script among the words of a sentence is a name.
  if (latin.score >= 2 && foreign.length === 1) return latin.language;
  return scriptOf(rest) ?? (latin.score > 0 ? latin.language : (scriptOf(text) ?? 'en'));
}

function scriptOf(text: string): string | undefined {
  return SCRIPTS.find(([, script]) => script.test(text))?.[0];
}

/** What stands in quotes, and paths and names of files with all that they hold. */
function withoutNames(text: string): string {
  return text
    .replace(/"[^"]*"|`[^`]*`|“[^”]*”|«[^»]*»|„[^“”]*[“”]|「[^」]*」/gu, ' ')
    .split(/\s+/)
    .filter((word) => !/^(?:~|\.{0,2})\/|^\S*[\p{L}\p{N}_-]\.[a-z][a-z0-9]{0,4}[?.,!]?$|\w_\w|@/u.test(word))
    .join(' ');
}

function latinLanguage(text: string): { readonly language: string; readonly score: number } {
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  let best = { language: 'en', score: 0 };
  for (const [language, { words: known, beginnings }] of tellingWords()) {
    let score = 0;
    for (const word of words) if (known.has(word) || beginnings.some((beginning) => word.startsWith(beginning))) score++;
    for (const [of, letters, weight] of LETTERS) if (of === language && letters.test(text)) score += weight;
    if (score > best.score) best = { language, score };
  }
  return best;
}

function tellingWords(): ReadonlyMap<string, Telling> {
  telling ??= new Map(
    Object.entries(TELLING).map(([language, list]) => {
      const all = list.split(' ');
      return [
        language,
        {
          words: new Set(all.filter((word) => !word.endsWith('*'))),
          beginnings: all.filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1)),
        },
      ];
    }),
  );
  return telling;
}
