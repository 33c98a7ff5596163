'use strict';
// Search in the page, tables as CSV files. Without this script all of it can be read.
{
  const form = document.querySelector('form[role=search][hidden]');
  const operators = [...document.querySelectorAll('details.operator')];
  if (form) {
    const found = document.getElementById('found');
    form.hidden = false;
    form.addEventListener('submit', e => e.preventDefault());
    form.addEventListener('input', () => {
      const asked = form.querySelector('input').value.trim().toLowerCase();
      const hits = operators.filter(o => o.dataset.find.toLowerCase().includes(asked));
      operators.forEach(o => { o.hidden = !hits.includes(o); o.open = asked !== '' && hits.length === 1 && hits[0] === o; });
      found.textContent = asked === '' ? '' : hits.length + (hits.length === 1 ? ' operator' : ' operators');
    });
  }
  const open = () => { const o = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (o && o.tagName === 'DETAILS') { o.open = true; o.scrollIntoView(); } };
  addEventListener('hashchange', open);
  open();
  // a cell that begins like a formula would be computed by a spreadsheet
  const cell = (td, number) => { const s = td.textContent; return '"' + (!number && /^[=+\-@\t\r]/.test(s) ? "'" : '') + s.replaceAll('"', '""') + '"'; };
  const rows = table => [...table.rows].map(r => [...r.cells].map(c => cell(c, c.classList.contains('n'))).join(',')).join('\r\n') + '\r\n';
  for (const scroll of document.querySelectorAll('.scroll')) {
    const name = scroll.getAttribute('aria-label');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'csv';
    button.textContent = 'Save as CSV';
    button.setAttribute('aria-label', 'Save as CSV: ' + name);
    button.addEventListener('click', () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([rows(scroll.querySelector('table'))], { type: 'text/csv' }));
      link.download = name.toLowerCase().replace(/[^a-z0-9]+/g, '-') + '.csv';
      link.click();
      URL.revokeObjectURL(link.href);
    });
    scroll.after(button);
  }
}
