/** What `--set` asks of a program, held against what it has before anybody is asked to run it. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Program } from '../core/program.ts';
import { interfaceOf } from '../engines/libbpf/interfaces.ts';
import { libbpf } from '../engines/libbpf/library.ts';
import { placesOf } from '../engines/libbpf/places.ts';
import { settingsOf } from '../engines/libbpf/settings.ts';
import { readObject } from '../object/read.ts';
import type { Host } from '../system/host.ts';

/** Throws a Problem for a name that the program does not have, a value that does not fit, and a network interface that there is not. Says nothing of what was not compiled. */
export async function refuseSettings({ binary, attach }: Program, settings: readonly string[], host: Host): Promise<void> {
  const read = readObject(Buffer.from(binary ?? '', 'base64'));
  if (!read.ok) return;
  const { description } = read.object;
  const places = placesOf(attach, settings, description);
  if (!places.ok) throw new Problem(messages.badSetting(places.message));
  const wanted = settingsOf(description.variables, places.args);
  if (!wanted.ok) throw new Problem(messages.badSetting(wanted.message, wanted.hints));
  const { interface: name } = places.attach;
  const found = name === undefined ? undefined : await libbpf();
  const there = found?.ok === true ? interfaceOf(found.bpf, host, name) : undefined;
  if (typeof there === 'string') throw new Problem(messages.badSetting(there));
}
