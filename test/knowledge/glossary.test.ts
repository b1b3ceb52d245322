import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { de } from '../../src/intent/lexicon/de.ts';
import { es } from '../../src/intent/lexicon/es.ts';
import { fr } from '../../src/intent/lexicon/fr.ts';
import { ja } from '../../src/intent/lexicon/ja.ts';
import { ko } from '../../src/intent/lexicon/ko.ts';
import { pt } from '../../src/intent/lexicon/pt.ts';
import { ru } from '../../src/intent/lexicon/ru.ts';
import type { Lexicon } from '../../src/intent/lexicon.ts';
import { Glossary } from '../../src/knowledge/glossary.ts';
import { cpuMilliseconds } from '../fixtures/cpu.ts';

const LEXICONS: Readonly<Record<string, Lexicon>> = { de, fr, es, pt, ru, ja, ko };

/** A topic, and what it is in English. */
const TOPICS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  de: [
    ['', ''],
    ['die der das', ''],
    ['Welcher Prozess benutzt die CPU am meisten', 'process consume cpu'],
    ['Festplattenlatenz als Histogramm', 'disk latency histogram'],
    ['öffnen', 'open'],
    ['offnen', 'open'],
    ['oeffnen', 'open'],
    ['Dateiöffnungen', 'file open'],
    ['Speicherzuweisungen im Kernel', 'memory allocate kernel'],
    ['wer löscht Dateien', 'delete file'],
    ['TCP-Verbindungen nach außen', 'tcp connect outgoing'],
    ['zeig mir die TCP retransmits', 'tcp retransmits'],
    ['wie oft ruft das Programm fsync auf', 'count process fsync'],
    ['Kontextwechsel', 'context switch'],
    ['fehlgeschlagene Systemaufrufe nach Fehlercode', 'fail syscall errno'],
    ['verworfene Netzwerkpakete', 'drop network packet'],
    ['Wartezeit in der Laufwarteschlange', 'wait run queue'],
    ['welche Prozesse stürzen ab', 'process crash'],
    ['sys_enter_openat zählen', 'sys_enter_openat count'],
    ['welche Dateien liest /etc/passwd', 'file read /etc/passwd'],
    ['Treffer im Seitencache', 'hit page cache'],
    ['Porzess', 'process'],
  ],
  fr: [
    ['latence disque par processus', 'latency disk process'],
    ['quels fichiers sont ouverts', 'file open'],
    ['qui supprime des fichiers', 'delete file'],
    ['fautes de page par processus', 'page fault process'],
    ['appels système les plus lents', 'syscall latency'],
    ['connexion', 'connect'],
    ['connéxion TCP sortante', 'connect tcp outgoing'],
    ['paquets TCP retransmis', 'packet tcp retransmit'],
    ['temps passé hors CPU', 'latency off cpu'],
    ['changements de contexte par processeur', 'context switch cpu'],
    ["file d'attente du processeur", 'run queue'],
    ['file d’attente du processeur', 'run queue'],
    ['succès du cache de pages', 'hit page cache'],
    ['interruptions logicielles', 'softirq'],
    ['quels processus plantent', 'process crash'],
    ['débit réseau par processus', 'bytes network process'],
    ['fichers ouverts', 'file open'],
    ['taille des écritures sur disque', 'size write disk'],
    ['montages de systèmes de fichiers', 'mount file system'],
  ],
  es: [
    ['archivos abiertos por proceso', 'file open process'],
    ['procéso', 'process'],
    ['latencia de disco', 'latency disk'],
    ['quién borra archivos', 'delete file'],
    ['fallos de página por proceso', 'page fault process'],
    ['llamadas al sistema más lentas', 'syscall latency'],
    ['conexiones TCP salientes', 'connect tcp outgoing'],
    ['retransmisiones TCP', 'retransmit tcp'],
    ['tiempo fuera de la CPU', 'latency off cpu'],
    ['cambios de contexto', 'context switch'],
    ['cola de ejecución', 'run queue'],
    ['aciertos de la caché de páginas', 'hit page cache'],
    ['permisos de archivos', 'permission file'],
    ['interrupciones de software', 'softirq'],
    ['procesos que se caen', 'process crash'],
    ['tráfico de red por proceso', 'bytes network process'],
    ['señales enviadas', 'signal send'],
    ['qué proceso usa más la red', 'process consume network'],
  ],
  pt: [
    ['arquivos abertos por processo', 'file open process'],
    ['latência do disco', 'latency disk'],
    ['quem apaga arquivos', 'delete file'],
    ['faltas de página por processo', 'page fault process'],
    ['chamadas de sistema mais lentas', 'syscall latency'],
    ['conexões TCP de saída', 'connect tcp outgoing'],
    ['retransmissões TCP', 'retransmit tcp'],
    ['tempo fora da CPU', 'latency off cpu'],
    ['trocas de contexto', 'context switch'],
    ['fila de execução', 'run queue'],
    ['acertos no cache de páginas', 'hit page cache'],
    ['permissões de arquivos', 'permission file'],
    ['interrupções de software', 'softirq'],
    ['processos que caem', 'process crash'],
    ['tráfego de rede por processo', 'bytes network process'],
    ['tamanho das gravações', 'size write'],
    ['sinais enviados', 'signal send'],
    ['pacotes descartados', 'packet drop'],
  ],
  ru: [
    ['какие процессы читают диск', 'process read disk'],
    ['задержка диска', 'latency disk'],
    ['кто удаляет файлы', 'delete file'],
    ['страничные прерывания по процессам', 'page fault process'],
    ['самые медленные системные вызовы', 'latency syscall'],
    ['исходящие TCP соединения', 'outgoing tcp connect'],
    ['повторные передачи TCP', 'retransmit tcp'],
    ['переключения контекста', 'context switch'],
    ['очередь выполнения', 'run queue'],
    ['попадания в страничный кэш', 'hit page cache'],
    ['права доступа к файлам', 'permission file'],
    ['программные прерывания', 'softirq'],
    ['какие процессы падают', 'process crash'],
    ['сетевой трафик по процессам', 'network bytes process'],
    ['отброшенные пакеты', 'drop packet'],
    ['сколько времени процессы ждут блокировок', 'latency process wait lock'],
    ['какие потоки будят друг друга', 'thread wake'],
    ['процэссы', 'process'],
  ],
  ja: [
    ['どのプロセスがCPUを一番使っていますか', 'process cpu consume'],
    ['ディスクI/Oのlatency', 'disk io latency'],
    ['誰がファイルを削除しているか', 'file delete'],
    ['プロセスごとのページフォールト', 'process page fault'],
    ['遅いシステムコール', 'latency syscall'],
    ['TCPの再送', 'tcp retransmit'],
    ['ファイルを開くプロセス', 'file open process'],
    ['コンテキストスイッチの回数', 'context switch count'],
    ['実行待ちの時間', 'run queue latency'],
    ['ページキャッシュのヒット率', 'page cache hit ratio'],
    ['DNSの問い合わせ', 'dns query'],
    ['ソフト割り込み', 'softirq'],
    ['クラッシュしたプロセス', 'crash process'],
    ['書き込みのサイズの分布', 'write size histogram'],
    ['破棄されたパケット', 'drop packet'],
    ['読むのにどれくらいの時間がかかるか', 'read latency'],
    ['nginxが開いているファイル', 'nginx open file'],
    ['プロファイルを取りたい', 'stack'],
    ['スレッドを起こしているのは', 'thread wake'],
    ['ﾃﾞｨｽｸ', 'disk'],
  ],
  ko: [
    ['어떤 프로세스가 CPU를 가장 많이 쓰나', 'process cpu consume'],
    ['디스크 I/O 지연', 'disk io latency'],
    ['누가 파일을 삭제하는지', 'file delete'],
    ['프로세스별 페이지 폴트', 'process page fault'],
    ['느린 시스템 콜', 'latency syscall'],
    ['느린 시스템콜', 'latency syscall'],
    ['TCP 재전송', 'tcp retransmit'],
    ['파일을 여는 프로세스', 'file open process'],
    ['컨텍스트 스위치 횟수', 'context switch count'],
    ['실행 대기열 지연 시간', 'run queue latency'],
    ['페이지 캐시 적중률', 'page cache hit ratio'],
    ['소프트 인터럽트', 'softirq'],
    ['크래시된 프로세스', 'crash process'],
    ['쓰기 크기 분포', 'write size histogram'],
    ['락 대기 시간', 'lock wait latency'],
    ['읽는 데 얼마나 오래 걸리나', 'read latency'],
    ['nginx가 여는 파일', 'nginx open file'],
    ['디스크입출력이 많은 프로그램', 'disk io process'],
    ['디스크에 쓰는 프로세스', 'disk write process'],
    ['컴파일러', '컴파일러'],
  ],
};

describe.each(Object.entries(TOPICS))('%s', (language, topics) => {
  const glossary = new Glossary(LEXICONS[language] ?? de);
  it.each(topics)('%j: %j', (topic, english) => expect(glossary.translate(topic)).toBe(english));

  it('leaves English words and names as they are', () => {
    for (const text of ['retransmit', 'sys_enter_openat', 'vfs_read', '/etc/passwd', 'softirq', 'nginx']) expect(glossary.translate(text)).toBe(text);
  });

  it('says the same of what it has said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(glossary.translate(text)).toBe(new Glossary(LEXICONS[language] ?? de).translate(text));
      }),
      { numRuns: 20 },
    );
  });
});

it('takes less than a millisecond a question', () => {
  for (const [language, topics] of Object.entries(TOPICS)) {
    const glossary = new Glossary(LEXICONS[language] ?? de);
    glossary.translate('x');
    const took = cpuMilliseconds(() => {
      for (let time = 0; time < 20; time++) for (const [topic] of topics) glossary.translate(topic);
    });
    expect(took / topics.length / 20, language).toBeLessThan(1);
  }
});
