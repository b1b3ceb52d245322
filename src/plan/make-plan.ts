/** A plan of a program whose slots are filled: what it prints by name, how it is called, what of the question it does not follow. */
import { describeOutputs, outputList } from '../bpftrace/outputs.ts';
import { declaredIn } from '../bpftrace/types.ts';
import type { Intent } from '../core/intent.ts';
import type { Output } from '../core/program.ts';
import { columnOf, localised } from '../knowledge/library.ts';
import type { Match } from '../knowledge/match.ts';
import type { Candidate, Checker } from './candidate.ts';
import { topOf } from './fill/fill.ts';
import type { Filled, Refusal } from './fill/filled.ts';
import type { Plan } from './plan.ts';
import { planTexts } from './texts.ts';

/** The plan of a candidate, as the question that found it wants it told. */
export function makePlan({ program, filled, source, dropped }: Candidate, match: Match, intent: Intent, checker: Checker, followsCommand: boolean): Plan {
  const { parsed } = checker.check(source);
  const declarations = checker.declarations(parsed);
  const inferred = outputList(describeOutputs(parsed.script, source, declaredIn(declarations)));
  const outputs = inferred.map((output) => nameOutput(output, filled));
  const { language } = intent;
  const texts = planTexts(language);
  const filter = intent.filter?.value;
  const { narrowed, narrowedTo } = filled;
  const title = localised(program.title, language);
  const target = narrowed ? [filter?.comm, filter?.pid === undefined ? undefined : `pid ${filter.pid}`].filter((part) => part !== undefined).join(', ') : '';
  const narrowedTitle = target === '' ? title : narrowedTo === 'receiver' ? texts.towardTitle(title, target) : texts.narrowedTitle(title, target);
  const { seconds, window } = filled;
  const top = (filled.answer === 'rows' ? intent.top : topOf(intent))?.value;
  return {
    program: {
      language: 'bpftrace',
      source,
      title: narrowedTitle,
      origin: { kind: program.name.includes(':') ? 'composed' : 'library', name: program.name },
      attachPoints: parsed.script.probes.flatMap((probe) => probe.attachPoints.map((point) => point.text)),
      outputs,
      answer: filled.answer,
      declarations,
      ...(seconds === undefined ? {} : { seconds }),
      endsItself: filled.endsItself,
      ...(window === undefined ? {} : { window: { ...window, title: texts.windows(narrowedTitle, window.together === 'last') } }),
      ...(top === undefined ? {} : { top }),
      ...(narrowed && narrowedTo === 'doer' && filter?.pid !== undefined ? { pid: filter.pid } : {}),
    },
    intent,
    confidence: Math.min(1, match.score),
    tells: localised(program.tells, language),
    safety: checker.safety(parsed, source),
    notes: [
      ...filled.refused.map((refusal) => refusalNote(refusal, texts)),
      ...filled.remarks.map((remark) => texts.remark(remark)),
      ...(dropped.length > 0 ? [texts.dropped(dropped)] : []),
    ],
    narrowed,
    followsCommand,
  };
}

/** Gives an output the names it goes by. What bpftrace prints is matched by place: the columns are in the printf's order. */
function nameOutput(output: Output, { answer, columns, keys, value, measure }: Filled): Output {
  if (output.shape === 'rows') {
    if (answer !== 'rows' || columns.length !== output.columns.length) return output;
    return { ...output, columns: output.columns.map((column, index) => columnOf(columns[index] ?? column, column)) };
  }
  if (output.map !== answer) return output;
  const isAdditive = measure === 'count' || measure === 'sum' || measure === 'top' || (measure === 'stacks' && output.value.kind === 'count');
  return {
    ...output,
    keys: output.keys.length === keys.length ? output.keys.map((key, index) => columnOf({ name: keys[index] ?? key.name }, key)) : output.keys,
    value: { ...columnOf(value, output.value), kind: isAdditive ? 'count' : 'plain' },
  };
}

/** What a wish that is not granted is called, in the question's language. */
export function refusalNote(refusal: Refusal, texts: ReturnType<typeof planTexts>): string {
  switch (refusal.what) {
    case 'key':
      return texts.noKey(refusal.key, refusal.offered);
    case 'measure':
      return texts.noMeasure(refusal.measure);
    case 'filter':
      return texts.noFilter();
    case 'condition':
      return texts.unapplied(refusal.words);
    case 'every':
      return texts.noIntervals();
    case 'times':
      return texts.noTimes();
  }
}
