/** Installed tools: what is submitted is a command line. */
import { quoted } from '../../../models/quote.ts';
import { promptText } from '../../prompts.ts';
import type { Craft, Examination } from '../craft.ts';
import { fault } from '../examination.ts';
import type { ToolWorkshop } from '../workshop.ts';

/** Characters of the list of tools: a hundred lines, or what a model of 4,096 tokens can be told. */
const LIST = { whole: 8000, brief: 1500 };

export function toolCraft(workshop: ToolWorkshop): Craft {
  return {
    name: 'tool',
    prompts: { system: 'system-tool', brief: 'system-tool' },
    // A command line alone looks like anything.
    text: { fences: [], isProgram: () => false, startsAsProgram: () => false },
    fence: '',
    example: { source: 'opensnoop -p 1234', title: '...', tells: '...' },
    headlines: {
      syntax: 'This is no command line of an installed tool.',
      check: 'The tool cannot be started so.',
      load: 'The tool cannot be started so.',
    },
    judge: 'the tool',
    narrowing: { pid: ', with the option it has for that', comm: ', with the option it has for that' },
    every: () => '',
    identityOf: (source) => source.trim().replace(/\s+/g, ' '),
    machine: (_, brief) => promptText('machine-tool', { tools: quoted('installed tools', workshop.list(brief ? LIST.brief : LIST.whole)) }),
    examine: (source) => examine(source, workshop),
    // It is started when it is run, and not before.
    load: () => Promise.resolve(undefined),
    factsAbout: () => [],
    mayBeOffered: () => false,
  };
}

async function examine(given: string, workshop: ToolWorkshop): Promise<Examination> {
  const { source, tool, diagnostics, forbidden, unmet } = await workshop.hold(given);
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  const takes = isWrong && tool !== undefined ? await workshop.describeTool(tool) : '';
  return {
    source,
    mends: [],
    faults: diagnostics.filter(({ severity }) => severity !== 'note'),
    stage: tool === undefined ? 'syntax' : 'check',
    ...(forbidden === undefined ? {} : { forbidden: fault('forbidden', `it may not run: ${forbidden}`) }),
    unmet: () => unmet,
    facts: (_faults, _asked, room) => (takes === '' ? [] : [quoted(`what ${tool} takes`, takes, room.result / 2)]),
  };
}
