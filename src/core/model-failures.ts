/** What can go wrong with a language model, in words, and what to do about it. `$` stands for the model's name. */
export interface FailureWords {
  readonly en: string;
  readonly zh: string;
  readonly hints: { readonly en: readonly string[]; readonly zh: readonly string[] };
}

const SETTLE = {
  en: 'gpttrace model list shows which key is used, and from where',
  zh: 'gpttrace model list 会显示用的是哪个密钥，从哪里来',
} as const;

export type FailureKind =
  | 'no-key'
  | 'key-refused'
  | 'no-such-model'
  /** The account has no money or no quota left. */
  | 'no-credit'
  | 'rate-limited'
  | 'unreachable'
  /** The provider failed (5xx), again and again. */
  | 'server'
  | 'too-slow'
  | 'context-too-long'
  /** The reply broke off. */
  | 'cut'
  /** It was not what this provider's interface says. */
  | 'malformed'
  | 'empty'
  /** The provider refused to answer this. */
  | 'filtered'
  /** The model or its server takes no tools. */
  | 'no-tools'
  | 'bad-request'
  | 'interrupted'
  /** A recording has no such exchange. */
  | 'not-recorded';

export const MODEL_FAILURES: Readonly<Record<FailureKind, FailureWords>> = {
  'no-key': {
    en: 'there is no key for $',
    zh: '没有 $ 的密钥',
    hints: { en: ['gpttrace model use $ asks for it'], zh: ['gpttrace model use $ 会询问密钥'] },
  },
  'key-refused': {
    en: 'the key for $ was refused',
    zh: '$ 的密钥被拒绝',
    hints: {
      en: [SETTLE.en, 'forget it and give another: gpttrace model forget PROVIDER; gpttrace model use $'],
      zh: [SETTLE.zh, '删除后重新输入：gpttrace model forget PROVIDER; gpttrace model use $'],
    },
  },
  'no-such-model': {
    en: 'the provider has no model that is called as in $',
    zh: '提供方没有 $ 这个模型',
    hints: {
      en: ['gpttrace model list shows well-known names, and what a server on this machine has', 'with Ollama, fetch it first: ollama pull NAME'],
      zh: ['gpttrace model list 会列出常见名称和本机服务器已有的模型', '用 Ollama 时先下载：ollama pull NAME'],
    },
  },
  'no-credit': {
    en: 'the account that $ is charged to has no credit or quota left',
    zh: '$ 所用账户的余额或配额已用完',
    hints: {
      en: ['add credit at the provider, or use another model: gpttrace model use NAME'],
      zh: ['到提供方处充值，或换一个模型：gpttrace model use NAME'],
    },
  },
  'rate-limited': {
    en: '$ takes no more requests for the moment',
    zh: '$ 暂时不接受更多请求',
    hints: { en: ['wait a minute and ask again', 'use another model: gpttrace model use NAME'], zh: ['等一分钟再问', '换一个模型：gpttrace model use NAME'] },
  },
  unreachable: {
    en: '$ cannot be reached',
    zh: '无法连接到 $',
    hints: {
      en: ['is this machine online, and is the server running? gpttrace model list shows its address', 'without a model: GPTTRACE_MODEL=none'],
      zh: ['本机是否联网，服务器是否在运行？gpttrace model list 会显示其地址', '不用模型：GPTTRACE_MODEL=none'],
    },
  },
  server: {
    en: 'the server of $ failed again and again',
    zh: '$ 的服务器多次出错',
    hints: { en: ['ask again later, or use another model: gpttrace model use NAME'], zh: ['稍后再问，或换一个模型：gpttrace model use NAME'] },
  },
  'too-slow': {
    en: '$ did not answer in time',
    zh: '$ 没有及时回答',
    hints: {
      en: ['ask again; a model on this machine may only have been loading', 'allow more time: seconds under [limits] of the settings'],
      zh: ['再问一次；本机的模型可能刚在加载', '放宽时间：设置文件 [limits] 中的 seconds'],
    },
  },
  'context-too-long': {
    en: 'the conversation is longer than what $ can take',
    zh: '对话超过了 $ 能接受的长度',
    hints: {
      en: ['say how much it really takes: gpttrace model use $ --context N', 'give Ollama a larger window: OLLAMA_CONTEXT_LENGTH=32768 ollama serve'],
      zh: ['说明它实际能接受多少：gpttrace model use $ --context N', '给 Ollama 更大的窗口：OLLAMA_CONTEXT_LENGTH=32768 ollama serve'],
    },
  },
  cut: {
    en: 'the reply of $ broke off',
    zh: '$ 的回答中断了',
    hints: { en: ['ask again'], zh: ['再问一次'] },
  },
  malformed: {
    en: 'what $ replied is not what its interface says',
    zh: '$ 的回答不符合其接口',
    hints: {
      en: [
        'does the address belong to a model server? gpttrace model list shows it',
        'a server that takes no tools is told of them in text: gpttrace model use $ --no-tools',
      ],
      zh: ['该地址是模型服务器吗？gpttrace model list 会显示它', '不支持工具的服务器可以只用文本：gpttrace model use $ --no-tools'],
    },
  },
  empty: {
    en: '$ replied with nothing',
    zh: '$ 什么也没有回答',
    hints: { en: ['ask again, or use another model: gpttrace model use NAME'], zh: ['再问一次，或换一个模型：gpttrace model use NAME'] },
  },
  filtered: {
    en: 'the provider of $ refused to answer this',
    zh: '$ 的提供方拒绝回答',
    hints: { en: ['say the question in other words, or use another model'], zh: ['换一种说法，或换一个模型'] },
  },
  'no-tools': {
    en: '$ takes no tools',
    zh: '$ 不支持工具',
    hints: {
      en: [
        'speak to it in text only: gpttrace model use $ --no-tools',
        'vLLM takes tools when it is started with --enable-auto-tool-choice and --tool-call-parser',
      ],
      zh: ['只用文本与它交谈：gpttrace model use $ --no-tools', 'vLLM 启动时加 --enable-auto-tool-choice 和 --tool-call-parser 即支持工具'],
    },
  },
  'bad-request': {
    en: '$ did not accept what it was sent',
    zh: '$ 不接受发给它的内容',
    hints: { en: ['gpttrace model test $ tells what it takes'], zh: ['gpttrace model test $ 会说明它接受什么'] },
  },
  interrupted: { en: 'it was interrupted while $ answered', zh: '在 $ 回答时被中断', hints: { en: [], zh: [] } },
  'not-recorded': {
    en: 'this was not recorded in $',
    zh: '$ 中没有这段记录',
    hints: {
      en: ['record it with a model that answers: gpttrace "QUESTION" --model NAME --record DIR'],
      zh: ['用能回答的模型录制：gpttrace "问题" --model NAME --record DIR'],
    },
  },
};
