/** How each interface is spoken. None of them loads its provider's package before it is used. */
import type { Wire } from '../endpoint.ts';
import { anthropic } from './anthropic.ts';
import { google } from './google.ts';
import { openai } from './openai.ts';
import { openaiCompatible } from './openai-compatible.ts';
import type { WireAdapter } from './wire.ts';

export const ADAPTERS: Readonly<Record<Wire, WireAdapter>> = { openai, anthropic, google, 'openai-compatible': openaiCompatible };
