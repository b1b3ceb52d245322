/** What a tool takes, as data: the schema that a model sees and the check of what it sent are made of the same table. */
import type { JsonSchema } from '../../models/model.ts';

export interface Field {
  readonly name: string;
  readonly type: 'text' | 'texts';
  readonly about: string;
  readonly required?: true;
  /** The only values there are. */
  readonly oneOf?: readonly string[];
  /** Characters of a text; of each text where there are several. */
  readonly most: number;
  /** How many texts. */
  readonly mostOf?: number;
}

export function schemaOf(fields: readonly Field[]): JsonSchema {
  const properties = Object.fromEntries(
    fields.map(({ name, type, about, oneOf }) => [
      name,
      type === 'texts'
        ? { type: 'array', items: { type: 'string' }, description: about }
        : { type: 'string', description: about, ...(oneOf === undefined ? {} : { enum: oneOf }) },
    ]),
  );
  return {
    type: 'object',
    properties,
    required: fields.filter(({ required }) => required === true).map(({ name }) => name),
    additionalProperties: false,
  };
}

export type Arguments =
  | { readonly ok: true; readonly text: (name: string) => string; readonly texts: (name: string) => readonly string[] }
  | { readonly ok: false; readonly faults: readonly string[] };

/** What was sent, held against the table. What is not asked for is passed over: it does no harm. */
export function readArguments(fields: readonly Field[], input: unknown): Arguments {
  const given = asObject(input);
  if (given === undefined) return { ok: false, faults: [`the arguments must be one JSON object with ${list(fields)}`] };
  const faults: string[] = [];
  const values = new Map<string, readonly string[]>();
  for (const field of fields) {
    const read = readField(field, given.get(field.name));
    if (typeof read === 'string') faults.push(read);
    else values.set(field.name, read);
  }
  if (faults.length > 0) {
    const unknown = [...given.keys()].filter((name) => !fields.some((field) => field.name === name));
    if (unknown.length > 0)
      faults.push(
        `there is no argument ${unknown
          .slice(0, 5)
          .map((name) => JSON.stringify(name.slice(0, 40)))
          .join(', ')}; there is ${list(fields)}`,
      );
    return { ok: false, faults };
  }
  return { ok: true, text: (name) => values.get(name)?.[0] ?? '', texts: (name) => values.get(name) ?? [] };
}

function list(fields: readonly Field[]): string {
  return fields.map(({ name, required }) => `"${name}"${required === true ? '' : ' (optional)'}`).join(', ');
}

/** The values of a field, or what is wrong with them. */
function readField(field: Field, value: unknown): readonly string[] | string {
  const { name, type, required, oneOf, most, mostOf = 1 } = field;
  if (value === undefined || value === null) return required === true ? `"${name}" is missing: ${field.about}` : [];
  if (type === 'texts') {
    // A list that came as one text is a list all the same.
    const items = typeof value === 'string' ? value.split(/[,\n]/).map((part) => part.trim()) : value;
    if (!Array.isArray(items) || !items.every((item): item is string => typeof item === 'string')) return `"${name}" must be an array of strings`;
    return items
      .filter((item) => item.trim() !== '')
      .slice(0, mostOf)
      .map((item) => item.slice(0, most));
  }
  if (typeof value !== 'string') return `"${name}" must be a string, not ${Array.isArray(value) ? 'an array' : `a ${typeof value}`}`;
  if (required === true && value.trim() === '') return `"${name}" is empty: ${field.about}`;
  if (value.length > most) return `"${name}" has ${value.length} characters; at most ${most} are taken`;
  if (oneOf !== undefined && !oneOf.includes(value)) return `"${name}" must be one of ${oneOf.join(', ')}`;
  return [value];
}

function asObject(input: unknown): ReadonlyMap<string, unknown> | undefined {
  let value = input;
  if (typeof value === 'string') {
    // Some write the object as a text of JSON once more.
    try {
      value = JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}
