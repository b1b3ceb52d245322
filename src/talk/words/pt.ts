import type { TalkWords } from '../words.ts';
import { nthOf, sayingsOf } from './whole.ts';

const IT = '(?:isso|isto|o programa|a resposta|o resultado|o script)';

export const pt: TalkWords = {
  sayings: sayingsOf({
    undo: ['desfazer', 'desfaz(?:er)?(?: isso)?', 'desfaça(?: isso)?', '(?:volta|volte|voltar)(?: atrás)?', 'esquece(?: isso)?|esqueça'],
    redo: ['refazer', 'refaz(?:er)?(?: isso)?', 'refaça'],
    putback: ['(?:deixa|deixe|põe|ponha|coloca|coloque)(?: isso)? (?:de volta|como (?:estava|antes))', 'como (?:estava )?antes', 'restaura(?:r)?|restaure'],
    compare: [
      '(?:compara|compare|comparar)(?: (?:isso|os resultados))?(?: com (?:antes|o anterior|a anterior|a última(?: vez)?|o último(?: resultado)?))?',
      'o que mudou (?:desde|em relação a) (?:antes|o anterior|a última vez)',
      '(?:está|é|ficou) (?:melhor|pior|mais rápido|mais lento)(?: (?:do )?que antes| agora)?',
    ],
    changed: [
      'o que (?:você |tu )?(?:acabou de |acabaste de )?(?:mudou|mudar|mudaste|alterou|alterar|alteraste|modificou)',
      'o que (?:é|há de) (?:novo|diferente)(?: agora)?',
      '(?:mostra|mostre)?(?:-me)? ?(?:as mudanças|as alterações|as diferenças)',
    ],
    form: [
      '(?:(?:mostra|mostre|dá|dê|exporta|exporte)(?:-me)?(?: (?:isso|a resposta|o resultado))? )?(?:como|em|no formato) (json|csv|html|parquet|svg|pprof|folded|speedscope)',
    ],
    cost: [
      `(?:é|${IT} é)(?: (?:muito|mesmo))? (?:seguro|perigoso|caro|arriscado)(?: (?:em|para) .{1,30})?`,
      `(?:quanto|o que) (?:custa|vai custar)(?: ${IT})?`,
      '(?:posso|pode-se|dá para) (?:rodar|executar|usar)(?: isso)? em produção',
    ],
    other: ['(?:esse não[, ]+)?(?:(?:quero|usa|use|dá-me|me dê) )?(?:o|a) outr[oa]', 'outr[oa](?: (?:programa|pergunta))?'],
    answer: ['(?:mostra|mostre)(?:-me)?(?: de novo| outra vez)? (?:a (?:última )?resposta|o (?:último )?resultado|a tabela)(?: de novo| outra vez)?'],
    more: [
      '(?:(?:mostra|mostre)(?:-me)? )?(mais)(?: (?:linhas|resultados))?',
      '(?:(?:mostra|mostre)(?:-me)? )?(?:todas as linhas|todos os resultados|o resto|a tabela (?:inteira|toda|completa))',
    ],
    restart: [
      '(?:começar|começa|comece|recomeçar)(?: (?:de novo|outra vez|do início|do começo|do zero))?',
      'do (?:início|começo|zero)',
      '(?:uma )?nova pergunta',
      'esquece tudo',
    ],
    stop: ['para(?:r)?', 'pare', 'cancela(?:r)?', 'cancele', 'chega', 'basta'],
    again: [
      'de novo',
      'outra vez',
      'novamente',
      'mais uma vez',
      '(?:repete|repita|repetir)(?: isso)?',
      '(?:roda|rode|executa|execute|faz|faça)(?: isso)? (?:de novo|outra vez|novamente)',
      'o mesmo(?: de novo| outra vez)?',
    ],
    longer: ['(?:(?:um pouco|muito) )?(?:mais (?:tempo|longo)|por mais tempo)'],
    shorter: ['(?:(?:um pouco|muito) )?(?:mais curto|menos tempo)'],
    silent: [
      '(?:mas |e )?por ?(?:que|quê) (?:não (?:há|sai|saiu|aparece|apareceu|mostra|vejo|vem|veio)(?: (?:nada|nenhuma? (?:saída|resultado|dado|evento)|saída|resultados|dados))?|(?:está|estava) (?:vazio|em silêncio|calado))',
      'não (?:sai|saiu|aparece|apareceu|há|vejo|veio) (?:nada|saída|resultados|dados)',
      'nenhuma (?:saída|resposta)',
    ],
    debug: [`(?:depura|depure|depurar|diagnostica|diagnostique|diagnosticar)(?: ${IT})?`],
    write: [`(?:escreve|escreva|mostra|mostre|traduz|traduza)(?:-o)?(?: ${IT})? (?:em|para|como) (c|bpftrace)`, 'em (c|bpftrace)'],
    why: ['(?:mas |e )?(?:por que|por quê|porquê|porque)(?: .+)?', 'como assim'],
    save: [`(?:guarda|guarde|guardar|salva|salve|salvar|grava|grave)(?: ${IT})?(?: (?:como|em|no|na) (\\S+))?`],
    explain: [
      '(?:explica|explique|explicar)(?:-me)?(?: (?:a )?linha (-?\\d+))?',
      `(?:explica|explique|explicar)(?:-me)?(?: ${IT})?`,
      'o que (?:faz|significa) (?:a )?linha (\\d+)',
      `o que (?:faz|significa) ${IT}`,
    ],
    everybody: [
      '(?:(?:agora|mostra|mostre|para|de) )*(?:todos|todas|tudo|todos os processos|qualquer processo|cada processo)',
      'sem (?:o )?(?:filtro|filtros|limite|condições)',
      'não (?:só|apenas) (?:isso|\\S+)',
    ],
    program: ['(?:mostra|mostre|ver|dá|dê)(?:-me)? o (?:programa|script|código)'],
    next: ['(?:e )?(?:agora|agora o quê|o que mais|e depois)', 'o que (?:mais )?posso perguntar', 'sugest(?:ão|ões)', 'próximo'],
    good: [
      '(?:(?:muito )?(?:bem|bom|boa)|ótimo|perfeito|excelente|correto|certo|exato|(?:muito )?obrigad[oa])(?:[ ,!.]+(?:(?:muito )?obrigad[oa]|(?:muito )?bom|ótimo|perfeito))*',
    ],
    bad: ['(?:isso )?(?:está |é )?(?:errado|mal|mau|ruim|inútil|incorreto)', '(?:isso )?não (?:é|era) (?:isso|o que (?:eu )?(?:queria|pedi|perguntei))', 'não'],
    help: [
      '(?:ajuda|ajude|ajuda-me|me ajuda|socorro)',
      '(?:podes|pode) (?:me )?ajudar(?:-me)?',
      '(?:olá|oi|bom dia|boa (?:tarde|noite))(?:[, ]+gpttrace)?',
      'o que (?:podes|pode|sabes|sabe|você pode) fazer',
      'o que posso (?:dizer|fazer|perguntar)',
      'quem (?:és|é você)',
      'como (?:funciona|se usa)(?: isso| isto)?',
    ],
    quit: ['sair', 'sai', 'tchau', 'adeus', 'fim', 'terminar'],
  }),
  nth: nthOf('(?:(?:quero|pergunta|usa|use|mostra) )?(?:o|a) NTH(?: (?:pergunta|sugestão))?|(?:número|pergunta|opção) NTH', [
    [1, 'primeiro|primeira|1|um'],
    [2, 'segundo|segunda|2|dois'],
    [3, 'terceiro|terceira|3|três'],
  ]),
  markers:
    /(?<!\p{L})(?:só|apenas|somente|em vez disso|antes|de novo|outra vez|novamente|agora|também|além disso|o mesmo|mas|e|então|por favor|para|de|do|da|com|mostra|mostre|isso|isto|o|a|os|as|como|por|e quanto a|que tal|dividido|agrupado|ordenado)(?!\p{L})/gu,
  narrowing: /(?<!\p{L})(?:só|apenas|somente)(?!\p{L})|^(?:e |mas |agora )?(?:para|de|e quanto a|quanto a|que tal)(?!\p{L})/u,
  adding: /(?<!\p{L})(?:também|além disso)(?!\p{L})|^e por(?!\p{L})/u,
  removing: /^(?:e |mas )?(?:não|já não|sem) (por .+)$/,
  instead:
    /(?<!\p{L})(?:em vez disso|em vez|no lugar)(?!\p{L})|^(?:e |mas )?(?:quanto a|que tal)(?!\p{L})|^o mesmo[, ]+(?:mas|só|para|com|de)|^e (?!por|também|que|como|quem|agora)/u,
  numbered: /^(?:(?:só|apenas|para|de) )*(?:o )?(?:pid|processo) ?-?\d+$/,
  subjects: /(?<!\p{L})chamadas? (?:ao|de|do) sistema(?!\p{L})/u,
  asking: /^(?:que|qual|quais|quem|onde|quando|como(?! (?:uma? )?(?:histograma|tabela|lista|gráfico))|quanto|quanta|quantos|quantas|é|são|há)(?!\p{L})/u,
  trailing: /[\s,]+(?:em vez disso|por favor|agora|também|de novo|outra vez|novamente|desta vez)[\s.!?]*$/i,
  courtesy: /^(?:(?:por favor|ok(?:ay)?|não|sim|bom|e|então|agora|(?:podes|pode|poderia)|quero)[,:]?\s+)+|[\s,]+(?:por favor|agora|obrigad[oa])$/g,
  meant: /^(?:(?:não|desculpa|desculpe|isso não)[,.!]? +)*(?:quero dizer|queria dizer|quis dizer|refiro-me a|quer dizer)[,:]? +(?=\S)/,
  opposites: [
    ['leitura', 'escrita'],
    ['leituras', 'escritas'],
    ['leem', 'escrevem'],
    ['lê', 'escreve'],
    ['ler', 'escrever'],
    ['enviados', 'recebidos'],
    ['abre', 'fecha'],
  ],
  rewritten: [
    [/\s+em vez de\s.*$/i, ''],
    [/(?<!\p{L})como (?:um |uma )?(?:gráfico|diagrama|imagem)(?!\p{L})/iu, 'como histograma'],
    [/^(?:mostr[ae] )?(?:só |apenas )?(?:[oa]s )?(?:primeir[oa]s |maiores |top )?(\d{1,4})(?: primeir[oa]s| maiores| linhas)?$/i, 'top $1'],
  ],
};
