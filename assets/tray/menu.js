// A small menu at a button: the browser closes it and gives the focus back, the arrows go through it.
const makeMenu = (shell) => {
  const list = make('div', 'r2v-tray-menu');
  const EDGE = 8;
  describe(list, { role: 'menu', popover: 'auto' });
  shell.append(list);

  const items = () => [...list.querySelectorAll('button')];
  const hide = () => list.matches(':popover-open') && list.hidePopover();

  const place = (anchor) => {
    const { left, right, top, bottom } = anchor.getBoundingClientRect();
    const fits = left + list.offsetWidth <= window.innerWidth - EDGE;
    const below = bottom + 4 + list.offsetHeight <= window.innerHeight;
    list.style.left = `${Math.max(EDGE, fits ? left : right - list.offsetWidth)}px`;
    list.style.top = `${below ? bottom + 4 : Math.max(EDGE, top - 4 - list.offsetHeight)}px`;
  };

  // Fills the menu; the click that calls this goes on to open it, or to close it where it is open.
  let opener = null;
  const fillFor = (anchor, label, entries, note = '') => {
    opener = anchor;
    describe(list, { 'aria-label': label });
    const rows = entries.map(([icon, text, act]) => {
      const row = makeButton('r2v-tray-menu-item', () => {
        hide();
        act();
      });
      describe(row, { role: 'menuitem', tabindex: '-1' });
      row.append(makeIcon(icon), make('span', '', text));
      return row;
    });
    list.replaceChildren(...rows, ...(note ? [make('p', 'r2v-tray-menu-note', note)] : []));
    requestAnimationFrame(() => {
      if (!list.matches(':popover-open')) return;
      place(anchor);
      items()[0]?.focus();
    });
  };

  const at = (anchor, fillIn) => {
    anchor.popoverTargetElement = list;
    describe(anchor, { 'aria-haspopup': 'menu', 'aria-expanded': 'false' });
    anchor.addEventListener('click', () => fillFor(anchor, ...fillIn()));
  };

  list.addEventListener('toggle', ({ newState }) => {
    if (opener) describe(opener, { 'aria-expanded': String(newState === 'open') });
  });
  list.addEventListener('keydown', (event) => {
    const all = items();
    const now = all.indexOf(document.activeElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    event.stopPropagation();
    if (event.key === 'Tab') hide();
    if (next === undefined) return;
    event.preventDefault();
    all.at(next % all.length)?.focus();
  });
  window.addEventListener('resize', hide);
  return { at };
};
