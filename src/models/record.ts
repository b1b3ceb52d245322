/** A model whose every exchange is written down, so that `replay:DIR` can answer as it did. */
import { conversationOf, type ExchangeStore, exchangeCounter, exchangeText, isExchangeName, nameOf } from './exchange-file.ts';
import type { ChatModel } from './model.ts';

/** `secrets` never get into a recording, wherever they came from. The store may throw a Problem: a recording that is not whole is worth nothing. */
export function recorded(model: ChatModel, store: ExchangeStore, secrets: readonly string[] = []): ChatModel {
  const count = exchangeCounter();
  const { name, tools, context, local, price } = model;
  return {
    name,
    tools,
    context,
    local,
    ...(price && { price }),
    async *exchange(request, signal) {
      const exchange = count(request);
      const { purpose, question } = request.about;
      if (exchange === 1) forget(store, conversationOf(request.about));
      const reply = yield* model.exchange(request, signal);
      // Whoever broke it off is no part of what the model says.
      if (reply.failure?.kind === 'interrupted') return reply;
      const text = exchangeText({ purpose, question, exchange, model: { name, tools, context }, request, reply });
      store.write(nameOf({ purpose, question, exchange }), secrets.reduce(without, text));
      return reply;
    },
  };
}

/** An older, longer conversation about the same would otherwise go on where a new one ends. */
function forget(store: ExchangeStore, conversation: string): void {
  for (const old of store.names()) if (isExchangeName(old) && old.startsWith(`${conversation}-`)) store.remove(old);
}

/** Within JSON a secret may stand escaped. */
function without(text: string, secret: string): string {
  return secret === '' ? text : text.replaceAll(JSON.stringify(secret).slice(1, -1), '[key]').replaceAll(secret, '[key]');
}
