export interface FlameWords {
  readonly search: string;
  readonly reset: string;
  readonly matched: (share: string) => string;
  readonly help: string;
  readonly whole: string;
  readonly total: (amount: string, value: string, stacks: string) => string;
  readonly share: (amount: string, share: string) => string;
  readonly self: (amount: string, share: string) => string;
  readonly dropped: (count: string) => string;
  readonly kinds: { readonly user: string; readonly kernel: string; readonly jit: string; readonly unknown: string };
  readonly more: string;
  readonly less: string;
  readonly same: string;
  readonly widths: { readonly before: string; readonly after: string };
  readonly change: (before: string, after: string) => string;
  readonly selfChange: (before: string, after: string) => string;
  readonly gone: (count: string, share: string, largest: string) => string;
  readonly come: (count: string, share: string, largest: string) => string;
  readonly nothing: string;
}

const en: FlameWords = {
  search: 'Search (/)',
  reset: 'Reset (Esc)',
  matched: (share) => `${share} matched`,
  help: 'Click a function to zoom in; arrow keys and Enter do the same.',
  whole: 'all',
  total: (amount, value, stacks) => `${amount} ${value}  ·  ${stacks} different stacks`,
  share: (amount, share) => `${amount}, ${share} of all`,
  self: (amount, share) => `in itself ${amount}, ${share}`,
  dropped: (count) => `${count} frames are too narrow to be drawn.`,
  kinds: { user: 'program', kernel: 'kernel', jit: 'made at run time (JIT)', unknown: 'no symbol' },
  more: 'a greater share than before',
  less: 'a smaller share',
  same: 'the same',
  widths: { before: 'Widths: shares of the first run.', after: 'Widths: shares of the second run.' },
  change: (before, after) => `${before} of the first run, ${after} of the second`,
  selfChange: (before, after) => `in itself ${before}, ${after}`,
  gone: (count, share, largest) => `Not drawn, for the second run has them no more: ${count} frames with ${share} of the first; the largest: ${largest}.`,
  come: (count, share, largest) => `Not drawn, for the first run does not have them: ${count} frames with ${share} of the second; the largest: ${largest}.`,
  nothing: 'No stacks were seen.',
};

const zh: FlameWords = {
  search: '搜索 (/)',
  reset: '复位 (Esc)',
  matched: (share) => `匹配 ${share}`,
  help: '点击函数可放大;也可用方向键和回车。',
  whole: '全部',
  total: (amount, value, stacks) => `${value}共 ${amount}  ·  ${stacks} 个不同的调用栈`,
  share: (amount, share) => `${amount},占全部的 ${share}`,
  self: (amount, share) => `自身 ${amount},${share}`,
  dropped: (count) => `有 ${count} 个帧太窄,没有画出。`,
  kinds: { user: '程序', kernel: '内核', jit: '运行时生成 (JIT)', unknown: '无符号' },
  more: '占比增大',
  less: '占比减小',
  same: '不变',
  widths: { before: '宽度:在第一次运行中的占比。', after: '宽度:在第二次运行中的占比。' },
  change: (before, after) => `第一次运行 ${before},第二次 ${after}`,
  selfChange: (before, after) => `自身 ${before},${after}`,
  gone: (count, share, largest) => `第二次运行中已没有、因而未画出的:${count} 个帧,占第一次的 ${share};最大的是 ${largest}。`,
  come: (count, share, largest) => `第一次运行中没有、因而未画出的:${count} 个帧,占第二次的 ${share};最大的是 ${largest}。`,
  nothing: '没有看到任何调用栈。',
};

export function flameWords(language: string): FlameWords {
  return language === 'zh' ? zh : en;
}
