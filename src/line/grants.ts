import type { Grants } from '../core/grants.ts';

/** What a module is given, a line each: shown before anybody agrees. Values of variables are not shown: they may be secrets. */
export function grantNotes({ folders = [], env = {}, memory }: Grants, language: string): string[] {
  const isChinese = language === 'zh';
  const names = Object.keys(env);
  const under = (path: string, name: string): string => (path === name ? path : isChinese ? `${path}(模块内名为 ${name})` : `${path}, as ${name}`);
  return [
    ...folders.map(({ path, name, writable }) =>
      isChinese
        ? `模块可以${writable ? '读写' : '读取'} ${under(path, name)} 中的文件`
        : `the module may read ${writable ? 'and change ' : ''}what is in ${under(path, name)}`,
    ),
    ...(names.length === 0
      ? []
      : [
          isChinese
            ? `模块得到环境变量 ${names.join('、')}`
            : `the module is given the environment variable${names.length === 1 ? '' : 's'} ${names.join(', ')}`,
        ]),
    ...(memory === undefined ? [] : [isChinese ? `模块最多可用 ${memory} MiB 内存` : `the module may take ${memory} MiB of memory`]),
  ];
}
