/** Which paths are the same on every machine, and which are somebody's. */
import { type Found, type Rule, shape } from './shapes.ts';

/** What an operating system and its packages bring along. */
const SYSTEM = /^\/(?:usr|bin|sbin|lib(?:32|64|x32)?|etc|proc|sys|dev|boot|run|opt|var|snap|nix|vmlinux|initrd\.img)(?:\/|$)/;
/** Below those: what people put there. */
const PRIVATE = [
  /\/home\/[^/]/,
  /\/Users\/[^/]/,
  /^\/root\/./,
  /^\/usr\/(?:home|local\/home)\/./,
  /^\/run\/(?:user|media|secrets|credentials)\/./,
  /^\/var\/(?:mail|tmp|www|backups|home|crash|spool\/(?:mail|cron|cups))\/./,
  /^\/var\/lib\/(?:docker|containers|containerd|kubelet|lxc|lxd|libvirt|machines|mysql|postgresql|mongodb|private)\/./,
  /^\/proc\/[^/]+\/(?:root|cwd|fd|map_files)\/./,
  /^\/etc\/(?:ssl\/private|wireguard|openvpn|NetworkManager\/system-connections|sudoers\.d|letsencrypt)\/./,
];
/** Names without a directory that say nothing of anybody. */
const COMMON_NAMES =
  /^(?:lib[\w+.-]*\.so[\w.]*|[\w+-]+\.so(?:\.\d+)*|\.|\.\.|\/|-|(?:ld\.so\.(?:cache|preload|conf)|locale-archive|locale\.alias|passwd|group|shadow|hosts|hostname|resolv\.conf|nsswitch\.conf|host\.conf|gai\.conf|localtime|services|protocols|environment|profile|bash\.bashrc|machine-id|os-release|fstab|mtab|crontab|null|zero|full|random|urandom|tty|ptmx|console|kmsg|stat|statm|status|maps|smaps|meminfo|cpuinfo|cmdline|comm|environ|mounts|mountinfo|loadavg|uptime|vmstat|filesystems|cgroup|cgroup\.\w+|memory\.\w+|cpu\.\w+|io\.\w+|pids\.\w+|online|oom_score_adj|limits|sched|schedstat|exe|wtmp|btmp|utmp|lastlog|syslog|messages|journal))$/;

/** Whether a path is a matter of the system's alone; the names in it may still be somebody's. */
export function isSystemPath(path: string, homes: readonly string[]): boolean {
  if (/^(?:anon_inode|socket|pipe|memfd|inotify|net|mnt|pid|user|ipc|uts|cgroup|time):/.test(path) || /^\[[\w:]+\]$/.test(path)) return true;
  if (isBelow(path, homes) || PRIVATE.some((one) => one.test(path))) return false;
  if (path.split('/').includes('..')) return false;
  return SYSTEM.test(path) || COMMON_NAMES.test(path) || /^\/(?:home|root|tmp|srv|mnt|media)?\/?$/.test(path);
}

function isBelow(path: string, homes: readonly string[]): boolean {
  return homes.some((home) => home.length > 1 && (path === home || path.startsWith(`${home}/`)));
}

const STOP = '\\s"\'`<>|;,()\\[\\]{}，。；、：！？（）「」『』《》“”‘’…*';
/** A blank belongs to a path where another part of it follows: `/home/ann/My Documents/a.txt`. */
const PART = `(?:[^${STOP}:]|\\\\ )`;
const MORE = `(?:${PART}|:(?=[^\\s:]*/)| (?=[^${STOP}:/=-][^${STOP}:/]*/[^${STOP}]))`;

/** Paths in running text, where their end is to be guessed: the whole of what may belong to one. In quotes it goes to the closing one. */
export function pathRules(homes: readonly string[]): readonly Rule[] {
  const isPrivate = (path: string): boolean => !isSystemPath(path, homes) && (isBelow(path, homes) || /^\/[^/]+\/[^/]/.test(path) || /^~|\\/.test(path));
  const quoted: Rule = (text) =>
    shape('path', /(?<=(["'`“‘「『]))(?<it>(?:~[\w.-]*)?\/[^"'`”’」』\n]+|[A-Za-z]:\\[^"'`”’」』\n]+)(?=["'`”’」』])/gu, isPrivate)(text);
  const windows: Rule = shape(
    'path',
    new RegExp(`(?<![A-Za-z0-9])(?:[A-Za-z]:(?:\\\\+|/Users/)|\\\\\\\\[\\w.$-]+\\\\)(?:${PART}| (?=[^${STOP}:\\\\]*\\\\))*`, 'gu'),
    (path) => !/^[A-Za-z]:\\+Windows(?:\\|$)/i.test(path),
  );
  const unix: Rule = function* (text) {
    const pattern = new RegExp(`(?<![A-Za-z0-9_./~$>-])(?:~[\\w.-]*/${MORE}*|/[A-Za-z0-9._-]${MORE}*|(?<=^|[\\s"'=:(])/\\p{L}${MORE}*)`, 'gu');
    for (const match of text.matchAll(pattern)) {
      const it = match[0].replace(/[.,;:!?]+$/, '');
      if (isPrivate(it)) yield { start: match.index, end: match.index + it.length, kind: 'path' } satisfies Found;
    }
  };
  return [quoted, windows, unix];
}
