// A list of the references at the caret, opened by "@" or by the beginning of a citation or of a name.
// The field stays a text box that has a list: a role of combobox is not allowed for one of several lines.
const makePicker = ({ host, found, citing, optionsOf, placeOf, drawOption }) => {
  const list = make('ul', 'r2v-picker');
  const said = make('span', 'r2v-sr');
  describe(list, { id: 'prompt-references', role: 'listbox', popover: 'manual' });
  describe(said, { role: 'status' });
  host.append(list, said);
  let open = null;
  let active = 0;
  let dismissed = -1;

  const small = (text) => text.toLowerCase();
  const isHan = (text) => HAN.test(text);

  // "@" and what follows it, which may stand anywhere in a name; else the beginning of a word that cites.
  const tokenAt = (text, caret) => {
    const before = text.slice(Math.max(0, caret - 40), caret);
    const at = /(^|[^A-Za-z0-9_.])[@＠]([^\s@＠]{0,24}(?: \d{0,2})?)$/.exec(before);
    if (at) {
      const asked = small(at[2].trim());
      const matching = optionsOf(text).filter((one) => one.names.some((name) => small(name).includes(asked)));
      return { start: caret - at[2].length - 1, end: caret, matching };
    }
    for (let length = Math.min(24, before.length); length > 0; length -= 1) {
      const piece = before.slice(-length);
      const ahead = before.slice(0, -length).slice(-1);
      if (length < 3 && !isHan(piece)) break;
      if (/^\s/.test(piece) || (/[A-Za-z0-9_]/.test(ahead) && !isHan(piece[0]))) continue;
      if (ahead && isHan(piece[0]) && citing().compounds.includes(ahead)) continue;
      const begins = (name) => small(name).startsWith(small(piece));
      const matching = optionsOf(text).filter((one) => one.own.some(begins));
      if (!matching.length) continue;
      // Written to its end: there is nothing left to choose.
      if (matching.some((one) => one.own.some((name) => small(name) === small(piece)))) return null;
      return { start: caret - length, end: caret, matching };
    }
    return null;
  };

  const close = () => {
    if (!open) return;
    const { area } = open;
    open = null;
    list.hidePopover();
    write(said, '');
    describe(area, { 'aria-controls': null, 'aria-activedescendant': null });
  };

  const place = () => {
    const caret = placeOf(open.area, open.start);
    const view = window.visualViewport;
    const bottom = view ? view.offsetTop + view.height : innerHeight;
    const right = document.documentElement.clientWidth;
    const below = caret.bottom + 4 + list.offsetHeight <= bottom;
    list.style.left = `${Math.max(8, Math.min(caret.left, right - list.offsetWidth - 8))}px`;
    list.style.top = `${below ? caret.bottom + 4 : Math.max(8, caret.top - list.offsetHeight - 4)}px`;
  };

  const choose = (index) => {
    const { start, end, matching, area } = open;
    close();
    putAmong(matching[index].text, start, end, area);
  };

  const mark = () => {
    [...list.children].forEach((item, index) => describe(item, { 'aria-selected': String(index === active) }));
    list.children[active].scrollIntoView({ block: 'nearest' });
    describe(open.area, { 'aria-activedescendant': list.children[active].id });
  };

  const show = (token) => {
    const ids = (held) => held.matching.map((one) => one.id);
    const same = open && JSON.stringify([ids(open), open.matching]) === JSON.stringify([ids(token), token.matching]);
    // A list that is drawn anew while one chooses keeps what was chosen, wherever it stands now.
    const chosen = open && open.start === token.start && open.end === token.end ? open.matching[active].id : null;
    open = token;
    if (!same) {
      active = Math.max(0, ids(token).indexOf(chosen));
      list.replaceChildren(...token.matching.map((one, index) => {
        const item = make('li', 'r2v-picker-option');
        describe(item, { role: 'option', id: `prompt-reference-${one.id}` });
        item.append(...drawOption(one));
        // Keeps the caret, and a phone's keyboard, where they are.
        item.addEventListener('pointerdown', (event) => event.preventDefault());
        item.addEventListener('mousedown', (event) => event.preventDefault());
        item.addEventListener('click', () => choose(index));
        return item;
      }));
      const { length: count } = token.matching;
      write(said, count === 1 ? say('1 reference. Enter writes it, Escape closes.')
        : say('{count} references. Arrow keys choose, Enter writes, Escape closes.', { count }));
    }
    describe(list, { 'aria-label': say('References to cite') });
    if (!list.matches(':popover-open')) list.showPopover();
    describe(open.area, { 'aria-controls': list.id });
    mark();
    place();
  };

  const look = (typed) => {
    const area = found();
    if (!area || document.activeElement !== area || area.selectionStart !== area.selectionEnd) return close();
    if (!typed && !open) return undefined;
    const token = tokenAt(area.value, area.selectionStart);
    if (!token || !token.matching.length) {
      dismissed = -1;
      return close();
    }
    if (token.start === dismissed) return close();
    return show({ ...token, area });
  };

  const step = (by) => {
    active = (active + by + open.matching.length) % open.matching.length;
    mark();
  };
  const KEYS = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => choose(active),
    Tab: () => choose(active),
    Escape: () => {
      dismissed = open.start;
      close();
    },
  };

  // Keys that belong to an input method while it composes are not ours.
  const key = (event) => {
    const plain = !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (!open || !plain || !Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key]();
  };

  const follow = () => open && place();
  return { look, key, close, follow };
};
