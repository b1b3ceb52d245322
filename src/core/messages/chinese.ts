/**
 * Messages that a Chinese course may end with, in Chinese, where they come from rooms that know no language: what a machine lacks, what is wrong with a file. Told by
 * their code and their English, so that nothing has to know whom it speaks to.
 */
import type { Message } from '../problem.ts';

type Told = Pick<Message, 'code' | 'message' | 'hints'>;

/** What a sentence says in Chinese; the groups of its pattern are its values, the names of files and what others said among them. */
type Sentence = readonly [english: RegExp, chinese: (...values: readonly string[]) => string];

const FILE_ERRORS: Readonly<Record<string, string>> = {
  'there is no such file or directory': '没有这个文件或目录',
  'permission denied': '没有权限',
  'it is a directory': '它是一个目录',
  'that is no name': '这不是名字',
  'it is no file': '它不是普通文件',
  'it is too large for a program': '作为程序太大了',
  'a part of the path is not a directory': '路径中有一段不是目录',
  'the disk is full': '磁盘满了',
  'the disk quota is used up': '磁盘配额用完了',
  'the file system is read-only': '文件系统是只读的',
  'its links go round in a circle': '它的链接绕成了一圈',
  'its name is too long': '名字太长',
  'the file would be too large': '文件会太大',
};

function why(english: string): string {
  return FILE_ERRORS[english] ?? english;
}

/** A colon may stand in the path, and in what is wrong: where that is known, it tells the two apart. */
function ofFile(english: string, chinese: string): readonly Sentence[] {
  const said = (path = '', error = ''): string => `${chinese} ${path}：${why(error)}`;
  return [
    [new RegExp(`^${english} (.+): (${Object.keys(FILE_ERRORS).join('|')})$`, 's'), said],
    [new RegExp(`^${english} (.+?): (.+)$`, 's'), said],
  ];
}

const MESSAGES: Readonly<Record<string, readonly Sentence[]>> = {
  'unreadable-file': ofFile('cannot read', '读不了'),
  'unwritable-file': ofFile('cannot write', '写不了'),
  'file-exists': [[/^(.+) exists and holds something else; it was left as it is$/s, (path = '') => `${path} 已经存在，里面是别的东西，没有动它`]],
  'folder-in-use': [[/^(.+) holds something that is no course; it was left as it is$/s, (path = '') => `${path} 里有不是课程的东西，没有动它`]],
  'file-changed': [[/^(.+) was changed by somebody else in the meantime; it was left as it is$/s, (path = '') => `${path} 在这期间被别人改过，没有动它`]],
  'no-lessons': [[/^(.+) has no lesson in it$/s, (path = '') => `${path} 里没有课`]],
  'grading-already': [[/./s, () => '正在评判另一个程序，一次只评判一个']],
  'progress-not-kept': [[/^your progress could not be kept: (.+)$/s, (error = '') => `进度没能保存：${why(error)}`]],
  'read-only': [[/./s, () => '这个服务器只供查看：它是用 --read-only 启动的，所以什么都不运行']],
  'no-bpftrace': [[/./s, () => '没有安装 bpftrace']],
  'old-bpftrace': [
    [
      /^bpftrace (\S+) is too old: gpttrace needs (\S+) or later$/,
      (version = '', oldest = '') => `bpftrace ${version} 太旧：gpttrace 需要 ${oldest} 或更新的版本`,
    ],
  ],
  'broken-bpftrace': [
    [
      /^(.+) --version does not say a version(?:; it said: (.*))?$/s,
      (path = '', said) => `${path} --version 没有说出版本${said === undefined ? '' : `；它说的是：${said}`}`,
    ],
  ],
  'not-root': [
    [/there is no sudo here$/, () => '跟踪需要 root 权限，而这里没有 sudo'],
    [/^tracing needs root/, () => '跟踪需要 root 权限，而 sudo 要密码才让你运行 bpftrace，这里没有人能输入密码'],
    [/is loaded into the kernel by gpttrace itself/, () => 'C 程序由 gpttrace 自己装进内核，所以 gpttrace 要以 root 身份运行'],
  ],
  'no-tracefs': [
    [/^this kernel has no tracefs/, () => '这个内核没有 tracefs，也就没有可以挂的跟踪点'],
    [/^tracefs is not mounted/, () => 'tracefs 没有挂载，所以查不到跟踪点'],
  ],
  'no-compiler': [
    [/and (.+) (?:is|are) not installed$/, (parts = '') => `C 程序要在这里编译，而 ${parts.replaceAll(' and ', '、').replaceAll(', ', '、')} 没有安装`],
  ],
  'no-kernel-types': [[/./s, () => '这个内核没有说明自己的类型（没有 /sys/kernel/btf/vmlinux），所以做不出编译要用的 vmlinux.h']],
  'no-vmlinux-header': [[/^vmlinux\.h could not be made: (.+)$/s, (said = '') => `做不出 vmlinux.h：${said}`]],
  'no-libbpf': [[/is not usable here: (.+)$/s, (said = '') => `编译好的程序装不进内核：这里的 libbpf.so.1 不能用：${said}`]],
  'no-koffi': [[/is not usable here: (.+)$/s, (said = '') => `编译好的程序装不进内核：调用 libbpf 的 koffi 包在这里不能用：${said}`]],
  'no-guests': [
    [/none has been built yet$/, () => '还没有建过虚拟机'],
    [/^the guests of the lab cannot be used as they are: (.+)$/, (names = '') => `实验室的虚拟机现在不能用：${names}`],
  ],
  'guest-failed': [[/^guest (\S+) does not come up: (.+)$/s, (name = '', said = '') => `虚拟机 ${name} 启动不了：${said}`]],
};

const HINTS: readonly Sentence[] = [
  [/^install it: (.+)$/s, (command = '') => `安装：${command}`],
  [/^install: (.+)$/s, (command = '') => `安装：${command}`],
  [/^gpttrace doctor shows what else is missing$/, () => '还缺什么：gpttrace doctor'],
  [/^install bpftrace (\S+) or later/, (version = '') => `用系统的包管理器安装 bpftrace ${version} 或更新的版本`],
  [/^install a newer one; /, () => '装一个新的；gpttrace 用的是 PATH 里的第一个 bpftrace'],
  [/^reinstall bpftrace$/, () => '重新安装 bpftrace'],
  [/^run gpttrace as root, or install sudo$/, () => '以 root 身份运行 gpttrace，或者安装 sudo'],
  [/^run "sudo -v" first/, () => '先运行“sudo -v”，或者在终端里运行 gpttrace，或者以 root 身份运行'],
  [/^run gpttrace itself with sudo: (.+)$/, (command = '') => `用 sudo 运行 gpttrace：${command}`],
  [/^bpftrace programs need no more than a sudo/, () => 'bpftrace 程序只需要能运行 bpftrace 的 sudo'],
  [/^mount it: (.+)$/, (command = '') => `挂载它：${command}`],
  [/^build one: (.+)$/, (command = '') => `建一个：${command}`],
  [/^build them again: (.+)$/, (command = '') => `重新建：${command}`],
  [/^try it once more; where that does not help/, () => '再试一次；不行就重新建：'],
  [/^choose another place$/, () => '换一个地方'],
  [/^name a folder that is empty/, () => '给一个空的或还不存在的目录；要全部放在一页上，就给一个以 .html 结尾的文件名'],
  [/^nothing was run; what was in the file before is still there$/, () => '文件里原来的内容还在'],
  [/^try again$/, () => '再试一次'],
  [/^try again in a few seconds$/, () => '过几秒再试'],
  [/^make room, or see to it/, () => '腾出空间，或者让那个目录可以写'],
  [/^a lesson is a folder such as/, () => '一课是一个目录，例如 04-filters（docs/LESSONS.md）'],
  [/^gpttrace serve without --read-only runs programs$/, () => '不带 --read-only 的 gpttrace serve 会运行程序'],
  [/^choose another name, or remove it first$/, () => '换一个名字，或者先删掉它'],
];

/** The same in Chinese where it is known in it; what is not known, or is Chinese already, as it is. */
export function inChinese<T extends Told>(message: T): T {
  const own = Object.hasOwn(MESSAGES, message.code) ? MESSAGES[message.code] : undefined;
  return { ...message, message: said(message.message, own ?? []), hints: message.hints.map((hint) => said(hint, HINTS)) };
}

function said(english: string, sentences: readonly Sentence[]): string {
  for (const [pattern, chinese] of sentences) {
    const found = isChinese(english) ? null : pattern.exec(english);
    if (found !== null) return chinese(...found.slice(1));
  }
  return english;
}

function isChinese(text: string): boolean {
  // The name of a file may be Chinese in an English sentence.
  return /^\p{Script=Han}/u.test(text);
}
