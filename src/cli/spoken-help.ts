/** What commander says of commands and options, in Chinese. */
import { Help, type HelpConfiguration } from 'commander';
import { width, wrap } from '../views/layout.ts';

const plain = new Help();

/** Everything of a help that was written here, and its headings; `spoken` says it. */
export function chineseHelp(spoken: (english: string) => string): HelpConfiguration {
  return {
    commandDescription: (command) => spoken(command.description()),
    subcommandDescription: (command) => spoken(command.summary() || command.description()),
    optionDescription: (option) => withMore(spoken, option.description, plain.optionDescription(option)),
    argumentDescription: (argument) => withMore(spoken, argument.description, plain.argumentDescription(argument)),
    styleTitle: (title) => spoken(title),
    // Chinese has no blanks to break a line at, and takes two cells a character.
    displayWidth: (text) => width(text),
    boxWrap: (text, columns) =>
      text
        .split('\n')
        .flatMap((line) => wrap(line, columns))
        .join('\n'),
  };
}

/** What commander adds to a description: what there is to choose from, and what it is without. */
function withMore(spoken: (english: string) => string, description: string, whole: string): string {
  const more = whole.slice(description.length).trim();
  if (more === '') return spoken(description);
  const said = more
    .replace(/^\((.*)\)$/s, '$1')
    .replace(/\bchoices: /, spoken('choices: '))
    .replace(/\bdefault: /, spoken('default: '));
  return `${spoken(description)}（${said.replaceAll(', ', '、')}）`;
}
