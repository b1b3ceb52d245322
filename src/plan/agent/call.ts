/** A call of a model's reply, held strictly against the tools there are. */
import type { ToolCall } from '../../models/model.ts';
import type { Handled } from './end.ts';
import { type Arguments, readArguments } from './fields.ts';
import { oneLine } from './prompt.ts';
import type { Room } from './room.ts';
import type { Tool } from './tools.ts';

/** A call of a reply; without an id where it was written as text. */
export type Called = Omit<ToolCall, 'id'> & { readonly id?: string };

/** The tool that is called with what it was given; or what the model is told, since nothing could be done. */
export type Read = { readonly tool: Tool; readonly given: Extract<Arguments, { ok: true }> } | { readonly undone: Handled };

/** Reads a call. `truncated`: the reply broke off, so that its arguments may be half. */
export function readCall(call: Called, tools: readonly Tool[], truncated: boolean, room: Room): Read {
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined) {
    if (call.name === 'keep_program') return { undone: { text: 'keep_program is for a program that ran and saw nothing. Nothing has run: submit a program.' } };
    return undone(`There is no tool ${JSON.stringify(oneLine(call.name, 60))}. There is: ${tools.map(({ name }) => name).join(', ')}.`);
  }
  if (call.malformed !== undefined) {
    const why = truncated ? `The reply broke off: it may have at most ${room.reply} tokens.` : 'The arguments are no JSON.';
    return undone(`${why} Nothing was done. Call ${tool.name} again with one JSON object.`);
  }
  const given = readArguments(tool.fields, call.input);
  if (given.ok) return { tool, given };
  return undone(`Nothing was done, for the arguments of ${tool.name} are not right:\n${given.faults.map((text) => `- ${text}`).join('\n')}`);
}

function undone(text: string): Read {
  return { undone: { undone: true, text } };
}

/** The name of the tool that is called: some put a namespace before it. */
export function toolName(name: string): string {
  return name.replace(/^(?:functions?|tools?|default_api)[.:/]/, '');
}
