import type { CType, RecordType } from '../../core/ctype.ts';
import { type AddressSpace, integer, NONE, pointer, type Type, UNKNOWN } from './type.ts';

/**
 * The type bpftrace gives to a value of a C type (its clang_parser.cpp and btf.cpp): an array of `char` is a string, an enum an unsigned integer, a
 * pointer to a function a pointer to nothing.
 */
export function fromC(type: CType, space?: AddressSpace): Type {
  switch (type.kind) {
    case 'void':
    case 'function':
      return NONE;
    case 'int':
      return type.bits <= 64 ? integer(Math.max(1, type.bits / 8), type.signed) : UNKNOWN;
    case 'enum':
      return integer(Math.max(1, type.bits / 8), false);
    case 'float':
      return UNKNOWN;
    case 'pointer':
      return pointer(fromC(type.to), type.user ? 'user' : space);
    case 'array':
      return type.of.kind === 'int' && type.of.name === 'char'
        ? { kind: 'string', size: type.length }
        : { kind: 'array', of: fromC(type.of), length: type.length };
    case 'record':
      return recordOf(type);
    case 'incomplete':
      return /^(struct|union) /.test(type.name) ? { kind: 'record', name: type.name, size: 0 } : UNKNOWN;
  }
}

function recordOf(layout: RecordType): Type {
  return { kind: 'record', name: `${layout.union ? 'union' : 'struct'} ${layout.name}`, size: layout.size, layout };
}
