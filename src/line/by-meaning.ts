import type { Machine } from '../check/machine.ts';
import { MachineIndex } from '../knowledge/machine.ts';
import { installedTools } from '../knowledge/tools.ts';
import type { Host } from '../system/host.ts';

const made = new WeakMap<Machine['tracepoints'], MachineIndex>();

/** What a machine offers, found by its meaning. Built when it is first asked for, and kept as long as the machine is looked at. */
export function machineIndex({ tracepoints }: Machine, host: Host): MachineIndex {
  const known = made.get(tracepoints);
  if (known !== undefined) return known;
  const index = new MachineIndex({
    tracepoints: tracepoints.list() ?? [],
    fields: (category, name) => tracepoints.fields(category, name),
    tools: installedTools(host),
  });
  made.set(tracepoints, index);
  return index;
}
