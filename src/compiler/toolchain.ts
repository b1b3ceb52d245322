/** What of the machine's own compiler is there, and what to install where some of it is not. Nothing of gpttrace's other work needs any of it. */
import { type Host, textOf } from '../system/host.ts';

/** Where a distribution puts `bpf/bpf_helpers.h`. clang looks into both by itself. */
const INCLUDE_FOLDERS = ['/usr/include', '/usr/local/include'];
/** CO-RE (`preserve_access_index`) begins with 10. */
const OLDEST_CLANG = 10;
const NEWEST_CLANG = 40;
/** Ubuntu's bpftool on PATH is a script that wants the package of the very kernel; the real ones lie here. */
const UBUNTU_TOOLS = '/usr/lib/linux-tools';

/** What C for BPF needs, and then what a WebAssembly module needs beside it. */
export type Part = 'clang' | 'bpftool' | 'headers' | 'lld' | 'wasi-libc' | 'wasm-runtime';

export interface Toolchain {
  /** Absolute path. */
  readonly clang?: string;
  readonly bpftool?: string;
  /** The folder in which `bpf/bpf_helpers.h` is. */
  readonly headers?: string;
  /** What compiling C for BPF needs and is not there. */
  readonly missing: readonly Part[];
  /** Packages that bring what is missing, by the names of this distribution. Empty where nothing is missing, or the distribution is not known. */
  readonly packages: readonly string[];
  /** The command that installs them; undefined where nothing is missing, or the distribution is not known. */
  readonly install?: string;
}

interface Manager {
  readonly command: string;
  readonly install: string;
  readonly packages: Readonly<Record<Part, readonly string[]>>;
}

const MANAGERS: readonly Manager[] = [
  {
    command: 'apt-get',
    install: 'apt-get install --no-install-recommends',
    packages: {
      clang: ['clang'],
      bpftool: ['bpftool'],
      headers: ['libbpf-dev'],
      lld: ['lld'],
      'wasi-libc': ['wasi-libc'],
      'wasm-runtime': ['libclang-rt-dev-wasm32'],
    },
  },
  {
    command: 'dnf',
    install: 'dnf install',
    packages: {
      clang: ['clang'],
      bpftool: ['bpftool'],
      headers: ['libbpf-devel'],
      lld: ['lld'],
      'wasi-libc': ['wasi-libc-devel'],
      'wasm-runtime': ['compiler-rt'],
    },
  },
  {
    command: 'pacman',
    install: 'pacman -S',
    packages: { clang: ['clang'], bpftool: ['bpf'], headers: ['libbpf'], lld: ['lld'], 'wasi-libc': ['wasi-libc'], 'wasm-runtime': ['wasi-compiler-rt'] },
  },
  {
    command: 'zypper',
    install: 'zypper install',
    packages: { clang: ['clang'], bpftool: ['bpftool'], headers: ['libbpf-devel'], lld: ['lld'], 'wasi-libc': [], 'wasm-runtime': [] },
  },
  {
    command: 'apk',
    install: 'apk add',
    packages: {
      clang: ['clang'],
      bpftool: ['bpftool'],
      headers: ['libbpf-dev', 'linux-headers'],
      lld: ['lld'],
      'wasi-libc': ['wasi-libc'],
      'wasm-runtime': ['wasi-compiler-rt'],
    },
  },
];

/** What is there of what compiles C for BPF. Looks for files only: runs nothing. */
export function toolchainOf(host: Host): Toolchain {
  const clang = findClang(host);
  const bpftool = findBpftool(host);
  const headers = INCLUDE_FOLDERS.find((folder) => host.exists(`${folder}/bpf/bpf_helpers.h`));
  const missing: Part[] = [];
  if (clang === undefined) missing.push('clang');
  if (bpftool === undefined) missing.push('bpftool');
  if (headers === undefined) missing.push('headers');
  return {
    ...(clang === undefined ? {} : { clang }),
    ...(bpftool === undefined ? {} : { bpftool }),
    ...(headers === undefined ? {} : { headers }),
    missing,
    ...installing(host, missing),
  };
}

/** The packages that bring these parts on this distribution, and the command that installs them. */
export function installing(host: Host, parts: readonly Part[]): { readonly packages: readonly string[]; readonly install?: string } {
  const manager = MANAGERS.find(({ command }) => host.which(command) !== undefined);
  if (parts.length === 0 || manager === undefined) return { packages: [] };
  const packages = [...new Set(parts.flatMap((part) => (part === 'bpftool' && isUbuntu(host) ? ['linux-tools-generic'] : manager.packages[part])))];
  if (packages.length === 0) return { packages };
  return { packages, install: `${host.uid === 0 ? '' : 'sudo '}${manager.install} ${packages.join(' ')}` };
}

/** `clang`, or the newest that has its version in its name: Debian and Ubuntu install `clang-14` alone where one asks for it. */
function findClang(host: Host): string | undefined {
  const plain = host.which('clang');
  if (plain !== undefined) return plain;
  for (let version = NEWEST_CLANG; version >= OLDEST_CLANG; version--) {
    const path = host.which(`clang-${version}`);
    if (path !== undefined) return path;
  }
  return undefined;
}

function findBpftool(host: Host): string | undefined {
  const real = isUbuntu(host) ? (host.list(UBUNTU_TOOLS) ?? []).map((version) => `${UBUNTU_TOOLS}/${version}/bpftool`).filter((path) => host.exists(path)) : [];
  return real.at(-1) ?? host.which('bpftool');
}

function isUbuntu(host: Host): boolean {
  return /^ID=["']?ubuntu/m.test(textOf(host, '/etc/os-release') ?? '');
}
