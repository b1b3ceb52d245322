/** What panels are called, in the question's language. */
export interface DashboardWords {
  readonly perSecond: (what: string) => string;
  readonly total: (what: string) => string;
  readonly now: (what: string) => string;
  readonly average: (what: string) => string;
  readonly howMany: (what: string) => string;
  readonly percentiles: (what: string) => string;
  readonly high: (what: string, by: string) => string;
  readonly cost: string;
  readonly processorTime: string;
  readonly share: string;
  readonly costs: string;
  readonly limit: string;
  readonly memory: string;
  readonly events: string;
  readonly received: string;
  readonly lost: string;
  readonly hits: string;
  readonly hitTime: string;
  readonly dataSource: string;
  readonly instance: string;
}

const EN: DashboardWords = {
  perSecond: (what) => `${what} per second`,
  total: (what) => `${what} (total)`,
  now: (what) => `${what} (now)`,
  average: (what) => `${what}: average`,
  howMany: (what) => `${what}: how many per second`,
  percentiles: (what) => `${what}: percentiles`,
  high: (what, by) => `${what}: 95th percentile by ${by}`,
  cost: 'Cost of the run',
  processorTime: 'CPU time per second',
  share: 'Share of the machine',
  costs: 'cost',
  limit: 'limit',
  memory: 'Memory',
  events: 'Events per second',
  received: 'received',
  lost: 'lost',
  hits: 'Hits of probes per second',
  hitTime: 'CPU time of probes per second',
  dataSource: 'Data source',
  instance: 'Instance',
};

const ZH: DashboardWords = {
  perSecond: (what) => `${what}(每秒)`,
  total: (what) => `${what}(合计)`,
  now: (what) => `${what}(当前)`,
  average: (what) => `${what}:平均值`,
  howMany: (what) => `${what}:每秒个数`,
  percentiles: (what) => `${what}:百分位数`,
  high: (what, by) => `${what}:第 95 百分位数(按 ${by})`,
  cost: '运行开销',
  processorTime: '每秒 CPU 时间',
  share: '占本机的比例',
  costs: '开销',
  limit: '上限',
  memory: '内存',
  events: '每秒事件数',
  received: '收到',
  lost: '丢失',
  hits: '探针每秒命中次数',
  hitTime: '探针每秒 CPU 时间',
  dataSource: '数据源',
  instance: '实例',
};

export function dashboardWords(language: string): DashboardWords {
  return language === 'zh' ? ZH : EN;
}
