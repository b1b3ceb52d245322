import type { Remark } from './fill/filled.ts';
import type { Because } from './learned.ts';

/** What a plan says beside its program, in the question's language. */
interface PlanTexts {
  narrowedTitle(title: string, target: string): string;
  /** Of what is done to a process. */
  towardTitle(title: string, target: string): string;
  noKey(key: string, offered: readonly string[]): string;
  noMeasure(measure: string): string;
  noFilter(): string;
  noIntervals(): string;
  noTimes(): string;
  remark(remark: Remark): string;
  /** What the answer of a program that shows it at intervals is called at the end. */
  windows(title: string, last: boolean): string;
  dropped(points: readonly string[]): string;
  /** Words of the question that had no part in the program. */
  leftOut(words: readonly string[]): string;
  /** Of a plan beside which another program may have been meant. */
  uncertain(): string;
  /** Of an event that only the machine's own lists have. */
  byMeaning(name: string): string;
  closer(title: string, points: readonly string[]): string;
  unapplied(words: string): string;
  noPid(pid: number): string;
  /** Of a program of the user's own. */
  notNarrowed(pid: number): string;
  notNarrowedScript(pid: number): string;
  noComm(comm: string): string;
  /** Of a word that may be meant as the name of a process. */
  stranger(word: string): string;
  /** Of a program in C that was chosen unasked. */
  carriedInC(): string;
  /** Of a bpftrace program; `install` brings the compiler that is missing. */
  wouldCarry(lack: 'compiler' | 'root', install?: string): string;
  /** Of what answers since bpftrace does not: `why` is what is wrong with that. */
  instead(why: string): string;
  /** Of a tool that answers what the library does not. */
  noProgram(): string;
  /** Of a tool, where what there is was asked. */
  toldAtOnce(): string;
  /** Of a program that is taken for what the person said of it before. */
  learned(because: Because): string;
  /** Of a program that the person changed before they ran it. */
  edited(id: string): string;
}

const REMARKS: Readonly<Record<Remark, readonly [en: string, zh: string]>> = {
  'names-only': [
    'this program knows the names of files without their directories: files of that name anywhere are shown',
    '该程序只知道文件名,不知道目录:任何位置的同名文件都会显示',
  ],
  'paths-as-given': [
    'paths are compared as the program was given them: a relative one does not begin with that directory, so it is not shown',
    '路径按程序给出的样子比较:相对路径不以该目录开头,因此不会显示',
  ],
  'only-reads': ['only reads are counted', '只统计读操作'],
  'only-writes': ['only writes are counted', '只统计写操作'],
  'by-inode': [
    'the file is known by its inode number, whatever path it is reached by: one that takes its place meanwhile is not seen, one of the same number in another file system is',
    '文件按 inode 号识别,与经由的路径无关:其间取代它的新文件看不到,其他文件系统中号码相同的文件会一并显示',
  ],
  'below-by-inode': [
    'the directory is known by its inode number: what lies more than eight directories below, or in a file system mounted below, is not seen',
    '目录按 inode 号识别:其下超过八层目录的文件,以及挂载在其下的其他文件系统中的文件看不到',
  ],
};

const en: PlanTexts = {
  narrowedTitle: (title, target) => `${title} (only ${target})`,
  towardTitle: (title, target) => `${title} (only to ${target})`,
  noKey: (key, offered) => `this program cannot tell it by ${key}${offered.length > 0 ? `; it can by ${offered.join(', ')}` : ''}`,
  noMeasure: (measure) => `this program cannot show the ${measure}; it shows what it can`,
  noFilter: () => 'this program cannot be narrowed to one process; everything on the machine is shown',
  noIntervals: () => 'this program shows each event as it comes: there are no intervals to show it at',
  noTimes: () => 'how often was not applied: this program shows one answer, at its end',
  remark: (remark) => REMARKS[remark][0],
  leftOut: (words) =>
    `${words.map((word) => `“${word}”`).join(', ')} had no part in this: if the answer depends on ${words.length === 1 ? 'it' : 'them'}, say it in other words`,
  uncertain: () => 'it is not certain that this is what was meant: if it is not, say it in other words',
  byMeaning: (name) => `the library has no program for this: ${name} is what comes nearest by its name, of all that this machine can tell`,
  windows: (title, last) => `${title} (${last ? 'the last interval' : 'all intervals together'})`,
  dropped: (points) => `this kernel lacks ${points.join(', ')}; the rest of the program covers what it has`,
  closer: (title, points) =>
    `“${title}” would come closer to what was asked, but this machine does not let anything be attached to ${points.join(', ')}; this is the nearest`,
  unapplied: (words) => `“${words}” was not applied: this program cannot be narrowed that way; everything is shown`,
  notNarrowed: (pid) =>
    `it was not narrowed to pid ${pid}: the program has no constant for that (const volatile pid_t target_pid = 0); everything it sees is shown`,
  notNarrowedScript: (pid) => `it was not narrowed to pid ${pid}: a bpftrace program of your own is run as it is; a filter does it: /pid == ${pid}/`,
  noPid: (pid) => `there is no process with pid ${pid} now`,
  noComm: (comm) => `no process is named ${comm} now; if one starts, it is seen`,
  stranger: (word) => `“${word}” was not applied: no process of that name runs now, so everything is shown; --comm ${word} narrows it to one that starts`,
  carriedInC: () =>
    'it is written in C: on a busy machine this happens so often that bpftrace would lose a part of the rows (--engine bpftrace takes it all the same)',
  wouldCarry: (lack, install) =>
    `on a busy machine a row for each would be more than bpftrace carries without loss; a program in C (--engine libbpf) does, ${
      lack === 'root' ? 'run as root' : `once its compiler is installed${install === undefined ? '' : `: ${install}`}`
    }`,
  instead: (why) => `this answers since bpftrace does not: ${why}`,
  noProgram: () => 'the library has no program for this question: this is the tool that comes nearest to it',
  toldAtOnce: () => 'this asks what there is now, which this tool tells at once; what changes from now on is traced with --engine bpftrace',
  learned: (because) =>
    because === 'chosen' ? 'as you chose before (gpttrace feedback list)' : 'it comes first for what you said of earlier answers (gpttrace feedback list)',
  edited: (id) => `you changed this program the last time: gpttrace feedback show ${id} shows what you made of it`,
};

const zh: PlanTexts = {
  narrowedTitle: (title, target) => `${title}(仅 ${target})`,
  towardTitle: (title, target) => `${title}(仅对 ${target})`,
  noKey: (key, offered) => `该程序无法按 ${key} 分组${offered.length > 0 ? `;可以按 ${offered.join('、')}` : ''}`,
  noMeasure: (measure) => `该程序无法给出 ${measure};将显示它能给出的结果`,
  noFilter: () => '该程序无法只看一个进程;将显示整台机器的情况',
  noIntervals: () => '该程序逐个显示事件,没有间隔可言',
  noTimes: () => '次数没有应用:该程序只在结束时给出一个结果',
  remark: (remark) => REMARKS[remark][1],
  leftOut: (words) => `问题中的${words.map((word) => `“${word}”`).join('、')}没有用上:如果答案与此有关,请换个说法`,
  uncertain: () => '不能肯定这就是所问的;如果不是,请换个说法',
  byMeaning: (name) => `程序库中没有能回答这个问题的程序:在这台机器能观测的事件里,${name} 的名字最接近`,
  windows: (title, last) => `${title}(${last ? '最后一个时段' : '所有时段合计'})`,
  dropped: (points) => `本机内核没有 ${points.join('、')};程序的其余部分仍然有效`,
  closer: (title, points) => `“${title}”更接近所问,但这台机器不允许挂到 ${points.join('、')};这是最接近的`,
  unapplied: (words) => `没有应用“${words}”:该程序无法这样筛选;将显示全部`,
  notNarrowed: (pid) => `没有限定到进程 ${pid}:程序里没有为此准备的常量(const volatile pid_t target_pid = 0);将显示它看到的全部`,
  notNarrowedScript: (pid) => `没有限定到进程 ${pid}:您自己的 bpftrace 程序按原样运行;可以加过滤条件:/pid == ${pid}/`,
  noPid: (pid) => `现在没有进程号为 ${pid} 的进程`,
  noComm: (comm) => `现在没有名为 ${comm} 的进程;它若启动,就会被看到`,
  stranger: (word) => `没有应用“${word}”:现在没有这个名字的进程,因此显示全部;--comm ${word} 可以只看之后启动的`,
  carriedInC: () => '该程序用 C 编写:繁忙的机器上事件太多,bpftrace 会丢失一部分行(用 --engine bpftrace 可仍用 bpftrace)',
  wouldCarry: (lack, install) =>
    `繁忙的机器上事件太多,bpftrace 会丢失一部分行;C 程序(--engine libbpf)可以承载,${
      lack === 'root' ? '需以 root 运行' : `需先安装编译器${install === undefined ? '' : `:${install}`}`
    }`,
  instead: (why) => `bpftrace 不可用(${why}),因此改用此方式`,
  noProgram: () => '程序库中没有能回答这个问题的程序:这是最接近的已安装工具',
  toldAtOnce: () => '问的是现在有什么,这个工具可以立即给出;用 --engine bpftrace 可跟踪此后的变化',
  learned: (because) => (because === 'chosen' ? '按您之前的选择(gpttrace feedback list)' : '按您对之前答案的评价,它排在最前(gpttrace feedback list)'),
  edited: (id) => `您上次改过这个程序:gpttrace feedback show ${id} 可以看到改后的样子`,
};

export function planTexts(language: string): PlanTexts {
  return language === 'zh' ? zh : en;
}
