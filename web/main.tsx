import { render } from 'preact';
import { listen } from './keys.ts';
import { App } from './parts/app.tsx';
import { begin } from './state.ts';
import './theme.ts';
import './style.css';

listen();
begin();
const page = document.getElementById('page');
if (page !== null) render(<App />, page);
