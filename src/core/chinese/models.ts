/** Of language models, and of WebAssembly modules. */
import { type Catalogue, SAME } from './catalogue.ts';

export const models: Catalogue = {
  'a language model is to plan this, and none is configured; nothing was run': '这个问题要由语言模型来计划，而没有配置语言模型；什么都没有运行',
  'name one: gpttrace "QUESTION" --model ollama/NAME, or anthropic/NAME': '指定一个：gpttrace "问题" --model ollama/NAME，或者 anthropic/NAME',
  'gpttrace model use NAME keeps it for all questions; gpttrace model list shows what there is':
    'gpttrace model use NAME 为所有问题保留这个选择；gpttrace model list 列出可用的模型',
  'without --planner model, what the library has is used': '不加 --planner model 则使用程序库',
  '--max-cost DOLLARS allows more': '--max-cost 美元数 可以放宽上限',
  '[limits] in the settings allows more': '设置里的 [limits] 可以放宽上限',
  'the library has a program that may answer it: --planner embedded': '程序库里有一个可能能回答它的程序：--planner embedded',
  'there is no model called {}: {}': '没有叫 {1} 的模型：{2}',
  'a model is PROVIDER/MODEL, such as anthropic/claude-sonnet-5-5 or ollama/qwen3, or a name of your own; gpttrace model list shows what there is':
    '模型写成 PROVIDER/MODEL，例如 anthropic/claude-sonnet-5-5 或 ollama/qwen3，或者是自己取的名称；gpttrace model list 列出可用的模型',
  "there is no key for {} at {}: the one that was typed in is for the provider's own address, and is sent nowhere else":
    '没有 {1} 在 {2} 的密钥：输入过的那个只用于该提供方自己的地址，不会发往别处',
  'there is no key for {}': '没有 {1} 的密钥',
  'set {} in the environment': '在环境变量里设置 {1、}',
  'gpttrace model use {} asks for it and keeps it; --key-stdin reads it from standard input':
    'gpttrace model use {1} 会询问密钥并保存；加 --key-stdin 则从标准输入读取',
  'the key in {} is none: {}': '{1} 里的不是密钥：{2}',
  'copy it once more from where the provider shows it: one word, without quotation marks': '从提供方显示它的地方重新复制：一个词，不带引号',
  'the address of {} cannot be used: {}': '{1} 的地址不能用：{2}',
  'an address is like http://127.0.0.1:8000/v1 or https://models.example.com/v1: up to the part before /chat/completions':
    '地址的形式如 http://127.0.0.1:8000/v1 或 https://models.example.com/v1：到 /chat/completions 之前为止',
  '{} has no address: this provider is any server that speaks as OpenAI does': '{1} 没有地址：这个提供方可以是任何与 OpenAI 接口相同的服务器',
  'gpttrace model use {} --url http://127.0.0.1:8000/v1': SAME,
  'the key for {} would go to {} in clear text, for everybody on the way to read': '{1} 的密钥会以明文发往 {2}，路上的任何人都能看到',
  'use an https:// address': '用 https:// 地址',
  'or reach it through this machine: ssh -L 8000:127.0.0.1:PORT {}, and http://127.0.0.1:8000/v1 as the address':
    '或者经由本机访问：ssh -L 8000:127.0.0.1:PORT {1}，地址用 http://127.0.0.1:8000/v1',
  '{} is at {}, and nothing may leave this machine': '{1} 在 {2} 上，而任何内容都不许离开本机',
  'use a model on this machine: gpttrace model use ollama/NAME': '用本机上的模型：gpttrace model use ollama/NAME',
  'leave out --local-only; where the settings say local-only = true, take that line out of them':
    '去掉 --local-only；如果设置里写了 local-only = true，就去掉那一行',
  'without a model: GPTTRACE_MODEL=none': '不用模型：GPTTRACE_MODEL=none',
  'mend that line; the file was left as it is': '改正那一行；文件没有动过',
  'docs/MODELS.md says what can stand there': 'docs/MODELS.md 说明那里可以写什么',
  '{} is written in a way that gpttrace does not change, so as not to lose anything of it': '{1} 的写法 gpttrace 不会改动，以免丢掉里面的内容',
  'change it yourself: {}': '请自己修改：{1}',
  '{} holds no recorded exchanges with a model: {}': '{1} 里没有与模型对话的记录：{2}',
  'record some: gpttrace "QUESTION" --model NAME --record {}': '记录一些：gpttrace "问题" --model NAME --record {1}',
  'no key of {} is kept': '没有保存过 {1} 的密钥',
  'none is kept at all; what stands in the environment is set there': '一个密钥也没有保存；环境变量里的要在那里设置',
  'kept are keys of: {}': '保存了这些密钥：{1、}',
  'gpttrace model has no command {}': 'gpttrace model 没有 {1} 这个命令',
  'gpttrace model --help shows what there is': 'gpttrace model --help 列出所有命令',
  'no model is in use, and none is named': '没有在用的模型，也没有指定模型',
  'gpttrace model use NAME': SAME,
  'gpttrace model list shows what there is to choose from': 'gpttrace model list 列出可选的模型',
  'its best program so far, which is not right yet, is in {}': '它到目前为止最好的程序（还不正确）在 {1}',
  'mend it, and gpttrace run goes': '改好之后，gpttrace run 会',
  'gpttrace fix, and gpttrace run, go': 'gpttrace fix 和 gpttrace run 会',
  'gpttrace check {} shows what is wrong; {} on from there': 'gpttrace check {1} 说明哪里不对；{2}从那里继续',
  'a module cannot be packed on this machine: {} {} missing': '本机上不能打包模块：缺少 {1、}',
  'install clang with its runtime for WebAssembly, lld and wasi-libc with the package manager of this system':
    '用系统的包管理器安装 clang 及其 WebAssembly 运行库、lld 和 wasi-libc',
  'an object needs none of it: gpttrace build FILE.bpf.c': '目标文件不需要这些：gpttrace build FILE.bpf.c',
  'what is to be packed is no compiled BPF object with its types: {}': '要打包的不是带类型的 BPF 目标文件：{1}',
  'compile it with -g': '编译时加 -g',
  'the program has no ring or perf buffer whose records are described, so that the module would print nothing':
    '程序里没有说明了记录格式的 ring buffer 或 perf buffer，打包后的模块什么也打印不出来',
  'give its ring buffer __type(value, struct NAME), or declare const struct NAME *unused':
    '给它的 ring buffer 加上 __type(value, struct NAME)，或者声明 const struct NAME *unused',
  'or write the user-space part: gpttrace build FILE.bpf.c --wasm USER.c': '或者自己写用户空间部分：gpttrace build FILE.bpf.c --wasm USER.c',
  'clang did not make a module: {}': 'clang 没能做出模块：{1}',
  '{} was not packed into a module': '{1} 没有打包成模块',
  'there is no answer: {}': '没有得到答案：{1}',
  'what it had in the kernel is gone with it': '它在内核里的东西已随它一起消失',
  'a module that watches ends when wasm_bpf_buffer_poll answers less than 0': '持续观察的模块在 wasm_bpf_buffer_poll 返回负数时结束',
  '{} is for WebAssembly modules, and this is none': '{1} 只用于 WebAssembly 模块，而这不是',
  '--dir {}: {}': '--dir {1}：{2}',
  'give a folder that is there: --dir PATH, --dir PATH:NAME for another name inside the module, --dir PATH:NAME:rw to let it write':
    '给出存在的目录：--dir PATH；要在模块里用另一个名字则写 --dir PATH:NAME；允许写入则写 --dir PATH:NAME:rw',
  'two folders are to be called {} inside the module': '有两个目录在模块里都叫 {1}',
  'give each a name of its own: --dir PATH:NAME': '给每个目录一个自己的名字：--dir PATH:NAME',
};
