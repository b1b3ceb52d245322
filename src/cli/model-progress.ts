/** What a model does, for a person: what is going on right now, and what is worth a line of its own. */
import type { AskEvent } from '../ask.ts';
import { group, visible } from '../views/values.ts';
import { costText } from './cost.ts';
import { spoken } from './tongue.ts';

type ModelEvent = Extract<AskEvent, { type: 'model' }>;

/** `now` takes the place of what was going on before; `lines` stay. */
export interface Progress {
  readonly now?: string;
  readonly lines?: readonly string[];
}

const MOST_FAULTS = 3;
const TOOLS: Readonly<Record<string, string>> = {
  find_probes: 'looking up probes',
  describe_probe: 'looking at the probe',
  describe_type: 'looking at the type',
  find_examples: 'looking for programs',
  list_tools: 'looking for tools',
  check_program: 'checking',
  search_documents: 'searching the documents',
  look_up: 'looked up in the web',
};
/** What leaves this machine on the way is told in a line of its own. */
const KEPT_TOOLS: ReadonlySet<string> = new Set(['look_up']);

/** `brief` where there is no place for what goes on right now: then the beginning and waits are lines. Everything a model said is made visible. */
export function modelProgress(event: ModelEvent, brief: boolean): Progress {
  switch (event.stage) {
    case 'asking': {
      const { model, call, of } = event;
      if (brief) return call === 1 ? { lines: [spoken(`asking ${visible(model)}`)] } : {};
      return { now: spoken(`asking ${visible(model)} (${call} of ${of}) …`) };
    }
    case 'thinking':
      return { now: spoken('it thinks …') };
    case 'writing':
      return {};
    case 'waiting': {
      const text = spoken(`waiting ${Math.ceil(event.seconds)} s: ${visible(event.why)}`);
      return brief ? { lines: [text] } : { now: `${text} …` };
    }
    case 'tool': {
      const { tool, what } = event;
      const text = `${Object.hasOwn(TOOLS, tool) ? spoken(TOOLS[tool] ?? '') : visible(tool)}${what === '' ? '' : `: ${visible(what)}`}`;
      return KEPT_TOOLS.has(tool) ? { lines: [text] } : { now: `${text} …` };
    }
    case 'drafted':
      return { now: spoken(`drafted: ${visible(event.title)} …`) };
    case 'mended':
      return { lines: [spoken(`mended: ${mistakes(event.mends.length)}`)] };
    case 'sent-back': {
      const { faults } = event;
      const more = faults.length > MOST_FAULTS ? [spoken(`… and ${faults.length - MOST_FAULTS} more`)] : [];
      return { lines: [spoken(`sent back: ${[...faults.slice(0, MOST_FAULTS).map(oneLine).map(spoken), ...more].join('; ')}`)] };
    }
    case 'spent':
      return { lines: [spentText(event.spent)] };
    case 'gave-up': {
      const { message, hints, instead } = event;
      const offered = instead === 'nothing' ? [] : [spoken('  what there is without it:')];
      return { lines: [`gpttrace: ${visible(spoken(message))}`, ...hints.map((hint) => `  ${visible(spoken(hint))}`), ...offered] };
    }
  }
}

function oneLine(text: string): string {
  return visible(text.trim().replace(/\s+/g, ' '));
}

function mistakes(count: number): string {
  return count === 1 ? '1 mistake' : `${count} mistakes`;
}

function spentText({ calls, inputTokens, outputTokens, seconds, dollars }: Extract<ModelEvent, { stage: 'spent' }>['spent']): string {
  return spoken(`${calls} ${calls === 1 ? 'call' : 'calls'}, ${group(inputTokens + outputTokens)} tokens, ${costText(dollars)}, ${seconds.toFixed(1)} s`);
}
