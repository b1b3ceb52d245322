/** What stands behind "the top 5": what the answer is told by. Plurals, in all languages, for a word of one is hardly one of another. */
export const RANKED: readonly (readonly [key: string, nouns: string])[] = [
  [
    'process',
    'processes|procs|programs|apps|applications|commands|prozesse|programme|anwendungen|processus|programmes|procesos|programas|aplicaciones|processos|aplicativos|процессов|процесса|программ|программы|приложений|进程|程序|プロセス|プログラム|프로세스|프로그램',
  ],
  ['file', 'files|filenames|paths|dateien|fichiers|archivos|ficheros|arquivos|ficheiros|файлов|файла|文件|ファイル|파일'],
  ['user', 'users|uids|benutzer|nutzer|utilisateurs|usuarios|usuários|utilizadores|пользователей|пользователя|用户|ユーザー|ユーザ|사용자'],
  ['tid', 'threads|tids|hilos|потоков|потока|线程|スレッド|스레드'],
  [
    'syscall',
    'syscalls|system calls|systemaufrufe|appels système|llamadas al sistema|chamadas de sistema|системных вызовов|системных вызова|系统调用|システムコール|시스템 콜|시스템콜',
  ],
  ['address', 'addresses|hosts|ips|peers|destinations|adressen|adresses|hôtes|direcciones|endereços|адресов|адреса|хостов|地址|主机|アドレス|ホスト|주소'],
  ['port', 'ports|puertos|portas|портов|порта|端口|ポート|포트'],
  ['device', 'devices|disks|drives|geräte|platten|festplatten|laufwerke|disques|discos|дисков|диска|设备|磁盘|硬盘|デバイス|ディスク|디스크|장치'],
  ['cpu', 'cpus|cores|kerne|cœurs|núcleos|ядер|ядра'],
  ['container', 'containers|cgroups|conteneurs|contenedores|contêineres|контейнеров|контейнера|容器|コンテナ|컨테이너'],
];
