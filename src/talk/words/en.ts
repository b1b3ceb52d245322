import type { TalkWords } from '../words.ts';
import { nthOf } from './whole.ts';

export const en: TalkWords = {
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
    ['redo', /^(?:redo(?: (?:it|that|this))?|undo (?:the|that|your|my) undo|un-?undo|(?:go )?forward(?: again)?)$/],
    [
      'putback',
      /^(?:(?:put|change|turn|set|bring) (?:it|that|this|everything) back(?: again)?(?: (?:as|how|the way|to (?:how|what|the way)) it was(?: before)?)?|revert(?: (?:it|that|this))?|restore (?:it|that|this)|(?:as|like|the way) (?:it was )?before)$/,
    ],
    [
      'compare',
      /^(?:compare|diff)(?: (?:it|that|this|them|the (?:two|answers?|results?|runs?)))?(?: (?:with|to|against) (?:before|(?:the )?(?:last|previous|earlier|first|one before)(?: (?:one|time|run|answer|result|question))?))?$|^what(?:'s| is| has| was)? (?:different|changed) (?:from|since|to|compared (?:to|with)) (?:before|(?:the )?(?:last|previous) (?:one|time|run|answer|result))$|^how (?:does|did|is|was|has) (?:it|that|this) (?:differ|different|changed?|compare[ds]?)(?: (?:from|to|with|since) (?:before|(?:the )?(?:last|previous) (?:one|time|run|answer|result)))?$|^(?:is|was) (?:it|that|this) (?:any )?(?:better|worse|faster|slower|more|less)(?: now| than (?:before|last time))*$|^(?:better|worse)(?: now| than before)?$/,
    ],
    [
      'changed',
      /^what(?: else)?(?: (?:did|have|has) (?:you|it))?(?: just)? (?:change[ds]?|modif(?:y|ied))(?: (?:just now|now|about it|there|exactly|in (?:it|that|the (?:program|question))))?$|^what(?:'s| is| was) (?:different|new|changed)(?: now| there| in (?:it|the program))?$|^(?:show )?(?:me )?(?:the |your )(?:diff|changes?|differences?)$/,
    ],
    [
      'form',
      /^(?:(?:show|give|print|put|export|get|dump)(?: me)? )?(?:(?:it|that|this|them|the (?:answer|results?|data|table))(?: again)? )?(?:as|in|to)(?: an?)? (json|csv|html|parquet|svg|pprof|folded|speedscope)(?: (?:file|format|page))?$|^(json|csv|html)$/,
    ],
    [
      'cost',
      /^(?:is|was) (?:it|that|this)(?: (?:really|too|very))? (?:safe|dangerous|risky|expensive|costly|harmful|heavy)(?: to (?:run|use))?(?: (?:here|in prod(?:uction)?|on (?:prod(?:uction)?|a (?:busy|live) (?:machine|server|system))))?$|^(?:how much|what) (?:does|will|would|did) (?:it|that|this) cost(?: me| us)?$|^how (?:expensive|costly|heavy|safe|dangerous|risky) (?:is|was|will) (?:it|that|this)(?: be)?$|^what(?:'s| is| was| will be) the (?:cost|overhead|price|risk|impact)(?: of (?:it|that|this))?$|^(?:can|will|could|does|would) (?:it|that|this) (?:hurt|harm|break|crash|slow(?: down)?)(?: (?:anything|something|the (?:machine|system|server)))?(?: down)?$|^(?:can|may|should) i run (?:it|that|this) (?:in|on) prod(?:uction)?$/,
    ],
    [
      'other',
      /^(?:not (?:that|this)(?: one)?[, ]+)?(?:(?:i (?:meant?|want(?:ed)?)|give me|show me|take|try|use|run|ask) )?(?:(?:the|that|your) other|another)(?: (?:one|program|question|way))?$|^not (?:that|this) one$/,
    ],
    [
      'answer',
      /^(?:(?:show|print|give|tell)(?: me)?|what was|what(?:'s| is)) (?:the |that |my )?(?:last |previous )?(?:answer|results?|output|table|numbers)(?: again| once more)?$/,
    ],
    [
      'more',
      /^(?:(?:show|give|list|print)(?: me)? )?(?:(?:some |a few )?(more)(?: (?:rows|lines|entries|results|of (?:them|it|that|those)))?|all (?:the |of the )?(?:rows|lines|entries|results)|the (?:rest|others|(?:whole|full) (?:table|list))|every (?:row|line)|all of it)$/,
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
  nth: [
    ...nthOf(
      '(?:(?:take|ask|try|run|show|use|give me|i (?:mean|meant|want|take)|go (?:for|with)) )?the NTH(?: (?:one|question|suggestion)| of (?:them|those|these))?|(?:(?:take|ask|try|run|show|use|give me) )?NTH (?:question|suggestion)',
      [
        [1, 'first|1st'],
        [2, 'second|2nd'],
        [3, 'third|3rd'],
      ],
    ),
    ...nthOf('(?:(?:take|ask|try|run|use|show|give me|go for) )?(?:number|no\\.?|nr\\.?|option|question|suggestion|#) ?NTH', [
      [1, '1|one'],
      [2, '2|two'],
      [3, '3|three'],
    ]),
    ...nthOf('the NTH (?:question|suggestion|of (?:them|those|these))', [['last', 'last']]),
  ],
  markers:
    /\b(?:only|just|instead|again|once more|rather|now|also|too|as well|this time|the same|same|but|and|then|please|for|of|with|show|it|that|this|do|run|watch|make it|what about|how about|as an?|broken down|split|grouped?|sorted?|those|ones|the)\b/g,
  narrowing: /\b(?:only|just)\b|^(?:and |but |now )?(?:for|of|what about|how about)\b/,
  adding: /\b(?:also|too|as well|and also|and by)\b|^and by\b/,
  removing: /^(?:and |but |now )?(?:not|no longer|no more|without|drop|remove|leave out)(?: (?:it|the (?:break ?down|split)))? (by .+)$/,
  instead:
    /^(?:and |but )?(?:what|how) about\b|\binstead\b|^(?:and |but |now )?(?:exactly |do )?(?:the )?same(?: thing| question| one| again)?[, ]+(?:but|only|just|for|of|with)\b|^and (?!by\b|also\b|what\b|how\b|why\b|who\b)/,
  numbered: /^(?:(?:only|just|for|of) )*(?:pid|process) ?-?\d+$/,
  subjects: /\bsystem calls?\b/,
  asking: /^(?:what|which|who|whose|where|when|how|why|is|are|does|do)\b/,
  trailing: /[\s,]+(?:instead|please|now|too|as well|again|this time)[\s.!?]*$/i,
  courtesy:
    /^(?:(?:please|ok(?:ay)?|now|no|yes|well|hey|so|hm+|and|then|(?:can|could|would|will) you(?: please)?|let'?s|i want (?:you )?to|i'?d like (?:you )?to)[,:]?\s+)+|[\s,]+(?:please|now|then|thanks|thank you|for me)$/g,
  meant: /^(?:(?:no|sorry|oh|not that|wait)[,.!]? +)*(?:i (?:mean|meant)|do you mean|did you mean|rather)[,:]? +(?=\S)/,
  opposites: [
    ['read', 'write'],
    ['reads', 'writes'],
    ['reading', 'writing'],
    ['send', 'receive'],
    ['sends', 'receives'],
    ['sent', 'received'],
    ['user', 'kernel'],
    ['minor', 'major'],
    ['tcp', 'udp'],
    ['opened', 'closed'],
    ['opens', 'closes'],
    ['connects', 'accepts'],
    ['mmap', 'munmap'],
    ['allocated', 'freed'],
  ],
  rewritten: [
    [/\s+\b(?:instead of|rather than|and not)\b.*$/i, ' instead'],
    [/\bas an? (?:bar )?(?:graph|chart|plot|diagram|picture)\b/i, 'as a histogram'],
    [
      /^(?:(?:show|give|list|print) (?:me )?)?(?:only|just) (?:the )?(?:top |first |biggest |largest |worst )?(\d{1,4})(?: (?:of (?:them|those)|rows?|lines?|entries|ones?|processes))?$/i,
      'top $1',
    ],
  ],
};
