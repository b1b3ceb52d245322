/** What the course says by itself, in the language of whoever learns. */
import type { Lang } from '../../learn/lesson.ts';
import type { LessonState } from '../../learn/progress.ts';

export interface LearnWords {
  readonly course: string;
  readonly done: (done: number, of: number) => string;
  readonly states: Readonly<Record<LessonState, string>>;
  readonly next: string;
  readonly yourGoal: string;
  readonly exercises: string;
  readonly minutes: (count: number) => string;
  readonly commands: readonly (readonly [what: string, does: string])[];
  readonly goal: {
    readonly answers: (title: string) => string;
    readonly or: (title: string) => string;
    readonly holds: string;
    readonly known: string;
    readonly path: (lessons: number, minutes: number) => string;
    readonly nothingMissing: string;
    readonly last: string;
    readonly by: Readonly<Record<'workload' | 'agreement' | 'none', string>>;
    readonly begin: string;
  };
  readonly task: string;
  readonly passed: string;
  readonly hintsGiven: (given: number, of: number) => string;
  readonly edit: (name: string) => string;
  readonly grade: (name: string) => string;
  readonly watch: (name: string) => string;
  readonly keys: {
    readonly next: string;
    readonly back: string;
    readonly run: string;
    readonly exercise: string;
    readonly grade: string;
    readonly hint: string;
    readonly quit: string;
    readonly end: string;
  };
  readonly press: string;
  readonly agreeRun: string;
  readonly agreeGrade: string;
  readonly agreeGuest: string;
  readonly grading: string;
  readonly turn: string;
  readonly file: (path: string, isNew: boolean) => string;
  readonly editorFailed: (editor: string) => string;
  readonly hint: (number: number, of: number) => string;
  readonly lastHint: (name: string) => string;
  readonly solutionOf: string;
  readonly lessonDone: (title: string) => string;
  readonly nextExercise: (name: string, title: string) => string;
  readonly nextLesson: (id: string, title: string) => string;
  readonly courseDone: string;
  readonly exported: (begin: string, files: number) => string;
  readonly watching: (file: string) => string;
  readonly line: (line: number) => string;
  readonly more: (count: number) => string;
  readonly erase: string;
  readonly erased: (had: boolean, work: string) => string;
  readonly notKept: (why: string) => string;
  readonly leftOut: (count: number) => string;
  readonly mistaken: string;
  readonly read: string;
  readonly noAnswer: string;
}

const en: LearnWords = {
  course: 'A course in eBPF, on this machine',
  done: (done, of) => `${done} of ${of} lessons done`,
  states: { new: '', begun: 'begun', done: 'done' },
  next: 'Go on with: ',
  yourGoal: 'Your goal: ',
  exercises: 'Exercises',
  minutes: (count) => `${count} min`,
  commands: [
    ['gpttrace learn LESSON', 'read a lesson, by its name or its number'],
    ['gpttrace learn "I want to see ..."', 'the way to what you want to see'],
    ['gpttrace learn edit LESSON', 'write the program of its next exercise'],
    ['gpttrace learn grade LESSON', 'have it judged'],
    ['gpttrace learn --help', 'hint, solution, watch, ask, progress'],
  ],
  goal: {
    answers: (title) => `The program that answers it: ${title}`,
    or: (title) => `Or did you mean ${title}?`,
    holds: 'It is made of: ',
    known: 'known',
    path: (lessons, minutes) => `${lessons} ${lessons === 1 ? 'lesson' : 'lessons'}, about ${minutes} minutes:`,
    nothingMissing: 'You know all that it is made of.',
    last: 'Last: write it yourself.',
    by: {
      workload: 'It is judged by a workload of known behaviour.',
      agreement: "It is judged by whether it agrees with gpttrace's own program, beside the same workload.",
      none: 'Nothing here makes such an event happen, so it cannot be judged; gpttrace run and gpttrace explain show what it does.',
    },
    begin: 'Begin: ',
  },
  task: 'Task: ',
  passed: 'passed',
  hintsGiven: (given, of) => `${given} of ${of} hints given`,
  edit: (name) => `gpttrace learn edit ${name}`,
  grade: (name) => `gpttrace learn grade ${name}`,
  watch: (name) => `gpttrace learn watch ${name}`,
  keys: { next: 'n next', back: 'p back', run: 'r run', exercise: 'e exercise', grade: 'g grade', hint: 'h hint', quit: 'q quit', end: 'n end' },
  press: 'Enter goes back to the lesson ',
  agreeRun: 'run this on this machine now? [Y/n] ',
  agreeGrade: 'your program runs beside a workload here for a few seconds: go on? [Y/n] ',
  agreeGuest: 'your program runs beside a workload in a guest of the lab, a virtual machine, for some seconds: go on? [Y/n] ',
  grading: 'your program runs beside the workload …',
  turn: 'somebody else’s program is being judged on this machine: yours is next …',
  file: (path, isNew) => (isNew ? `your file: ${path}` : `your file, as you left it: ${path}`),
  editorFailed: (editor) => `${editor} failed; set EDITOR to an editor that is installed`,
  hint: (number, of) => `Hint ${number} of ${of}`,
  lastHint: (name) => `That was the last hint. One right answer: gpttrace learn solution ${name}`,
  solutionOf: 'One right answer:',
  lessonDone: (title) => `Lesson done: ${title}.`,
  nextExercise: (name, title) => `Next exercise, ${title}: gpttrace learn edit ${name}`,
  nextLesson: (id, title) => `Next lesson, ${title}: gpttrace learn ${id}`,
  courseDone: 'That was the last one: the course is done.',
  exported: (begin, files) => (files === 1 ? `written: ${begin}` : `${files} pages written; begin at ${begin}`),
  watching: (file) => `watching ${file}; save it to have it judged, Ctrl-C ends`,
  line: (line) => `line ${line}`,
  more: (count) => `… and ${count} more`,
  erase: 'forget all progress? [y/N] ',
  erased: (had, work) => `${had ? 'progress forgotten' : 'there was no progress'}; your files stay in ${work}`,
  notKept: (why) => `progress could not be kept: ${why}`,
  leftOut: (count) => `${count} ${count === 1 ? 'lesson has a mistake and is' : 'lessons have mistakes and are'} left out: gpttrace learn --check`,
  mistaken: 'The course has mistakes: gpttrace learn --check',
  read: 'The program to read:',
  noAnswer: 'nothing in the course or the documentation answers this; with a model configured it could be asked (gpttrace model)',
};

const zh: LearnWords = {
  course: 'eBPF 课程，就在这台机器上',
  done: (done, of) => `已完成 ${of} 课中的 ${done} 课`,
  states: { new: '', begun: '进行中', done: '完成' },
  next: '接着学：',
  yourGoal: '你的目标：',
  exercises: '练习',
  minutes: (count) => `${count} 分钟`,
  commands: [
    ['gpttrace learn 课名', '读一课，用课名或编号'],
    ['gpttrace learn "我想看……"', '通往你想看的东西的路'],
    ['gpttrace learn edit 课名', '写它的下一个练习的程序'],
    ['gpttrace learn grade 课名', '评判它'],
    ['gpttrace learn --help', 'hint、solution、watch、ask、progress'],
  ],
  goal: {
    answers: (title) => `能回答它的程序：${title}`,
    or: (title) => `还是想看${title}？`,
    holds: '它由这些组成：',
    known: '已会',
    path: (lessons, minutes) => `${lessons} 课，大约 ${minutes} 分钟：`,
    nothingMissing: '组成它的东西你都会了。',
    last: '最后：自己写出它。',
    by: {
      workload: '用行为已知的工作负载来评判。',
      agreement: '在同一个工作负载旁，看它与 gpttrace 自己的程序是否一致来评判。',
      none: '这里没有什么能让这种事件发生，所以无法评判；gpttrace run 和 gpttrace explain 能看到它做什么。',
    },
    begin: '开始：',
  },
  task: '任务：',
  passed: '通过',
  hintsGiven: (given, of) => `已给提示 ${given}/${of}`,
  edit: (name) => `gpttrace learn edit ${name}`,
  grade: (name) => `gpttrace learn grade ${name}`,
  watch: (name) => `gpttrace learn watch ${name}`,
  keys: { next: 'n 下一页', back: 'p 上一页', run: 'r 运行', exercise: 'e 练习', grade: 'g 评分', hint: 'h 提示', quit: 'q 退出', end: 'n 结束' },
  press: '按回车回到课文 ',
  agreeRun: '现在在这台机器上运行它？[Y/n] ',
  agreeGrade: '你的程序会和工作负载在这里一起运行几秒钟：继续？[Y/n] ',
  agreeGuest: '你的程序会和工作负载在实验室的虚拟机里一起运行一会儿：继续？[Y/n] ',
  grading: '你的程序正和工作负载一起运行……',
  turn: '这台机器上正在评判别人的程序，完了就轮到你……',
  file: (path, isNew) => (isNew ? `你的文件：${path}` : `你的文件，保持原样：${path}`),
  editorFailed: (editor) => `${editor} 失败了；请把 EDITOR 设为已安装的编辑器`,
  hint: (number, of) => `提示 ${number}/${of}`,
  lastHint: (name) => `提示都给完了。一个正确答案：gpttrace learn solution ${name}`,
  solutionOf: '一个正确答案：',
  lessonDone: (title) => `这一课完成了：${title}。`,
  nextExercise: (name, title) => `下一个练习“${title}”：gpttrace learn edit ${name}`,
  nextLesson: (id, title) => `下一课“${title}”：gpttrace learn ${id}`,
  courseDone: '这是最后一课：课程学完了。',
  exported: (begin, files) => (files === 1 ? `已写入：${begin}` : `已写入 ${files} 个页面，从 ${begin} 看起`),
  watching: (file) => `正在盯着 ${file}；保存就会评分，Ctrl-C 结束`,
  line: (line) => `第 ${line} 行`,
  more: (count) => `……还有 ${count} 条`,
  erase: '忘掉所有进度？[y/N] ',
  erased: (had, work) => `${had ? '进度已清除' : '本来就没有进度'}；你的文件还在 ${work}`,
  notKept: (why) => `进度没能保存：${why}`,
  leftOut: (count) => `有 ${count} 课有错，略去了：gpttrace learn --check`,
  mistaken: '课程里有错：gpttrace learn --check',
  read: '要读的程序：',
  noAnswer: '课程和文档里都没有答案；配置了模型以后可以问模型（gpttrace model）',
};

export function learnWords(lang: Lang): LearnWords {
  return lang === 'zh' ? zh : en;
}
