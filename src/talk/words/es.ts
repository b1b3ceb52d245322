import type { TalkWords } from '../words.ts';
import { nthOf, sayingsOf } from './whole.ts';

const IT = '(?:eso|esto|lo|el programa|la respuesta|el resultado|el script)';

export const es: TalkWords = {
  sayings: sayingsOf({
    undo: ['deshacer', 'deshaz(?:lo|er eso)?', '(?:vuelve|volver|ve) (?:atrás|atras)', '(?:atrás|atras)', 'olvídalo|olvidalo'],
    redo: ['rehacer', 'rehazlo', 'adelante otra vez'],
    putback: [
      '(?:déjalo|dejalo|ponlo|vuélvelo|vuelvelo|devuélvelo)(?: otra vez)? (?:como (?:estaba|antes)|atrás|atras)',
      'como (?:estaba )?antes',
      'restáura(?:lo)?|restaurar',
    ],
    compare: [
      '(?:compara|compáralo|comparalo|comparar)(?: (?:eso|esto|los resultados))?(?: con (?:lo de )?(?:antes|(?:el|la) (?:anterior|última|ultima|primera|vez anterior|última vez)(?: respuesta)?|lo anterior))?',
      '(?:qué|que) (?:ha cambiado|cambió|cambio|es diferente) (?:desde|respecto a|con respecto a) (?:antes|lo anterior|la última vez|la anterior)',
      '(?:está|esta|es|va) (?:mejor|peor|más rápido|más lento)(?: que antes| ahora)?',
    ],
    changed: [
      '(?:qué|que) (?:has|acabas de|ha|habéis|se ha) (?:cambiado|cambiar|modificado|modificar)',
      '(?:qué|que) (?:cambiaste|cambió|cambio|modificaste)',
      '(?:qué|que) (?:es|hay de) (?:nuevo|diferente|distinto)(?: ahora)?',
      '(?:muestra(?:me)? )?(?:los cambios|las diferencias)',
    ],
    form: [
      '(?:(?:muestra|muéstra|da|dá|exporta|pon)(?:me|lo|melo)?(?: (?:eso|esto|la respuesta|el resultado))? )?(?:como|en|a) (?:formato )?(json|csv|html|parquet|svg|pprof|folded|speedscope)',
    ],
    cost: [
      `(?:es|será|sera)(?: ${IT})? (?:seguro|peligroso|caro|costoso|arriesgado)(?: (?:en|para) .{1,30})?`,
      `(?:cuánto|cuanto|qué|que) cuesta(?: ${IT})?`,
      '(?:puede|podría|podria) (?:romper|dañar|ralentizar|afectar)(?: a)?(?: .{1,30})?',
      '(?:se )?puede(?:n|s)? (?:ejecutar(?:lo|se)?|usar(?:lo|se)?) en producción',
    ],
    other: ['(?:es[eao] no[, ]+)?(?:(?:quiero|digo|usa|toma|dame) )?(?:el|la|lo) otr[oa]', '(?:otro|otra) (?:programa|pregunta|forma)'],
    answer: ['(?:muestra(?:me)?|dame|cuál era|cual era) (?:otra vez )?(?:la (?:última )?respuesta|el (?:último )?resultado|la tabla)(?: otra vez| de nuevo)?'],
    more: [
      '(?:muestra(?:me)? )?(más|mas)(?: (?:filas|líneas|lineas|resultados))?',
      '(?:muestra(?:me)? )?(?:todas las (?:filas|líneas|lineas)|todos los resultados|el resto|la tabla (?:entera|completa))',
    ],
    restart: [
      '(?:empezar|empieza|empecemos) (?:de nuevo|otra vez|desde el principio)',
      'desde el principio',
      '(?:una )?(?:nueva pregunta|pregunta nueva)',
      'reiniciar',
      'olvida todo',
    ],
    stop: ['para(?:lo|r)?', 'detente|detener|detenlo', 'alto', 'cancela(?:r|lo)?', 'basta', 'suficiente'],
    again: [
      'otra vez',
      'de nuevo',
      'una vez más',
      'una vez mas',
      '(?:repite|repítelo|repitelo|repetir)(?: (?:eso|esto|otra vez))?',
      '(?:ejecútalo|ejecutalo|hazlo|córrelo|correlo) (?:otra vez|de nuevo)',
      'lo mismo(?: otra vez| de nuevo)?',
    ],
    longer: ['(?:(?:un poco|mucho) )?(?:más|mas) (?:tiempo|largo)', 'durante más tiempo'],
    shorter: ['(?:(?:un poco|mucho) )?(?:(?:más|mas) (?:corto|breve)|menos tiempo)'],
    silent: [
      '(?:pero |y )?(?:por qué|porque|por que) (?:no (?:hay|sale|salió|aparece|muestra|veo|se ve|pasa|imprime)(?: (?:nada|ninguna? (?:salida|respuesta|resultado|dato|evento)s?|salida|resultados|datos))?|(?:está|esta|estaba) (?:vacío|vacio|en silencio|callado))',
      'no (?:sale|salió|aparece|hay|veo|pasa) (?:nada|salida|resultados|datos|ninguna salida)',
    ],
    debug: [`(?:depura|depúralo|depuralo|depurar|diagnostica|diagnosticar)(?: ${IT})?`],
    write: ['(?:escríbelo|escribelo|escribe(?: eso| el programa)?|muéstralo|traduce(?:lo)?|tradúcelo) (?:en|a|como) (c|bpftrace)', 'en (c|bpftrace)'],
    why: ['(?:pero |y )?(?:por qué|por que)(?: .+)?', '(?:a|por) qué se debe', 'cómo es eso'],
    save: [`(?:guarda|guárdalo|guardalo|guardar|guárdala)(?: ${IT})?(?: (?:como|en|a) (\\S+))?`],
    explain: [
      '(?:explica|explícame|explicame|explicar)(?: (?:la )?(?:línea|linea) (-?\\d+))?',
      `(?:explica|explícame|explicame|explicar|explícalo|explicalo)(?: ${IT})?`,
      '(?:qué|que) (?:hace|significa) (?:la )?(?:línea|linea) (\\d+)',
      `(?:qué|que) (?:hace|significa) ${IT}`,
    ],
    everybody: [
      '(?:(?:ahora|muestra|para|de) )*(?:todos|todas|todo|todos los procesos|cualquier proceso|cada proceso)',
      'sin (?:el )?(?:filtro|filtros|límite|condiciones)',
      'no (?:solo|sólo) (?:eso|ese|\\S+)',
    ],
    program: ['(?:muestra(?:me)?|muéstrame|enseña(?:me)?|ver|dame) el (?:programa|script|código|codigo)'],
    next: ['(?:y )?(?:ahora qué|ahora que|qué más|que mas|qué sigue|que sigue|qué (?:más )?puedo preguntar)', 'y ahora', 'sugerencias?', 'siguiente'],
    good: [
      '(?:(?:muy )?(?:bien|bueno|buena)|genial|perfecto|excelente|correcto|exacto|estupendo|(?:muchas )?gracias)(?:[ ,!.]+(?:(?:muchas )?gracias|(?:muy )?(?:bien|bueno)|genial|perfecto))*',
    ],
    bad: [
      '(?:eso |está |esta |eso está |eso es )?(?:mal|incorrecto|inútil|malo|equivocado)',
      'eso no es(?: lo que (?:quería|queria|pedí|pedi|pregunté))?',
      'no es (?:eso|lo que (?:quería|queria|pedí|pedi|pregunté))',
      'no',
    ],
    help: [
      '(?:ayuda|ayúdame|ayudame|socorro)',
      '(?:puedes ayudarme|me puedes ayudar|me ayudas)',
      '(?:hola|buenos días|buenas)(?:[, ]+gpttrace)?',
      '(?:qué|que) (?:puedes|sabes) hacer',
      '(?:qué|que) puedo (?:decir|hacer|preguntar)',
      '(?:quién|quien|qué|que) eres',
      'cómo (?:funciona|se usa|te uso)(?: esto)?',
    ],
    quit: ['salir', 'sal', 'adiós|adios', 'fin', 'terminar', 'hasta luego'],
  }),
  nth: nthOf('(?:(?:pregunta|toma|usa|quiero|dame|muestra) )?(?:el|la) NTH(?: (?:pregunta|sugerencia))?|(?:número|numero|pregunta|opción|opcion) NTH', [
    [1, 'primero|primera|1|uno'],
    [2, 'segundo|segunda|2|dos'],
    [3, 'tercero|tercera|3|tres'],
  ]),
  markers:
    /(?<!\p{L})(?:solo|sólo|solamente|únicamente|unicamente|mejor|en cambio|en su lugar|otra vez|de nuevo|ahora|también|tambien|además|ademas|lo mismo|pero|y|entonces|por favor|para|de|con|muestra|eso|esto|el|la|los|las|como|por|qué tal|que tal|qué hay de|que hay de|qué pasa con|que pasa con|dividido|agrupado|ordenado)(?!\p{L})/gu,
  narrowing:
    /(?<!\p{L})(?:solo|sólo|solamente|únicamente|unicamente)(?!\p{L})|^(?:y |pero |ahora )?(?:para|de|qué tal|que tal|qué hay de|que hay de|qué pasa con|que pasa con)(?!\p{L})/u,
  adding: /(?<!\p{L})(?:también|tambien|además|ademas)(?!\p{L})|^y por(?!\p{L})/u,
  removing: /^(?:y |pero )?(?:no|ya no|sin) (por .+)$/,
  instead:
    /(?<!\p{L})(?:mejor|en cambio|en su lugar|en vez)(?!\p{L})|^(?:y |pero )?(?:qué|que) (?:tal|hay de|pasa con)(?!\p{L})|^lo mismo[, ]+(?:pero|solo|sólo|para|con|de)|^¿?y (?!por|también|qué|que|cómo|quién)/u,
  numbered: /^(?:(?:solo|sólo|para|de) )*(?:el )?(?:pid|proceso) ?-?\d+$/,
  subjects: /(?<!\p{L})llamadas? (?:al|de|del) sistema(?!\p{L})/u,
  asking: /^¿?(?:qué|cuál|cuáles|quién|quiénes|dónde|cuándo|cómo|cuánto|cuánta|cuántos|cuántas|es|son|hay)(?!\p{L})/u,
  trailing: /[\s,]+(?:en cambio|en su lugar|por favor|ahora|también|tambien|otra vez|de nuevo|esta vez|mejor)[\s.!?]*$/i,
  courtesy: /^(?:(?:por favor|vale|ok(?:ay)?|no|sí|si|bueno|y|entonces|ahora|(?:puedes|podrías)|quiero)[,:]?\s+)+|[\s,]+(?:por favor|ahora|gracias)$/g,
  meant: /^(?:(?:no|perdón|perdon|eso no)[,.!]? +)*(?:quiero decir|quería decir|queria decir|me refiero a|me refería a|quieres decir|digo)[,:]? +(?=\S)/,
  opposites: [
    ['lectura', 'escritura'],
    ['lecturas', 'escrituras'],
    ['leen', 'escriben'],
    ['lee', 'escribe'],
    ['leer', 'escribir'],
    ['envían', 'reciben'],
    ['enviados', 'recibidos'],
    ['abren', 'cierran'],
  ],
  rewritten: [
    [/\s+en (?:vez|lugar) de\s.*$/i, ''],
    [/(?<!\p{L})como (?:un |una )?(?:gráfico|grafico|gráfica|grafica|diagrama|imagen)(?!\p{L})/iu, 'como histograma'],
    [/^(?:muestra(?:me)? )?(?:solo |sólo )?(?:l[oa]s )?(?:primer[oa]s |mayores |top )?(\d{1,4})(?: primer[oa]s| mayores| filas| líneas)?$/i, 'top $1'],
  ],
};
