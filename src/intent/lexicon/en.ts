import type { Lexicon } from '../lexicon.ts';
import { KNOWN_NAMES } from './names.ts';

const NUMBER = String.raw`(\d+(?:\.\d+)?|an?|one|two|three|four|five|six|ten|fifteen|twenty|thirty|sixty|half an?|a few|a couple of)`;
const UNIT = String.raw`(milliseconds?|msecs?|ms|seconds?|secs?|sec|s|minutes?|mins?|min|m|hours?|hrs?|h)`;
/** A name as a process may have it. */
const NAME = String.raw`["'\x60]?([A-Za-z0-9_][\w.:/@+-]{0,30})["'\x60]?`;

export const en: Lexicon = {
  language: 'en',
  stop: (
    'a an the this that these those my our your its is are was were be been being am do does did doing done has have had having can could would should will shall may might must ' +
    'i me we you he she it they them us who whom whose which what when where why how of on in at to from by with without for as into onto over under about against between through during ' +
    'and or but not no nor so than then there here out up down off again further just only own same too very s t now please show tell give find see look watch monitor trace track log print list display get ' +
    'let want like need know live right currently happening going currently machine system server box host linux computer each every per any all some most many much more less few other another ' +
    'me one ones thing things something anything everything time times second seconds sec secs minute minutes using use used via top'
  ).split(' '),
  synonyms: [
    ['disk', 'disks', 'drive', 'drives', 'ssd', 'hdd', 'nvme', 'block device', 'block devices', 'block', 'storage'],
    ['io', 'i/o', 'ios', 'iops'],
    ['process', 'processes', 'program', 'programs', 'app', 'apps', 'application', 'applications', 'task', 'tasks', 'proc', 'procs', 'command', 'commands', 'who', 'whom'],
    ['exec', 'execs', 'execve', 'executed', 'executes', 'executing', 'execute', 'execution', 'launched', 'launch', 'launches', 'started', 'starts', 'starting', 'spawned', 'spawns', 'spawn', 'spawning', 'run', 'runs', 'ran', 'running', 'execsnoop'],
    ['file', 'files', 'filename', 'filenames', 'path', 'paths'],
    ['open', 'opens', 'opened', 'opening', 'openat', 'opensnoop'],
    ['delete', 'deletes', 'deleted', 'deleting', 'deletion', 'deletions', 'remove', 'removes', 'removed', 'removing', 'removal', 'unlink', 'unlinks', 'unlinked', 'unlinking', 'rm', 'erased', 'erase'],
    ['rename', 'renames', 'renamed', 'renaming', 'move', 'moved', 'moves', 'moving', 'mv'],
    ['read', 'reads', 'reading', 'pread'],
    ['write', 'writes', 'writing', 'written', 'wrote', 'pwrite'],
    ['latency', 'latencies', 'slow', 'slower', 'slowest', 'slowness', 'delay', 'delays', 'duration', 'durations', 'how long', 'took', 'take', 'takes', 'taking', 'spend', 'spends', 'spent', 'spending', 'wait', 'waits', 'waiting', 'waited', 'quick', 'fast'],
    ['fail', 'fails', 'failed', 'failing', 'failure', 'failures', 'error', 'errors', 'errno', 'unsuccessful', 'denied', 'missing'],
    ['size', 'sizes', 'big', 'bigger', 'large', 'larger', 'small'],
    ['histogram', 'histograms', 'distribution', 'distributions', 'distributed', 'hist', 'spread', 'buckets'],
    ['bytes', 'byte', 'throughput', 'bandwidth', 'volume', 'amount', 'kb', 'mb', 'data', 'traffic', 'much'],
    ['count', 'counts', 'counting', 'number', 'numbers', 'many', 'often', 'frequency', 'frequent', 'frequently', 'rate', 'rates'],
    ['connect', 'connects', 'connected', 'connecting', 'connection', 'connections', 'connecting'],
    ['accept', 'accepts', 'accepted', 'accepting', 'incoming', 'inbound'],
    ['outgoing', 'outbound', 'active'],
    ['network', 'net', 'networking', 'internet'],
    ['send', 'sends', 'sent', 'sending', 'transmit', 'transmits', 'transmitted', 'upload', 'uploads', 'sender'],
    ['receive', 'receives', 'received', 'receiving', 'recv', 'download', 'downloads'],
    ['retransmit', 'retransmits', 'retransmitted', 'retransmission', 'retransmissions', 'retransmitting', 'resent', 'retrans'],
    ['packet', 'packets', 'datagram', 'datagrams', 'segment', 'segments'],
    ['fork', 'forks', 'forked', 'forking', 'clone', 'clones', 'child', 'children'],
    ['exit', 'exits', 'exited', 'exiting', 'die', 'dies', 'died', 'dying', 'terminate', 'terminates', 'terminated', 'terminating', 'quit', 'quits', 'ended', 'ends', 'end', 'finish', 'finishes'],
    ['thread', 'threads', 'pthread', 'pthreads'],
    ['create', 'creates', 'created', 'creating', 'creation', 'make', 'makes', 'made', 'making', 'new'],
    ['signal', 'signals', 'sigkill', 'sigterm', 'kill', 'kills', 'killed', 'killing', 'killsnoop'],
    ['fault', 'faults', 'faulting', 'pagefault', 'pagefaults'],
    ['page', 'pages', 'paging'],
    ['memory', 'ram', 'mem'],
    ['allocate', 'allocates', 'allocated', 'allocating', 'allocation', 'allocations', 'alloc', 'allocs', 'kmalloc', 'malloc'],
    ['map', 'maps', 'mapped', 'mapping', 'mappings', 'mmap', 'mmaps', 'mmapped'],
    ['syscall', 'syscalls', 'system call', 'system calls', 'syscount', 'strace'],
    ['cpu', 'cpus', 'processor', 'processors', 'core', 'cores'],
    ['switch', 'switches', 'switched', 'switching'],
    ['schedule', 'scheduler', 'scheduled', 'scheduling', 'sched'],
    ['queue', 'queued', 'queues', 'queueing', 'queuing', 'runq', 'runqlat'],
    ['migrate', 'migrates', 'migrated', 'migrating', 'migration', 'migrations'],
    ['sleep', 'sleeps', 'sleeping', 'slept', 'nanosleep', 'asleep'],
    ['block', 'blocked', 'blocks', 'blocking'],
    ['lock', 'locks', 'locked', 'locking', 'contention', 'contended', 'futex', 'futexes', 'mutex', 'mutexes'],
    ['interrupt', 'interrupts', 'irq', 'irqs', 'hardirq', 'hardirqs'],
    ['softirq', 'softirqs', 'soft interrupt', 'soft interrupts'],
    ['wake', 'wakes', 'wakeup', 'wakeups', 'woken', 'waking', 'woke', 'wakes up', 'wake up'],
    ['socket', 'sockets'],
    ['fsync', 'fsyncs', 'sync', 'syncs', 'fdatasync', 'synced', 'syncing', 'flush', 'flushes', 'flushed', 'flushing'],
    ['mount', 'mounts', 'mounted', 'mounting', 'umount', 'unmount', 'unmounts', 'unmounted'],
    ['permission', 'permissions', 'chmod', 'chmods', 'mode', 'modes', 'privilege', 'privileges'],
    ['directory', 'directories', 'dir', 'dirs', 'folder', 'folders', 'mkdir', 'mkdirs'],
    ['stat', 'stats', 'statx', 'stated', 'metadata', 'statsnoop'],
    ['stack', 'stacks', 'stacktrace', 'stacktraces', 'backtrace', 'backtraces', 'call stack', 'flame', 'flamegraph', 'profile', 'profiling', 'profiler', 'hot'],
    ['kernel', 'kernelspace'],
    ['use', 'usage', 'using', 'consume', 'consumes', 'consuming', 'consumption', 'burn', 'burns', 'burning', 'eat', 'eats', 'eating', 'hog', 'hogs', 'hogging', 'busy', 'hammer', 'hammers', 'hammering', 'hit', 'hitting', 'heavy', 'busiest'],
    ['user', 'users', 'uid', 'uids'],
    ['lifetime', 'lifetimes', 'live', 'lived', 'lives', 'lifespan', 'age', 'ages'],
    ['heap', 'brk', 'grow', 'grows', 'growing', 'growth'],
    ['state', 'states', 'transition', 'transitions'],
    ['device', 'devices'],
    ['request', 'requests'],
  ],
  measures: [
    ['stacks', /\b(flame ?graphs?|(call )?stacks?|stack traces?|backtraces?)\b/i],
    ['distribution', /\b(histograms?|distributions?|hist|heat ?maps?)\b/i],
    ['average', /\b(average|averages|mean|avg)\b/i],
    ['max', /\b(max|maximum|longest|largest single)\b/i],
    ['latency', /\b(latency|latencies|how long|how slow|slow(est)?)\b/i],
    ['count', /\b(count(s|ing)?|how many|how often|number of|rate of|frequency)\b/i],
    ['sum', /\b(total|sum|how much|throughput|bandwidth|bytes)\b/i],
    ['each', /\b(list|log|print|trace|show (me )?(each|every|all|the)|every|live|as they happen|snoop)\b/i],
  ],
  keys: [
    ['process', /\b(?:by|per|for each|for every|each|every)[- ](?:process(?:es)?|program|command|app(?:lication)?|comm|task|process name)\b/i],
    ['process', /\b(?:which|what) (?:process(?:es)?|programs?|commands?|apps?|applications?|tasks?)\b|^who\b|\bwho(?:'s| is| are)?\b/i],
    ['pid', /\b(?:by|per|for each|for every|each|every)[- ](?:pid|process id)s?\b/i],
    ['user', /\b(?:(?:by|per|for each|each)[- ](?:user|uid)s?|(?:which|what) users?)\b/i],
    ['file', /\b(?:(?:by|per|for each|each)[- ](?:file|filename|path)s?|(?:which|what) files?)\b/i],
    ['cpu', /\b(?:(?:by|per|for each|each)[- ](?:cpu|core|processor)s?|(?:which|what) (?:cpu|core)s?)\b/i],
    ['syscall', /\b(?:(?:by|per|for each|each)[- ](?:syscall|system call)s?|(?:which|what) (?:syscall|system call)s?)\b/i],
    ['errno', /\b(?:(?:by|per|for each)[- ](?:errno|error(?: code)?)s?|(?:which|what) errors?)\b/i],
    ['signal', /\b(?:by|per|for each)[- ]signals?\b/i],
    ['device', /\b(?:(?:by|per|for each|each)[- ](?:device|disk|drive)s?|(?:which|what) (?:device|disk|drive)s?)\b/i],
    ['address', /\b(?:(?:by|per|for each|each)[- ](?:(?:remote |destination |ip )?address(?:es)?|ip|host|destination|peer)s?)\b/i],
    ['port', /\b(?:by|per|for each|each)[- ]ports?\b/i],
    ['state', /\b(?:by|per|for each)[- ]states?\b/i],
    ['protocol', /\b(?:by|per|for each)[- ]protocols?\b/i],
  ],
  durations: [
    new RegExp(String.raw`\b(?:for|during|over|within|in)\s+(?:the\s+)?(?:next\s+|about\s+|around\s+)?${NUMBER}\s*-?${UNIT}\b`, 'i'),
    new RegExp(String.raw`\b(?:watch|trace|monitor|sample|run|record|wait|observe|profile|look)\s+(?:it\s+|them\s+|this\s+|everything\s+)?(?:for\s+)?${NUMBER}\s*${UNIT}\b`, 'i'),
    new RegExp(String.raw`[,;(]\s*${NUMBER}\s*${UNIT}\s*[.!)]*\s*$`, 'i'),
    new RegExp(String.raw`(?<!than |above |below |least |most |under |over )\b(\d+(?:\.\d+)?)\s*-?(seconds?|secs?|sec|s|minutes?|mins?|min)\s*[.!?]*$`, 'i'),
    new RegExp(String.raw`\b(?:next|a|an)\s+()(second|minute|hour)\b`, 'i'),
  ],
  units: {
    ms: 0.001, msec: 0.001, msecs: 0.001, millisecond: 0.001, milliseconds: 0.001, s: 1, sec: 1, secs: 1, second: 1, seconds: 1, m: 60, min: 60, mins: 60, minute: 60, minutes: 60,
    h: 3600, hr: 3600, hrs: 3600, hour: 3600, hours: 3600,
  },
  numbers: {
    a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, ten: 10, fifteen: 15, twenty: 20, thirty: 30, sixty: 60, 'half a': 0.5, 'half an': 0.5, 'a few': 5, 'a couple of': 2, '': 1,
  },
  top: [/\btop[- ]?(\d{1,4})\b/i, /\b(?:the )?(\d{1,4}) (?:most|largest|biggest|busiest|worst|slowest|heaviest)\b/i, /\b(?:first|only the first|limit(?: to)?) (\d{1,4})\b/i],
  pid: [/\b(?:with |of |for |in |from |by )?(?:process )?pid\s*(?:=|:|is|number)?\s*(\d{1,10})\b/i, /\b(?:of |for |in |from |by )?(?:the )?process(?: id| number)?\s*#?(\d{1,10})\b/i],
  comm: [
    new RegExp(String.raw`\b(?:of|by|from|for|in|does|do|only)?\s*(?:the\s+)?(?:process(?:es)?|program|command|app|comm)\s+(?:named|called|name|with the name|whose name is|=)\s*${NAME}`, 'i'),
    new RegExp(String.raw`\bcomm\s*(?:=|:|is)\s*${NAME}`, 'i'),
    new RegExp(String.raw`["'\x60]([A-Za-z0-9_][\w.:/@+-]{0,30})["'\x60]`, 'i'),
  ],
  maybeComm: [
    new RegExp(String.raw`\b(?:of|by|from|for|in|does|only|the)\s+${NAME}\s+process(?:es)?\b`, 'i'),
    new RegExp(String.raw`\bonly\s+(?:for\s+|of\s+|by\s+|in\s+|from\s+)?(?:the\s+)?${NAME}`, 'i'),
    new RegExp(String.raw`\b(?:is|does|did|are|has)\s+${NAME}\s+(?:doing|making|opening|reading|writing|using|calling|creating|waiting|sending|receiving|accessing|do|make|open|read|write|use|call|create|wait|send|receive|access|delete|deleting|connect|connecting|spend|spending|touch|touching|run|running|been)\b`, 'i'),
    new RegExp(String.raw`\b(?:of|by|from|for|in|does|is|doing)\s+(?:the\s+)?${NAME}(?='s\b|\s*[,.?!]|\s+(?:for|during|over|in|take|makes?|opens?|uses?|doing|making|reading|writing)\b|\s*$)`, 'i'),
  ],
  notNames: (
    'process processes program programs command commands app apps pid pids file files user users uid cpu cpus core cores name size bytes disk disks network tcp udp device devices syscall syscalls system type errno error errors ' +
    'signal signals address port ports state detail time latency the a an each every all any this that these my our me it them total order descending count number rate real now kernel userspace memory host machine linux ' +
    'server container containers reason cause parent child children thread threads socket sockets operation operations seconds second minutes minute protocol directory interrupt function default live general particular use ' +
    'which who what processor destination source slow fast reads writes read write opens page pages faults fault others other someone somebody anyone'
  ).split(' '),
  knownNames: KNOWN_NAMES,
};
