/** Numbers that a model wrote itself, in digits or in words: nobody has computed them. */
import type { Family } from './compute.ts';

/** What may follow a value, by what it measures. A unit that the value has already is left out; one it has not makes the sentence false. */
const UNITS: readonly (readonly [Family, RegExp])[] = [
  ['percent', /^\s*(?:%|％|percent(?:age points?)?\b|per\s?cent\b|个?百分点|パーセント|prozent\b|pour cent\b|por ?cent[oa]\b|процент\p{L}*|퍼센트)/iu],
  [
    'time',
    /^\s*(?:(?:[nuµμm]?s|secs?|seconds?|(?:milli|micro|nano)seconds?|mins?|minutes?|h|hrs?|hours?|days?|sekunden?|minuten?|secondes?|segundos?|секунд\p{L}*)(?![\p{L}\p{N}])|[毫微纳]?秒|分钟?|小时|時間|(?:ミリ|マイクロ|ナノ)秒)/iu,
  ],
  [
    'bytes',
    /^\s*(?:(?:[kmgtp]i?b|b|(?:kilo|mega|giga|tera|[kmg]ibi)?bytes?|octets?|pages?(?!\s+faults?\b))(?![\p{L}\p{N}])|(?:千|兆|吉)?字节|(?:キロ|メガ|ギガ)?バイト|байт\p{L}*|바이트)/iu,
  ],
  ['times', /^\s*(?:[x×](?![\p{L}\p{N}])|-?fold\b|times\s+(?:as|more|less|larger|higher|greater|bigger|longer|faster|slower|fewer|over|what|the)\b|倍|배)/iu],
];

/** What follows a value: how much of it is a unit the value has already; undefined where it is one that the value has not. */
export function unitAfter(text: string, family: Family): number | undefined {
  for (const [unit, pattern] of UNITS) {
    const found = pattern.exec(text)?.[0];
    if (found === undefined) continue;
    if (unit !== family) return undefined;
    return family === 'times' ? 0 : found.length;
  }
  return 0;
}

/** Numbers in words of the languages that are spoken here. Some are left out that are mostly something else: one, second, once. */
const IN_WORDS: readonly RegExp[] = [
  // English
  /(?<!\p{L})(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|halves|thirds?|quarters?|fifths?|tenths?|twice|thrice|doubled?|doubles|triple[sd]?|quadruple[sd]?|(?:twin|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million)fold|halv(?:e[sd]?|ing)|doubling|tripling|quadrupling|quintupl\p{L}+|(?:four|six|seven|eigh|nin|hundred|thousand|million|billion)ths?|duos?|trios?|quartets?|decades?|centur(?:y|ies)|percentiles?|digits?|percent(?:age)?|per\s?cent|couple)(?!\p{L})/iu,
  // German
  /(?<!\p{L})(?:null|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\p{L}*(?<!ein)(?:zig|dreißig)|\p{L}*hundert|\p{L}*tausend|millionen?|milliarden?|hälfte|halb\p{L}*|drittel|viertel|doppelt\p{L}*|dreifach\p{L}*|(?:zwei|drei|vier)mal|prozent)(?!\p{L})/iu,
  // French, Spanish, Portuguese
  /(?<!\p{L})(?:deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|vingt|trente|quarante|cinquante|soixante|cents?|mille|millions?|milliards?|moitié|tiers|quart|double|triple|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to|tos)?|mil|mill(?:ón|ones)|mitad|tercios?|doble|dois|duas|três|quatro|sete|oito|nove|dez|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa|cem|milh(?:ão|ões)|metade|terços?|dobro)(?!\p{L})/iu,
  // Russian, Korean
  /(?<!\p{L})(?:дв(?:а|е|ух|ое|аж\p{L}*|ад\p{L}*|ен\p{L}*)|три(?:дцат\p{L}*|надцат\p{L}*|ста)?|трех|трёх|четыр\p{L}*|пят(?:ь|и|над\p{L}*|ьдес\p{L}*|ьсот)|шест(?:ь|и|над\p{L}*|ьдес\p{L}*)|сем(?:ь|и|над\p{L}*|ьдес\p{L}*)|вос(?:емь|ьми|ем\p{L}*)|девят\p{L}*|девян\p{L}*|десят\p{L}*|сорок\p{L}*|сто|сотн\p{L}*|тысяч\p{L}*|миллион\p{L}*|миллиард\p{L}*|половин\p{L}*|треть\p{L}*|четверт\p{L}*|вдвое|втрое|процент\p{L}*)(?!\p{L})/iu,
  /(?:둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|스물|절반|퍼센트|[이삼사오육칠팔구]?[십백천만]\s?(?:개|번|회|퍼|초|바))/u,
  // Chinese and Japanese
  /百分之|分之|[一二两兩三四五六七八九十百千万萬亿億零〇]{2,}|[二两兩三四五六七八九十百千万萬亿億]\s*(?:个|個|次|回|倍|成|秒|毫秒|微秒|字节|字節|バイト|つ|件|名|种|種|条|行|割|人|本|台|位|项|組|组|度)|一半|半数|半分|半数|[一二三四五六七八九]割|过半|過半|翻[倍番]/u,
];

export function hasNumberInWords(text: string): boolean {
  // "One or the other" is no number; half of them is.
  return IN_WORDS.some((pattern) => pattern.test(text));
}

/** How often in how long: that is not computed. */
export function tellsRate(text: string): boolean {
  return /(?<!\p{L})(?:per|an?|each|every|pro|par|por|в)\s+(?:milli|micro)?(?:seconds?|sekunde|seconde|segundo|секунду|minutes?|minute|minuto|hour|day)(?!\p{L})|\/\s?s(?:ec)?(?!\p{L})|每[秒分小]|毎[秒分時]|초당/iu.test(
    text,
  );
}

interface NumberAt {
  readonly number: string;
  readonly unit: string;
  readonly before: string;
  readonly after: string;
}

function numbersIn(text: string): NumberAt[] {
  return [...text.matchAll(/[\p{N}](?:[\p{N}.,_]*\p{N})?/gu)].map((match) => {
    const rest = text.slice(match.index + match[0].length);
    const unit = UNITS.map(([, pattern]) => pattern.exec(rest)?.[0] ?? '').find((found) => found !== '') ?? '';
    return {
      number: match[0],
      unit: unit.trim().toLowerCase(),
      before: /(\p{L}+)[^\p{L}\p{N}]*$/u.exec(text.slice(0, match.index))?.[1]?.toLowerCase() ?? '',
      after: (/^\s*(\p{Script=Latin}+|\p{L})/u.exec(rest)?.[1] ?? '').toLowerCase(),
    };
  });
}

const NAMES_OF_NUMBERS = /^(?:pid|tid|port|cpu|uid|top|first|last|signal|level|process|thread|端口|进程|前|ポート|プロセス)$/;

/** Whether every number of a text stands in the question too, about the same thing: "the 5 seconds", "port 443". A share never does: the question cannot know it. */
export function onlyAskedNumbers(text: string, question: string): boolean {
  const asked = numbersIn(question);
  return numbersIn(text).every(
    ({ number, unit, before, after }) =>
      !UNITS[0]?.[1].test(unit) &&
      asked.some(
        (one) =>
          one.number === number &&
          one.unit === unit &&
          ((one.after === after && after !== '') ||
            (one.before === before && NAMES_OF_NUMBERS.test(before)) ||
            (unit !== '' && one.after.slice(0, 1) === after.slice(0, 1))),
      ),
  );
}
