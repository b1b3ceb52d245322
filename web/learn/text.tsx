/** A lesson's text. */
import { codePieces } from '../../src/explain/code-pieces.ts';
import type { Block, Inline, ProgramFile, Section } from '../../src/learn/lesson.ts';
import { visible } from '../../src/views/values.ts';
import { mayRun, start } from '../state.ts';
import { learnWords } from './words.ts';

export function LessonText({ sections, read }: { readonly sections: readonly Section[]; readonly read: ProgramFile }) {
  return (
    <>
      {sections.map(({ heading, blocks }, at) => (
        <section key={at}>
          {heading === undefined ? null : (
            <h2>
              <Words of={heading} />
            </h2>
          )}
          {blocks.map((block, index) => (
            <BlockView key={index} {...{ block, read }} />
          ))}
        </section>
      ))}
    </>
  );
}

export function Words({ of }: { readonly of: readonly Inline[] }) {
  return (
    <>
      {of.map((one, at) => {
        const text = visible(one.text);
        if (one.kind === 'code') return <code key={at}>{text}</code>;
        if (one.kind === 'strong') return <strong key={at}>{text}</strong>;
        if (one.kind === 'emphasis') return <em key={at}>{text}</em>;
        if (one.kind !== 'link') return text;
        const { to } = one;
        return 'lesson' in to ? (
          <a key={at} href={`#/learn/${encodeURIComponent(to.lesson)}`}>
            {text}
          </a>
        ) : /^https?:\/\//.test(to.url) ? (
          <a key={at} href={to.url} rel="noreferrer noopener" target="_blank">
            {text}
          </a>
        ) : (
          text
        );
      })}
    </>
  );
}

function BlockView({ block, read }: { readonly block: Block; readonly read: ProgramFile }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Words of={block.text} />
        </p>
      );
    case 'list': {
      const items = block.items.map((item, at) => (
        <li key={at}>
          <Words of={item} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                {block.header.map((cell, at) => (
                  <th key={at} scope="col">
                    <Words of={cell} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, at) => (
                <tr key={at}>
                  {row.map((cell, index) => (
                    <td key={index}>
                      <Words of={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'code':
      return <Fenced {...block} />;
    case 'read':
      return <Code source={read.source} language={read.language} />;
  }
}

function Fenced({ fence, code }: Extract<Block, { kind: 'code' }>) {
  const w = learnWords.value;
  const language = fence.startsWith('bpftrace') ? 'bpftrace' : fence === 'c' || fence === 'c fragment' ? 'c' : 'plain';
  const note = fence === 'output' ? w.printed : fence === 'bpftrace wrong' ? w.wrong : undefined;
  return (
    <>
      {note === undefined ? null : <p class="dim small">{note}</p>}
      <Code source={code} language={language} />
      {fence === 'bpftrace run' && mayRun.value ? (
        <p>
          <button type="button" onClick={() => start({ source: code })}>
            {w.runIt}
          </button>
        </p>
      ) : null}
    </>
  );
}

/** Text that is read, not edited; it can be scrolled with the keyboard. */
export function Code({ source, language }: { readonly source: string; readonly language: 'bpftrace' | 'c' | 'plain' }) {
  const text = source.replace(/\n+$/, '');
  return (
    <pre class="code" tabIndex={0}>
      <code>
        {language === 'plain'
          ? shownText(text)
          : codePieces(text, language).map(({ text: piece, colour }, at) =>
              colour === '' ? (
                shownText(piece)
              ) : (
                <span key={at} class={`tk-${colour}`}>
                  {shownText(piece)}
                </span>
              ),
            )}
      </code>
    </pre>
  );
}

/** Ends of lines and tabs stand for themselves. */
function shownText(text: string): string {
  return text
    .split(/([\n\t])/)
    .map((part) => (part === '\n' || part === '\t' ? part : visible(part)))
    .join('');
}
