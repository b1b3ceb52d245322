import type { Remark } from './fill/filled.ts';

/** What a plan says beside its program, in the question's language. */
interface PlanTexts {
  narrowedTitle(title: string, target: string): string;
  noKey(key: string, offered: readonly string[]): string;
  noMeasure(measure: string): string;
  noFilter(): string;
  noIntervals(): string;
  noTimes(): string;
  remark(remark: Remark): string;
  /** What the answer of a program that shows it at intervals is called at the end. */
  windows(title: string, last: boolean): string;
  dropped(points: readonly string[]): string;
  closer(title: string, points: readonly string[]): string;
  unapplied(words: string): string;
  noPid(pid: number): string;
  noComm(comm: string): string;
}

const en: PlanTexts = {
  narrowedTitle: (title, target) => `${title} (only ${target})`,
  noKey: (key, offered) => `this program cannot tell it by ${key}${offered.length > 0 ? `; it can by ${offered.join(', ')}` : ''}`,
  noMeasure: (measure) => `this program cannot show the ${measure}; it shows what it can`,
  noFilter: () => 'this program cannot be narrowed to one process; everything on the machine is shown',
  noIntervals: () => 'this program shows each event as it comes: there are no intervals to show it at',
  noTimes: () => 'how often was not applied: this program shows one answer, at its end',
  remark: (remark) =>
    remark === 'names-only'
      ? 'this program knows the names of files without their directories: files of that name anywhere are shown'
      : 'paths are compared as the program was given them: a relative one does not begin with that directory, so it is not shown',
  windows: (title, last) => `${title} (${last ? 'the last interval' : 'all intervals together'})`,
  dropped: (points) => `this kernel lacks ${points.join(', ')}; the rest of the program covers what it has`,
  closer: (title, points) =>
    `“${title}” would come closer to what was asked, but this machine does not let anything be attached to ${points.join(', ')}; this is the nearest`,
  unapplied: (words) => `“${words}” was not applied: this program cannot be narrowed that way; everything is shown`,
  noPid: (pid) => `there is no process with pid ${pid} now`,
  noComm: (comm) => `no process is named ${comm} now; if one starts, it is seen`,
};

const zh: PlanTexts = {
  narrowedTitle: (title, target) => `${title}(仅 ${target})`,
  noKey: (key, offered) => `该程序无法按 ${key} 分组${offered.length > 0 ? `;可以按 ${offered.join('、')}` : ''}`,
  noMeasure: (measure) => `该程序无法给出 ${measure};将显示它能给出的结果`,
  noFilter: () => '该程序无法只看一个进程;将显示整台机器的情况',
  noIntervals: () => '该程序逐个显示事件,没有间隔可言',
  noTimes: () => '次数没有应用:该程序只在结束时给出一个结果',
  remark: (remark) =>
    remark === 'names-only' ? '该程序只知道文件名,不知道目录:任何位置的同名文件都会显示' : '路径按程序给出的样子比较:相对路径不以该目录开头,因此不会显示',
  windows: (title, last) => `${title}(${last ? '最后一个时段' : '所有时段合计'})`,
  dropped: (points) => `本机内核没有 ${points.join('、')};程序的其余部分仍然有效`,
  closer: (title, points) => `“${title}”更接近所问,但这台机器不允许挂到 ${points.join('、')};这是最接近的`,
  unapplied: (words) => `没有应用“${words}”:该程序无法这样筛选;将显示全部`,
  noPid: (pid) => `现在没有进程号为 ${pid} 的进程`,
  noComm: (comm) => `现在没有名为 ${comm} 的进程;它若启动,就会被看到`,
};

export function planTexts(language: string): PlanTexts {
  return language === 'zh' ? zh : en;
}
