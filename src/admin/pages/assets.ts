/** CSS of the console, after that of every page: wider, in sections, with states in color and words. */
export const adminStyle = `
:root { --good: #17693a; --good-ground: #e6f4ea; --bad: #a3211c; --bad-ground: #fdecea; --idle-ground: #eceff3; --warn: #7a5200; }
@media (prefers-color-scheme: dark) {
  :root { --good: #7fd49b; --good-ground: #163222; --bad: #ff9d96; --bad-ground: #3a1b1a; --idle-ground: #2a2e36; --warn: #f0c463; }
}
.column { max-width: 66rem; }
.pair > div { display: flex; flex-direction: column; } .pair > div > section:last-child { flex: 1; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 0 1rem; align-items: stretch; }
main { background: none; border: 0; border-radius: 0; padding: 0; }
.brand { flex-wrap: wrap; } .brand > span:not(.account) { flex: 1; }
.brand .account { margin-left: auto; display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .9rem; }
section, .intro { background: var(--card); border: 1px solid var(--line); border-radius: .9rem; padding: 1.5rem 1.75rem; margin-bottom: 1rem; }
section > h2 { margin: 0 0 .35rem; font-size: 1.15rem; letter-spacing: -.005em; }
h3 { margin: 1.4rem 0 .4rem; font-size: .95rem; }
.state { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; align-items: center; }
.state > .badge { grid-row: span 2; width: 2.75rem; height: 2.75rem; border-radius: 50%; display: grid; place-items: center; font-size: 1.35rem; font-weight: 700; }
.state h1 { margin: 0; } .state p { margin: 0; }
.good { color: var(--good); background: var(--good-ground); }
.bad { color: var(--bad); background: var(--bad-ground); }
.warn { color: var(--warn); background: var(--note); }
.idle { color: var(--soft); background: var(--idle-ground); }
.chip { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-size: .82rem; font-weight: 600; white-space: nowrap; }
.notice:focus { outline: 3px solid var(--accent); outline-offset: 2px; }
.notice { margin: .5rem 0 1rem; padding: .8rem 1.1rem; border-radius: .6rem; font-weight: 550; }
.whole { display: inline-block; }
.pages { margin: 0 0 1.25rem; }
.pages ul { display: flex; flex-wrap: wrap; gap: .25rem; margin: 0; padding: .3rem; list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: .7rem; }
.pages li { margin: 0; }
.pages a { display: block; padding: .4rem .8rem; border-radius: .45rem; color: var(--ink); text-decoration: none; }
.pages a:hover { background: var(--idle-ground); }
.pages a[aria-current] { background: var(--accent); color: var(--accent-ink); font-weight: 600; }
.heading { margin: .25rem .25rem 1rem; }
.category { margin: 2rem 0 0; font-size: 1.15rem; }
.area > th { font-size: 1rem; } .area > th .soft { font-weight: 400; font-size: .875rem; }
.hint { display: block; font-size: .875rem; font-weight: 400; color: var(--soft); }
.copy + h2 { margin-top: 1.5rem; }
.members code { display: block; }
.steps { list-style: none; margin: .75rem 0 0; padding: 0; }
.steps > li { display: grid; grid-template-columns: 1.9rem 1fr; gap: .75rem; align-items: start; margin: 0; padding: .75rem 0; border-top: 1px solid var(--line); }
.steps .title { display: flex; gap: .2rem .75rem; justify-content: space-between; align-items: baseline; }
.steps .mark { width: 1.6rem; height: 1.6rem; border-radius: 50%; display: grid; place-items: center; font-size: .85rem; font-weight: 700; }
.steps p { margin: 0; }
.table { width: 100%; border-collapse: collapse; margin-top: .75rem; font-size: .93rem; }
.table th, .table td { text-align: left; vertical-align: top; padding: .55rem .75rem .55rem 0; border-top: 1px solid var(--line); }
.table thead th { border-top: 0; white-space: nowrap; color: var(--soft); font-weight: 500; font-size: .85rem; }
.table th[scope=row] { font-weight: 400; }
.table td:last-child, .table th:last-child { padding-right: 0; text-align: right; }
.table td:nth-child(2) { min-width: 8.5rem; } .table td:nth-child(3) { min-width: 11rem; }
.counts td:nth-child(n) { min-width: 5rem; }
.areas { table-layout: fixed; }
.areas thead th:has(> .hidden) { padding: 0; }
.areas thead th:nth-child(1) { width: 50%; } .areas thead th:nth-child(2) { width: 15%; } .areas thead th:nth-child(4) { width: 14%; }
.areas .area > * { padding-top: .9rem; padding-bottom: .2rem; }
.areas .part > * { padding-top: .15rem; padding-bottom: .4rem; border-top: 0; }
.areas .part:last-child > * { padding-bottom: .9rem; }
.name { font-weight: 600; }
.tag { display: inline-block; }
.quiet { padding: .25rem .75rem; font-size: .85rem; font-weight: 500; border-radius: .4rem; white-space: nowrap; width: auto; }
.danger { color: var(--bad); border-color: var(--bad); }
.danger:hover { background: var(--bad-ground); border-color: var(--bad); }
.link { padding: 0; border: 0; background: none; font: inherit; color: var(--accent); text-decoration: underline; text-underline-offset: .15em; cursor: pointer; }
.row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: .75rem 0; }
.row label { display: block; flex: 1 1 100%; font-size: .93rem; font-weight: 600; }
.row .button { padding: .5rem 1rem; font-size: .95rem; }
input[aria-invalid] { border-color: var(--bad) !important; border-width: 2px !important; }
input[type=text] { display: block; flex: 1 1 16rem; width: 100%; margin-top: .25rem; padding: .55rem .7rem; border: 1px solid var(--soft); border-radius: .45rem; background: var(--card); color: var(--ink); font: .95rem ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
input[type=checkbox] { flex: none; width: 1.15rem; height: 1.15rem; margin: .15rem .6rem 0 0; accent-color: var(--accent); vertical-align: top; }
.choice { display: flex; align-items: flex-start; }
.log { list-style: none; padding: 0; margin: .6rem 0 0; font-size: .95rem; } .log li { margin: 0; padding: .55rem 0; border-top: 1px solid var(--line); }
.members { list-style: none; padding: 0; } .members li { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; padding: .4rem 0; border-top: 1px solid var(--line); margin: 0; }
details { border-top: 1px solid var(--line); padding: .8rem 0; }
details > summary { cursor: pointer; font-weight: 600; }
details[open] > summary { margin-bottom: .4rem; }
details p { margin: .3rem 0 .8rem; }
.actions { margin-top: 1.1rem; }
@media (max-width: 44rem) {
  section, .intro { padding: 1.15rem 1.1rem; }
  .brand .account { margin-left: 0; width: 100%; }
  .steps .title { flex-wrap: wrap; }
  .table:not(.counts), .table:not(.counts) :is(tbody, tr, th, td) { display: block; border: 0; padding: 0; }
  .table:not(.counts) thead { display: none; }
  .table:not(.counts) tr { padding: .7rem 0; border-top: 1px solid var(--line); }
  .table:not(.counts) td { margin-top: .35rem; } .table:not(.counts) td:last-child { text-align: left; } .table td:empty { display: none; }
  .counts :is(th, td) { overflow-wrap: break-word; } .counts th[scope=row] { min-width: 6rem; } .counts thead th { white-space: normal; } .counts td:nth-child(n) { min-width: 0; white-space: nowrap; }
  .table td[data-label]::before { content: attr(data-label) " "; color: var(--soft); }
  .areas.table:not(.counts) tr { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: .1rem .75rem; }
  .areas .area > th, .areas .area > td:nth-child(3) { grid-column: 1 / -1; } .areas .area > td:nth-child(3) { order: 1; }
  .areas.table:not(.counts) .part { padding: 0 0 .5rem; border-top: 0; }
  .areas.table:not(.counts) td:nth-child(n) { min-width: 0; margin-top: .2rem; }
  .areas .part > td:not(:empty) { grid-column: 2; justify-self: end; }
}
`;

/** Enhances consent to chosen permissions: their number, and a button that chooses all or none. */
export const adminScript = `
const boxes = [...document.querySelectorAll('input[name=permission]')];
const submit = document.getElementById('consent-chosen');
if (submit && boxes.length > 0) {
  const all = document.getElementById('choose-all');
  const label = submit.textContent;
  const update = () => {
    const count = boxes.filter((box) => box.checked).length;
    submit.disabled = count === 0;
    submit.textContent = label + ' (' + count + ')';
    all.textContent = count === boxes.length ? all.dataset.none : all.dataset.all;
  };
  all.hidden = false;
  all.addEventListener('click', () => {
    const checked = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = checked;
    update();
  });
  for (const box of boxes) box.addEventListener('change', update);
  update();
}
`;
