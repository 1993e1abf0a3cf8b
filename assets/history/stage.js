// The stage, for showing a film to others: it stands large, its prompt and references beside it, and the arrows go
// through the favourites.
const openStage = (dialog) => {
  const [REPLY] = Object.keys({ reply: 0 });
  const words = wordsHere();
  let films = [];
  let job = '';
  let kept = false;
  let opener = null;

  const iconButton = (name, said, act) => {
    const button = makeIconButton(`r2v-stage-${name}`, name, act);
    describe(button, { 'aria-label': said, title: said });
    return button;
  };
  const film = make('div', 'r2v-stage-film');
  const video = make('video');
  Object.assign(video, { controls: true, playsInline: true, loop: true });
  const bar = make('div', 'r2v-stage-bar');
  const back = iconButton('back', words.previous, () => turn(-1));
  const place = make('output', 'r2v-stage-place');
  const forth = iconButton('forth', words.next, () => turn(1));
  const star = iconButton('star', words.keep, () => {
    document.dispatchEvent(new CustomEvent('r2v:keep', { detail: { job, on: !kept } }));
  });
  const wide = iconButton('beside', words.beside, () => besides(beside.hidden));
  const beside = make('section', 'r2v-stage-side');
  const prompt = make('p', 'r2v-stage-prompt');
  const references = make('ul', 'r2v-stage-references');
  const facts = make('p', 'r2v-stage-facts');
  const close = iconButton('close', words.leave_stage, () => dialog.close());
  video.addEventListener('loadedmetadata', () => {
    if (video.videoWidth) film.style.setProperty('--r2v-ratio', `${video.videoWidth} / ${video.videoHeight}`);
  });
  film.append(video);
  bar.append(back, place, forth, star, wide);
  beside.append(make('h2', '', words.prompt), prompt, make('h2', '', words.references), references, facts);
  beside.tabIndex = 0;
  describe(beside, { 'aria-label': words.beside });
  dialog.append(film, bar, beside, close);
  dialog.tabIndex = -1;
  describe(dialog, { 'aria-label': words.stage });

  const besides = (on) => {
    beside.hidden = !on;
    wide.setAttribute('aria-pressed', String(on));
  };
  const drawBar = () => {
    const many = films.length > 1;
    for (const node of [back, place, forth]) node.hidden = !many;
    write(place, many ? fill(words.place, { number: films.indexOf(job) + 1, count: films.length }) : '');
    star.setAttribute('aria-pressed', String(kept));
  };
  const card = ({ label, called, kind, voice, poster }) => {
    const item = make('li');
    const frame = make('span', 'r2v-stage-still');
    if (poster) {
      const picture = make('img');
      picture.alt = '';
      picture.src = poster;
      frame.append(picture);
    } else frame.append(makeIcon(kind));
    const name = make('strong', '', label);
    if (voice) name.append(makeIcon('sound'), make('span', 'r2v-sr', words.with_voice));
    item.append(frame, name, make('span', 'r2v-stage-called', called));
    return item;
  };
  const play = ({ src, poster, title }) => {
    describe(video, { 'aria-label': title || words.stage });
    if (video.getAttribute('src') === src) return;
    video.poster = poster;
    video.src = src;
    video.play().catch(() => { /* a browser that wants a click first has the controls */ });
  };
  const draw = (shown) => {
    play(shown);
    prompt.replaceChildren(...shown.prompt.map(({ kind, text }) => make('span', kind && `r2v-stage-${kind}`, text)));
    references.replaceChildren(...shown.references.map(card));
    references.previousSibling.hidden = !shown.references.length;
    write(facts, [shown.facts, shown.note].filter(Boolean).join(' · '));
    kept = shown.kept;
    drawBar();
  };
  const show = (wanted) => {
    job = wanted;
    trigger('browse', { asked: { act: 'stage', job } });
  };
  const turn = (by) => {
    if (films.length > 1) show(films[(films.indexOf(job) + by + films.length) % films.length]);
  };

  watch(REPLY, () => {
    const answer = props.reply;
    if (answer.act !== 'stage' || !dialog.open || answer.film?.job !== job) return;
    // A star that is taken away meanwhile must not change where one is.
    if (!films.length) films = answer.films;
    draw(answer.film);
  });
  document.addEventListener('r2v:keep', ({ detail }) => {
    if (detail.job !== job) return;
    kept = detail.on;
    drawBar();
  });
  document.addEventListener('r2v:stage', () => {
    const screen = document.querySelector('#result .r2v-film');
    const there = screen?.querySelector('video');
    if (dialog.open || !there) return;
    opener = document.activeElement;
    there.pause();
    films = [];
    for (const node of [prompt, references]) node.replaceChildren();
    write(facts, '');
    besides(true);
    dialog.showModal();
    dialog.focus();
    // The film at once, what it was made of as soon as it is known.
    film.style.setProperty('--r2v-ratio', screen.style.getPropertyValue('--r2v-ratio'));
    play({ src: there.getAttribute('src'), poster: there.poster, title: '' });
    show(screen.dataset.job);
    drawBar();
  });
  const keys = {
    ArrowLeft: () => turn(-1),
    ArrowRight: () => turn(1),
    ' ': () => (video.paused ? video.play() : video.pause()),
  };
  dialog.addEventListener('keydown', (event) => {
    // A film that was reached by the keyboard hears its own arrows, a button its own Space.
    const own = event.target === video || (event.key === ' ' && event.target.closest('button'));
    if (!keys[event.key] || own || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  film.addEventListener('pointerup', () => setTimeout(() => dialog.focus()));
  dialog.addEventListener('close', () => {
    video.pause();
    video.removeAttribute('src');
    video.load();
    opener?.focus?.();
  });
};
openStage(element.querySelector('.r2v-stage'));
