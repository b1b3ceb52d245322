/** How people go on from an answer, in words: data, one set a language. Patterns see what was said in small letters, without marks at its end. */

/** What is wished for by a whole sentence. */
export type Saying =
  | 'undo'
  | 'restart'
  | 'stop'
  | 'again'
  | 'longer'
  | 'shorter'
  | 'why'
  | 'silent'
  | 'debug'
  | 'write'
  | 'save'
  | 'explain'
  | 'everybody'
  | 'program'
  | 'good'
  | 'bad'
  | 'help'
  | 'quit'
  | 'next';

export interface TalkWords {
  /** A group may hold what it is about: the file to save to, the line to explain. */
  readonly sayings: readonly (readonly [Saying, RegExp])[];
  /** Words that change what was asked before; nothing else of them is a topic. */
  readonly markers: RegExp;
  /** They narrow it to somebody: a name that follows is one, known or not. */
  readonly narrowing: RegExp;
  /** They add to what it is broken down by, where others take its place. */
  readonly adding: RegExp;
  /** The same question of something else. */
  readonly instead: RegExp;
  /** A process by its number, whatever the number. */
  readonly numbered: RegExp;
  /** What is a subject though none of its words alone is one. */
  readonly subjects: RegExp;
  /** A question of its own begins so, or has this in it. */
  readonly asking: RegExp;
  /** At the end of what is said in any letters, it says how the rest is meant. */
  readonly trailing: RegExp;
  /** Said around a wish, and no part of it. */
  readonly courtesy: RegExp;
  /** How the same is said in words that the lexicon has. */
  readonly rewritten: readonly (readonly [said: RegExp, as: string])[];
}

const en: TalkWords = {
  sayings: [
    [
      'undo',
      /^(?:undo(?:[ ,]+(?:that|it|this))*|undo((?:[ ,]+undo)+| twice| \d{1,2} times)|go back(?: one)?|back|previous|take (?:that|it) back|never ?mind)$/,
    ],
    [
      'restart',
      /^(?:start (?:over|again|anew)|restart|reset|clear|new (?:question|topic)|forget (?:it|that|everything|all that)|(?:back|go back) to the (?:beginning|start|first question)|from the (?:beginning|start|top))$/,
    ],
    ['stop', /^(?:stop|cancel|abort|halt|enough|end)(?: (?:it|that|this|the trace|tracing|now))?$/],
    [
      'again',
      /^(?:(?:do|run|try|watch|show) (?:it|that|this|the (?:last|same|previous)(?: (?:one|thing|question|trace|program))?) )?(?:once more|again|one more time|rerun|repeat(?: (?:it|that))?|same again)$|^(?:run|repeat|do) the (?:last|same|previous)(?: (?:one|thing|question|trace|program))?$/,
    ],
    ['longer', /^(?:(?:make|run|watch|trace)(?: it| that)? )?(?:for )?(?:a bit |much |a little )?longer$/],
    ['shorter', /^(?:(?:make|run|watch|trace)(?: it| that)? )?(?:for )?(?:a bit |much |a little )?shorter$/],
    [
      'silent',
      /^(?:but |and )?(?:why|how come) (?:(?:is|was|are|were) (?:it|this|that|the (?:program|trace|script|answer|output)) (?:so )?(?:silent|quiet|empty|blank)|(?:(?:is|was|are|were) )?(?:there )?(?:no|nothing|not any|never any)(?: (?:output|answer|results?|events?|data|rows?|lines?|at all))*|(?:(?:did|does|do|was|is|has|have) )?(?:nothing|no (?:output|answer|results?|events?|data|rows?|lines?)) (?:come|coming|happen(?:ing|ed)?|show(?:n|ing)?|appear(?:ed)?|fire[ds]?|seen|printed|traced|there|arrived?)(?: (?:out|up|back))?|(?:did|does|do) (?:it|this|that|they|i|the (?:program|trace|script)) (?:show|print|say|see|tell|find|catch|get|give)(?: me)? (?:nothing|no (?:output|answer|results?|events?|data|rows?|lines?))|(?:didn't|doesn't|don't|did not|does not|do not) (?:it|this|that|they|i|the (?:program|trace|script)) (?:show|print|say|see|tell|find|catch|get|give)(?: me)? (?:anything|something)|(?:so )?(?:silent|quiet|empty))$|^(?:nothing (?:came|happened|happens|shows up|appears?|(?:was|is) (?:shown|seen|printed))|(?:there(?:'s| is| was) )?no (?:output|answer|results?|events?|data)|it (?:shows|prints|sees|says) nothing|it(?:'s| is) (?:silent|empty)|where(?:'s| is) (?:the|my) (?:output|answer|data))$/,
    ],
    ['debug', /^(?:debug|diagnose)(?: (?:it|this|that|the (?:program|script)))?$/],
    [
      'write',
      /^(?:write|show|give|say|put|translate|rewrite)(?: me)? (?:it|this|that|the (?:program|script|same))(?: (?:again|down|out))? (?:as|in|into|to) (c|bpftrace)$/,
    ],
    [
      'why',
      /^(?:but )?why(?: (?:is|are|was|were|does|do|did) .+| so .+| that| not)?$|^what(?:'s| is) (?:behind|the reason for|causing) (?:it|that|this)$|^how (?:come|so)$|^so what$/,
    ],
    [
      'save',
      /^(?:save|keep|store|write) (?:it|this|that|(?:the |this )?(?:program|script|result|answer|run))(?: (?:to|as|in|into) (\S+))?$|^(?:save|store)(?: (?:to|as|in|into) (\S+))?$/,
    ],
    ['explain', /^(?:explain|what does) (?:(?:the )?line (-?\d+)|it|this|that|the program|the script|the answer)(?: (?:do|mean))?$|^explain$/],
    [
      'everybody',
      /^(?:now )?(?:for |of |with |show )?(?:everything|everybody|everyone|all|all of them|all processes|any process|every process|not only (?:that|it|\S+)|without (?:the|that) (?:filter|process|limit|condition)s?)$/,
    ],
    [
      'good',
      /^(?:(?:very |really )?(?:good|great|nice|cool|awesome|excellent|helpful|perfect)(?: (?:job|work|answer|one))?|well done|thanks?(?: you)?(?: (?:a lot|so much|very much))?|right|correct|exactly|thumbs up|👍|\+1)?(?:^|[ ,!.]*)(?:that(?:'s| is| was) (?:very |really )?(?:right|it|good|great|nice|cool|awesome|helpful|perfect|what i (?:wanted|meant|asked)))?$/,
    ],
    [
      'bad',
      /^(?:bad|wrong|useless|nonsense|stupid|garbage|rubbish|(?:that|this|it)(?:'s| is| was) (?:wrong|bad|useless|nonsense|stupid|garbage|rubbish|not it|not right|not what i (?:asked|meant|wanted))|you(?:'re| are) (?:wrong|useless|stupid|an idiot)|not what i (?:asked|meant|wanted)|no|thumbs down|👎|-1)$/,
    ],
    ['program', /^(?:show|print|give|let)(?: me)?(?: see)? (?:the|this|that|its) (?:program|script|source|code|bpftrace)$/],
    ['next', /^(?:and now|what (?:next|now|else)|what (?:can|should) i (?:ask|do)(?: next| now)?|suggest(?:ions)?)$/],
    [
      'help',
      /^(?:help(?: me)?|\?|(?:hi|hello|hey)(?: there| gpttrace)?|(?:hi|hello|hey)?[ ,]*(?:can|could) you help(?: me)?|what can you do(?: for me)?|what can i (?:say|do)(?: here)?|who are you|what are you|how do i use (?:this|it|you)|how does (?:this|it) work|i need help|what is this)$/,
    ],
    ['quit', /^(?:quit|exit|(?:good)?bye|q|i(?:'m| am) done)$/],
  ],
  markers:
    /\b(?:only|just|instead|again|once more|rather|now|also|too|as well|this time|the same|same|but|and|then|please|for|of|with|show|it|that|this|do|run|watch|make it|what about|how about|as an?|broken down|split|grouped?|sorted?|those|ones|the)\b/g,
  narrowing: /\b(?:only|just)\b|^(?:and |but |now )?(?:for|of|what about|how about)\b/,
  adding: /\b(?:also|too|as well|and also|and by)\b|^and by\b/,
  instead: /^(?:and |but )?(?:what|how) about\b|\binstead\b|^and (?!by\b|also\b|what\b|how\b|why\b|who\b)/,
  numbered: /^(?:(?:only|just|for|of) )*(?:pid|process) ?-?\d+$/,
  subjects: /\bsystem calls?\b/,
  asking: /^(?:what|which|who|whose|where|when|how|why|is|are|does|do)\b/,
  trailing: /[\s,]+(?:instead|please|now|too|as well|again|this time)[\s.!?]*$/i,
  courtesy:
    /^(?:(?:please|ok(?:ay)?|now|no|yes|well|hey|so|hm+|and|then|(?:can|could|would|will) you(?: please)?|let'?s|i want (?:you )?to|i'?d like (?:you )?to)[,:]?\s+)+|[\s,]+(?:please|now|then|thanks|thank you|for me)$/g,
  rewritten: [
    [/\bas an? (?:bar )?(?:graph|chart|plot|diagram|picture)\b/i, 'as a histogram'],
    [
      /^(?:(?:show|give|list|print) (?:me )?)?(?:only|just) (?:the )?(?:top |first |biggest |largest |worst )?(\d{1,4})(?: (?:of (?:them|those)|rows?|lines?|entries|ones?|processes))?$/i,
      'top $1',
    ],
  ],
};

const zh: TalkWords = {
  sayings: [
    ['undo', /^(?:撤销|撤销((?:[ ,，、]*撤销)+)|撤回|返回|回到上一(?:个|步)(?:问题)?|上一步|算了|退回)$/],
    ['restart', /^(?:重新开始|从头(?:来|开始)|回到(?:第一个问题|开头|开始)|清空|换个(?:问题|话题)|新(?:的)?问题)$/],
    ['stop', /^(?:停|停止|停下(?:来)?|停一下|取消|别跑了|够了)$/],
    ['again', /^(?:再来一(?:次|遍)|再来|重来(?:一(?:次|遍))?|再?重?新?(?:跑|运行|试|看)一(?:次|遍)|重新(?:跑|运行|试|看)?|重复(?:一(?:次|遍))?)$/],
    ['longer', /^(?:再|多|跑|看|时间)*(?:久|长)(?:一)?(?:点|些|会儿)?$|^多(?:跑|看)一会儿?$/],
    ['shorter', /^(?:再|跑|看|时间)*短(?:一)?(?:点|些)?$/],
    [
      'silent',
      /^(?:但是?|可是?)?(?:为(?:什么|何|啥)|怎么)(?:它|程序|这个|都|会|什么|啥|一直)*(?:没有|没|无)(?:任何|一点|看到|收到|得到|显示|打印|有|到)*(?:输出|结果|数据|事件|东西|内容|反应|动静|显示|答案|记录|出来)?(?:呢|啊|了)?$|^(?:为(?:什么|何|啥)|怎么)(?:它|程序|结果|输出)?(?:是|这么|那么|会)*(?:空|空的|安静|沉默)(?:呢|啊|了)?$|^(?:(?:什么|啥)(?:都|也)(?:没有|没看到|没出来|没显示|没发生)|(?:没有|没)(?:任何)?(?:输出|结果|数据|事件|反应))(?:呢|啊|了)?$/,
    ],
    ['debug', /^(?:调试|诊断)(?:一下)?(?:它|这个|这个程序|程序|脚本)?$/],
    ['write', /^(?:把?(?:它|程序|这个))?(?:用|改用|写成|改成|翻译成|换成)\s*(c|bpftrace)(?:\s*语言)?(?:\s*(?:写|表示|重写|来写))?(?:它|程序|出来)?$/],
    ['why', /^(?:这是)?为(?:什么|何|啥)(?:.+)?$|^(?:是)?什么原因$|^怎么(?:会)?(?:这么|这样)?慢$|^(?:怎么|咋)回事$/],
    ['save', /^(?:把(?:它|程序|结果|脚本))?(?:保存|存)(?:它|下来|一下|程序|结果|脚本|起来)?(?:到|为|成)?\s*(\S+)?$/],
    ['explain', /^解释(?:一下)?(?:第?\s*(-?\d+)\s*行|它|这个|程序|脚本|结果)?$|^第\s*(\d+)\s*行(?:是)?(?:什么意思|做什么)$/],
    ['everybody', /^(?:现在)?(?:看|显示)?(?:所有|全部|任何)(?:的)?(?:进程|程序)?$|^不(?:要)?(?:限制|筛选|过滤)(?:进程|条件)?$/],
    ['good', /^(?:(?:好|很好|太好|真好|非常好|太棒|真棒|棒|厉害|不错|对|正确|没错|谢谢|多谢|感谢)(?:了|的|你|您|啊)*[,，。! ]*)+$|^👍$/],
    ['bad', /^(?:这)?(?:不对|错了?|不是这个|不是这样|不是我(?:要|问|想要)的|没用|不好|胡说|乱说|太差|差|笨蛋|蠢)(?:了|的|啊|吧)*$|^👎$/],
    ['program', /^(?:显示|看看?|给我看|打印)(?:一下)?(?:这个)?(?:程序|脚本|代码|源码)$/],
    ['next', /^(?:然后呢|接下来(?:呢|问什么|做什么)?|还能问什么|下一步|建议)$/],
    [
      'help',
      /^(?:帮助|帮帮?我|求助|\?|你好|您好|嗨|你(?:能|会|可以)(?:帮我)?(?:做|干)?(?:些)?什么|你是谁|你是什么|(?:这个|这|你)?怎么用|(?:你)?能帮(?:帮)?我吗|你有什么(?:功能|用)|我(?:该|能|可以)(?:问|说)?什么)$/,
    ],
    ['quit', /^(?:退出|再见|结束)$/],
  ],
  markers:
    /只看|只要|只|仅|换成|改成|改为|改用|换|而不是|再来一次|再看|再跑|再运行|再|也|还要|这次|同样|现在|那么|那|呢|请|一下|按照|加上|再加|显示|看|用|成|的|来|它|这个/g,
  narrowing: /只看|只要|只|仅|^那(?:么)?/,
  adding: /也|还要|加上|并且/,
  instead: /换成|改成|改为|而不是|^.{1,10}呢$/,
  numbered: /^(?:只看|只|仅)?(?:pid|进程)\s*-?\d+$/,
  subjects: /系统调用/,
  asking: /哪些|哪个|谁|什么|怎么|多少/,
  trailing: /(?:吧|呢|一下)[\s。!?！？]*$/,
  courtesy: /^(?:(?:请|麻烦|那么?|好的?|嗯|不(?=[,，])|帮我|给我|我想|我要)[,，]?\s*)+|(?:吧|谢谢|好吗|可以吗|啊|呀|嘛)$/g,
  rewritten: [
    [/(?:换成|改成|画成|用|以)\s*(?:一张|一个|柱状|条形)?(?:图|图表|图形)(?:显示|来看)?$/, '换成直方图'],
    [/前\s*三(?=名|个|位|条|行|$)/, '前3'],
    [/前\s*五(?=名|个|位|条|行|$)/, '前5'],
    [/前\s*十(?=名|个|位|条|行|$)/, '前10'],
  ],
};

/** Of what is neither Chinese nor English, English is tried: those who type a few words type them so. */
export function talkWords(language: string): TalkWords {
  return language === 'zh' ? zh : en;
}
