import { functionName } from '../attach-point.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** btf_allowlist_d_path (kernel/trace/bpf_trace.c): in other functions the kernel could wait for a lock that is already held. */
const ALLOWED: ReadonlySet<string> = new Set([
  'security_file_permission',
  'security_inode_getattr',
  'security_file_open',
  'security_path_truncate',
  'vfs_truncate',
  'vfs_fallocate',
  'dentry_open',
  'vfs_getattr',
  'filp_close',
]);

/** path() stands where the kernel lets a program ask for one. */
export const pathProbe: Rule = {
  name: 'path-probe',
  *check({ places }) {
    for (const { node, probe } of places) {
      if (node.kind !== 'call' || node.name !== 'path') continue;
      for (const point of probe?.attachPoints ?? []) {
        const name = functionName(point);
        if (!/^k(?:ret)?func$/.test(point.provider) || !/^\w+$/.test(name) || ALLOWED.has(name)) continue;
        const message = `the kernel lets path() be used in a few functions only, and ${name} is none of them`;
        yield report('error', 'path-not-allowed', message, node.span, [`it can be used in ${[...ALLOWED].join(', ')}`]);
      }
    }
  },
};
