/** Holds every BPF object that a module wants loaded while it runs against what was agreed to before it ran: a module may make objects that its file does not have. */
import { assessObject } from '../check/object/policy.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { Verdict } from '../engines/engine.ts';
import { findObjects, isVariantOf } from '../engines/wasm/objects.ts';
import { readObject } from '../object/read.ts';
import type { Plan } from '../plan/plan.ts';
import type { Surroundings } from './events.ts';
import { machineOf } from './prepare.ts';

const MOST_NAMED = 5;

/** What may be loaded of a plan that was agreed to. */
export async function judgeOf({ program, safety }: Plan, facts: KernelFacts, around: Surroundings): Promise<(elf: Uint8Array) => Verdict> {
  const machine = await machineOf(facts, around);
  const known = findObjects(Buffer.from(program.binary ?? '', 'base64'));
  return (elf) => {
    const isKnown = known.some((one) => isVariantOf(elf, one));
    const read = readObject(elf);
    if (!read.ok) return { may: false, message: `the module made a BPF object that cannot be read; it was not loaded: ${read.message}` };
    const { description } = read.object;
    const beyond = assessObject(description, machine).reasons.filter(({ kind }) => !safety.classes.includes(kind));
    if (beyond.length > 0 && around.allowUnsafe !== true) {
      const whys = beyond.map(({ why }) => why);
      const told = [...whys.slice(0, MOST_NAMED), ...(whys.length > MOST_NAMED ? [`and ${whys.length - MOST_NAMED} more`] : [])].join('; ');
      const what = isKnown ? 'wanted to load a BPF object' : 'made a BPF object while it ran';
      return { may: false, message: `the module ${what} that does more than was agreed to; it was not loaded: ${told} (--allow-unsafe lets it)` };
    }
    if (isKnown) return { may: true };
    const points = [...new Set(description.programs.map(({ attachPoint }) => attachPoint))].join(', ');
    return { may: true, message: `the module made a BPF object while it ran, which was not shown before: it does no more than was agreed to (${points})` };
  };
}
