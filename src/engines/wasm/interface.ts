/**
 * What a wasm-bpf runtime offers a module (https://github.com/eunomia-bpf/wasm-bpf, docs/specs.md and runtime/wasm-bpf-rs): the names, and the types of parameters and
 * results. Whoever imports one with other types could not be linked by other runtimes.
 */

/** Modules whose `wasm_bpf_buffer_poll` has no parameter for the callback, and the function that such a guest exports instead. TinyGo's have the first; ecli takes the second. */
export const GO_CALLBACKS: Readonly<Record<string, string>> = { 'callback-wrapper': 'go-callback', 'go-callback': 'callback-wrapper' };

/** As parameters, then results: `i32 i32 -> i64`. */
export const WASM_BPF: Readonly<Record<string, string>> = {
  wasm_load_bpf_object: 'i32 i32 -> i64',
  wasm_close_bpf_object: 'i64 -> i32',
  wasm_attach_bpf_program: 'i64 i32 i32 -> i32',
  wasm_bpf_buffer_poll: 'i64 i32 i32 i32 i32 i32 i32 -> i32',
  wasm_bpf_map_fd_by_name: 'i64 i32 -> i32',
  wasm_bpf_map_operate: 'i32 i32 i32 i32 i32 i64 -> i32',
};

/** Without the callback. The Go SDK declares pointers of 64 bits for the operation on maps, which is taken as it is. */
const GO_POLL = 'i64 i32 i32 i32 i32 i32 -> i32';
const GO_OPERATE = 'i32 i32 i64 i64 i64 i64 -> i32';

/** The types a function may be imported with; undefined where there is no such function. */
export function typesOf(module: string, name: string): readonly string[] | undefined {
  if (Object.hasOwn(GO_CALLBACKS, module)) return name === 'wasm_bpf_buffer_poll' ? [GO_POLL] : undefined;
  const types = module === 'wasm_bpf' && Object.hasOwn(WASM_BPF, name) ? WASM_BPF[name] : undefined;
  if (types === undefined) return undefined;
  return name === 'wasm_bpf_map_operate' ? [types, GO_OPERATE] : [types];
}

/** Whether functions of this module reach the kernel. */
export function isOfBpf(module: string): boolean {
  return module === 'wasm_bpf' || Object.hasOwn(GO_CALLBACKS, module);
}
