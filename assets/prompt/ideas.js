// Prompts to start from: one click puts one in, and what stood there comes back with another.
SHAPES.idea = 'M8 1.8a4.2 4.2 0 00-2.4 7.6v1.4h4.8V9.4A4.2 4.2 0 008 1.8zM6 12.6h4M6.8 14.4h2.4';
const PAGE_LANGUAGE = navigator.language.startsWith('zh') ? 'zh' : 'en';

const makeIdeas = ({ library, citing, isChinese }) => {
  const box = make('div', 'r2v-ideas');
  const menu = make('div', 'r2v-ideas-menu');
  let shown = '';
  let put = null;

  const open = makeButton('r2v-chip r2v-ideas-open', () => menu.togglePopover());
  const undo = makeButton('r2v-chip r2v-ideas-undo', () => putWhole(put.before));
  open.append(makeIcon('idea'), make('span', '', say('Ideas')));
  undo.append(make('span', '', say('Undo')));
  undo.title = say('Take the idea out again');
  undo.hidden = true;
  describe(open, { 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-label': say('Ideas') });
  describe(menu, { popover: 'auto', role: 'dialog', 'aria-label': say('Prompts to start from') });
  box.append(undo, open, menu);

  // As typed, so that the browser's own undo goes through it too.
  const putWhole = (text) => putText(text, 0, field().value.length);

  const written = (idea, chinese) =>
    idea.prompt[chinese ? 'zh' : 'en'].trim().replace(/\{(picture|clip)(\d)\}/g, (_, kind, number) =>
      citing().cite({ own: citing().citations.find((one) => one.kind === kind), number: Number(number) }, chinese));

  const choose = (idea) => {
    const before = field().value;
    const text = written(idea, isChinese(before));
    put = { before, text };
    menu.hidePopover();
    putWhole(text);
    field().scrollTop = 0;
  };

  const itemOf = (idea) => {
    const item = makeButton('r2v-idea', () => choose(idea));
    item.append(make('span', 'r2v-idea-title', idea.title[PAGE_LANGUAGE]));
    item.append(make('span', 'r2v-picker-about', idea.about[PAGE_LANGUAGE]));
    return item;
  };

  menu.addEventListener('toggle', (event) => {
    const opened = event.newState === 'open';
    describe(open, { 'aria-expanded': String(opened) });
    if (!opened) return;
    const at = open.getBoundingClientRect();
    const right = document.documentElement.clientWidth;
    menu.style.left = `${Math.max(8, Math.min(at.right - menu.offsetWidth, right - menu.offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(at.bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
    menu.querySelector('button').focus();
  });

  const draw = (text, fitting) => {
    const undoable = put !== null && text === put.text;
    if (undo.hidden === undoable) undo.hidden = !undoable;
    if (fitting.join() === shown) return;
    shown = fitting.join();
    open.hidden = !fitting.length;
    menu.replaceChildren(...library.filter(({ id }) => fitting.includes(id)).map(itemOf));
  };
  return { box, draw };
};
