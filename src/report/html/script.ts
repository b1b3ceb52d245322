/** What a report can do where scripts run: sort a table by a column, and filter one that is long. Without them it is all there, in its own order. */
export const SCRIPT: string = `
'use strict';
for (const table of document.querySelectorAll('table.data')) {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 2) continue;
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const number = head.classList.contains('n');
      const order = head.getAttribute('aria-sort') === (number ? 'descending' : 'ascending') ? (number ? 'ascending' : 'descending') : number ? 'descending' : 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order);
      const sign = order === 'ascending' ? 1 : -1;
      const rows = [...body.rows].map((row) => {
        const cell = row.cells[at];
        return { row, raw: number && cell.dataset.v !== undefined ? Number(cell.dataset.v) : cell.textContent };
      });
      const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true }));
      rows.sort((a, b) => sign * compare(a.raw, b.raw));
      body.append(...rows.map(({ row }) => row));
    });
  });
  if (body.rows.length < 15) continue;
  const input = document.createElement('input');
  input.type = 'search';
  input.className = 'filter';
  input.placeholder = document.body.dataset.filter;
  input.setAttribute('aria-label', input.placeholder);
  input.addEventListener('input', () => {
    const wanted = input.value.toLowerCase();
    for (const row of body.rows) row.hidden = wanted !== '' && !row.textContent.toLowerCase().includes(wanted);
  });
  table.parentElement.before(input);
}
`;
