import type { Command } from 'commander';
import { guestTexts } from '../lab/catalogue.ts';
import { spoken } from './tongue.ts';

/** What can follow a command. */
interface Offer {
  /** The command, and the command above it: `run`, `lab run`. */
  readonly path: string;
  readonly command: Command;
  /** Commands below it, options, and what its arguments can be. */
  readonly words: readonly string[];
  /** How the files end that are its arguments: `bt`. */
  readonly files: string | undefined;
}

/** A completion script for a shell, from the commands and options as they are. */
export function completionScript(shell: string, program: Command): string {
  switch (shell) {
    case 'zsh':
      return zsh(program);
    case 'fish':
      return fish(program);
    default:
      return bash(program);
  }
}

/** Of all commands, what stands deeper first: `lab run` before `lab`. */
function offersOf(program: Command, above: readonly string[] = []): Offer[] {
  return program.commands.flatMap((command) => {
    const path = [...above, command.name()];
    const { registeredArguments: given } = command;
    const values = given.flatMap((argument) => [...(argument.argChoices ?? []), ...(argument.name() === 'guest' ? guestTexts() : [])]);
    const own: Offer = {
      path: path.join(' '),
      command,
      words: [...namesOf(command), ...values, ...longOptions(command)],
      files: given.map((argument) => /^[A-Z]+\.(\w+)$/.exec(argument.name())?.[1]).find((ending) => ending !== undefined),
    };
    return [...offersOf(command, path), own];
  });
}

function namesOf(command: Command): string[] {
  return command.commands.map((below) => below.name());
}

function longOptions(command: Command): string[] {
  return [...command.options.flatMap(({ long }) => (long ? [long] : [])), '--help'];
}

function bash(program: Command): string {
  const cases = offersOf(program).map(
    ({ path, words, files }) => `    "${path}" | "${path} "*) words="${words.join(' ')}"${files === undefined ? '' : ` files=${files}`} ;;`,
  );
  return `# bash completion for gpttrace: eval "$(gpttrace completion bash)"
_gpttrace() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" files=
  local IFS=$' \\t\\n' before="\${COMP_WORDS[*]:1:COMP_CWORD-1}" words="${[...namesOf(program), ...longOptions(program)].join(' ')}"
  case "$previous" in
    --save|-s|--output|-o|--facts|--markdown) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --comm)
      # Never through compgen -W, which would run what stands in a process's name.
      local name
      while IFS= read -r name; do
        if [[ $name == "$current"* ]]; then COMPREPLY+=("$(printf %q "$name")"); fi
      done < <(cat /proc/[0-9]*/comm 2>/dev/null | sort -u)
      return ;;
    --pid|-p) COMPREPLY=($(compgen -W "$(cd /proc && echo [0-9]*)" -- "$current")); return ;;
    --guest) COMPREPLY=($(compgen -W "${guestTexts().join(' ')}" -- "$current")); return ;;
  esac
  case "$before" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ -n $files ]]; then COMPREPLY+=($(compgen -f -X "!*.$files" -- "$current") $(compgen -d -- "$current")); fi
}
complete -o filenames -F _gpttrace gpttrace
`;
}

function zsh(program: Command): string {
  const quote = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
  const commands = program.commands.map((command) => `    '${command.name()}:${quote(spoken(command.description()))}'`);
  const cases = offersOf(program).map(
    ({ path, words, files }) => `    "${path}"|"${path} "*) compadd -- ${words.join(' ')}${files === undefined ? '' : `; _files -g '*.${files}'`} ;;`,
  );
  return `#compdef gpttrace
# zsh completion for gpttrace: eval "$(gpttrace completion zsh)"
_gpttrace() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; compadd -- ${longOptions(program).join(' ')}; return; fi
  if [[ $words[CURRENT-1] == --guest ]]; then compadd -- ${guestTexts().join(' ')}; return; fi
  case "\${(j: :)words[2,CURRENT-1]}" in
${cases.join('\n')}
    *) compadd -- ${longOptions(program).join(' ')} ;;
  esac
}
compdef _gpttrace gpttrace
`;
}

function fish(program: Command): string {
  const quote = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
  const lines = ['# fish completion for gpttrace: gpttrace completion fish | source', 'complete -c gpttrace -f'];
  const add = (condition: string, what: string): void => void lines.push(`complete -c gpttrace -n "${condition}" ${what}`);
  const addBelow = (command: Command, condition: string): void => {
    for (const below of command.commands) add(condition, `-a ${below.name()} -d ${quote(spoken(below.description()))}`);
    for (const { long, description } of command.options)
      if (long) add(condition, `-l ${long.replace(/^--/, '')}${offeredBehind(long)} -d ${quote(spoken(description))}`);
  };
  addBelow(program, notSeen(namesOf(program)));
  for (const { path, command, words, files } of offersOf(program)) {
    const names = path.split(' ');
    // Of two commands with the same last name, such as run and lab run.
    const others = program.commands.filter((other) => names.length === 1 && namesOf(other).includes(path)).map((other) => other.name());
    const seen = [...names.map((name) => `__fish_seen_subcommand_from ${name}`), ...[others, namesOf(command)].filter(({ length }) => length > 0).map(notSeen)];
    const condition = seen.join('; and ');
    addBelow(command, condition);
    const values = words.filter((word) => !word.startsWith('--') && !namesOf(command).includes(word));
    if (values.length > 0) add(condition, `-a "${values.join(' ')}"`);
    if (files !== undefined) add(condition, '-F');
  }
  return `${lines.join('\n')}\n`;
}

function notSeen(names: readonly string[]): string {
  return `not __fish_seen_subcommand_from ${names.join(' ')}`;
}

/** What fish offers behind an option, where that is known. */
function offeredBehind(long: string): string {
  return long === '--guest' ? ` -x -a "${guestTexts().join(' ')}"` : '';
}
