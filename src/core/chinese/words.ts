/** Single words: headings of lists, states, counts. */
import { type Catalogue, SAME } from './catalogue.ts';

export const words: Catalogue = {
  error: '错误',
  warning: '警告',
  note: '注意',
  help: '帮助',
  ok: '正常',
  missing: '缺少',
  limited: '受限',
  yes: '可以',
  no: '不行',
  kernel: '内核',
  privileges: '权限',
  model: '模型',
  lab: '实验室',
  root: SAME,
  tool: '工具',
  of: '来自',
  here: '本机',
  class: '类别',
  tells: '用途',
  cannot: '不可用',
  mend: '补救',
  also: '另见',
  observe: '只观察',
  costly: '开销大',
  'reads-user-data': '读取用户数据',
  unsafe: '不安全',
  good: '好',
  bad: '不好',
  chosen: '选定',
  edited: '修改过',
  running: '运行中',
  ended: '已结束',
  id: SAME,
};

/** What is counted: one of it in English, its name and the word it is counted by in Chinese. */
const COUNTED: Readonly<Record<string, string>> = {
  error: '个错误',
  warning: '个警告',
  note: '条提示',
  program: '个程序',
  file: '个文件',
  change: '处改动',
  mistake: '处错误',
  passage: '段文字',
};

export const counts: Catalogue = Object.fromEntries(
  Object.entries(COUNTED).flatMap(([noun, chinese]): [string, string][] => [
    [`1 ${noun}`, `1 ${chinese}`],
    [`{} ${noun}s`, `{1} ${chinese}`],
  ]),
);
