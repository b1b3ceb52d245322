/** What the parameters of functions can be told as. */
import type { CFunction, CType } from '../../core/ctype.ts';
import type { Part } from './fields.ts';
import { unitOf } from './units.ts';

/** How a parameter is read: by its name, where the probe knows the types, or from a register. */
export type Access = 'typed' | 'register';

/** Structures by something of theirs that a person knows them by. `#` is the pointer; all of it is in the kernel's types since long before 5.10. */
const KNOWN_BY: Readonly<Record<string, { readonly member: string; readonly column: string }>> = {
  file: { member: 'f_path.dentry->d_name.name', column: 'file' },
  dentry: { member: 'd_name.name', column: 'file' },
  path: { member: 'dentry->d_name.name', column: 'file' },
  filename: { member: 'name', column: 'file' },
  linux_binprm: { member: 'filename', column: 'file' },
  super_block: { member: 's_id', column: 'file system' },
  net_device: { member: 'name', column: 'interface' },
  task_struct: { member: 'comm', column: 'process' },
};
/** Members that are arrays of characters, and so texts already. */
const ARRAYS: ReadonlySet<string> = new Set(['super_block', 'net_device', 'task_struct']);
const BUFFER = /buf|data|mem|ptr|from|to$|^s$|^p$/;
const REGISTERS = 6;

/** The parameters of a function that have a value, under the names its source gives them. */
export function parametersOf({ params }: CFunction, access: Access): Part[] {
  const taken = new Set<string>();
  return params.flatMap(({ name, type }, index) => {
    if (name === '' || (access === 'register' && index >= REGISTERS)) return [];
    const part = parameter(name, type, index, access);
    if (part === undefined) return [];
    const column = taken.has(part.column) ? `${name} ${part.column}` : part.column;
    taken.add(column);
    return [{ ...part, column }];
  });
}

function parameter(name: string, type: CType, index: number, access: Access): Part | undefined {
  const raw = access === 'typed' ? `args->${name}` : `arg${index}`;
  const column = /^(?:pid|tid|cpu|comm|process|user|stack|state|time|device|errno|signal|file|syscall|protocol|address|directory)$/.test(name)
    ? `${name} value`
    : name;
  switch (type.kind) {
    case 'int':
    case 'enum': {
      const unit = unitOf(name, `function:${name}`);
      const value = access === 'typed' || type.bits === 64 ? raw : `(${type.signed ? '' : 'u'}int${type.bits})${raw}`;
      const long = type.bits === 64 ? 'l' : '';
      const format = /flags|mask|addr|prot|gfp/.test(name) ? `0x%${long}x` : `%${long}${type.signed ? 'd' : 'u'}`;
      return { name, column, kind: 'number', raw: value, format, ...(unit === undefined ? {} : { unit }) };
    }
    case 'pointer':
      return pointer(name, column, type.to, raw, access, type.user === true);
    default:
      return undefined;
  }
}

function pointer(name: string, column: string, to: CType, raw: string, access: Access, user: boolean): Part {
  if (to.kind === 'record') {
    const known = Object.hasOwn(KNOWN_BY, to.name) ? KNOWN_BY[to.name] : undefined;
    if (known !== undefined) {
      const base = access === 'typed' ? '#' : `((struct ${to.name} *)#)`;
      const text = `${base}->${known.member}`;
      const said = known.column === 'process' ? `${name} process` : known.column;
      return { name, column: said, kind: 'text', raw, through: ARRAYS.has(to.name) ? text : `str(${text})`, format: '%s' };
    }
  }
  const isText = to.kind === 'int' && to.name === 'char' && !user && !BUFFER.test(name);
  if (isText) return { name, column, kind: 'text', raw, through: 'str(#)', format: '%s' };
  return { name, column, kind: 'pointer', raw, format: '0x%lx' };
}

/** What a function returns; undefined where it returns nothing, or something that is no number. */
export function resultOf({ returns }: CFunction, access: Access): Part | undefined {
  if (returns.kind === 'void' || returns.kind === 'record' || returns.kind === 'float') return undefined;
  if (returns.kind !== 'int' && returns.kind !== 'enum') return { name: 'retval', column: 'retval', kind: 'pointer', raw: 'retval', format: '0x%lx' };
  const { bits, signed } = returns;
  // A register has 64 bits, of which a smaller result fills the lower ones only.
  const raw = access === 'typed' || bits === 64 || bits < 8 ? 'retval' : `(${signed ? '' : 'u'}int${bits})retval`;
  return { name: 'retval', column: 'retval', kind: 'number', raw, format: `%${bits === 64 ? 'l' : ''}${signed ? 'd' : 'u'}` };
}
