import { Exit } from '../core/exit.ts';
import type { Request } from '../core/request.ts';
import type { Surroundings } from '../line/events.ts';
import { showPrompt } from '../line/model/show-prompt.ts';
import { visibleLine } from '../views/values.ts';
import { write } from './terminal.ts';

/** `--show-prompt`: all that a model would be sent first. Sends nothing, runs nothing. */
export async function showPromptCommand(request: Request, around: Surroundings, json: boolean): Promise<Exit> {
  const { model, notes, prompt } = await showPrompt(request, around);
  for (const note of notes) process.stderr.write(`${visibleLine(note)}\n`);
  if (prompt === undefined) return Exit.noProgram;
  if (json) {
    await write(process.stdout, `${JSON.stringify({ type: 'prompt', model: model ?? null, ...prompt })}\n`);
    return Exit.answered;
  }
  const tools = prompt.tools.flatMap(({ name, description, schema }) => [`${name}: ${description}`, `  ${JSON.stringify(schema)}`]);
  const parts = [['system', prompt.system], ['user', prompt.user], ...(tools.length === 0 ? [] : [['tools', tools.join('\n')]])];
  const text = parts.map(([name = '', body = '']) => `--- ${name}\n${body.trimEnd()}\n`).join('\n');
  await write(process.stdout, process.stdout.isTTY === true ? `${text.trimEnd().split('\n').map(visibleLine).join('\n')}\n` : text);
  return Exit.answered;
}
