// A storyboard grid: two to nine pictures, numbered in the order in which they are chosen, become one.
const GRID_FEWEST = 2;
const GRID_MOST = 9;

const openGrid = ({ sheet, server, words, pictures, add, lay }) => {
  const list = make('ul', 'r2v-ask-tiles r2v-ask-panels');
  const row = make('div', 'r2v-ask-row');
  const waits = make('p', 'r2v-ask-note');
  const chosen = [];
  let known = new Set();
  let coming = 0;
  describe(waits, { role: 'status' });

  const more = makeWordButton('r2v-ask-act', words.grid_more, () =>
    chooseFiles({ accept: props.accept.filter((one) => !/mp4|mov|video|m4v/.test(one)).join(','), multiple: true }, (files) => {
      coming += files.length;
      add(files);
    }));
  const make1 = makeWordButton('r2v-ask-act r2v-ask-main', words.grid_lay, async () => {
    const cards = chosen.map((id) => pictures().find((card) => card.id === id));
    const asked = { source: 'grid', cards: cards.map(({ path, name }) => ({ path, name })) };
    const answer = await askInSheet({ sheet, server, asked, words, waits, acts: [make1, more] });
    if (!answer) return;
    lay(cards, answer.file);
    sheet.close();
  });

  const choose = (id) => {
    const place = chosen.indexOf(id);
    if (place >= 0) chosen.splice(place, 1);
    else if (chosen.length < GRID_MOST) chosen.push(id);
    draw();
  };
  const tileOf = (card) => {
    const tile = makeTile({ picture: card.source || card.url, title: card.name, act: () => choose(card.id) });
    tile.dataset.card = card.id;
    tile.firstChild.append(make('b', 'r2v-ask-number'));
    return tile;
  };
  const draw = () => {
    const cards = pictures();
    for (const { id } of cards) {
      // Pictures that were added from here are meant for the grid.
      if (!known.has(id) && coming > 0 && known.size + coming > 0 && chosen.length < GRID_MOST) {
        coming -= 1;
        chosen.push(id);
      }
    }
    known = new Set(cards.map(({ id }) => id));
    for (const id of [...chosen]) if (!known.has(id)) chosen.splice(chosen.indexOf(id), 1);
    const tiles = new Map([...list.children].map((tile) => [tile.dataset.card, tile]));
    putInOrder(list, cards.map((card) => tiles.get(card.id) ?? tileOf(card)), document.activeElement?.closest('li'));
    for (const tile of list.children) {
      const place = chosen.indexOf(tile.dataset.card);
      describe(tile.firstChild, { 'aria-pressed': String(place >= 0) });
      write(tile.querySelector('b'), place >= 0 ? String(place + 1) : '');
    }
    make1.disabled = chosen.length < GRID_FEWEST;
  };
  known = new Set(pictures().map(({ id }) => id));
  chosen.push(...[...known].slice(0, GRID_MOST));
  row.append(make1, more);
  let open = true;
  const left = () => {
    open = false;
  };
  sheet.open({ words, said: words.grid, content: [make('p', 'r2v-ask-note', words.grid_note), list, row, waits], left });
  draw();
  (list.querySelector('button') ?? more).focus();
  return { draw: () => open && draw() };
};
