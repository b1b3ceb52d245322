/** enum bpf_reg_type as the verifier writes it (reg_type_str), and what it stands for in C. */
const TYPES: Readonly<Record<string, string>> = {
  scalar: 'a number',
  inv: 'a number',
  fp: 'an address on the stack',
  ctx: "the program's own argument (its context)",
  map_ptr: 'a map',
  map_value: 'memory of a map or a global variable',
  map_key: 'a key of a map',
  mem: 'memory of a helper or a ring buffer',
  ringbuf_mem: 'a record of a ring buffer',
  alloc_mem: 'a record of a ring buffer',
  pkt: 'data of a packet',
  pkt_meta: 'metadata of a packet',
  pkt_end: 'the end of a packet',
  buf: 'a buffer of the kernel',
  rdonly_mem: 'memory that is only read',
  rdonly_buf: 'a buffer that is only read',
  dynptr_ptr: 'a dynptr',
  func: 'a function',
};

/** Several, as the verifier lists them: the first few tell. */
export function typesInWords(listed: string): string {
  const words = listed.split(/,\s*/).map((type) => TYPES[type] ?? type);
  return [...new Set(words)].slice(0, 3).join(' or ');
}
