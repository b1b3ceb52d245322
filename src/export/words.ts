/** What is said of an export beside the answer, in the question's language. */

import type { PushTrouble } from './otlp.ts';
import type { SendFailure } from './otlp-send.ts';
import type { ProducerTrouble } from './producer.ts';

export interface ExportWords {
  readonly serving: (url: string, open: boolean) => string;
  readonly pushing: (place: string, seconds: number) => string;
  readonly push: (trouble: PushTrouble, place: string) => string;
  readonly failure: (why: SendFailure) => string;
  readonly producer: (trouble: ProducerTrouble) => string;
  readonly leftOut: (map: string, why: 'stack' | 'not-a-number') => string;
  readonly cut: (map: string) => string;
  readonly lingering: (seconds: number) => string;
}

const EN: ExportWords = {
  serving: (url, open) => `metrics for Prometheus at ${url}${open ? '; whoever reaches this address can read them' : ''}`,
  pushing: (place, seconds) => `metrics go to ${place} every ${seconds} s`,
  push: (trouble, place) => {
    switch (trouble.kind) {
      case 'failing':
        return `metrics do not reach ${place}: ${EN.failure(trouble.why)}; it is tried again, with everything since the beginning`;
      case 'back':
        return `metrics reach ${place} again; nothing was lost`;
      case 'last-lost':
        return `the last metrics did not reach ${place}: ${EN.failure(trouble.why)}`;
      case 'refused':
        return `${place} did not take ${trouble.points} values${trouble.why === '' ? '' : `: ${trouble.why}`}`;
    }
  },
  failure: ({ kind, of }) =>
    ({
      absent: 'nothing listens there',
      closed: 'it closed the connection',
      'no-name': 'there is no machine of that name',
      silent: of === undefined ? 'it did not answer' : `it did not answer within ${of} s`,
      unreachable: 'it cannot be reached',
      'no-http': 'it does not speak HTTP',
      'no-tls': 'it does not speak TLS; does its address begin with http://?',
      untrusted: `its certificate is not trusted (${of})`,
      'bad-port': 'that port is never used for HTTP',
      status: `it answered with status ${of}`,
      other: of === undefined ? 'the request failed' : `the request failed (${of})`,
    })[kind],
  producer: (trouble) =>
    trouble.kind === 'overflow'
      ? `more than ${trouble.limit} series of ${trouble.metric}: the others are in one, otel.metric.overflow, or left out where they do not add up; --max-series raises the limit`
      : `${trouble.map} holds no numbers, so it is no metric`,
  leftOut: (map, why) => (why === 'stack' ? `${map} is kept by stack and does not add up, so it is no metric` : `${map} holds no numbers, so it is no metric`),
  cut: (map) => `of ${map} only the largest entries are shown each time, so its metric counts no others`,
  lingering: (seconds) => `the metrics can be asked for ${seconds} s more; Ctrl-C ends it`,
};

const ZH: ExportWords = {
  serving: (url, open) => `Prometheus 可在 ${url} 读取指标${open ? ';能访问该地址的人都能读取' : ''}`,
  pushing: (place, seconds) => `指标每 ${seconds} 秒发往 ${place}`,
  push: (trouble, place) => {
    switch (trouble.kind) {
      case 'failing':
        return `指标无法送达 ${place}:${ZH.failure(trouble.why)};会继续重试,重试时包含从开始以来的全部数据`;
      case 'back':
        return `指标又能送达 ${place};没有丢失数据`;
      case 'last-lost':
        return `最后一次指标没有送达 ${place}:${ZH.failure(trouble.why)}`;
      case 'refused':
        return `${place} 拒收了 ${trouble.points} 个值${trouble.why === '' ? '' : `:${trouble.why}`}`;
    }
  },
  failure: ({ kind, of }) =>
    ({
      absent: '那里没有程序在监听',
      closed: '对方关闭了连接',
      'no-name': '没有这个名字的机器',
      silent: of === undefined ? '没有应答' : `${of} 秒内没有应答`,
      unreachable: '无法连接',
      'no-http': '对方不使用 HTTP',
      'no-tls': '对方不使用 TLS;地址是否应以 http:// 开头?',
      untrusted: `对方的证书不受信任(${of})`,
      'bad-port': '该端口不能用于 HTTP',
      status: `应答状态为 ${of}`,
      other: of === undefined ? '请求失败' : `请求失败(${of})`,
    })[kind],
  producer: (trouble) =>
    trouble.kind === 'overflow'
      ? `${trouble.metric} 的序列超过 ${trouble.limit} 条:其余的合并为 otel.metric.overflow,不能相加的则略去;--max-series 可提高上限`
      : `${trouble.map} 里不是数字,因此没有对应的指标`,
  leftOut: (map, why) => (why === 'stack' ? `${map} 按调用栈保存且不能相加,因此没有对应的指标` : `${map} 里不是数字,因此没有对应的指标`),
  cut: (map) => `${map} 每次只显示最大的几项,因此其指标不含其他项`,
  lingering: (seconds) => `指标还可读取 ${seconds} 秒;按 Ctrl-C 结束`,
};

export function exportWords(language: string): ExportWords {
  return language === 'zh' ? ZH : EN;
}
