/** What a teacher says of a mistake, by the code of its diagnostic. What has no entry here is told by the checker's own message. */
import type { Said } from '../lesson.ts';

export const TEACHER: Readonly<Record<string, Said>> = {
  'syntax-error': {
    en: 'bpftrace cannot read on from here. Look at the place just before it: a bracket, a quote or a semicolon is usually missing there, not here.',
    zh: 'bpftrace 从这里开始读不下去了。先看紧挨着它前面的地方：往往是那里少了括号、引号或分号，而不是这里。',
  },
  'missing-brace': {
    en: 'A block that was opened with `{` is never closed. Count them: each `{` needs its `}`.',
    zh: '有一个 `{` 一直没有配上 `}`。数一数：每个 `{` 都要有自己的 `}`。',
  },
  'missing-braces': {
    en: 'In bpftrace what belongs to `if`, `else`, `while` and `for` always stands in braces, even when it is one statement.',
    zh: '在 bpftrace 里，`if`、`else`、`while`、`for` 的内容永远要放在花括号里，哪怕只有一条语句。',
  },
  'stray-brace': { en: 'There is one `}` too many: something was closed before.', zh: '多了一个 `}`：前面某处已经收口了。' },
  'unclosed-bracket': { en: 'A `(` or `[` that was opened is never closed.', zh: '有一个 `(` 或 `[` 打开以后没有关上。' },
  'unopened-bracket': { en: 'Something is closed here that was never opened.', zh: '这里关上了一个从没打开过的括号。' },
  'unclosed-string': {
    en: 'A text begins with `"` and never ends. It has to end on the same line; a new line within it is written `\\n`.',
    zh: '有一段文字以 `"` 开头却没有结束。它必须在同一行里结束；其中的换行写作 `\\n`。',
  },
  'missing-semicolon': {
    en: 'Statements are parted by `;`. Only the last one before a `}` may go without.',
    zh: '语句之间要用 `;` 隔开，只有 `}` 前的最后一条可以省略。',
  },
  'glued-predicate': {
    en: 'A condition in slashes stands between the probe and its `{`, apart from both.',
    zh: '两条斜线之间的条件写在探针和 `{` 之间，与两边分开。',
  },
  'predicate-slash': {
    en: 'A condition stands between two slashes, `/` at its beginning and `/` at its end.',
    zh: '条件写在两条斜线之间：开头一条 `/`，结尾一条 `/`。',
  },
  'predicate-if': {
    en: 'Before the braces a condition is written `/ ... /`; `if (...)` is for within them.',
    zh: '花括号之前的条件写成 `/ ... /`；`if (...)` 是写在花括号里面的。',
  },
  'assignment-in-condition': {
    en: '`=` gives a value to something; to ask whether two things are the same, write `==`.',
    zh: '`=` 是赋值；要问两个东西是否相同，写 `==`。',
  },
  'condition-without-parentheses': { en: 'After `if` and `while` the condition stands in parentheses.', zh: '`if` 和 `while` 后面的条件要放在圆括号里。' },
  'word-operator': { en: 'bpftrace writes "and", "or", "not" as `&&`, `||`, `!`.', zh: 'bpftrace 里的“与、或、非”写作 `&&`、`||`、`!`。' },
  'outside-probe': {
    en: 'Every statement belongs to a probe: something must happen before it can be carried out. Put it between the braces of one; `BEGIN` is for what is done at the start.',
    zh: '每条语句都属于某个探针：总要先发生点什么，它才会执行。把它放进某个探针的花括号里；一开始要做的事放在 `BEGIN` 里。',
  },
  'empty-program': { en: 'There is no probe in it, so nothing could ever make it do something.', zh: '里面没有探针，所以什么也不会触发它。' },
  'unknown-probe-kind': {
    en: 'The word before the first colon says what kind of probe it is, and bpftrace does not know this kind. The common ones are tracepoint, kprobe, uprobe, usdt, profile and interval.',
    zh: '第一个冒号之前的词说明是哪一类探针，而 bpftrace 不认识这一类。常用的有 tracepoint、kprobe、uprobe、usdt、profile 和 interval。',
  },
  'probe-kind-unavailable': {
    en: 'The program may be right, but this kernel does not let anybody attach probes of this kind. Look for a tracepoint that tells the same: `gpttrace probes WORD`.',
    zh: '程序本身也许没错，但这个内核不允许挂这一类探针。找一个能说明同样事情的 tracepoint：`gpttrace probes 词`。',
  },
  'malformed-tracepoint': {
    en: 'A tracepoint has three parts, with colons between: `tracepoint:CATEGORY:NAME`, as in `tracepoint:syscalls:sys_enter_openat`.',
    zh: 'tracepoint 由三部分组成，用冒号隔开：`tracepoint:类别:名字`，例如 `tracepoint:syscalls:sys_enter_openat`。',
  },
  'malformed-probe': {
    en: 'A probe is a kind and a place, with colons between. Several places for one action are joined by commas.',
    zh: '探针由种类和位置组成，中间用冒号隔开。一个动作要挂到几个位置上时，位置之间用逗号连起来。',
  },
  'unknown-tracepoint': {
    en: "This kernel has no tracepoint of that name. Names must be exact: look it up with `gpttrace probes WORD` or `bpftrace -l 'tracepoint:*WORD*'`.",
    zh: "这个内核没有叫这个名字的 tracepoint。名字必须完全一致：用 `gpttrace probes 词` 或 `bpftrace -l 'tracepoint:*词*'` 查一查。",
  },
  'unknown-kernel-function': {
    en: 'The kernel has no function of that name. Functions are no interface: they come and go with versions, which is why tracepoints are preferred.',
    zh: '内核里没有叫这个名字的函数。函数不是接口，会随版本来去，所以优先用 tracepoint。',
  },
  'untraceable-function': { en: 'The function exists, but the kernel does not let it be traced.', zh: '这个函数存在，但内核不允许跟踪它。' },
  'too-many-probes': {
    en: 'The pattern stands for far more events than can be attached at once, and watching everything answers nothing. Ask first which few events you want to see.',
    zh: '这个模式代表的事件远超一次能挂的数目，而什么都看等于什么也没问。先想清楚你到底要看哪几个事件。',
  },
  'unknown-field': {
    en: 'The event does not hand over a field of that name. What it has is listed by `bpftrace -lv PROBE`.',
    zh: '这个事件没有提供叫这个名字的字段。它有哪些字段，用 `bpftrace -lv 探针` 列出来。',
  },
  'malformed-user-probe': {
    en: 'A probe in a program names the file and the function: `uprobe:/path/to/file:function`.',
    zh: '用户态探针要写出文件和函数：`uprobe:/文件/路径:函数`。',
  },
  'unknown-target': {
    en: 'There is no such program or library on this machine. Where is it really? `which NAME`, or `ldd PROGRAM` for libraries.',
    zh: '这台机器上没有这个程序或库。它到底在哪里？用 `which 名字` 查程序，用 `ldd 程序` 查库。',
  },
  'unknown-symbol': {
    en: 'The file has no function of that name in its symbol tables: it may be called otherwise, or the names were stripped from the file.',
    zh: '文件的符号表里没有这个函数：也许它叫别的名字，也许符号已经被去掉了。',
  },
  'unknown-usdt': {
    en: "The file has no USDT probe of that name. Those it has: `bpftrace -l 'usdt:FILE:*'`.",
    zh: "文件里没有叫这个名字的 USDT 探针。它有的是：`bpftrace -l 'usdt:文件:*'`。",
  },
  'not-in-this-probe': {
    en: 'What is read here exists only in certain probes. Nothing has happened yet in BEGIN, so there are no arguments there.',
    zh: '这里读取的东西只在某些探针里才有。比如在 BEGIN 里还什么都没发生，自然没有参数。',
  },
  'unknown-identifier': {
    en: 'bpftrace knows no such name. Texts stand in quotes; your own variables begin with `$`, maps with `@`.',
    zh: 'bpftrace 不认识这个名字。文字要加引号；自己的变量以 `$` 开头，映射表以 `@` 开头。',
  },
  'not-a-value': {
    en: 'This name is no value. A text that is meant as it stands is written in quotes: `"cat"`.',
    zh: '这个名字不是一个值。要表示文字本身，就写在引号里：`"cat"`。',
  },
  'unknown-function': { en: 'bpftrace has no function of that name; a letter may be wrong.', zh: 'bpftrace 没有叫这个名字的函数；看看是不是写错了字母。' },
  'argument-count': { en: 'The function is given too many or too few arguments.', zh: '给函数的参数太多或太少了。' },
  'argument-type': {
    en: 'The function works with values of another type than it is given here. Where it wants a text, an address such as `args->filename` is none until `str()` reads it.',
    zh: '这个函数要的值和这里给它的不是一个类型。它要字符串的地方，`args->filename` 这样的地址要先用 `str()` 读出来。',
  },
  'format-count': {
    en: 'Each `%` in the text of printf() stands for one value behind it, in the same order. There are more of the one than of the other.',
    zh: 'printf() 文字里的每个 `%` 依次对应后面的一个值。现在两者的个数不一样。',
  },
  'conversion-type': {
    en: 'The letter behind `%` says how the value is shown: `%d` for numbers, `%s` for strings. A text in memory is an address until `str()` reads it.',
    zh: '`%` 后面的字母说明怎样显示这个值：`%d` 显示数字，`%s` 显示字符串。内存里的文字在 `str()` 读出来之前只是一个地址。',
  },
  'unknown-conversion': { en: 'printf() knows no such letter behind `%`.', zh: 'printf() 的 `%` 后面没有这个字母。' },
  'operand-type': {
    en: 'These two cannot be put together: they are values of different kinds. A number in quotes is a text, and a text in memory is an address until `str()` reads it.',
    zh: '这两个值不能这样放在一起：它们的种类不同。加了引号的数是字符串；内存里的字符串在用 `str()` 读出来之前只是一个地址。',
  },
  'truth-value': {
    en: '`&&`, `||` and `!` join numbers, and an address is none to this version of bpftrace: compare it, as in `@name[tid] != 0`.',
    zh: '`&&`、`||`、`!` 连接的是数，而在这个版本的 bpftrace 里地址不算数：先比较一下，写成 `@name[tid] != 0`。',
  },
  'map-key-type': {
    en: 'A map has the same kind of key everywhere. Here it is used with another key, or with none, than in another place: give the two answers two names.',
    zh: '同一个映射表在各处的键必须是同一种。这里的键和别处的不同（或者一处有一处没有）：给两个答案起两个名字。',
  },
  'map-value-type': {
    en: 'A map holds one kind of value. What was a count() cannot be assigned a number elsewhere: use another map.',
    zh: '一个映射表只存一种值。在别处是 count() 的，就不能再赋一个数：换一个映射表。',
  },
  'variable-type': { en: 'A variable keeps the type of what it was given first.', zh: '变量的类型由第一次赋给它的值决定，之后不能变。' },
  'undefined-variable': {
    en: 'This variable is read before anything was put into it. Variables with `$` live in one run of one probe: what another probe is to see has to be in a map, `@`.',
    zh: '这个变量在赋值之前就被读取了。带 `$` 的变量只活在一个探针的一次执行里：要让另一个探针看到，就得放进映射表 `@`。',
  },
  'undefined-map': { en: 'This map is read, but nothing ever puts something into it.', zh: '读取了这个映射表，但从来没有往里面放过东西。' },
  'not-assigned-to-map': {
    en: 'count(), sum(), hist() and their like live in maps: write `@name = count();`.',
    zh: 'count()、sum()、hist() 这些要放在映射表里：写成 `@名字 = count();`。',
  },
  'unsafe-call': {
    en: 'This does more than watch: it changes something on the machine. A lesson never needs that, and grading does not run it.',
    zh: '这不只是观察，而是会改变机器。课程里从来用不着它，评分也不会运行它。',
  },
  'start-not-checked': {
    en: 'Where the beginning was not seen, the map holds 0, and the "duration" is the time since the machine started. Keep such events out: `/@start[tid]/`.',
    zh: '如果没看到开始，映射表里就是 0，算出的“时长”其实是机器开机以来的时间。把这种事件挡在外面：`/@start[tid]/`。',
  },
  'never-deleted': {
    en: 'What was remembered for an event that has ended should be forgotten: `delete(@start[tid]);`.',
    zh: '事件结束以后，为它记下的东西应当删掉：`delete(@start[tid]);`。',
  },
  'paired-by-process': {
    en: 'Two threads of a process may be in the same call at once. Remember the beginning by thread, `@start[tid]`, not by process.',
    zh: '同一进程的两个线程可能同时处在同一个调用里。记录开始要按线程 `@start[tid]`，而不是按进程。',
  },
  'backward-difference': { en: 'A duration is the end less the beginning; here it is the other way round.', zh: '时长是结束减去开始；这里写反了。' },
  'clock-reading': {
    en: '`nsecs` is what the clock says, not how long something took: take the beginning away from it.',
    zh: '`nsecs` 是时钟读数，不是时长：要减去开始时的读数。',
  },
  'time-unit': {
    en: 'The clock counts nanoseconds. To show another unit, divide: by 1000 for microseconds, by 1000000 for milliseconds.',
    zh: '时钟以纳秒计。要换成别的单位就做除法：微秒除以 1000，毫秒除以 1000000。',
  },
  'not-cleared': {
    en: 'bpftrace prints every map when it ends, also those that only remember. Empty them in END: `END { clear(@start); }`.',
    zh: 'bpftrace 结束时会打印每个映射表，包括只用来记东西的。在 END 里清空它：`END { clear(@start); }`。',
  },
  'line-not-ended': { en: 'printf() ends no line by itself: write `\\n` at the end of its text.', zh: 'printf() 不会自己换行：在文字末尾写上 `\\n`。' },
  'long-process-name': {
    en: 'The kernel keeps only the first 15 characters of the name of a process; a longer name is never met.',
    zh: '内核只保留进程名的前 15 个字符，更长的名字永远匹配不上。',
  },
  'never-true': { en: 'This condition can never hold, so the program stays silent.', zh: '这个条件永远不成立，所以程序会一直沉默。' },
  'always-true': { en: 'This condition always holds, so it keeps nothing out.', zh: '这个条件永远成立，所以什么也挡不住。' },
  prose: { en: 'This is text for people. A program begins with a probe and has braces.', zh: '这是写给人看的文字。程序以探针开头，并且有花括号。' },
  'another-language': { en: 'This is another language than bpftrace.', zh: '这不是 bpftrace，而是另一种语言。' },
  'no-btf': { en: 'The layout of this structure of the kernel is not known here.', zh: '这里不知道内核的这个结构体长什么样。' },
  'c-error': { en: 'clang does not take this as C.', zh: 'clang 不认为这是正确的 C。' },
  'c-unknown-function': {
    en: 'There is no such helper: a BPF program calls only helpers of the kernel and functions of its own.',
    zh: '没有这个辅助函数：BPF 程序只能调用内核的辅助函数和它自己的函数。',
  },
  'c-no-licence': {
    en: 'Say the licence: `char LICENSE[] SEC("license") = "GPL";`. Some helpers are only for programs that do.',
    zh: '写上许可证：`char LICENSE[] SEC("license") = "GPL";`。有些辅助函数只给写明了许可证的程序用。',
  },
  'c-no-program': { en: 'No function in it has a SEC(...) that says where to attach it.', zh: '里面没有一个函数带有 SEC(...)，说明挂在哪里。' },
  'unknown-section': { en: 'What SEC(...) says is no place that a program can be attached to.', zh: 'SEC(...) 里写的不是能挂程序的地方。' },
  'no-attach-target': { en: 'The event or function that SEC(...) names is not there on this machine.', zh: 'SEC(...) 里写的事件或函数在这台机器上不存在。' },
  'verifier-refused': {
    en: "The kernel's verifier cannot prove that this program is harmless, and does not load what it cannot prove.",
    zh: '内核的验证器无法证明这个程序无害，而它不会加载无法证明的东西。',
  },
  'verifier-null-check': {
    en: 'A lookup may find nothing and then gives NULL. Ask first: `if (!value) return 0;`.',
    zh: '查找可能什么也没找到，那时得到的是 NULL。先判断：`if (!value) return 0;`。',
  },
  'verifier-bounds': {
    en: 'The verifier must see that an index stays within its array: compare it with the length before it is used.',
    zh: '验证器必须能看出下标不会越界：使用前先和长度比较。',
  },
  'verifier-leak': {
    en: 'What was reserved must be given back on every way out: submit it or discard it.',
    zh: '预留的东西在每条出路上都要归还：要么提交，要么丢弃。',
  },
  'verifier-loop': { en: 'The verifier must see that a loop ends: give it a fixed bound.', zh: '验证器必须能看出循环会结束：给它一个固定的上限。' },
  'verifier-foreign-pointer': {
    en: 'Memory of the kernel or of a process is not read with `*`: use bpf_probe_read_kernel(), bpf_probe_read_user() or BPF_CORE_READ().',
    zh: '内核或进程的内存不能用 `*` 直接读：用 bpf_probe_read_kernel()、bpf_probe_read_user() 或 BPF_CORE_READ()。',
  },
  'verifier-stack': { en: 'A program has 512 bytes of stack. What is larger goes into a map.', zh: '程序的栈只有 512 字节。更大的东西要放进映射表。' },
  'bpf-stack': { en: 'A program has 512 bytes of stack. What is larger goes into a map.', zh: '程序的栈只有 512 字节。更大的东西要放进映射表。' },
  'verifier-uninitialised': {
    en: 'Something is read that was never set. Set it at its declaration: `= {}`.',
    zh: '读取了从没赋过值的东西。在声明时就初始化：`= {}`。',
  },
  'verifier-gpl-only': { en: 'This helper is only for programs whose licence is GPL-compatible.', zh: '这个辅助函数只给许可证与 GPL 兼容的程序用。' },
};
