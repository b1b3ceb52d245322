import type { Definition, EnumeratorDefinition, FieldDefinition, TypeDescription } from '../core/definition.ts';
import { type Paint, paint, type Style } from './layout.ts';
import { visible } from './values.ts';

/** What stands for the body of a struct in a declaration. */
const BODY = '{...}';
const INDENT = '    ';
/** Comments stand behind this column at most: a few long declarations shall not push all of them out of sight. */
const FURTHEST = 64;

interface Line {
  readonly text: string;
  readonly comment?: string;
}

/** C definitions with offsets and sizes in bytes as comments. A bit field's offset is its byte and the bit in it: `1188:3`. */
export function renderDefinitions({ member, definitions }: TypeDescription, style: Style): string[] {
  const blocks: Line[][] = [];
  if (member !== undefined) blocks.push(fieldLines(member, '').map((line) => ({ ...line, comment: `${line.comment}, in ${member.of}` })));
  for (let i = 0; i < definitions.length; i++) {
    const definition = definitions[i];
    const next = definitions[i + 1];
    if (definition === undefined) continue;
    const isOneWithNext = definition.kind === 'typedef' && definition.declaration.includes(BODY) && next !== undefined;
    blocks.push(isOneWithNext ? definitionLines(next, definition.declaration) : definitionLines(definition));
    if (isOneWithNext) i++;
  }
  return blocks.flatMap((block, i) => [...(i > 0 ? [''] : []), ...align(block, style)]);
}

/** `declaration` is that of the typedef without which the struct has no name. */
function definitionLines(definition: Definition, declaration?: string): Line[] {
  switch (definition.kind) {
    case 'record': {
      const [head = '', tail = ''] = (declaration ?? `${definition.name} ${BODY}`).split(BODY);
      const members = definition.members.flatMap((member) => fieldLines(member, INDENT));
      return [{ text: `${head}{`, comment: bytes(definition.size) }, ...members, { text: `}${tail};` }];
    }
    case 'enum': {
      const [head = '', tail = ''] = (declaration ?? `${definition.name} ${BODY}`).split(BODY);
      return [{ text: `${head}{`, comment: bytes(definition.size) }, ...enumeratorLines(definition.enumerators, INDENT), { text: `}${tail};` }];
    }
    case 'typedef':
      return [{ text: `${definition.declaration};`, comment: bytes(definition.size) }];
    case 'function':
      return [{ text: `${definition.declaration};` }];
    case 'basic':
      return [{ text: definition.name, comment: bytes(definition.size) }];
    case 'incomplete':
      return [{ text: `${definition.name};`, comment: 'declared only: what it is made of is not known' }];
  }
}

function fieldLines(field: FieldDefinition, indent: string): Line[] {
  const comment = place(field);
  const { members, enumerators } = field;
  if (members === undefined && enumerators === undefined) return [{ text: `${indent}${field.declaration};`, comment }];
  const [head = '', tail = ''] = field.declaration.split(BODY);
  const inside = [...(members ?? []).flatMap((member) => fieldLines(member, indent + INDENT)), ...enumeratorLines(enumerators ?? [], indent + INDENT)];
  return [{ text: `${indent}${head}{` }, ...inside, { text: `${indent}}${tail};`, comment }];
}

function enumeratorLines(enumerators: readonly EnumeratorDefinition[], indent: string): Line[] {
  return enumerators.map(({ name, value }) => ({ text: `${indent}${name} = ${value},` }));
}

function place({ bitOffset, bitSize, size }: FieldDefinition): string {
  const byte = Math.floor(bitOffset / 8);
  if (bitSize === undefined) return `${String(byte).padStart(5)}, ${bytes(size)}`;
  return `${`${byte}:${bitOffset % 8}`.padStart(5)}, ${bitSize === 1 ? '1 bit' : `${bitSize} bits`}`;
}

function bytes(size: number): string {
  return size === 1 ? '1 byte' : `${size} bytes`;
}

function align(lines: readonly Line[], style: Style): string[] {
  const widest = Math.max(...lines.map(({ text, comment }) => (comment === undefined || text.length > FURTHEST ? 0 : text.length)));
  return lines.map(({ text, comment }) => {
    if (comment === undefined) return visible(text);
    const dim: Paint = 'dim';
    return `${visible(text).padEnd(widest)}  ${paint(`// ${visible(comment)}`, dim, style)}`;
  });
}
