/** What a plan says beside its program, in the question's language. */
interface PlanTexts {
  narrowedTitle(title: string, target: string): string;
  noKey(key: string, offered: readonly string[]): string;
  noMeasure(measure: string): string;
  noFilter(): string;
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
  dropped: (points) => `本机内核没有 ${points.join('、')};程序的其余部分仍然有效`,
  closer: (title, points) => `“${title}”更接近所问,但这台机器不允许挂到 ${points.join('、')};这是最接近的`,
  unapplied: (words) => `没有应用“${words}”:该程序无法这样筛选;将显示全部`,
  noPid: (pid) => `现在没有进程号为 ${pid} 的进程`,
  noComm: (comm) => `现在没有名为 ${comm} 的进程;它若启动,就会被看到`,
};

export function planTexts(language: string): PlanTexts {
  return language === 'zh' ? zh : en;
}
