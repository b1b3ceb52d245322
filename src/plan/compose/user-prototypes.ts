/** Functions of common libraries as their manuals declare them: what a symbol table does not say. `s` is a text, `n` a number of bytes, `d` an int, `p` a pointer. */
import type { Part } from './fields.ts';

const FUNCTIONS: Readonly<Record<string, string>> = {
  malloc: 'size:n -> p',
  calloc: 'nmemb:u size:n -> p',
  realloc: 'ptr:p size:n -> p',
  free: 'ptr:p',
  aligned_alloc: 'alignment:u size:n -> p',
  memcpy: 'dest:p src:p n:n',
  memset: 's:p c:d n:n',
  strlen: 's:s -> n',
  strcmp: 's1:s s2:s -> d',
  strdup: 's:s',
  puts: 's:s -> d',
  fopen: 'pathname:s mode:s',
  open: 'pathname:s flags:d -> d',
  getenv: 'name:s -> s',
  setenv: 'name:s value:s -> d',
  system: 'command:s -> d',
  dlopen: 'filename:s',
  getaddrinfo: 'node:s service:s -> d',
  gethostbyname: 'name:s',
  readline: 'prompt:s -> s',
  sleep: 'seconds:u',
  usleep: 'usec:u',
  pthread_mutex_lock: 'mutex:p -> d',
  SSL_write: 'ssl:p buf:p num:n -> d',
  SSL_read: 'ssl:p buf:p num:n -> d',
  gnutls_record_send: 'session:p data:p size:n',
};

/** The arguments of a function and its result; of one that is not known, its first three in hex, as many as most have. */
export function userParts(name: string): { readonly args: readonly Part[]; readonly result: Part | undefined } {
  const [before = '', after] = (Object.hasOwn(FUNCTIONS, name) ? (FUNCTIONS[name] ?? '') : 'arg0:x arg1:x arg2:x -> x').split(' -> ');
  const args = before.split(' ').map((item, index) => {
    const [argument = '', kind = ''] = item.split(':');
    return part(argument, `arg${index}`, kind);
  });
  return { args, result: after === undefined ? undefined : part('retval', 'retval', after) };
}

function part(name: string, raw: string, kind: string): Part {
  const column = name === 'stack' ? 'stack value' : name;
  switch (kind) {
    case 's':
      return { name, column, kind: 'text', raw, through: 'str(#)', format: '%s' };
    case 'n':
      return { name, column, kind: 'number', raw, format: '%lu', unit: 'bytes' };
    case 'u':
      return { name, column, kind: 'number', raw, format: '%lu' };
    case 'd':
      return { name, column, kind: 'number', raw: `(int32)${raw}`, format: '%d' };
    default:
      return { name, column, kind: kind === 'x' ? 'number' : 'pointer', raw, format: '0x%lx' };
  }
}

export function isKnownUserFunction(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name);
}
