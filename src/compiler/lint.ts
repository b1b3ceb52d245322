/** What clang compiles without a word and the kernel then refuses or passes by. */
import type { Diagnostic } from '../core/diagnostic.ts';

/** Helpers that the kernel lets only GPL-compatible programs call (`.gpl_only = true` in kernel/trace/bpf_trace.c and kernel/bpf/helpers.c). */
const GPL_ONLY =
  /\b(?:bpf_printk|bpf_trace_printk|bpf_trace_vprintk|bpf_probe_read(?:_(?:user|kernel))?(?:_str)?|BPF_CORE_READ\w*|bpf_core_read\w*|bpf_perf_event_output|bpf_perf_event_read(?:_value)?|bpf_get_stackid|bpf_get_stack|bpf_get_task_stack|bpf_override_return|bpf_probe_write_user|bpf_seq_printf|bpf_copy_from_user_task)\b/;

/** Of a program that is short of a licence, or of anything that the kernel would run. */
export function lintOf(source: string): Diagnostic[] {
  const code = withoutComments(source);
  const found: Diagnostic[] = [];
  if (!/\bSEC\s*\(|\bsection\s*\(/.test(code)) {
    found.push({
      code: 'c-no-program',
      severity: 'error',
      message: 'there is no function here that the kernel is to run',
      hints: ['a program stands in a section that says where it attaches: SEC("tracepoint/syscalls/sys_enter_openat") int handle(void *ctx) { ... return 0; }'],
      fixes: [],
    });
  } else if (!/(?:SEC|section)\s*\(\s*"license"\s*\)/.test(code)) {
    const helper = GPL_ONLY.exec(code);
    const end = { start: source.length, end: source.length };
    found.push({
      code: 'c-no-licence',
      severity: helper === null ? 'warning' : 'error',
      message:
        helper === null ? 'the program states no licence' : `the program states no licence, and the kernel lets only GPL-compatible programs call ${helper[0]}`,
      ...(helper === null ? {} : { span: { start: helper.index, end: helper.index + helper[0].length } }),
      hints: ['add: char LICENSE[] SEC("license") = "GPL";'],
      fixes: [
        {
          title: 'state the licence',
          edits: [{ span: end, text: `${source.endsWith('\n') ? '' : '\n'}\nchar LICENSE[] SEC("license") = "GPL";\n` }],
          automatic: true,
        },
      ],
    });
  }
  return found;
}

/** The same length, so that places stay: comments are blanks, but for their line ends. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, (text) => (text.startsWith('"') ? text : text.replace(/[^\n]/g, ' ')));
}
