import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Folder } from '../../../src/core/grants.ts';
import { module, sleb } from './bytes.ts';
import { compiled, ended, events, noClang, texts } from './run.ts';

const C32 = 0x41;

test('a module that is given more memory has it, and one that is given less does not run', async () => {
  const large = module({ memory: [5000] });
  expect(ended(await events(large)).reason).toBe('rejected');
  expect(ended(await events(large, { grants: { memory: 400 } })).reason).toBe('finished');
  expect(ended(await events(module({ memory: [17] }), { grants: { memory: 1 } })).message).toMatch(/wants 2 MiB of memory to begin with; at most 1 MiB/);
  // Its memory as its status, once it has grown as far as it may.
  const grow = [0x03, 0x40, C32, 1, 0x40, 0, C32, ...sleb(-1), 0x47, 0x0d, 0, 0x0b, 0x3f, 0, 0x10, 0];
  const end = ended(await events(module({ imports: [['wasi_snapshot_preview1', 'proc_exit', 3]], start: grow }), { grants: { memory: 2 } }));
  expect(end.message).toBe('the module ended with status 32');
});

describe.skipIf(noClang !== undefined)(`what a module is granted${noClang === undefined ? '' : ` (skipped: ${noClang})`}`, () => {
  const root = mkdtempSync(join(tmpdir(), 'gpttrace-grants-'));
  const inside = join(root, 'inside');
  mkdirSync(join(inside, 'deep'), { recursive: true });
  writeFileSync(join(root, 'secret'), 'not for guests');
  writeFileSync(join(inside, 'file'), 'for guests\n');
  writeFileSync(join(inside, 'deep', 'more'), 'deeper\n');
  symlinkSync('../secret', join(inside, 'up'));
  symlinkSync(join(root, 'secret'), join(inside, 'absolute'));
  symlinkSync('deep/more', join(inside, 'within'));
  symlinkSync('..', join(inside, 'deep', 'parent'));
  symlinkSync('/proc/self/root', join(inside, 'magic'));
  symlinkSync('loop', join(inside, 'loop'));
  afterAll(() => rmSync(root, { recursive: true }));

  const prelude =
    '#include <errno.h>\n#include <dirent.h>\n#include <fcntl.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <sys/stat.h>\n#include <unistd.h>\n';
  const guest = (body: string): Uint8Array => compiled(`${prelude}${body}`);
  /** Prints what each argument holds, or why it cannot be read. */
  const cat =
    noClang === undefined
      ? guest(`int main(int argc, char **argv) {
      for (int i = 1; i < argc; i++) {
        char text[64] = "";
        int fd = open(argv[i], O_RDONLY);
        if (fd < 0) { printf("%s: %s\\n", argv[i], strerror(errno)); continue; }
        text[read(fd, text, 63)] = 0;
        printf("%s: %s\\n", argv[i], strtok(text, "\\n"));
        close(fd);
      }
      return 0;
    }`)
      : new Uint8Array();
  const granted = (name: string, writable = false): { readonly folders: readonly Folder[] } => ({ folders: [{ path: inside, name, writable }] });

  const paths: readonly (readonly [path: string, says: string])[] = [
    ['/data/file', 'for guests'],
    ['/data/deep/more', 'deeper'],
    ['/data/deep/../file', 'for guests'],
    ['/data/within', 'deeper'],
    ['/data/deep/parent/file', 'for guests'],
    ['/data//./file', 'for guests'],
    ['/data/nothing', 'No such file or directory'],
    ['/data/../secret', 'Capabilities insufficient'],
    ['/data/deep/../../secret', 'Capabilities insufficient'],
    ['/data/deep/parent/../secret', 'Capabilities insufficient'],
    ['/data/up', 'Capabilities insufficient'],
    ['/data/absolute', 'Capabilities insufficient'],
    ['/data/magic/etc/passwd', 'Capabilities insufficient'],
    ['/data/loop', 'Symbolic link loop'],
    ['/data/file/', 'Not a directory'],
    ['/etc/passwd', 'Capabilities insufficient'],
    [join(root, 'secret'), 'Capabilities insufficient'],
    ['secret', 'Capabilities insufficient'],
  ];
  test('no path leads out of a folder', async () => {
    const all = await events(cat, { args: paths.map(([path]) => path), grants: granted('/data') });
    expect(texts(all)).toEqual(paths.map(([path, says]) => `${path}: ${says}`));
  });

  test('pipes and devices are not opened', async () => {
    expect(texts(await events(cat, { args: ['/dev/null', '/dev/tty'], grants: { folders: [{ path: '/dev', name: '/dev', writable: true }] } }))).toEqual([
      '/dev/null: Permission denied',
      '/dev/tty: Permission denied',
    ]);
  });

  test('a folder that is only read is not changed', async () => {
    const wasm = guest(`int main(void) {
        printf("%d %d %d %d %d %d\\n", open("file", O_WRONLY), open("new", O_CREAT | O_WRONLY, 0644), open("file", O_RDONLY | O_TRUNC),
          mkdir("folder", 0755), unlink("file"), rename("file", "other"));
        unlink("file");
        int why = errno;
        puts(strerror(why));
        return 0;
      }`);
    expect(texts(await events(wasm, { grants: granted('.') }))).toEqual(['-1 -1 -1 -1 -1 -1', 'Read-only file system']);
    expect(readFileSync(join(inside, 'file'), 'utf8')).toBe('for guests\n');
  });

  test('one that may be written is, and nothing beside it', async () => {
    const wasm = guest(`int main(void) {
        FILE *out = fopen("made", "w");
        fputs("one\\ntwo\\n", out);
        fclose(out);
        out = fopen("made", "a");
        fputs("three\\n", out);
        fclose(out);
        mkdir("folder", 0755);
        printf("%d %d %d %d\\n", rename("made", "folder/kept"), rename("folder/kept", "../escaped"), mkdir("../escaped", 0755), unlink("up"));
        printf("%d %d %d\\n", symlink("/etc", "etc"), open("../escaped", O_CREAT | O_WRONLY, 0644), open("absolute", O_WRONLY));
        FILE *in = fopen("folder/kept", "r");
        char line[16];
        fseek(in, 4, SEEK_SET);
        printf("%s", fgets(line, sizeof(line), in));
        fseek(in, -6, SEEK_END);
        printf("%s", fgets(line, sizeof(line), in));
        struct stat about;
        stat("folder/kept", &about);
        printf("%d %d\\n", (int)about.st_size, S_ISREG(about.st_mode));
        truncate("folder/kept", 3);
        return 0;
      }`);
    const all = await events(wasm, { grants: granted('.', true) });
    expect(texts(all)).toEqual(['0 -1 -1 0', '-1 -1 -1', 'two', 'three', '14 1']);
    expect(readFileSync(join(inside, 'folder/kept'), 'utf8')).toBe('one');
    expect(readFileSync(join(root, 'secret'), 'utf8')).toBe('not for guests');
    expect(existsSync(join(root, 'escaped'))).toBe(false);
    symlinkSync('../secret', join(inside, 'up'));
  });

  test('what is in a folder is listed, however much', async () => {
    mkdirSync(join(inside, 'many'));
    for (let i = 0; i < 500; i++) writeFileSync(join(inside, 'many', `a-file-with-a-longer-name-${i}`), '');
    const wasm = guest(`int main(void) {
        DIR *folder = opendir("/data/many");
        int count = 0, files = 0;
        for (struct dirent *entry; (entry = readdir(folder)); count++) files += entry->d_type == DT_REG;
        printf("%d %d\\n", count, files);
        return closedir(folder);
      }`);
    expect(texts(await events(wasm, { grants: granted('/data') }))).toEqual(['502 500']);
  });

  test('numbers that stand for nothing, and pointers out of memory, are errors', async () => {
    const wasm = guest(`#include <wasi/api.h>
      int main(void) {
        __wasi_size_t size;
        __wasi_filestat_t stat;
        __wasi_fd_t fd;
        printf("%d %d %d %d %d\\n", __wasi_fd_filestat_get(99, &stat), __wasi_fd_close(99), __wasi_fd_readdir(3, (uint8_t *)0xffffff00, 4096, 0, &size),
          __wasi_path_filestat_get(3, 1, "file", (__wasi_filestat_t *)0xfffffff8), __wasi_fd_filestat_get(-1, &stat));
        printf("%d\\n", __wasi_fd_seek(3, 0, 0, (__wasi_filesize_t *)&stat));
        for (int i = 0; i < 300; i++)
          if (__wasi_path_open(3, 0, ".", __WASI_OFLAGS_DIRECTORY, 0, 0, 0, &fd)) { puts("enough"); break; }
        return 0;
      }`);
    expect(texts(await events(wasm, { grants: granted('.') }))).toEqual(['8 8 21 21 8', '31', 'enough']);
  });

  test('environment variables are those given, and no others', async () => {
    const wasm = guest('extern char **environ; int main(void) { for (char **one = environ; one && *one; one++) puts(*one); return 0; }');
    expect(texts(await events(wasm))).toEqual([]);
    expect(texts(await events(wasm, { grants: { env: { COLOUR: 'green and blue', EMPTY: '' } } }))).toEqual(['COLOUR=green and blue', 'EMPTY=']);
  });

  test('a folder that is gone is said so, and nothing runs', async () => {
    const end = ended(await events(cat, { grants: { folders: [{ path: join(root, 'gone'), name: '/data', writable: false }] } }));
    expect(end.reason).toBe('rejected');
    expect(end.message).toMatch(/a folder cannot be granted: ENOENT/);
  });
});
