/** Offers to install what compiles C where it is missing: when it is first needed, and never to those who need none of it. */
import { install } from '../compiler/install.ts';
import { toolchainOf } from '../compiler/toolchain.ts';
import type { AskEvent, Surroundings } from './events.ts';

/** Goes on as if nothing had been said where nobody agrees: compiling then says what is missing. Throws a Problem where installing fails. */
export async function* offerCompiler({ host, mayInstall, willRun, stop }: Surroundings, language: string): AsyncGenerator<AskEvent, void> {
  if (mayInstall === undefined || willRun === false || host.uid !== 0) return;
  const { install: command, packages } = toolchainOf(host);
  if (command === undefined || !(await mayInstall(packages, command, language))) return;
  yield { type: 'note', message: language === 'zh' ? `正在安装:${command}` : `installing: ${command}` };
  await install(command, stop);
}
