/**
 * What makes a flame graph answer to a mouse and a keyboard; without it, it is a picture. It reads the graph out of its own elements: `g.frame` with a `title`
 * whose first line is the name, its level (`data-l`), and its place and width as parts of the whole (`data-x`, `data-w`). As plain text, for it runs in the page, not here.
 */
export const FLAME_SCRIPT: string = String.raw`(function () {
  'use strict';
  var svg = document.currentScript && document.currentScript.closest('svg');
  if (!svg) return;
  var PIC = 1200, CHAR = 7.25;
  var height = +svg.getAttribute('height');
  var controls = svg.querySelector('foreignObject');
  var input = controls.querySelector('input'), button = controls.querySelector('button'), found = controls.querySelector('output');
  var details = svg.querySelector('.details'), idle = details.textContent;
  var lines = [].map.call(svg.querySelectorAll('.line'), function (text) { return { text: text, full: text.textContent, size: +text.getAttribute('data-c') }; });
  var frames = [].map.call(svg.querySelectorAll('.frame'), function (g) {
    var rect = g.querySelector('rect'), title = g.querySelector('title').textContent;
    return { g: g, rect: rect, text: g.querySelector('text'), title: title, name: title.split('\n')[0], x: +g.getAttribute('data-x'),
      w: +g.getAttribute('data-w'), l: +g.getAttribute('data-l') };
  });
  var zoomed = frames[0], now = null, EPS = 1e-6;
  controls.removeAttribute('display');

  function cells(text) { var n = 0; for (var c of text) n += c.codePointAt(0) > 0x2e7f ? 2 : 1; return n; }
  function fit(text, room) {
    if (cells(text) <= room) return text;
    var kept = '', n = 1;
    for (var c of text) { n += c.codePointAt(0) > 0x2e7f ? 2 : 1; if (n > room) break; kept += c; }
    return kept + '…';
  }
  function inside(a, b) { return a.x >= b.x - EPS && a.x + a.w <= b.x + b.w + EPS; }
  function layout() {
    var width = Math.max(200, svg.getBoundingClientRect().width || PIC);
    svg.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
    controls.setAttribute('width', width - 20);
    lines.forEach(function (line) { line.text.textContent = fit(line.full, Math.floor((width - 20) / line.size)); });
    frames.forEach(function (f) {
      var below = f.l < zoomed.l, seen = below ? inside(zoomed, f) : inside(f, zoomed);
      var x = below ? 0 : (f.x - zoomed.x) / zoomed.w * (width - 20), w = below ? width - 20 : f.w / zoomed.w * (width - 20);
      if (!seen || w < 0.3) { f.g.style.display = 'none'; return; }
      f.g.style.display = '';
      f.g.classList.toggle('below', below);
      f.rect.setAttribute('x', x + 10);
      f.rect.setAttribute('width', Math.max(0.3, w - (w > 3 ? 0.8 : 0)));
      var room = Math.floor((w - 7) / CHAR);
      f.text.setAttribute('x', x + 14);
      f.text.textContent = room < 2 ? '' : fit(f.name, room);
    });
    button.hidden = zoomed === frames[0] && input.value === '';
    if (now === null) describe(null);
  }
  function describe(f) {
    var width = svg.viewBox.baseVal.width;
    details.textContent = f === null ? fit(idle, Math.floor((width - 20) / CHAR)) : fit(f.title.split('\n').join('  ·  '), Math.floor((width - 20) / CHAR));
  }
  function choose(f) {
    if (now) now.g.classList.remove('now');
    now = f;
    if (now) { now.g.classList.add('now'); if (now.g.scrollIntoView) now.rect.scrollIntoView({ block: 'nearest', inline: 'nearest' }); }
    describe(now);
  }
  function zoom(f) { zoomed = f; layout(); }
  function search() {
    var text = input.value, test = null;
    if (text !== '') {
      try { var re = new RegExp(text, 'i'); test = function (n) { return re.test(n); }; }
      catch (e) { var low = text.toLowerCase(); test = function (n) { return n.toLowerCase().indexOf(low) !== -1; }; }
    }
    var sum = 0, last = null;
    frames.forEach(function (f, at) {
      var hit = test !== null && at > 0 && test(f.name);
      f.g.classList.toggle('hit', hit);
      if (!hit || (last && f.l > last.l && inside(f, last))) return;
      last = f; sum += f.w;
    });
    svg.classList.toggle('searching', test !== null);
    found.textContent = test === null ? '' : svg.getAttribute('data-matched').replace('%s', (100 * sum / (frames[0] ? frames[0].w : 1)).toFixed(1) + '%');
    button.hidden = zoomed === frames[0] && text === '';
  }
  function reset() { input.value = ''; search(); choose(null); zoom(frames[0]); }
  function move(key) {
    if (now === null) return choose(zoomed);
    var shown = frames.filter(function (f) { return f.g.style.display !== 'none'; });
    var next = null;
    if (key === 'ArrowDown') next = shown.find(function (f) { return f.l === now.l + 1 && inside(f, now); });
    else if (key === 'ArrowUp') next = shown.find(function (f) { return f.l === now.l - 1 && inside(now, f); });
    else {
      var row = shown.filter(function (f) { return f.l === now.l; });
      next = row[row.indexOf(now) + (key === 'ArrowRight' ? 1 : -1)];
    }
    if (next) choose(next);
  }
  function frameOf(target) { var g = target.closest && target.closest('.frame'); return g ? frames.find(function (f) { return f.g === g; }) : null; }

  if (frames.length === 0) { controls.style.display = 'none'; return; }
  svg.addEventListener('mouseover', function (e) { var f = frameOf(e.target); if (f) describe(f); else describe(now); });
  svg.addEventListener('mouseleave', function () { describe(now); });
  svg.addEventListener('click', function (e) { var f = frameOf(e.target); if (f) { choose(f); zoom(f); } });
  svg.addEventListener('keydown', function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === 'Escape') { reset(); svg.focus(); e.preventDefault(); return; }
    if (e.target === input || e.target === button) return;
    if (e.key === '/') { input.focus(); e.preventDefault(); }
    else if (/^Arrow/.test(e.key)) { move(e.key); e.preventDefault(); }
    else if ((e.key === 'Enter' || e.key === ' ') && now) { zoom(now); e.preventDefault(); }
  });
  input.addEventListener('input', search);
  button.addEventListener('click', reset);
  window.addEventListener('resize', layout);
  layout();
  if (svg === document.documentElement) svg.focus();
})();`;
