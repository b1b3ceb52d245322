/** A diagnosis: the stages ticked or crossed, each finding with its place and what to try, the program repaired. */
import type { Finding, Stage } from '../../src/debug/diagnosis.ts';
import { SHOWN_WORDS } from '../../src/debug/words-shown.ts';
import { STAGE_WORDS } from '../../src/debug/words-stages.ts';
import { unifiedDiff } from '../../src/views/diff.ts';
import { group, visible } from '../../src/views/values.ts';
import type { Diagnosed } from '../../src/web/api.ts';
import { debugWords } from './words.ts';

interface DiagnosisProps {
  /** What was looked at. */
  readonly source: string;
  readonly diagnosed: Diagnosed;
  readonly onRepaired: (source: string) => void;
}

const MARKS: Readonly<Record<Stage['state'], string>> = { good: '✓', doubtful: '!', bad: '✗', untried: '·' };

export function DiagnosisView({ source, diagnosed: { diagnosis, lessons }, onRepaired }: DiagnosisProps) {
  const w = debugWords.value;
  const { language, verdict, stages, findings, repaired } = diagnosis;
  const isWell = verdict === 'works';
  return (
    <div lang={language}>
      <h2 class={isWell ? 'verdict-good' : undefined}>{SHOWN_WORDS[language].verdicts[verdict]}</h2>
      <ol class="stages">
        {stages.map(({ id, state, says }) => (
          <li key={id} class={state}>
            <span aria-hidden="true">{MARKS[state]}</span>
            <b>
              {STAGE_WORDS[language][id].title}
              <span class="unseen">: {w.states[state]}</span>
            </b>
            <span>{visible(says)}</span>
          </li>
        ))}
      </ol>
      {findings.map((finding, at) => (
        <FindingView key={at} source={source} finding={finding} language={language} lesson={lessons[at] ?? ''} />
      ))}
      {repaired === undefined ? null : (
        <>
          <h3>{w.repaired}</h3>
          <Difference before={source} after={repaired} />
          <p>
            <button type="button" onClick={() => onRepaired(repaired)}>
              {w.take}
            </button>
          </p>
        </>
      )}
    </div>
  );
}

interface FindingProps {
  readonly source: string;
  readonly finding: Finding;
  readonly language: 'en' | 'zh';
  readonly lesson: string;
}

function FindingView({ source, finding, language, lesson }: FindingProps) {
  const w = debugWords.value;
  const texts = SHOWN_WORDS[language];
  const { id, severity, from, says, tries, seen = [], said } = finding;
  return (
    <article class={`box ${severity === 'error' ? 'bad' : severity === 'note' ? 'note' : ''}`}>
      <h3>
        {from === undefined ? null : `${w.where(from.line)}: `}
        {texts.severities[severity]} <code>{id}</code>
      </h3>
      {from === undefined ? null : <Marked source={source} finding={finding} />}
      <p>{visible(says)}</p>
      {seen.length === 0 ? null : (
        <p class="dim">
          {texts.seen}: {seen.map(({ value, count }) => `${value === '' ? '""' : visible(value)} ${group(count)}`).join(', ')}
        </p>
      )}
      {said === undefined ? null : (
        <p class="dim">
          {texts.said}: {visible(said)}
        </p>
      )}
      {tries.length === 0 ? null : (
        <ul>
          {tries.map((text) => (
            <li key={text}>
              {texts.attempt}: {visible(text)}
            </li>
          ))}
        </ul>
      )}
      {lesson === '' ? null : (
        <p>
          {w.lesson}: <a href={`#/learn/${encodeURIComponent(lesson)}`}>{lesson}</a>
        </p>
      )}
    </article>
  );
}

/** The line that a finding begins in. */
function Marked({ source, finding: { from, to } }: { readonly source: string; readonly finding: Finding }) {
  if (from === undefined) return null;
  const line = source.split('\n')[from.line - 1] ?? '';
  const start = from.column - 1;
  const end = to?.line === from.line ? to.column - 1 : line.length;
  return (
    <pre tabIndex={0}>
      <code>
        {from.line} | {shown(line.slice(0, start))}
        <mark>{shown(line.slice(start, end))}</mark>
        {shown(line.slice(end))}
      </code>
    </pre>
  );
}

function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  const w = debugWords.value;
  return (
    <pre class="diff" tabIndex={0}>
      <code>
        {unifiedDiff(before, after, '')
          .slice(2)
          .map((line, at) => {
            const [kind, word] = line.startsWith('-') ? (['gone', w.gone] as const) : line.startsWith('+') ? (['come', w.come] as const) : ['', ''];
            return (
              <span key={at} class={kind}>
                {word === '' ? null : <span class="unseen">{word} </span>}
                {shown(line)}
                {'\n'}
              </span>
            );
          })}
      </code>
    </pre>
  );
}

/** Tabs stand for themselves. */
function shown(text: string): string {
  return text.split('\t').map(visible).join('\t');
}
