// Shows what the map holds: a cell's ranks, or an access point's cells.
const data = JSON.parse(document.getElementById('data').textContent);
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
  detail.innerHTML = `<h3>Cell <code>${hex.dataset.cell}</code></h3>` + (cell.boost > 1 ? `<p>Boosted: points times ${cell.boost}.</p>` : '') +
    '<table><caption>Who covers the cell</caption><tr><th scope=col>rank<th scope=col>access point<th scope=col>signal<th scope=col class=n>points<th scope=col class=n>paid</tr>' +
    cell.ranks.map(r => row([r.rank + (r.indoor ? ' in' : ' out'), dot(data.aps[r.ap]), r.level, r.points, r.paid])).join('') +
    '</table><p class=soft>Indoor and outdoor are ranked apart. Paid in the last epoch, from the coverage pool.</p>';
}

function showAccessPoint(number) {
  clear();
  const ap = data.aps[number];
  document.querySelectorAll(`[data-ap="${number}"]`).forEach(e => e.classList.add('chosen'));
  map.classList.add('dim');
  const cells = [];
  for (const [id, cell] of Object.entries(data.cells)) {
    if (cell.ranks.some(r => r.ap === number)) {
      cells.push(id);
      map.querySelector(`[data-cell="${id}"]`).classList.add('lit');
    }
  }
  detail.innerHTML = `<h3>${dot(ap)}</h3><p>${ap.words}</p><p><code>${ap.device}</code></p>` +
    `<table><caption>${ap.name}</caption><tr><th scope=row>ranked in<td class=n>${cells.length} cells</tr><tr><th scope=row>claims<td class=n>${ap.claims} Mbit/s</tr>` +
    `<tr><th scope=row>proven, if a third of its challengers lie<td class=n>${ap.proven} Mbit/s</tr><tr><th scope=row>earned, all epochs<td class=n>${ap.earned}</tr></table>` +
    (ap.trouble ? `<p class=soft>${ap.trouble}</p>` : '<p class=soft>No refusals, no findings.</p>') +
    (cells.length ? '<details><summary>Its cells</summary><p class=cells>' + cells.map(id => `<button type=button data-show="${id}">${id}</button>`).join(' ') + '</p></details>' : '');
}

const act = e => {
  const show = e.target.closest('[data-show]');
  if (show) return showCell(map.querySelector(`[data-cell="${show.dataset.show}"]`));
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
// the keyboard chooses an access point by its name in the table
document.querySelectorAll('tr[data-ap] > th').forEach(th => {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'choose';
  button.append(...th.childNodes);
  th.append(button);
  button.addEventListener('click', () => setTimeout(() => detail.scrollIntoView({ block: 'nearest' })));
});
