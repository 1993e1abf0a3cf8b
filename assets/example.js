// The request example: its languages as tabs, of which the browser remembers the one chosen, and a button that copies.
const PLACE = 'r2v-example-language';
const COPIED = 1500;

const build = (tag, className, ...inside) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (tag === 'button') node.type = 'button';
  node.append(...inside);
  return node;
};
// A browser may forbid what it remembers.
const remembered = () => { try { return localStorage.getItem(PLACE); } catch { return null; } };
const remember = (language) => { try { localStorage.setItem(PLACE, language); } catch { /* then for this visit only */ } };

const shell = element.querySelector('.r2v-example');
const tabs = build('div', 'r2v-example-tabs');
const copying = build('button', 'r2v-fix', say('Copy'));
const said = build('span', 'r2v-sr');
const code = build('code');
const sheet = build('pre', 'r2v-example-text', code);
tabs.setAttribute('role', 'tablist');
tabs.setAttribute('aria-label', say('Language of the example'));
said.setAttribute('role', 'status');
sheet.setAttribute('role', 'tabpanel');
sheet.id = 'request-example-text';
sheet.tabIndex = 0;
shell.append(build('div', 'r2v-example-head', tabs, copying, said), sheet);

let language = remembered() || '';
let back = 0;

const choose = (id, focus) => {
  language = id;
  remember(id);
  draw();
  if (focus) tabs.querySelector('[aria-selected="true"]').focus();
};

const makeTab = ({ id, title }) => {
  const tab = build('button', 'r2v-example-tab', title);
  tab.dataset.language = id;
  tab.id = `request-example-${id}`;
  tab.setAttribute('role', 'tab');
  tab.setAttribute('aria-controls', sheet.id);
  tab.addEventListener('click', () => choose(id, false));
  return tab;
};

const draw = () => {
  const { languages = [], texts = {} } = props.value || {};
  if (tabs.children.length !== languages.length) tabs.replaceChildren(...languages.map(makeTab));
  if (!(language in texts)) language = languages.length ? languages[0].id : '';
  [...tabs.children].forEach((tab) => {
    const chosen = tab.dataset.language === language;
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen) sheet.setAttribute('aria-labelledby', tab.id);
  });
  const text = texts[language] || '';
  // What is being read or selected stays where it is while nothing in it changes.
  if (code.textContent !== text) code.textContent = text;
};

tabs.addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const ids = [...tabs.children].map((tab) => tab.dataset.language);
  choose(ids[(ids.indexOf(language) + step + ids.length) % ids.length], true);
});

// Without https only a selection can be copied.
const copySelected = () => {
  const range = document.createRange();
  range.selectNodeContents(code);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand(['co', 'py'].join(''));
};
copying.addEventListener('click', async () => {
  let done = true;
  try { await navigator.clipboard.writeText(code.textContent); } catch { done = copySelected(); }
  copying.textContent = said.textContent = done ? say('Copied') : say('Select it and press Ctrl+C');
  clearTimeout(back);
  back = setTimeout(() => { copying.textContent = say('Copy'); said.textContent = ''; }, COPIED);
});

watch('value', draw);
draw();
