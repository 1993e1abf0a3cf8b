// The sheet: the whole history above the page, and the comparison in its place while one compares.
const ANSWER_SECONDS = 12;
const MOST = 4;

const openSheet = (dialog) => {
  // Gradio takes any quoted word of this script for an event of the component, so a prop is named without quotes.
  const [REPLY] = Object.keys({ reply: 0 });
  const words = wordsHere();
  const chosen = new Map();
  let pieces = [];
  let following = null;
  let turn = 0;
  let waiting = 0;
  let comparison = null;
  let scrolled = 0;
  let removed = null;

  const head = make('header', 'r2v-sheet-head');
  const heading = make('h2', '', words.title);
  const back = makeIconButton('r2v-sheet-back', 'back', () => leave());
  const close = makeIconButton('r2v-sheet-close', 'close', () => dialog.close());
  describe(back, { 'aria-label': words.back, title: words.back });
  describe(close, { 'aria-label': words.close, title: words.close });
  head.append(back, heading, close);
  const changed = () => look();
  const filters = makeFilters({ words, states: props.states, models: props.models, changed });
  const body = make('div', 'r2v-sheet-body');
  const list = make('ul', 'r2v-pieces');
  const line = make('p', 'r2v-sheet-line');
  const end = make('div', 'r2v-sheet-end');
  describe(line, { role: 'status' });
  body.append(list, line, end);
  const foot = make('footer', 'r2v-sheet-foot');
  const told = make('p', 'r2v-sheet-told');
  const undo = makeWordButton('r2v-sheet-undo', words.undo, () => bringBack());
  const count = make('span', 'r2v-sheet-count');
  const compare = makeWordButton('r2v-sheet-compare', words.compare, () => ask({ act: 'compare', jobs: [...chosen.keys()] }));
  const unchoose = makeWordButton('r2v-sheet-unchoose', words.unchoose, () => { chosen.clear(); redraw(); });
  describe(told, { role: 'status' });
  foot.append(told, undo, count, unchoose, compare);
  dialog.append(head, filters.row, body, foot);
  describe(dialog, { 'aria-label': words.title });

  const ask = (asked) => {
    turn += 1;
    clearTimeout(waiting);
    waiting = setTimeout(() => write(line, words.away), ANSWER_SECONDS * 1000);
    trigger('browse', { asked: { ...asked, turn } });
    return turn;
  };
  let looking = 0;
  const look = (before = null) => {
    if (before === null) {
      following = null;
      list.dataset.stale = 'true';
    }
    filters.draw();
    looking = ask({ act: 'page', ...filters.value(), before });
  };

  const drawFoot = () => {
    undo.hidden = !removed;
    const many = chosen.size;
    write(count, many ? fill(words.chosen, { count: many }) : '');
    unchoose.hidden = !many;
    compare.hidden = !many;
    compare.disabled = many < 2;
    foot.hidden = Boolean(comparison) || !(told.textContent || many);
  };
  const say = (text) => { write(told, text); drawFoot(); };
  const redraw = () => {
    pieces = pieces.map(({ card }) => makePiece(card, words, actions));
    list.replaceChildren(...pieces.map((piece) => piece.item));
    drawFoot();
  };
  const drawLine = () => {
    const none = filters.active() ? words.nothing : words.none;
    write(line, pieces.length ? '' : none);
  };

  const actions = {
    open: ({ job }) => {
      trigger('select', { job });
      dialog.close();
    },
    keep: ({ job, favourite }) => document.dispatchEvent(new CustomEvent('r2v:keep', { detail: { job, on: favourite } })),
    remove: (card) => {
      const place = pieces.findIndex((piece) => piece.card === card);
      removed = { piece: pieces[place], place };
      pieces.splice(place, 1);
      removed.piece.item.remove();
      chosen.delete(card.job);
      ask({ act: 'remove', job: card.job });
      (pieces[place] || pieces[place - 1])?.open.focus();
      say(fill(words.removed, { title: card.title }));
      drawLine();
    },
    isChosen: ({ job }) => chosen.has(job),
    choose: (card, on) => {
      if (!on) chosen.delete(card.job);
      else if (chosen.size < MOST) chosen.set(card.job, card);
      drawFoot();
      return chosen.has(card.job);
    },
    vote: (columns, vote) => {
      const said = { first: ['better', 'worse'], second: ['worse', 'better'], same: ['same', 'same'] }[vote];
      columns.forEach(({ job }, index) => {
        for (const { card } of pieces) if (card.job === job) card.vote = said[index];
      });
      ask({ act: 'vote', jobs: columns.map(({ job }) => job), vote });
    },
  };
  const putBack = () => {
    pieces.splice(removed.place, 0, removed.piece);
    list.replaceChildren(...pieces.map((piece) => piece.item));
    removed.piece.open.focus();
    removed = null;
    drawLine();
  };
  const bringBack = () => {
    const { job } = removed.piece.card;
    putBack();
    say('');
    ask({ act: 'undo', job });
  };

  const enter = (answer) => {
    scrolled = body.scrollTop;
    comparison = makeComparison(answer, words, actions);
    dialog.dataset.comparing = 'true';
    write(heading, words.comparing);
    dialog.append(comparison.view);
    drawFoot();
    comparison.view.focus();
    comparison.player.start();
  };
  const leave = () => {
    comparison?.player.stop();
    comparison?.view.remove();
    comparison = null;
    delete dialog.dataset.comparing;
    write(heading, words.title);
    redraw();
    body.scrollTop = scrolled;
    compare.focus({ preventScroll: true });
  };

  const answers = {
    page: (answer) => {
      if (answer.turn !== looking || !answer.cards) return;
      if (list.dataset.stale) {
        delete list.dataset.stale;
        pieces = [];
        body.scrollTop = 0;
      }
      const more = answer.cards.map((card) => makePiece(card, words, actions));
      pieces = [...pieces, ...more];
      list.replaceChildren(...pieces.map((piece) => piece.item));
      following = answer.following;
      drawLine();
      lookOn();
    },
    // What could not be removed comes back with the reason.
    remove: (answer) => { if (answer.told && removed?.piece.card.job === answer.job) putBack(); },
    compare: (answer) => { if (answer.columns && dialog.open) enter(answer); },
  };
  document.addEventListener('r2v:keep', ({ detail: { job, on } }) => ask({ act: 'keep', job, on }));
  watch(REPLY, () => {
    const answer = props.reply;
    if (answer.act === 'stage') return;
    if (answer.turn === turn) clearTimeout(waiting);
    if (answer.told) say(answer.told);
    answers[answer.act]?.(answer);
  });

  // The next page is asked for before its place is reached.
  const lookOn = () => {
    if (!following || !dialog.open || comparison) return;
    const below = end.getBoundingClientRect().top - body.getBoundingClientRect().bottom;
    if (below < 600) {
      const before = following;
      following = null;
      look(before);
    }
  };
  body.addEventListener('scroll', lookOn, { passive: true });
  document.addEventListener('r2v:history', () => {
    if (dialog.open) return;
    removed = null;
    say('');
    dialog.showModal();
    look();
  });
  dialog.addEventListener('cancel', (event) => {
    if (!comparison) return;
    event.preventDefault();
    leave();
  });
  dialog.addEventListener('close', () => { if (comparison) leave(); });
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  drawFoot();
};
openSheet(element.querySelector('.r2v-sheet'));
