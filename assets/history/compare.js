// Two to four videos side by side, in sync, with what differs between them; of two one can say which is better.
const makeComparison = ({ columns, rows }, words, actions) => {
  const view = make('section', 'r2v-compare');
  view.dataset.count = String(columns.length);
  view.tabIndex = -1;
  describe(view, { 'aria-label': words.comparing });
  const stage = make('div', 'r2v-compare-stage');
  const facts = make('div', 'r2v-compare-facts');
  const sounding = [];

  const figures = columns.map((column) => {
    const figure = make('figure', 'r2v-compare-one');
    const screen = make('div', 'r2v-compare-screen');
    const caption = make('figcaption');
    const video = column.src ? make('video') : null;
    if (video) {
      video.src = column.src;
      video.poster = column.poster;
      video.preload = 'auto';
      video.playsInline = true;
      video.muted = true;
      describe(video, { 'aria-label': `${column.letter}: ${column.title}` });
      screen.append(video);
    } else {
      screen.append(make('span', 'r2v-piece-state', words.gone));
    }
    const open = makeWordButton('r2v-compare-open', words.open_short, () => actions.open(column));
    describe(open, { 'aria-label': fill(words.open, { title: `${column.letter}, ${column.title}` }) });
    caption.append(make('strong', '', column.letter), make('span', '', momentWords(column.created)));
    if (video) {
      const sound = makeIconButton('r2v-compare-sound', 'sound', () => {
        const on = video.muted;
        for (const one of sounding) one(false);
        tell(on);
      });
      const tell = (on) => {
        video.muted = !on;
        sound.setAttribute('aria-pressed', String(on));
      };
      const said = fill(words.sound_of, { letter: column.letter });
      describe(sound, { 'aria-label': said, title: said, 'aria-pressed': 'false' });
      sounding.push(tell);
      caption.append(sound);
    }
    caption.append(open);
    figure.append(screen, caption);
    return { figure, video };
  });
  stage.append(...figures.map((one) => one.figure));
  const player = makePlayer(figures.map((one) => one.video).filter(Boolean), words);
  view.addEventListener('keydown', player.press);
  if (columns.length === 2) facts.append(makeVote(columns, words, actions));
  facts.append(makeDifferences(columns, rows, words));
  view.append(stage, player.controls, facts);
  return { view, player };
};

const makeVote = (columns, words, actions) => {
  const row = make('div', 'r2v-vote');
  const [first, second, same] = ['first', 'second', 'same'];
  const choices = [[first, columns[0].letter], [same, words.vote_same], [second, columns[1].letter]];
  const votes = columns.map((column) => column.vote).join(' ');
  let chosen = { 'better worse': first, 'worse better': second, 'same same': same }[votes] || '';
  const buttons = choices.map(([vote, text]) => {
    const button = makeWordButton('r2v-vote-button', text, () => {
      chosen = vote;
      draw();
      actions.vote(columns, vote);
    });
    button.dataset.vote = vote;
    return button;
  });
  const draw = () => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.vote === chosen));
  };
  draw();
  describe(row, { role: 'group', 'aria-label': words.vote });
  row.append(make('span', '', words.vote), ...buttons);
  return row;
};

const makeDifferences = (columns, rows, words) => {
  if (!rows.length) return make('p', 'r2v-compare-same', words.same_settings);
  const table = make('table', 'r2v-differences');
  const caption = make('caption', '', words.differs);
  const head = make('tr');
  head.append(make('td'));
  for (const column of columns) {
    const cell = make('th', '', column.letter);
    cell.scope = 'col';
    head.append(cell);
  }
  const lines = rows.map(({ name, values }) => {
    const line = make('tr');
    const cell = make('th', '', name);
    cell.scope = 'row';
    line.append(cell, ...values.map((text) => make('td', '', text)));
    return line;
  });
  const body = make('tbody');
  body.append(head, ...lines);
  table.append(caption, body);
  const scroll = make('div', 'r2v-differences-place');
  // On a phone it scrolls sideways, by keyboard too.
  scroll.tabIndex = 0;
  describe(scroll, { role: 'region', 'aria-label': words.differs });
  scroll.append(table);
  return scroll;
};
