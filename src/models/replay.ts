/** A model that answers what was written down: by what is asked and by the place in the conversation, not by the text, in which what the machine says may differ. */
import { conversationOf, type Exchange, type ExchangeStore, exchangeCounter, isExchangeName, nameOf, readExchange } from './exchange-file.ts';
import type { ChatModel, ModelReply } from './model.ts';

/** What a directory holds; or, as a string, why nothing can be replayed from it. */
export function readRecording(store: ExchangeStore): ReadonlyMap<string, Exchange> | string {
  const exchanges = new Map<string, Exchange>();
  for (const name of store.names().filter(isExchangeName)) {
    const exchange = readExchange(store.read(name));
    if (typeof exchange === 'string') return `${name}: ${exchange}`;
    exchanges.set(nameOf(exchange), exchange);
  }
  return exchanges.size === 0 ? 'there is no exchange in it' : exchanges;
}

/** `name` is the whole of it: `replay:DIR`. Costs nothing, and nothing leaves the machine. */
export function replayed(name: string, exchanges: ReadonlyMap<string, Exchange>): ChatModel {
  const count = exchangeCounter();
  const models = [...exchanges.values()].map(({ model }) => model);
  return {
    name,
    tools: models.some(({ tools }) => tools),
    context: Math.max(...models.map(({ context }) => context)),
    local: true,
    price: { input: 0, output: 0 },
    async *exchange(request, signal) {
      const { purpose, question } = request.about;
      const exchange = count(request);
      const found = exchanges.get(nameOf({ purpose, question, exchange }));
      const nothing: ModelReply = { text: '', calls: [], usage: { input: 0, output: 0 }, seconds: 0 };
      if (signal.aborted) return { ...nothing, failure: { kind: 'interrupted', said: '' } };
      if (found === undefined) {
        const asked = [...exchanges.values()].some((one) => conversationOf(one) === conversationOf(request.about));
        const said = asked
          ? `the conversation about this question has no exchange ${exchange} there`
          : `there is no conversation about this question there (to ${purpose})`;
        return { ...nothing, failure: { kind: 'not-recorded', said } };
      }
      for (const { name: tool } of found.reply.calls) yield { type: 'calling', name: tool };
      if (found.reply.text !== '') yield { type: 'text', text: found.reply.text };
      const { dollars: _dollars, ...usage } = found.reply.usage;
      return { ...found.reply, usage, seconds: 0 };
    },
  };
}
