import { describe, expect, it } from 'vitest';
import { LANGUAGES, languageOf } from '../../src/intent/languages.ts';

const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  en: [
    '',
    '12345',
    'disk latency',
    'top 10 system calls',
    'which files does nginx open',
    'why did my process die',
    'who die()s here',
    'was the file deleted',
    'count page faults by process for 5 seconds',
    'who opens /home/müller/Übersicht.txt',
    'which process reads "Größe und Preis der Dateien"',
    'who deletes /tmp/用户/文件.txt',
    'which process opens отчёт.txt',
    'who writes to the file 报告',
    'trace opens of /srv/données/été.csv by process',
    'page cache hit ratio per process',
    'histogram of run queue latency',
    'off-cpu time',
    'which OS processes use no cpu',
  ],
  zh: [
    '哪些进程在读写磁盘',
    '谁打开了/etc/passwd文件',
    '/etc/passwd被谁打开',
    'TCP 重传统计',
    '谁读了报告.txt',
    '查看 nginx 的 page fault',
    '统计 open 系统调用',
  ],
  ja: [
    'どのプロセスがディスクを使っていますか',
    'ディスクI/Oのlatency',
    'TCPの再送',
    'ファイルを開くプロセス',
    '磁気ディスクの遅延を見せて',
    'nginxが開くファイル',
    'ﾃﾞｨｽｸの遅延',
  ],
  ko: ['어떤 프로세스가 디스크를 사용하나', 'TCP 재전송', 'page fault를 프로세스별로 세어줘', 'nginx가 여는 파일'],
  ru: ['какие процессы читают диск', 'покажи TCP retransmits', 'задержка диска', 'кто открывает /etc/passwd', 'кто удаляет файлы'],
  de: [
    'welche Dateien öffnet nginx',
    'zeig mir die TCP retransmits',
    'Welcher Prozess benutzt die CPU am meisten?',
    'Festplattenlatenz als Histogramm',
    'wie langsam ist meine Platte',
    'Seitenfehler pro Prozess',
    'wer loescht meine Dateien',
    'wer öffnet /home/用户/x',
    'page faults pro Prozess für 5 Sekunden',
    'wie oft ruft nginx fsync auf',
    'Systemaufrufe nach Prozess',
    'warum ist der Rechner so langsam',
  ],
  fr: [
    'latence disque par processus',
    'quels fichiers sont ouverts par nginx',
    'montre-moi les TCP retransmits',
    'qui supprime mes fichiers',
    'combien de fautes de page par processus',
    'pourquoi mon disque est-il lent',
    'appels système les plus lents',
    'connexions TCP sortantes',
    "histogramme de l'attente du CPU",
    'taille des lectures',
  ],
  es: [
    'archivos abiertos por proceso',
    '¿Qué procesos usan más la red?',
    'latencia de disco',
    'quien borra mis archivos',
    'muéstrame los TCP retransmits',
    'llamadas al sistema por proceso',
    'cuántos fallos de página hay',
    'por qué está lento el disco',
    'conexiones TCP salientes',
    'tamaño de las lecturas',
  ],
  pt: [
    'abrir arquivos por processo',
    'quais processos usam mais a rede',
    'latência do disco',
    'quem apaga meus arquivos',
    'mostre os TCP retransmits',
    'chamadas de sistema por processo',
    'quantas faltas de página há',
    'por que o disco está lento',
    'conexões TCP de saída',
    'tamanho das leituras',
  ],
};

describe('the language of a question', () => {
  const cases = Object.entries(QUESTIONS).flatMap(([language, questions]) => questions.map((question) => [question, language] as const));
  it.each(cases)('%j: %s', (question, language) => expect(languageOf(question)).toBe(language));
  it('is one that has a name', () => {
    expect(Object.keys(LANGUAGES).sort()).toEqual(Object.keys(QUESTIONS).sort());
    for (const { english, own } of Object.values(LANGUAGES)) expect([english, own]).not.toContain('');
  });
  it('is found of any text', () => {
    for (const text of ['\u0000', '😀', 'ß', '¿', 'x'.repeat(10_000), 'ー', '""', '`', '/']) expect(Object.keys(LANGUAGES)).toContain(languageOf(text));
  });
});
