/** Whether somebody asks what a word of tracing means: what stands around it in such questions, as data. Pure. */
import { patternOf } from './find.ts';
import { TERMS, type Term } from './terms.ts';

/** Said before it, and of no weight. */
const OPENING =
  /^(?:(?:please|hi|hello|hey|so|and|but|ok|okay|well|now|sorry|(?:can|could|would|will) (?:you|somebody|someone)(?: please)?|(?:i|we) (?:do not|don't|dont) (?:know|understand|get)|i (?:want|would like|'d like) to (?:know|understand)|i wonder|tell me|do you know|remind me|help me understand)[,:]?\s+)+|^(?:请问|请|那么|那|你好|我想(?:知道|问一下|问)|我不(?:知道|懂|明白)|能(?:不能)?(?:告诉我|解释一下|解释)|谁能解释(?:一下)?|告诉我|你知道|帮我|给我)[,:]?\s*/;

/** What is asked about stands in `what`. */
const FRAMES: readonly RegExp[] = [
  /^(?:what(?:'s| is| are|s|'re| was) (?:the )?(?:meaning|definition|purpose|point|idea|use|sense|concept) (?:of|behind)|what(?:'s| is) meant by|what do you mean by|(?:the )?(?:meaning|definition) of) (?<what>.+)$/,
  /^what(?:'s| is| are|s|'re|) (?<what>.+?)(?: (?:is|are|mean|means|(?:good|used|needed|there) for|for|about))?$/,
  /^what (?:does|do) (?<what>.+?) (?:mean|do|stand for|tell|show|return|print)(?: (?:me|us|you))?$/,
  /^(?:explain|define|describe|introduce)(?: to me| me)?(?: what)? (?<what>.+?)(?: (?:is|are|means?))?(?: to me)?$/,
  /^how (?:does|do) (?<what>.+?) works?$/,
  /^how (?:do|can|should|would|must) (?:i|we|you|one) (?:read|understand|interpret|use) (?<what>.+)$/,
  /^(?:the |what(?:'s| is) the )?differences? between (?<what>.+)$/,
  /^(?:(?:when|why)(?: should i| to)? (?:use|prefer|take) )?(?<what>.+ (?:vs\.?|versus|or|instead of|compared (?:to|with)) .+?)(?:[,:;]? (?:which|what)(?: one)?(?: is|'s|are| should i use| to use)?(?: the)?(?: better| best| difference| faster| cheaper)?)?$/,
  /^(?:什么(?:是|叫做?)|何(?:为|谓)|啥(?:是|叫))(?<what>.+)$/,
  /^(?:介绍|解释|说明|讲|说)(?:一下|一讲|讲)?(?:什么是)?(?<what>.+?)(?:是什么(?:意思)?|的(?:意思|概念|原理|含义))?$/,
  /^(?<what>.+?)(?:究竟|到底)?(?:是|指的?是|指|代表)(?:个)?(?:什么|啥)(?:意思|东西|概念)?$/,
  /^(?<what>.+?)(?:是|有|能)(?:用来)?(?:什么|啥)(?:用处?|作用|好处|区别|不同|差别|意思)$/,
  /^(?<what>.+?)(?:是)?(?:用来)?(?:干|做)(?:什么|啥)(?:的|用的)?$/,
  /^(?<what>.+?)(?:之间)?的?(?:有何|有什么|有啥)?(?:区别|不同|差别|差异|含义|意思|原理|作用|概念|定义)(?:是什么|在哪里?|何在)?$/,
  /^(?:怎么|怎样|如何|怎么样)(?:理解|读懂?|看懂?|用|使用)(?<what>.+)$/,
  /^(?<what>.+?)(?:要|该|应该)?(?:怎么|怎样|如何)(?:理解|读懂?|看懂?|用|使用|工作)(?:的)?$/,
];

/** It asks for the reason of what only tracing itself has: nothing that a machine does. */
const REASONS: readonly RegExp[] = [
  /^(?:why|how come)(?: (?:are|were|do|does|did|is|was))?(?: (?:i|we|you))?(?: (?:see|get|have|lose))?(?: there)? (?<what>.+?)$/,
  /^为(?:什么|何)(?:会|有|会有)?(?<what>.+)$/,
];

/** What may stand beside a term without another thing being asked about. */
const AROUND =
  /(?<![\p{L}\p{N}])(?:a|an|the|some|of|in|on|at|to|and|or|vs\.?|versus|instead of|compared (?:to|with)|between|with|both|exactly|actually|really|basically|here|called|tracing|trace|kernel|linux|bpf|bpftrace(?:'s)?|analysis|time|thing|things|term|word|mechanism|concept|function|builtin|probes?|simple words|plain english|simply|as such|please|again|it|its|how)(?![\p{L}\p{N}])|时间|分析|函数|内置|机制|概念|这个|这种|那个|一下|简单|中|里|的|和|与|跟|或|及|、|还是|请|吗|呢|啊|会|被/gu;

/** With "the" such a one is asked for as it is here and now: "what is the run queue latency". */
const MEASURED = /\b(?:latency|latencies|time|switches|faults|calls|syscalls|interrupts|softirqs|cpu)\b/;

/** The terms that a question asks the meaning of, in its order; none where it asks for anything more. */
export function meaningAsked(question: string): readonly Term[] {
  const text = question
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[\s.!?。!?~]+$/u, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(OPENING, '');
  const asked = termsOf(text, FRAMES);
  if (asked.length > 0) return asked;
  const reasons = termsOf(text, REASONS);
  return reasons.some(({ ofTracing }) => ofTracing === true) ? reasons : [];
}

/** What the first form that has nothing but terms in it is about. */
function termsOf(text: string, forms: readonly RegExp[]): readonly Term[] {
  for (const form of forms) {
    const terms = onlyTerms(form.exec(text)?.groups?.what ?? '');
    if (terms.length > 0) return terms;
  }
  return [];
}

function onlyTerms(what: string): readonly Term[] {
  if (/^the /.test(what) && MEASURED.test(what)) return [];
  const found: { readonly at: number; readonly term: Term }[] = [];
  let rest = what;
  for (const { term, pattern } of names()) {
    rest = rest.replace(pattern, (written, at: number) => {
      found.push({ at, term });
      return TAKEN.repeat(written.length);
    });
  }
  if (found.length === 0) return [];
  const left = rest
    .replaceAll(TAKEN, ' ')
    .replace(AROUND, ' ')
    .replace(/[\s,.;:()'"“”‘’/「」、,-]+/gu, '');
  return left === '' ? [...new Set(found.sort((a, b) => a.at - b.at).map(({ term }) => term))] : [];
}

/** Stands for a sign of a name that was found. */
const TAKEN = '\u0001';

interface Name {
  readonly name: string;
  readonly term: Term;
  readonly pattern: RegExp;
}

let made: readonly Name[] | undefined;

/** Longest first: a raw tracepoint is no tracepoint. */
function names(): readonly Name[] {
  made ??= TERMS.flatMap((term) => term.names.map((name): Name => ({ name, term, pattern: patternOf(name) }))).sort((a, b) => b.name.length - a.name.length);
  return made;
}
