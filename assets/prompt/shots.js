// The list of shots: what the prompt says, shown as rows. The prompt stays the truth: what is written in a row goes into
// its place there, and what changes order or times comes back from the app as a new prompt.
Object.assign(SHAPES, {
  shots: 'M2.2 3.4h2M6.4 3.4h7.4M2.2 8h2M6.4 8h7.4M2.2 12.6h2M6.4 12.6h7.4',
  up: 'M8 12.6V3.4M4.2 7.2L8 3.4l3.8 3.8',
  down: 'M8 3.4v9.2M4.2 8.8L8 12.6l3.8-3.8',
});

const makeShots = ({ rules, citing, optionsOf, isChinese, changed }) => {
  let open = false;
  let rows = [];
  // What was asked for last, and what takes it back once it is done.
  let asked = null;
  let undo = null;
  const list = make('ol', 'r2v-shot-list');
  const foot = make('div', 'r2v-shot-foot');
  const told = make('span', 'r2v-shot-told');
  const host = () => document.getElementById('shots-list');

  const read = (text) => {
    const heads = [...text.matchAll(new RegExp(rules().reading.shots, 'giu'))];
    return heads.map((head, index) => {
      const from = head.index + head[0].length;
      const until = heads[index + 1]?.index ?? text.length;
      const { start, end, han } = head.groups;
      return { from, until, start: Number(start), end: Number(end), chinese: han !== undefined, text: text.slice(from, until).trim() };
    });
  };

  const seconds = () => {
    const asked = Number(document.querySelector('#duration input[type=number]')?.value);
    return asked > 0 ? asked : Math.max(5, ...rows.map((row) => row.end));
  };

  // Set and not typed: typing would take the hand out of its row. What is asked for here has an undo of its own.
  const setPrompt = (text) => {
    const area = field();
    if (text === area.value) return;
    area.setRangeText(text, 0, area.value.length, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };

  const ask = (act, index, more = {}) => {
    const prompt = field().value;
    // The stamp makes the same change, asked for once more, another answer.
    const detail = { act, index, prompt, seconds: seconds(), chinese: isChinese(prompt), stamp: performance.now(), ...more };
    asked = detail;
    document.querySelector('#shots-list')?.dispatchEvent(new CustomEvent('r2v:shots', { bubbles: true, detail }));
  };

  const writeRow = (index, words) => {
    const { value } = field();
    const { from, until, chinese } = read(value)[index] ?? {};
    if (from === undefined) return;
    const between = value.slice(from, until);
    const ahead = /^\s*/.exec(between)[0] || (chinese ? '' : ' ');
    const behind = between.trim() ? /\s*$/.exec(between)[0] : '';
    const last = until === value.length;
    setPrompt(value.slice(0, from) + ahead + words + (behind || (last ? '' : '\n')) + value.slice(until));
  };

  const numberField = (name, index, act) => {
    const input = make('input', 'r2v-shot-time');
    Object.assign(input, { type: 'number', step: '0.5', min: '0', inputMode: 'decimal' });
    input.addEventListener('change', () => act(index()));
    input.dataset.name = name;
    return input;
  };

  const makeRow = () => {
    const item = make('li', 'r2v-shot');
    const index = () => [...list.children].indexOf(item);
    const number = make('span', 'r2v-shot-number');
    const times = (at) => item.isConnected && ask('time', at, { start: Number(start.value), end: Number(end.value) });
    const start = numberField('start', index, times);
    const end = numberField('end', index, times);
    const words = make('textarea', 'r2v-shot-words');
    words.rows = 1;
    words.addEventListener('input', () => writeRow(index(), words.value.trim()));
    const who = make('div', 'r2v-shot-who');
    const tool = (shape, act) => {
      const button = makeButton('r2v-shot-tool', () => act(index()));
      button.append(makeIcon(shape));
      return button;
    };
    const up = tool('up', (at) => ask('move', at, { to: at - 1 }));
    const down = tool('down', (at) => ask('move', at, { to: at + 1 }));
    const gone = tool('close', (at) => ask('remove', at));
    item.addEventListener('keydown', (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !by) return;
      event.preventDefault();
      ask('move', index(), { to: index() + by });
    });
    describe(item, { 'aria-keyshortcuts': 'Alt+ArrowUp Alt+ArrowDown' });
    const clock = make('span', 'r2v-shot-clock');
    clock.append(start, make('span', '', '–'), end, make('span', '', 's'));
    const tools = make('span', 'r2v-shot-tools');
    tools.append(up, down, gone);
    item.append(number, clock, words, who, tools);
    item.parts = { number, start, end, words, who, up, down, gone };
    return item;
  };

  // Who is in a shot: whoever is cited in it; a press cites one where the hand is, or at the end.
  const drawWho = (item, row) => {
    const { who, words } = item.parts;
    const cited = citing().read(row.text);
    const options = optionsOf(field().value);
    const key = JSON.stringify([options, cited.map(({ word, number }) => [word, number])]);
    if (who.dataset.key === key) return;
    who.dataset.key = key;
    who.replaceChildren(...options.map((option) => {
      const inIt = cited.some((one) => one.word === option.word && one.number === option.number);
      const button = makeButton('r2v-shot-person', () => {
        const at = document.activeElement === words ? words.selectionStart : words.value.length;
        const ahead = at && !/\s$/.test(words.value.slice(0, at)) && !HAN.test(option.text) ? ' ' : '';
        words.setRangeText(ahead + option.text, at, at, 'end');
        words.focus();
        words.dispatchEvent(new Event('input', { bubbles: true }));
      });
      button.addEventListener('mousedown', (event) => event.preventDefault());
      button.append(pictureOf(option));
      button.title = option.called || option.label;
      describe(button, { 'aria-pressed': String(inIt), 'aria-label': say('{name} in this shot', { name: option.called || option.label }) });
      return button;
    }));
  };

  const set = (input, value) => {
    if (document.activeElement !== input && input.value !== value) input.value = value;
  };

  const drawRow = (item, row, index) => {
    const { number, start, end, words, up, down, gone } = item.parts;
    write(number, String(index + 1));
    number.title = say('Drag to move');
    set(start, String(row.start));
    set(end, String(row.end));
    start.max = String(seconds());
    end.max = String(seconds());
    // What stands in a field that is being written in is left alone, but for the spaces it is the same.
    if (words.value.trim() !== row.text) words.value = row.text;
    describe(start, { 'aria-label': say('Shot {number} from, seconds', { number: index + 1 }) });
    describe(end, { 'aria-label': say('Shot {number} to, seconds', { number: index + 1 }) });
    describe(words, { 'aria-label': say('What happens in shot {number}', { number: index + 1 }) });
    words.placeholder = say('What happens');
    describe(up, { 'aria-label': say('Move shot {number} up', { number: index + 1 }) });
    describe(down, { 'aria-label': say('Move shot {number} down', { number: index + 1 }) });
    describe(gone, { 'aria-label': say('Remove shot {number}', { number: index + 1 }) });
    up.disabled = index === 0;
    down.disabled = index === rows.length - 1;
    drawWho(item, row);
  };

  const add = makeButton('r2v-chip r2v-shot-add', () => ask('add', 0));
  const fit = makeButton('r2v-chip r2v-shot-fit', () => ask('fit', 0));
  const back = makeButton('r2v-chip', () => {
    const { before } = undo;
    undo = null;
    setPrompt(before);
    changed();
    (list.querySelector('.r2v-shot-words') ?? add).focus();
  });
  write(add, say('Add a shot'));
  write(back, say('Undo'));
  describe(told, { role: 'status' });
  foot.append(add, fit, told, back);

  const draw = (text) => {
    if (!open || !host()) return;
    if (!host().contains(list)) host().replaceChildren(list, foot);
    rows = read(text);
    while (list.children.length > rows.length) list.lastChild.remove();
    while (list.children.length < rows.length) list.append(makeRow());
    rows.forEach((row, index) => drawRow(list.children[index], row, index));
    const whole = seconds();
    fit.hidden = !rows.length || rows.at(-1).end === whole;
    write(fit, say('Fit to {seconds} s', { seconds: whole }));
    if (undo && undo.after !== text) undo = null;
    back.hidden = !undo;
    const off = fit.hidden ? '' : say('The shots end at {end} s, the video at {seconds} s.', { end: rows.at(-1).end, seconds: whole });
    write(told, undo ? undo.said : rows.length ? off : say('A shot says from when to when, what happens and who is in it.'));
  };

  const doneWords = ({ act, row }) => {
    const number = asked.index + 1;
    if (act === 'add') return say('Shot {number} added', { number: row + 1 });
    if (act === 'remove') return say('Shot {number} removed', { number });
    if (act === 'move') return say('Shot {number} moved', { number });
    if (act === 'time') return say('Times of shot {number} changed', { number });
    return say('Fitted to {seconds} s', { seconds: asked.seconds });
  };

  dragShots(list, (from, to) => ask('move', from, { to }));
  document.addEventListener('r2v:shots-done', ({ detail }) => {
    const area = field();
    // Somebody wrote on meanwhile: that stands, and the change can be asked for again.
    if (!detail || detail.prompt === undefined || area.value !== detail.asked) return;
    if (asked?.stamp === detail.stamp && detail.prompt !== detail.asked) undo = { before: detail.asked, after: detail.prompt, said: doneWords(detail) };
    setPrompt(detail.prompt);
    changed();
    const { words, start } = list.children[Math.min(detail.row, list.children.length - 1)]?.parts ?? {};
    if (detail.act !== 'fit' && detail.act !== 'time') (words ?? add).focus();
    else if (detail.act === 'time' && start) rows.forEach((row, index) => {
      const { parts } = list.children[index];
      parts.start.value = String(row.start);
      parts.end.value = String(row.end);
    });
  });
  document.addEventListener('change', (event) => event.target.closest?.('#duration') && draw(field().value));

  const toggle = makeButton('r2v-chip r2v-shots-open', () => {
    open = !open;
    host().hidden = !open;
    describe(toggle, { 'aria-expanded': String(open) });
    if (open && !read(field().value).length) ask('add', 0);
    changed();
  });
  toggle.append(makeIcon('shots'), make('span', '', say('Shots')));
  describe(toggle, { 'aria-expanded': 'false', 'aria-controls': 'shots-list', 'aria-label': say('Shots') });
  return { toggle, draw };
};
