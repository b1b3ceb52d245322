/** What compilers and runtimes call functions, as a person wrote them. Data by language; a name that nothing here knows is left as it is. */
import { demangleCpp } from './demangle/cpp.ts';
import { demangleRust, rustLegacy } from './demangle/rust.ts';

export interface ReadableName {
  readonly name: string;
  /** Whether it is code that a runtime made while the program ran. */
  readonly isJit: boolean;
}

export function readableName(symbol: string): ReadableName {
  const jit = jitName(symbol);
  if (jit !== undefined) return { name: jit, isJit: true };
  if (/^_R[A-Z]/.test(symbol)) return { name: demangleRust(symbol) ?? symbol, isJit: false };
  if (symbol.startsWith('_Z')) return { name: rustLegacy(demangleCpp(symbol) ?? symbol), isJit: false };
  return { name: rustLegacy(symbol), isJit: false };
}

/**
 * Names as runtimes write them into /tmp/perf-PID.map. Node's say how far a function was compiled (`~` interpreted, `^` and `+` in between, `*` optimised): one
 * function is shown once, whatever became of it. What follows it is its file, line and column.
 */
function jitName(symbol: string): string | undefined {
  const script = /^(?:JS|LazyCompile|Function|Script|Eval|InterpretedFunction|OptimizedFunction):([~*^+]?)(.*)$/s.exec(symbol);
  if (script !== null) return scriptName(script[2] ?? '');
  const builtin = /^(RegExp|Builtin|BytecodeHandler|Handler|Stub|WasmFunction|JSToWasmFunction|WasmToJSFunction):(.*)$/s.exec(symbol);
  if (builtin !== null) return `${builtin[1]} ${builtin[2]}`.trim();
  // Python 3.12 and later, with -X perf.
  const python = /^py::(.*?):(\/.*|<.*>)$/s.exec(symbol);
  if (python !== null) return `${python[1]} ${python[2]}`;
  // Java's agents write the class as the virtual machine does, or with dots.
  const java = /^L([\w/$]+);::(.+)$/.exec(symbol);
  return java === null ? undefined : `${(java[1] ?? '').replaceAll('/', '.')}::${java[2]}`;
}

function scriptName(text: string): string {
  const [, name = text.trim(), place = ''] = /^(.*?) ?((?:node:|file:|\/|[A-Za-z]:\\|evalmachine|\[eval).*?)(?::\d+)?$/s.exec(text) ?? [];
  const whole = name.trim() === '' ? '(anonymous)' : name.trim();
  return place === '' ? whole : `${whole} ${place}`;
}
