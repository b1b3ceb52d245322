/** A course of two lessons that is whole, as files: what tests change one thing in. */
import type { CourseFiles } from '../../src/learn/course.ts';

export const CONCEPTS = `
[probe]
title.en = "probes"
title.zh = "探针"
needs = []

[filter]
title.en = "filters"
title.zh = "过滤器"
needs = ["probe"]
`;

export const PROBES_TOML = `
title.en = "Probes"
title.zh = "探针"
goal.en = "say where to listen"
goal.zh = "说出在哪里听"
minutes = 10
teaches = ["probe"]
read = "read.bt"

[[exercise]]
id = "any"
title.en = "Any"
title.zh = "任意"
task.en = "Count what gt-open opens."
task.zh = "数一数 gt-open 打开了多少文件。"
truth.en = "gt-open opened needle.txt {n} times"
truth.zh = "gt-open 打开了 needle.txt {n} 次"
start = "any.start.bt"
solution = "any.bt"
n = [20, 60]
workload = "workload open {n}"
hints = [{ en = "Look.", zh = "看。" }, { en = "Look again.", zh = "再看。" }]

[exercise.expect]
evidence = [{ match = "gt-open", min = "n", max = "n+2" }]
`;

export const FILTERS_TOML = `
title.en = "Filters"
title.zh = "过滤器"
goal.en = "only what you mean"
goal.zh = "只看你要看的"
minutes = 10
teaches = ["filter"]
read = "read.bt"

[[exercise]]
id = "one-name"
title.en = "One name"
title.zh = "一个名字"
task.en = "Print what gt-open opens."
task.zh = "打印 gt-open 打开的文件。"
truth.en = "gt-open opened needle.txt {n} times"
truth.zh = "gt-open 打开了 needle.txt {n} 次"
start = "one-name.start.bt"
solution = "one-name.bt"
n = [20, 60]
workload = "workload open {n}"
needs = []
hints = [{ en = "A filter.", zh = "过滤器。" }, { en = "Use comm.", zh = "用 comm。" }]

[exercise.expect]
sees = ["needle\\\\.txt"]
hides = ["other\\\\.txt"]
evidence = [{ match = "needle\\\\.txt", min = "n", max = "2n+1" }]

[[exercise.slip]]
program = "one-name.slip-1.bt"
when = 'comm\\s*=\\s*"'
say.en = "One = gives a value."
say.zh = "一个等号是赋值。"
`;

const EN = 'Look at `this`.\n\n## A heading\n\n```bpftrace\nBEGIN { exit(); }\n```\n\n{{read}}\n\nMore in [filters](lesson:filters).\n';
const ZH = '看`这个`。\n\n## 标题\n\n```bpftrace\nBEGIN { exit(); }\n```\n\n{{read}}\n\n更多见[过滤器](lesson:filters)。\n';
const OPENS = 'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }\n';

/** Files by their path below the course's folder. */
export const WHOLE: Readonly<Record<string, string>> = {
  'concepts.toml': CONCEPTS,
  '01-probes/lesson.toml': PROBES_TOML,
  '01-probes/en.md': EN,
  '01-probes/zh.md': ZH,
  '01-probes/read.bt': OPENS,
  '01-probes/any.start.bt': '// here\n',
  '01-probes/any.bt': OPENS,
  '02-filters/lesson.toml': FILTERS_TOML,
  '02-filters/en.md': EN,
  '02-filters/zh.md': ZH,
  '02-filters/read.bt': OPENS,
  '02-filters/one-name.start.bt': 'tracepoint:syscalls:sys_enter_openat /* here */ { printf("%s\\n", str(args->filename)); }\n',
  '02-filters/one-name.bt': 'tracepoint:syscalls:sys_enter_openat /comm == "gt-open"/ { printf("%s\\n", str(args->filename)); }\n',
  '02-filters/one-name.slip-1.bt': 'tracepoint:syscalls:sys_enter_openat /comm = "gt-open"/ { printf("%s\\n", str(args->filename)); }\n',
};

export function courseFiles(files: Readonly<Record<string, string | undefined>>): CourseFiles {
  const lessons = new Map<string, Map<string, string>>();
  for (const [path, text] of Object.entries(files)) {
    const [folder, name] = path.split('/');
    if (text === undefined || folder === undefined || name === undefined) continue;
    lessons.set(folder, (lessons.get(folder) ?? new Map()).set(name, text));
  }
  return { concepts: files['concepts.toml'], lessons };
}
