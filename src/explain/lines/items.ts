/** What stands at the top level of a program beside its probes, in words. */
import type { Item } from '../../bpftrace/ast.ts';
import type { Scene } from './scene.ts';
import { type Both, listed, pick } from './tongue.ts';

const MAP_TYPES: Readonly<Record<string, Both>> = {
  hash: ['a map', '映射'],
  percpuhash: ['a map with a value for each processor', '每处理器各有一份值的映射'],
  percpuarray: ['a value for each processor', '每处理器各有一份的值'],
  lruhash: ['a map that forgets what was not used for longest', '满时丢弃最久未用条目的映射'],
  lrupercpuhash: ['a map with a value for each processor that forgets what was not used for longest', '每处理器各有一份值、满时丢弃最久未用条目的映射'],
};

/** What it declares; of a function or macro, what it is called with. */
export function describeItem(item: Exclude<Item, { kind: 'probe' }>, scene: Scene): string {
  const say = (both: Both): string => pick(both, scene.tongue);
  switch (item.kind) {
    case 'directive':
      if (item.name === 'include')
        return say([
          `takes in the C header ${item.argument ?? ''}: its types and constants can be used`,
          `引入 C 头文件 ${item.argument ?? ''}:可使用其中的类型和常量`,
        ]);
      if (item.name === 'define')
        return say([`defines ${item.argument ?? ''}, which stands for the text behind it`, `定义 ${item.argument ?? ''},代表其后的文本`]);
      return say([`a line for the C preprocessor (${item.name})`, `C 预处理指令(${item.name})`]);
    case 'definition': {
      const name = `${item.keyword} ${item.name ?? ''}`.trim();
      const members = (item.keyword === 'enum' ? item.enumerators : item.members).map((member) => member.name).filter((member) => member !== '');
      const of: Both =
        members.length === 0
          ? ['', '']
          : [
              `: ${listed(members.slice(0, 8), 'en')}${members.length > 8 ? ', …' : ''}`,
              `:${listed(members.slice(0, 8), 'zh')}${members.length > 8 ? '…' : ''}`,
            ];
      return item.keyword === 'enum'
        ? say([`names numbers (${name})${of[0]}`, `给数字命名(${name})${of[1]}`])
        : say([`describes how ${name} lies in memory${of[0]}`, `描述 ${name} 的内存布局${of[1]}`]);
    }
    case 'config': {
      const entries = item.entries.map(({ key, value }) => `${key} = ${scene.code(value)}`);
      return say([`sets how the tracer works: ${listed(entries, 'en')}`, `设置跟踪器的工作方式:${listed(entries, 'zh')}`]);
    }
    case 'import':
      return say([`takes in what ${item.path.text} defines`, `引入 ${item.path.text} 中的定义`]);
    case 'map-declaration': {
      const type = MAP_TYPES[item.type] ?? ([`a map of the kind ${item.type}`, `${item.type} 类型的映射`] as Both);
      return say([`makes ${item.name} ${type[0]}, of at most ${item.size.text} keys`, `声明 ${item.name}:${type[1]},最多 ${item.size.text} 个键`]);
    }
    case 'subprogram': {
      const parameters = item.parameters.map((parameter) => scene.code(parameter));
      return say([
        `the program's own function ${item.name}${parameters.length === 0 ? '' : `, called with ${listed(parameters, 'en')}`}, which gives back ${scene.code(item.returns)}:`,
        `程序自己的函数 ${item.name}${parameters.length === 0 ? '' : `,参数为 ${listed(parameters, 'zh')}`},返回 ${scene.code(item.returns)}:`,
      ]);
    }
    case 'macro': {
      const parameters = item.parameters.map((parameter) => scene.code(parameter));
      return say([
        `the macro ${item.name}${parameters.length === 0 ? '' : `, used with ${listed(parameters, 'en')}`}: wherever it is used, this is put in its place:`,
        `宏 ${item.name}${parameters.length === 0 ? '' : `,参数为 ${listed(parameters, 'zh')}`}:使用处替换为以下内容:`,
      ]);
    }
  }
}
