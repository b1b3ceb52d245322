import type { Command } from 'commander';

/** The commands whose arguments are program files. */
const TAKES_FILES = ['run', 'check', 'fix', 'fmt'];

/** A completion script for a shell, from the commands and options as they are. */
export function completionScript(shell: string, program: Command): string {
  const commands = program.commands.map((command) => command.name());
  const options = longOptions(program);
  const perCommand = program.commands.map((command) => [command.name(), longOptions(command)] as const);
  switch (shell) {
    case 'zsh':
      return zsh(program, perCommand);
    case 'fish':
      return fish(program);
    default:
      return bash(commands, options, perCommand);
  }
}

function longOptions(command: Command): string[] {
  return [...command.options.map((option) => option.long).filter((long) => long !== undefined && long !== null), '--help'] as string[];
}

function bash(commands: readonly string[], options: readonly string[], perCommand: readonly (readonly [string, readonly string[]])[]): string {
  const cases = perCommand.map(([name, own]) => `    ${name}) words="${[...own, ...(name === 'completion' ? ['bash', 'zsh', 'fish'] : [])].join(' ')}" ;;`);
  return `# bash completion for gpttrace: eval "$(gpttrace completion bash)"
_gpttrace() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words="${[...commands, ...options].join(' ')}"
  case "$previous" in
    --save|-s|--output|-o|--facts) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --comm)
      # Never through compgen -W, which would run what stands in a process's name.
      local name
      while IFS= read -r name; do
        if [[ $name == "$current"* ]]; then COMPREPLY+=("$(printf %q "$name")"); fi
      done < <(cat /proc/[0-9]*/comm 2>/dev/null | sort -u)
      return ;;
    --pid|-p) COMPREPLY=($(compgen -W "$(cd /proc && echo [0-9]*)" -- "$current")); return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case "\${COMP_WORDS[1]}" in
    ${TAKES_FILES.join('|')}) COMPREPLY+=($(compgen -f -X '!*.bt' -- "$current") $(compgen -d -- "$current")) ;;
  esac
}
complete -o filenames -F _gpttrace gpttrace
`;
}

function zsh(program: Command, perCommand: readonly (readonly [string, readonly string[]])[]): string {
  const quote = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
  const commands = program.commands.map((command) => `    '${command.name()}:${quote(command.description())}'`);
  const cases = perCommand.map(
    ([name, own]) =>
      `    ${name}) compadd -- ${[...own, ...(name === 'completion' ? ['bash', 'zsh', 'fish'] : [])].join(' ')}${TAKES_FILES.includes(name) ? "; _files -g '*.bt'" : ''} ;;`,
  );
  return `#compdef gpttrace
# zsh completion for gpttrace: eval "$(gpttrace completion zsh)"
_gpttrace() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; compadd -- ${longOptions(program).join(' ')}; return; fi
  case "$words[2]" in
${cases.join('\n')}
    *) compadd -- ${longOptions(program).join(' ')} ;;
  esac
}
compdef _gpttrace gpttrace
`;
}

function fish(program: Command): string {
  const quote = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
  const none = program.commands.map((command) => command.name()).join(' ');
  const lines = ['# fish completion for gpttrace: gpttrace completion fish | source', 'complete -c gpttrace -f'];
  for (const command of program.commands)
    lines.push(`complete -c gpttrace -n "not __fish_seen_subcommand_from ${none}" -a ${command.name()} -d ${quote(command.description())}`);
  for (const option of program.options) lines.push(fishOption(option.long, option.description, `not __fish_seen_subcommand_from ${none}`, quote));
  for (const command of program.commands) {
    for (const option of command.options) lines.push(fishOption(option.long, option.description, `__fish_seen_subcommand_from ${command.name()}`, quote));
  }
  lines.push(
    `complete -c gpttrace -n "__fish_seen_subcommand_from ${TAKES_FILES.join(' ')}" -F`,
    'complete -c gpttrace -n "__fish_seen_subcommand_from completion" -a "bash zsh fish"',
  );
  return `${lines.join('\n')}\n`;
}

function fishOption(long: string | null | undefined, description: string, condition: string, quote: (text: string) => string): string {
  return `complete -c gpttrace -n "${condition}" -l ${(long ?? '').replace(/^--/, '')} -d ${quote(description)}`;
}
