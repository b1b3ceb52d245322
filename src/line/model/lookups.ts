/** What a model may look up of a machine, as texts: bounded, a line each where there is a list, and saying so where there is nothing. */
import { dialectOf } from '../../bpftrace/dialect/dialect.ts';
import { adapt, check, type Machine } from '../../check/check.ts';
import { aboutRate, BUSY_RATE } from '../../check/policy/cost.ts';
import { rateOf } from '../../check/policy/rate.ts';
import type { TypeAnswer } from '../../core/definition.ts';
import { en } from '../../intent/lexicon/en.ts';
import { understand } from '../../intent/understand.ts';
import { isDescribing } from '../../kernel/kernel-types.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import { localised } from '../../knowledge/library.ts';
import { Tokenizer } from '../../knowledge/tokens.ts';
import { isKnownUserFunction, userParts } from '../../plan/compose/user-prototypes.ts';
import type { Host } from '../../system/host.ts';
import { renderDefinitions } from '../../views/definition.ts';
import { machineIndex } from '../by-meaning.ts';
import { nearestNames } from '../machine.ts';
import { withDetails } from '../probes/details.ts';
import { kernelFunctionNames, kindsOf } from '../probes/listing.ts';
import { type FoundProbe, foundProbe } from '../probes/probe.ts';
import { findProbes } from '../probes.ts';

/** Of one look-up. */
const MOST_TEXT = 6_000;
/** Words of a search must be met so well by a tracepoint's names and fields. */
const LEAST_FIT = 0.5;
const MOST_FUNCTIONS = 20;
const PLAIN = { columns: Number.POSITIVE_INFINITY, color: false, unicode: true };

/** Attach points by pattern, by a part of the name or by meaning; those that attach here first. */
export function findProbesText(words: string, most: number, machine: Machine, host: Host): string {
  if (words.trim() === '') return 'say what to look for: a pattern, a part of a name, or what happens';
  const { by, probes, cannot, near, total } = findProbes({ words, most: most * 4, details: false }, machine, loadKnowledge);
  const found = new Map(probes.map((probe) => [probe.probe, probe]));
  if (by === 'meaning')
    for (const probe of [...offeredByMeaning(words, machine, host), ...functionsOf(words, machine)]) if (!found.has(probe.probe)) found.set(probe.probe, probe);
  const all = [...found.values()];
  const able = all.filter(({ attaches }) => attaches !== 'no');
  const unable = all.filter(({ attaches }) => attaches === 'no');
  const shown = [...able, ...unable].slice(0, most);
  if (shown.length === 0)
    return [`nothing found for ${JSON.stringify(words)}`, ...cannot, ...(near.length > 0 ? [`names like it: ${near.join(', ')}`] : [])].join('\n');
  const more = Math.max(total, all.length) - shown.length;
  return clip([...shown.map(probeLine), ...(more > 0 ? [`and ${more} more`] : []), ...cannot].join('\n'));
}

function probeLine({ probe, attaches, why, used }: FoundProbe): string {
  return `${probe}${used === undefined ? '' : `  (used for: ${used})`}${attaches === 'no' ? `  (cannot be attached here: ${why})` : ''}`;
}

function wordsOf(words: string): string[] {
  return new Tokenizer(en).tokens(words);
}

function offeredByMeaning(words: string, machine: Machine, host: Host): FoundProbe[] {
  return machineIndex(machine, host)
    .find(wordsOf(words))
    .flatMap((offer) =>
      offer.kind === 'tracepoint' && offer.fit >= LEAST_FIT ? [foundProbe('tracepoint', `tracepoint:${offer.category}:${offer.name}`, machine)] : [],
    );
}

/** Functions of the kernel whose names hold all of the words; none where no kind of probe attaches to a function. */
function functionsOf(words: string, machine: Machine): FoundProbe[] {
  const { probeKinds, bpftrace } = machine.facts;
  const kind = probeKinds.kfunc.verdict === 'yes' ? 'kfunc' : 'kprobe';
  if (probeKinds[kind].verdict === 'no') return [];
  const wanted = words
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1);
  if (wanted.length < 2) return [];
  const spelling = dialectOf(bpftrace?.version).probeKind(kind)?.spelling ?? kind;
  const names = (kernelFunctionNames(machine) ?? []).filter((name) => wanted.every((word) => name.includes(word)));
  return names
    .sort((a, b) => a.length - b.length)
    .slice(0, MOST_FUNCTIONS)
    .map((name) => foundProbe(kind, `${spelling}:${name}`, machine));
}

/** What an attach point hands over, whether it attaches here, and how often it fires on a busy machine. */
export function describeProbeText(attachPoint: string, machine: Machine): string {
  const source = `${attachPoint.trim()} { @ = count(); }`;
  const { parsed, diagnostics } = check(source, machine, true);
  const points = parsed.script.probes.flatMap((probe) => probe.attachPoints);
  const [point] = points;
  const wrong = diagnostics.filter(({ severity }) => severity === 'error');
  const faults = wrong.flatMap(({ message, hints }) => [message, ...hints.map((hint) => `  ${hint}`)]);
  if (point === undefined || points.length > 1 || parsed.script.probes.length > 1)
    return clip([`${JSON.stringify(attachPoint)} is not one attach point`, ...faults].join('\n'));
  const [kind] = kindsOf(point.provider, machine, false);
  if (kind === undefined) return clip(faults.join('\n'));
  const described = withDetails(foundProbe(kind, point.text, machine), machine);
  const rate = rateOf(point, machine);
  const head =
    faults.length > 0
      ? [`${point.text} cannot be used here:`, ...faults]
      : [`${point.text}${described.attaches === 'unknown' ? ' (whether it attaches here is not known)' : ''}`];
  const lines = faults.length > 0 && described.arguments === undefined ? head : [...head, ...handedOver(described, machine)];
  return clip([...lines, ...(rate >= BUSY_RATE && faults.length === 0 ? [`it fires ${aboutRate(rate)}`] : [])].join('\n'));
}

function handedOver({ kind, probe, arguments: given, returns }: FoundProbe, { facts }: Machine): string[] {
  const args = dialectOf(facts.bpftrace?.version).has('args-dot') ? 'args.NAME' : 'args->NAME';
  const list = (given ?? []).map((declaration) => `  ${declaration}`);
  switch (kind) {
    case 'tracepoint':
      return given === undefined ? ['its fields are not known'] : [`fields, read as ${args}:`, ...list];
    case 'kfunc':
      return given === undefined ? ['its parameters are not known'] : [`parameters, read as ${args}:`, ...list];
    case 'kretfunc':
      return given === undefined
        ? ['its parameters are not known']
        : [`parameters, read as ${args}:`, ...list, `returns ${returns ?? 'what is not known'}, read as retval`];
    case 'kprobe':
      return given === undefined
        ? ['its parameters are not known; arg0, arg1, ... are their values']
        : ['parameters, read as arg0, arg1, ... and cast to their types:', ...list];
    case 'kretprobe':
    case 'uretprobe':
      return [`its result is retval${returns === undefined ? '' : `: ${returns}`}; its parameters are not there any more`];
    case 'uprobe':
      return userFunction(probe.split(':').at(-1) ?? '');
    case 'usdt':
      return given === undefined ? ['its arguments are arg0, arg1, ...'] : [`arguments: ${given.join(', ') || 'none'}`];
    default:
      return ['it hands over nothing; builtins such as comm, pid, cpu and nsecs are there'];
  }
}

function userFunction(name: string): string[] {
  if (!isKnownUserFunction(name)) return ['its parameters are arg0, arg1, ...; their types are not known'];
  const { args, result } = userParts(name);
  return [
    `parameters: ${args.map(({ name: given, raw, kind }) => `${raw} is ${given} (${kind === 'text' ? 'a text: str()' : kind})`).join(', ')}`,
    ...(result === undefined ? [] : [`at its uretprobe: retval (${result.kind})`]),
  ];
}

/** The C definition of a type of the kernel; near names where there is none. */
export function describeTypeText(name: string, { types }: Machine): string {
  if (types === undefined) return 'the types of this kernel cannot be read: it has no BTF';
  const answer: TypeAnswer | undefined = isDescribing(types) ? types.describe(name, 0) : undefined;
  if (answer === undefined) return `${JSON.stringify(name)} is not the name of a type, a function, or a path to a member`;
  if ('missing' in answer) {
    const near = nearestNames(answer.missing, answer.names);
    return `there is no ${answer.of === undefined ? 'type or function' : `member of ${answer.of}`} called ${answer.missing}${near.length > 0 ? `; names like it: ${near.join(', ')}` : ''}`;
  }
  return clip(renderDefinitions(answer.found, PLAIN).join('\n'), 'ask for a member of it: task_struct->mm');
}

/** Programs of the library that answer something like it and attach here, whole, as they are for this machine. */
export function findExamplesText(words: string, most: number, machine: Machine): string {
  const { index } = loadKnowledge();
  const intent = understand({ question: words }, { processes: () => new Set(), isTopicWord: (word, language) => index.isTopicWord(word, language) });
  const shown: string[] = [];
  for (const { program } of index.match(intent)) {
    if (shown.length === most) break;
    const { source } = adapt(program.source, machine);
    if (check(source, machine).diagnostics.some(({ severity }) => severity === 'error')) continue;
    shown.push(`// ${localised(program.title, 'en')}: tells ${localised(program.tells, 'en')}\n${source.trim()}`);
  }
  return shown.length === 0 ? `no program of the library is about ${JSON.stringify(words)}` : clip(shown.join('\n\n'));
}

/** Installed tracing tools that fit, a line each. */
export function listToolsText(words: string, machine: Machine, host: Host): string {
  const tools = machineIndex(machine, host)
    .find(wordsOf(words))
    .flatMap((offer) => (offer.kind === 'tool' ? [`${offer.tool.command}: ${offer.tool.summary}`] : []));
  return tools.length === 0 ? `no installed tool is about ${JSON.stringify(words)}` : clip(tools.join('\n'));
}

/** The text, cut where it is too long for a model to read, and saying so. */
export function clip(text: string, hint = 'ask for less at a time', most: number = MOST_TEXT): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf('\n', most);
  return `${text.slice(0, end > 0 ? end : most)}\n… (cut here; ${hint})`;
}
