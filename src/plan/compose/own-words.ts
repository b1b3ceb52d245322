import type { EventName } from '../../core/intent.ts';
import type { Offers } from './offers.ts';

/**
 * Whether a word of a question is part of how it speaks of an event: its name, or a field's or an argument's. "The sum of bytes_req of kmem:kmalloc" is about no
 * process called bytes_req.
 */
export function isWordOf(event: EventName, word: string, offers: Offers): boolean {
  const wanted = word.toLowerCase();
  return wordsOf(event, offers).some((own) => own.toLowerCase() === wanted);
}

function wordsOf(event: EventName, offers: Offers): string[] {
  switch (event.kind) {
    case 'tracepoint': {
      const { category, name } = event;
      return [category, name, `${category}:${name}`, ...fieldsOf(category, name, offers)];
    }
    case 'syscall': {
      const { name } = event;
      return [name, `sys_${name}`, `sys_enter_${name}`, `sys_exit_${name}`, 'ret', 'errno', ...fieldsOf('syscalls', `sys_enter_${name}`, offers)];
    }
    case 'function':
      return [event.name, 'retval', ...(offers.prototype(event.name)?.params ?? []).map(({ name }) => name)];
    case 'user-function':
      // A library is no process; a program may well be.
      return [event.name, 'retval', ...(/(?:^|\/)lib/.test(event.binary) ? [event.binary, event.binary.split('/').at(-1) ?? ''] : [])];
  }
}

function fieldsOf(category: string, name: string, offers: Offers): string[] {
  return (offers.fields(category, name) ?? []).map((field) => field.name);
}
