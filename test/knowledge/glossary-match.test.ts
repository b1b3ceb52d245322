import { describe, expect, it } from 'vitest';
import { de } from '../../src/intent/lexicon/de.ts';
import { es } from '../../src/intent/lexicon/es.ts';
import { fr } from '../../src/intent/lexicon/fr.ts';
import { ja } from '../../src/intent/lexicon/ja.ts';
import { ko } from '../../src/intent/lexicon/ko.ts';
import { pt } from '../../src/intent/lexicon/pt.ts';
import { ru } from '../../src/intent/lexicon/ru.ts';
import type { Lexicon } from '../../src/intent/lexicon.ts';
import { understand } from '../../src/intent/understand.ts';
import { buildKnowledge } from '../../src/knowledge/build.ts';
import { Glossary } from '../../src/knowledge/glossary.ts';
import { LibraryIndex } from '../../src/knowledge/match.ts';

const LEXICONS: Readonly<Record<string, Lexicon>> = { de, fr, es, pt, ru, ja, ko };
const { programs, index: data } = buildKnowledge();
const index = new LibraryIndex(programs, data);

/** A question, and the program of the library that its words find once they are English. */
const QUESTIONS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  de: [
    ['Wie langsam ist meine Festplatte?', 'disk-latency'],
    ['Welche Dateien öffnet nginx, 5 Sekunden lang', 'file-opens'],
    ['Wer löscht meine Dateien?', 'file-deletes'],
    ['Zähle Seitenfehler pro Prozess', 'page-faults'],
    ['Welche Prozesse warten auf Sperren?', 'lock-waits'],
    ['TCP-Neuübertragungen nach Ziel', 'tcp-retransmits'],
    ['Welcher Prozess verbraucht am meisten CPU?', 'cpu-samples'],
    ['Wie lange warten Prozesse in der Laufwarteschlange', 'run-queue-latency'],
    ['Welche Systemaufrufe schlagen fehl und mit welchem Fehler', 'syscall-errors'],
    ['Verteilung der Lesegrößen', 'read-sizes'],
    ['ausgehende TCP-Verbindungen', 'tcp-connects'],
    ['Kontextwechsel pro Prozess zählen', 'context-switches'],
    ['welche neuen Prozesse werden gestartet', 'process-execs'],
    ['fsync-Latenz pro Datei', 'fsyncs-by-file'],
    ['Wie lange leben Prozesse', 'process-lifetimes'],
  ],
  fr: [
    ['latence du disque', 'disk-latency'],
    ['quels fichiers ouvre nginx pendant 5 secondes', 'file-opens'],
    ['qui supprime mes fichiers', 'file-deletes'],
    ['nombre de fautes de page par processus', 'page-faults'],
    ['quels processus attendent des verrous', 'lock-waits'],
    ['retransmissions TCP par destination', 'tcp-retransmits'],
    ['quel processus consomme le plus de CPU', 'cpu-samples'],
    ["temps d'attente dans la file d'exécution", 'run-queue-latency'],
    ['appels système qui échouent et avec quelle erreur', 'syscall-errors'],
    ['répartition de la taille des lectures', 'read-sizes'],
    ['changements de contexte par processus', 'context-switches'],
    ['connexions TCP entrantes', 'tcp-accepts'],
    ['qui écrit sur le disque', 'disk-writes'],
    ['taille moyenne des écritures', 'write-sizes'],
  ],
  es: [
    ['latencia del disco', 'disk-latency'],
    ['qué archivos abre nginx durante 5 segundos', 'file-opens'],
    ['quién borra mis archivos', 'file-deletes'],
    ['fallos de página por proceso', 'page-faults'],
    ['qué procesos esperan cerrojos', 'lock-waits'],
    ['retransmisiones TCP por destino', 'tcp-retransmits'],
    ['qué proceso consume más CPU', 'cpu-samples'],
    ['latencia de la cola de ejecución', 'run-queue-latency'],
    ['llamadas al sistema que fallan y con qué error', 'syscall-errors'],
    ['distribución del tamaño de las lecturas', 'read-sizes'],
    ['cambios de contexto por proceso', 'context-switches'],
    ['quién escribe en el disco', 'disk-writes'],
    ['quién cambia los permisos de los archivos', 'file-permission-changes'],
    ['qué servicio hace más consultas DNS', 'dns-queries'],
  ],
  pt: [
    ['latência do disco', 'disk-latency'],
    ['quais arquivos o nginx abre durante 5 segundos', 'file-opens'],
    ['quem apaga meus arquivos', 'file-deletes'],
    ['faltas de página por processo', 'page-faults'],
    ['quais processos esperam por mutex', 'lock-waits'],
    ['retransmissões TCP por destino', 'tcp-retransmits'],
    ['qual processo consome mais CPU', 'cpu-samples'],
    ['latência da fila de execução', 'run-queue-latency'],
    ['chamadas de sistema que falham e com qual erro', 'syscall-errors'],
    ['distribuição do tamanho das leituras', 'read-sizes'],
    ['trocas de contexto por processo', 'context-switches'],
    ['quem muda as permissões dos arquivos', 'file-permission-changes'],
  ],
  ru: [
    ['какая задержка у диска', 'disk-latency'],
    ['какие файлы открывает nginx в течение 5 секунд', 'file-opens'],
    ['кто удаляет мои файлы', 'file-deletes'],
    ['страничные прерывания по процессам', 'page-faults'],
    ['какие процессы ждут блокировок', 'lock-waits'],
    ['повторные передачи TCP по адресам', 'tcp-retransmits'],
    ['какой процесс потребляет больше всего процессора', 'cpu-samples'],
    ['задержка в очереди выполнения', 'run-queue-latency'],
    ['какие системные вызовы завершаются с ошибкой', 'syscall-errors'],
    ['распределение размеров чтения', 'read-sizes'],
    ['переключения контекста по процессам', 'context-switches'],
    ['кто пишет на диск', 'disk-writes'],
    ['сколько памяти выделяет ядро', 'kernel-allocations'],
  ],
  ja: [
    ['ディスクの遅延を見せて', 'disk-latency'],
    ['nginxが開くファイルを5秒間監視', 'file-opens'],
    ['誰がファイルを削除しているか', 'file-deletes'],
    ['プロセスごとのページフォールトの回数', 'page-faults'],
    ['ロックを待っているプロセス', 'lock-waits'],
    ['宛先ごとのTCP再送', 'tcp-retransmits'],
    ['CPUを一番使っているプロセスはどれ', 'cpu-samples'],
    ['実行キューの待ち時間の分布', 'run-queue-latency'],
    ['失敗しているシステムコールとエラー', 'syscall-errors'],
    ['読み込みサイズの分布', 'read-sizes'],
    ['プロセスごとのコンテキストスイッチ', 'context-switches'],
    ['ディスクに書き込んでいるのは誰', 'disk-writes'],
    ['誰がファイルの権限を変更しているか', 'file-permission-changes'],
  ],
  ko: [
    ['디스크 지연 시간', 'disk-latency'],
    ['nginx가 여는 파일을 5초 동안 보여줘', 'file-opens'],
    ['누가 파일을 삭제하는지', 'file-deletes'],
    ['프로세스별 페이지 폴트 횟수', 'page-faults'],
    ['락을 기다리는 프로세스', 'lock-waits'],
    ['목적지별 TCP 재전송', 'tcp-retransmits'],
    ['CPU를 가장 많이 쓰는 프로세스', 'cpu-samples'],
    ['실행 대기열 지연 분포', 'run-queue-latency'],
    ['실패하는 시스템 콜과 오류', 'syscall-errors'],
    ['읽기 크기 분포', 'read-sizes'],
    ['프로세스별 컨텍스트 스위치', 'context-switches'],
    ['디스크에 쓰는 프로세스', 'disk-writes'],
    ['커널이 메모리를 얼마나 할당하는지', 'kernel-allocations'],
  ],
};

describe.each(Object.entries(QUESTIONS))('questions of %s find their programs by English words', (language, questions) => {
  const glossary = new Glossary(LEXICONS[language] ?? de);
  it.each(questions)('%j: %s', (question, program) => {
    const intent = understand(
      { question: glossary.translate(question) },
      { processes: () => new Set(), isTopicWord: (word, of) => index.isTopicWord(word, of) },
    );
    expect(
      index
        .match(intent)
        .slice(0, 2)
        .map((match) => match.program.name),
    ).toContain(program);
  });
});
