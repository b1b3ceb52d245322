import { visible } from '../views/values.ts';
import { question } from './question.ts';
import { StatusLine } from './terminal.ts';

/** Asks whether what compiles programs in C may be installed on this machine. */
export async function mayInstall(packages: readonly string[], command: string, language: string, stop: AbortSignal): Promise<boolean> {
  new StatusLine().wipe();
  const names = packages.map(visible).join(', ');
  const text =
    language === 'zh'
      ? `C 程序在本机编译，需要 ${names}。现在安装吗（${visible(command)}）？ y 是   n 否：`
      : `Programs in C are compiled here, which needs ${names}. Install that now (${visible(command)})?  y yes   n no: `;
  return /^(y|yes|是|好)$/i.test((await question(text, stop))?.trim() ?? '');
}
