// This visitor's jobs, one row each, kept from draw to draw so that no click and no focus is lost; and the quiet word
// about a job that has ended elsewhere. The list is there when it has something to say beyond the job that is shown.
const SOON = 8000;
const FULL = { succeeded: say('Ready: {name}'), failed: say('Failed: {name}'), canceled: say('Canceled: {name}'), lost: say('Lost: {name}') };
const CROSS = '<svg class="r2v-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M4.5 4.5l7 7M11.5 4.5l-7 7"/></svg>';

const build = (tag, className, ...inside) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (tag === 'button') node.type = 'button';
  node.append(...inside);
  return node;
};
const write = (node, text) => { if (node.textContent !== text) node.textContent = text; };
const time = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
const ended = (item) => item.state in FULL;
const send = (act, item) => trigger('select', { act, job: item.job });

const shell = element.querySelector('.r2v-queue');
const head = build('h2');
const clear = build('button', 'r2v-fix', say('Clear finished'));
const list = build('ul');
const words = build('span');
const show = build('button', 'r2v-fix', say('Open'));
const hide = build('button', 'r2v-toast-close');
const toast = build('div', 'r2v-toast', words, show, hide);
hide.innerHTML = CROSS;
hide.setAttribute('aria-label', say('Close'));
words.setAttribute('role', 'status');
shell.append(build('div', 'r2v-queue-head', head, clear), list, toast);

const rows = new Map();
// Jobs that the list has shown: they stay in it when they have ended, until they are taken out.
const listed = new Set();
const away = new Set();
const news = new Map();
let states = null;
let items = [];
let told = performance.now();

const makeRow = () => {
  const row = { node: build('li', 'r2v-job'), name: build('span', 'r2v-job-name'), about: build('span', 'r2v-job-about') };
  row.state = build('span', 'r2v-job-state');
  row.bar = build('i');
  row.open = build('button', 'r2v-job-open', row.name, row.about, row.state);
  row.act = build('button', 'r2v-job-act');
  row.act.innerHTML = CROSS;
  row.node.append(row.open, row.act, build('div', 'r2v-bar', row.bar));
  row.open.addEventListener('click', () => send('open', row.item));
  row.act.addEventListener('click', () => {
    if (!ended(row.item)) return send('cancel', row.item);
    takeOut([row.item]);
    return null;
  });
  return row;
};

const takeOut = (gone) => {
  // The focus goes on to the row that comes up, as in any list.
  const at = [...list.children].findIndex((node) => node.contains(document.activeElement));
  gone.forEach(({ job }) => { away.add(job); news.delete(job); });
  draw();
  if (at >= 0 && list.children.length) {
    list.children[Math.min(at, list.children.length - 1)].querySelector('.r2v-job-act').focus();
  }
};

const tick = () => {
  const since = (performance.now() - told) / 1000;
  rows.forEach(({ item, state, bar }) => {
    const running = !ended(item);
    const seconds = item.elapsed + (running ? since : 0);
    const usual = running && item.usual;
    const late = usual && seconds > usual ? ` · ${say('longer than usual')}` : usual ? ` ${say('of {time}', { time: time(usual) })}` : '';
    write(state, [item.words, item.line, `${time(seconds)}${late}`].filter(Boolean).join(' · '));
    bar.parentNode.hidden = !usual;
    bar.style.width = usual ? `${Math.min(100, (seconds / usual) * 100)}%` : '0';
  });
};

const draw = () => {
  const under = items.filter((item) => !ended(item));
  if (under.some((item) => !item.chosen)) under.forEach((item) => listed.add(item.job));
  const shown = items.filter((item) => listed.has(item.job) && !away.has(item.job));
  const jobs = new Set(shown.map((item) => item.job));
  rows.forEach((row, job) => {
    if (jobs.has(job)) return;
    row.node.remove();
    rows.delete(job);
  });
  shown.forEach((item, index) => {
    const row = rows.get(item.job) || makeRow();
    rows.set(item.job, row);
    row.item = item;
    row.node.dataset.state = item.state;
    row.node.classList.toggle('r2v-chosen-job', item.chosen);
    write(row.name, item.name);
    write(row.about, item.about);
    row.open.title = item.message;
    if (item.chosen) row.open.setAttribute('aria-current', 'true');
    else row.open.removeAttribute('aria-current');
    // What can't be canceled any more has nothing to be clicked; its place stays, so that the lines stay in line.
    row.act.classList.toggle('r2v-job-still', !ended(item) && !item.cancels);
    row.act.title = ended(item) ? say('Take out of this list') : say('Cancel');
    row.act.setAttribute('aria-label', `${row.act.title}: ${item.name} ${item.about}`);
    if (list.children[index] !== row.node) list.insertBefore(row.node, list.children[index] || null);
  });
  shell.classList.toggle('r2v-queue-open', shown.length > 0);
  const going = under.length;
  write(head, going ? say('{count} under way', { count: going }) : say('Finished'));
  clear.hidden = !shown.some(ended);
  tick();
};

// What has ended since the last look, and isn't what the person is looking at.
const listen = () => {
  items.forEach((item) => {
    const before = states && states.get(item.job);
    const seen = item.chosen && !document.hidden;
    if (before && !(before in FULL) && ended(item) && item.state !== 'canceled' && !seen) news.set(item.job, item);
    if (seen) news.delete(item.job);
  });
  states = new Map(items.map((item) => [item.job, item.state]));
  announce();
};

let leaving = 0;
const announce = () => {
  const all = [...news.values()];
  const last = all.at(-1);
  const elsewhere = all.filter((item) => !item.chosen);
  document.title = document.title.replace(/^\(\d+\) /, '');
  if (last) document.title = `(${all.length}) ${document.title}`;
  toast.classList.toggle('r2v-toast-open', elsewhere.length > 0);
  if (elsewhere.length > 1) write(words, say('{count} jobs have ended.', { count: elsewhere.length }));
  else if (elsewhere.length) write(words, FULL[elsewhere[0].state].replace('{name}', () => elsewhere[0].name));
  else write(words, '');
  clearTimeout(leaving);
  // In a tab that nobody sees it waits for its reader.
  if (last && !document.hidden) leaving = setTimeout(() => { news.clear(); announce(); }, SOON);
};

clear.addEventListener('click', () => takeOut(items.filter(ended)));
show.addEventListener('click', () => {
  const item = [...news.values()].filter((one) => !one.chosen).at(-1);
  news.clear();
  announce();
  if (item) send('open', item);
});
hide.addEventListener('click', () => { news.clear(); announce(); });
document.addEventListener('visibilitychange', () => {
  if (news.size) announce();
  // A page with nothing under way asks for nothing; what another tab has sent meanwhile is seen when one comes back.
  if (!document.hidden && items.every(ended)) trigger('select', { act: 'look', job: '' });
});

const read = () => {
  items = (props.value && props.value.items) || [];
  told = performance.now();
  draw();
  listen();
};
watch('value', read);
read();
setInterval(tick, 500);
