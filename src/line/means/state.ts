/** Questions about what there is now, and not about what happens: a trace sees only what changes, and a tool tells them at once. */
import type { Request } from '../../core/request.ts';

const ASKED: readonly RegExp[] = [
  /\blistening (?:\w+ )?(?:sockets?|ports?)\b|\b(?:sockets?|ports?|processes|programs) (?:(?:are|is) )?(?:currently |now )?listening\b/,
  /\b(?:show|list|display|all|the|what|which|any) (?:all |the |currently )?(?:open|established|current) (?:\w+ ){0,2}connections?\b|\bconnections? (?:are|is) (?:currently |now )?(?:open|established|there)\b/,
  /\be?bpf (?:programs?|maps?|links?) (?:are|is) (?:currently |now )?(?:loaded|attached|there)\b|\b(?:loaded|attached) e?bpf (?:programs?|maps?|links?)\b/,
  /(?:在监听|监听中|监听着|已建立|现有)的?.{0,6}(?:套接字|端口|连接)|(?:套接字|端口|连接).{0,3}(?:在监听|已建立|开着)/,
  /(?:加载|挂载)(?:了|着)(?:哪些|什么).{0,4}bpf|bpf\s?程序.{0,4}(?:已加载|已经加载|加载着)/,
];
/** What speaks of events all the same: how many of them, how long, from now on. */
const HAPPENS =
  /\b(?:new|newly|starts?|begins?|opened|opens|opening|closed|per|every|each|rate|count|how many|how long|latency|histogram|slow\w*|watch|trace|monitor|for (?:\d|an?\b|the next))|统计|多少次|新的?|每秒|持续|直方图|延迟|跟踪|监控/;

/** Whether this asks what there is: only where nothing in it, and no flag, speaks of time or of events. */
export function asksWhatIs({ question = '', seconds, command, intent }: Request): boolean {
  if (seconds !== undefined || command !== undefined || intent !== undefined) return false;
  const said = question.normalize('NFKC').toLowerCase();
  return !HAPPENS.test(said) && ASKED.some((pattern) => pattern.test(said));
}
