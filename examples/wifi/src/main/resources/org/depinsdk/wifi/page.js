// Shows what the map holds: a cell's ranks, or an access point's cells.
const map = document.getElementById('map');
const detail = document.getElementById('detail');
const row = cells => '<tr>' + cells.map((c, i) => `<td${i > 2 ? ' class=n' : ''}>${c}</td>`).join('') + '</tr>';
const dot = ap => `<span class="dot ${ap.kind}"></span>${ap.name}`;

function clear() {
  map.classList.remove('dim');
  document.querySelectorAll('.chosen, .lit').forEach(e => e.classList.remove('chosen', 'lit'));
}

function showCell(hex) {
  clear();
  hex.classList.add('chosen');
  map.insertBefore(hex, map.querySelector('.lie, .ap'));
  const cell = data.cells[hex.dataset.cell];
  detail.innerHTML = `<h2>Cell <code>${hex.dataset.cell}</code></h2>` + (cell.boost > 1 ? `<p>Boosted: points times ${cell.boost}.</p>` : '') +
    '<table><tr><th>rank<th>access point<th>signal<th class=n>points<th class=n>paid</tr>' +
    cell.ranks.map(r => row([r.rank + (r.indoor ? ' in' : ' out'), dot(data.aps[r.ap]), r.level, r.points, r.paid])).join('') +
    '</table><p class=soft>Indoor and outdoor are ranked apart. Paid in the last epoch, from the coverage pool.</p>';
}

function showAccessPoint(number) {
  clear();
  const ap = data.aps[number];
  document.querySelectorAll(`[data-ap="${number}"]`).forEach(e => e.classList.add('chosen'));
  map.classList.add('dim');
  let cells = 0;
  for (const [id, cell] of Object.entries(data.cells)) {
    if (cell.ranks.some(r => r.ap === number)) {
      cells++;
      map.querySelector(`[data-cell="${id}"]`).classList.add('lit');
    }
  }
  detail.innerHTML = `<h2>${dot(ap)}</h2><p>${ap.words}</p><p><code>${ap.device}</code></p>` +
    `<table><tr><td>ranked in<td class=n>${cells} cells</tr><tr><td>claims<td class=n>${ap.claims} Mbit/s</tr>` +
    `<tr><td>proven, if a third of its challengers lie<td class=n>${ap.proven} Mbit/s</tr><tr><td>earned, all epochs<td class=n>${ap.earned}</tr></table>` +
    (ap.trouble ? `<p class=soft>${ap.trouble}</p>` : '<p class=soft>No refusals, no findings.</p>');
}

const act = e => {
  const hex = e.target.closest('[data-cell]');
  const ap = e.target.closest('[data-ap]');
  if (ap) showAccessPoint(Number(ap.dataset.ap));
  else if (hex) showCell(hex);
};
document.addEventListener('click', e => {
  const button = e.target.closest('[data-view]');
  if (!button) return act(e);
  map.classList.toggle('by-level', button.dataset.view === 'level');
  map.classList.toggle('by-paid', button.dataset.view === 'paid');
  document.querySelectorAll('[data-view]').forEach(b => b.setAttribute('aria-pressed', b === button));
});
document.addEventListener('keydown', e => { if (e.key === 'Enter' && e.target.matches('[data-cell], [data-ap]')) act(e); });
