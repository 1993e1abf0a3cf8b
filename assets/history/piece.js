// One card of the list: its poster or its state, the beginning of its prompt, and what can be done with it.
const makePiece = (card, words, actions) => {
  const item = make('li', 'r2v-piece');
  item.dataset.job = card.job;
  item.dataset.state = card.state;
  const stateWords = words[card.state] || card.state;

  const open = makeButton('r2v-piece-open', () => actions.open(card));
  describe(open, { 'aria-label': `${fill(words.open, { title: card.title })} (${stateWords})`, title: card.title });
  const frame = make('span', 'r2v-piece-frame');
  if (card.poster) {
    const picture = make('img');
    picture.loading = 'lazy';
    picture.alt = '';
    picture.src = card.poster;
    frame.append(picture);
  } else {
    frame.append(make('span', 'r2v-piece-state', stateWords));
  }
  if (card.seconds) frame.append(make('span', 'r2v-piece-length', lengthWords(card.seconds)));
  open.append(frame, make('span', 'r2v-piece-title', card.title || '…'));

  const facts = [card.state === 'succeeded' ? '' : stateWords, momentWords(card.created), card.setting, words[`voted_${card.vote}`]];
  const line = make('p', 'r2v-piece-facts', facts.filter(Boolean).join(' · '));

  const star = makeIconButton('r2v-piece-star', 'star', () => {
    card.favourite = !card.favourite;
    drawStar();
    actions.keep(card);
  });
  const drawStar = () => {
    star.setAttribute('aria-pressed', String(card.favourite));
    const said = card.favourite ? words.kept : words.keep;
    describe(star, { 'aria-label': said, title: said });
  };
  drawStar();
  const bin = makeIconButton('r2v-piece-bin', 'bin', () => actions.remove(card));
  const removing = fill(words.remove, { title: card.title });
  describe(bin, { 'aria-label': removing, title: removing });

  item.append(open, line);
  // Each deed where it makes sense: a star for a film, and for one that has it; the bin for what has ended.
  if (card.plays || card.favourite) item.append(star);
  if (card.ended) item.append(bin);
  if (card.plays) {
    const label = make('label', 'r2v-piece-choose');
    const box = make('input');
    box.type = 'checkbox';
    box.checked = actions.isChosen(card);
    describe(box, { 'aria-label': fill(words.choose, { title: card.title }) });
    box.addEventListener('change', () => {
      if (!actions.choose(card, box.checked)) box.checked = false;
      item.classList.toggle('r2v-piece-chosen', box.checked);
    });
    item.classList.toggle('r2v-piece-chosen', box.checked);
    label.append(box);
    item.append(label);
  }
  return { card, item, open, drawStar };
};
