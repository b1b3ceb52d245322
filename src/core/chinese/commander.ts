/** Of the command line, as commander says it. */
import { type Catalogue, SAME } from './catalogue.ts';

export const commander: Catalogue = {
  "option '{}' argument '{}' is invalid.": '选项 {1} 的值“{2}”不对。',
  "command-argument value '{}' is invalid for argument '{}'.": '参数 {2} 的值“{1}”不对。',
  "missing required argument '{}'": '缺少参数 {1}',
  "option '{}' argument missing": '选项 {1} 缺少值',
  "unknown option '{}'{}": '没有选项 {1}{2}',
  "unknown command '{}'{}": '没有命令 {1}{2}',
  'too many arguments{}. Expected {} argument{} but got {}.': '参数太多{1}：应为 {2} 个，给了 {4} 个。',
  "for '{}'": '（{1}）',
  '{} cannot be used with {}': '{1} 和 {2} 不能一起用',
  "option '{}'": '选项 {1}',
  'Allowed choices are {}.': '可以是 {1、}。',
  '(Did you mean one of {}?)': '（是不是 {1、} 之一？）',
  '(Did you mean {}?)': '（是不是 {1}？）',
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'choices:': '可选：',
  'default:': '默认：',
  'Examples:': '例子：',
  'Exit status: 0 answered, 2 usage, 3 no program for this question, 4 the program\nis wrong, 5 not agreed to, 6 refused as unsafe, 7 this machine cannot trace,\n8 bpftrace failed, 9 nothing was seen, 10 a file cannot be read or written,\n11 it failed in a guest, where --sandbox tried it first, 12 a case of a suite\nor an exercise was not passed, 13 it saw nothing of the workload --rehearse gave\nit first, 14 the language model could not be used.':
    '退出状态：0 已回答，2 用法不对，3 没有能回答这个问题的程序，4 程序有错误，\n5 没有得到同意，6 因不安全而拒绝，7 本机不能跟踪，8 bpftrace 失败，\n9 什么都没有看到，10 文件读不了或写不了，11 用 --sandbox 先在虚拟机里试时失败，\n12 问题集的用例或练习没有通过，13 用 --rehearse 预演时没有看到工作负载做的事，\n14 语言模型不能用。',
  'display help for command': '显示命令的帮助',
  'gpttrace tool': SAME,
  '({} --help shows how it is used)': '（{1} --help 说明用法）',
};
