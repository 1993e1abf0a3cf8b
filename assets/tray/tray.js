// The tray: which cards there are, in which order. What they are worth, Python says in its review.
const openTray = (shell) => {
  // Gradio takes any quoted word of this script for an event of the component, so a prop is named without quotes.
  const [REVIEW, VALUE, LANGUAGE] = Object.keys({ review: 0, value: 0, language: 0 });
  const [SWAPS, REPLY] = Object.keys({ swaps: 0, reply: 0 });
  const FACE = Object.keys({ title: 0, slots: 0, accept: 0, voices: 0, words: 0 });
  const { many } = props;
  const uploads = makeUploads(upload);
  const views = new Map();
  let review = props.review || {};
  let told = '';
  const tray = { cards: [], labels: {}, lastId: 0 };
  let faceShown = '';

  const list = make('ul', 'r2v-tray-list');
  const input = make('input', 'r2v-sr');
  const words = () => {
    const chosen = props.language || navigator.language || 'en';
    return props.words[chosen.toLowerCase().startsWith('zh') ? 'zh' : 'en'];
  };
  const heading = () => (typeof props.title === 'string' ? props.title : props.title[words().code]);
  const indexOf = (id) => tray.cards.findIndex((card) => card.id === id);
  const nameOf = (card) => tray.labels[card.id] || card.name;

  const adding = makeAdding(shell, {
    words,
    browse: () => input.click(),
    add: (files) => add(files),
    arrive: (file) => deeds.arrive(file),
    giveVoice: (card, file) => giveVoice(card, file),
    pictures: () => tray.cards.filter((card) => card.path && card.kind === 'picture'),
    lay: (laid, file) => deeds.lay(laid, file),
  });
  const place = makePlace(many, () => input.click(), adding.button);
  const head = makeHead(many, adding.button);

  const renumber = () => {
    tray.labels = numbered(tray.cards, tray.labels, (kind) => (many ? words()[`label_${kind}`] : heading()));
  };

  const tell = () => {
    const shown = tray.cards.map((card) => ({ ...valueOf(card), label: tray.labels[card.id] || '' }));
    const sending = tray.cards.filter((card) => !card.path && !card.failed).length;
    const detail = { tray: props.tray, cards: shown, sending };
    if (JSON.stringify(detail) === told) return;
    told = JSON.stringify(detail);
    element.dispatchEvent(new CustomEvent('r2v:cards', { bubbles: true, detail }));
  };

  const drawPlace = () => place.draw({ words: words(), heading: heading() });

  // Container queries would say this in the stylesheet, but Gradio leaves them out of the styles that it is given.
  const fit = () => {
    const width = list.offsetWidth;
    shell.dataset.across = !many ? '1' : width > 0 && width < 480 ? '3' : '5';
    drawPlace();
  };

  const draw = () => {
    for (const [id, view] of views) {
      if (tray.cards.some((card) => card.id === id && card === view.card)) continue;
      view.hush();
      views.delete(id);
    }
    for (const card of tray.cards) if (!views.has(card.id)) views.set(card.id, makeCard(card, actions));
    const focused = document.activeElement?.closest('.r2v-ref');
    const still = list.querySelector('.r2v-held') ?? focused;
    const free = tray.cards.length < props.slots ? [place.item] : [];
    putInOrder(list, [...tray.cards.map((card) => views.get(card.id).item), ...free], still);
    // A card with another file is another node: who stood on it stands on the new one, whose keys are then heard.
    if (focused && !focused.isConnected) views.get(focused.dataset.id)?.body.focus();
    drawPlace();
    const judged = review.cards || {};
    for (const card of tray.cards) {
      const own = card.path ? judged[card.id] : null;
      views.get(card.id).draw({ shown: tray.labels[card.id], review: own, words: words() });
    }
    const counted = many ? review.count || '' : '';
    head.draw({ words: words(), heading: many ? heading() : '', counted, over: tray.cards.length > props.slots });
    adding.draw();
    drawDetails();
    tell();
  };

  const drawDetails = () => {
    const item = list.querySelector('.r2v-ref:focus-within') ?? list.querySelector('.r2v-ref:hover');
    head.detail(item && many ? item.dataset.details : '');
  };

  // Gradio itself fires `change` where the value has changed, so only what is the person's own is fired here.
  const publish = () => {
    renumber();
    draw();
    const value = tray.cards.filter((card) => card.path).map(valueOf);
    if (JSON.stringify(value) === JSON.stringify(props.value || [])) return;
    props.value = value;
    trigger('input');
  };

  const deeds = makeDeeds(tray, { uploads, views, place, head, words, publish, draw, renumber, nameOf, many });
  const { add, replace, remove, giveVoice, begin } = deeds;

  const actions = {
    voices: () => props.voices,
    prefix: props.tray,
    redraw: () => draw(),
    remove,
    voiceMenu: (anchor, card) => adding.voiceMenu(anchor, card, () => nameOf(card)),
    names: many,
    rename: (card, name) => {
      card.called = name;
      publish();
    },
    chooseAnother: (card) => chooseFiles({ accept: props.accept.join(',') }, (files) => replace(card.id, files)),
    chooseVoice: (card) => adding.chooseVoice(card),
    takeApart: deeds.takeApart,
    focus: (card) => views.get(card.id)?.body.focus(),
    removeVoice: (card) => deeds.setVoice(card, null, 'voice_removed'),
    sendAgain: (held) => {
      begin(held);
      draw();
    },
    hushAll: () => views.forEach((view) => view.hush()),
  };

  const moveTo = (id, to) => {
    const at = indexOf(id);
    if (at < 0 || to < 0 || to >= tray.cards.length || at === to) return;
    tray.cards.splice(to, 0, ...tray.cards.splice(at, 1));
    glide(list, () => {
      renumber();
      draw();
    });
  };

  const moved = (id) => {
    publish();
    const values = { label: nameOf(tray.cards[indexOf(id)]), place: indexOf(id) + 1, count: tray.cards.length };
    head.say(fill(words().moved, values));
  };

  const step = (id, by, carried) => {
    const to = indexOf(id) + by;
    if (to < 0 || to >= tray.cards.length) return;
    if (!carried) return deeds.focusAt(to);
    moveTo(id, to);
    moved(id);
  };

  const readReview = () => {
    review = props.review || {};
    for (const card of tray.cards) tray.labels[card.id] = review.cards?.[card.id]?.label ?? tray.labels[card.id];
    // It may have been judged without a file that is still on its way, or in the order of before: its words hold,
    // its numbers don't.
    renumber();
    draw();
  };

  // Another model: other words, other files, voices or none; the cards stay, and are numbered as it numbers them.
  const readFace = () => {
    const { title, slots, accept, voices } = props;
    const face = JSON.stringify([title, slots, accept, voices, props.words]);
    if (face === faceShown) return;
    faceShown = face;
    describe(input, { accept: accept.join(',') });
    tray.labels = {};
    readReview();
  };

  describe(input, { type: 'file', tabindex: '-1', 'aria-hidden': 'true' });
  input.multiple = many;
  shell.dataset.many = String(many);
  shell.append(head.box, list, input);
  takeKeys(shell, {
    step, remove: (id) => remove(tray.cards[indexOf(id)]), undo: head.undo,
    replace: (id) => actions.chooseAnother(tray.cards[indexOf(id)]),
    rename: (id) => views.get(id).edit(),
  });
  // Asked for where something is said of a card (`assets/ways.js`).
  shell.addEventListener('r2v:another', ({ detail }) => {
    const card = tray.cards[indexOf(detail.card)];
    if (card) (detail.part === 'voice' ? actions.chooseVoice : actions.chooseAnother)(card);
  });
  for (const event of ['focusin', 'focusout', 'pointerover', 'pointerout']) {
    list.addEventListener(event, () => queueMicrotask(drawDetails));
  }
  makeDrag(list, {
    indexOf: (item) => indexOf(item.dataset.id),
    move: (item, to) => moveTo(item.dataset.id, to),
    drop: (item, from) => indexOf(item.dataset.id) !== from && moved(item.dataset.id),
  });
  takeFiles({
    element, shell, input, many, add, replace, voices: () => props.voices,
    giveVoice: (id, file) => giveVoice(tray.cards[indexOf(id)], file),
    overCard: (id, word) => views.forEach((view, own) => {
      view.item.classList.toggle('r2v-ref-target', own === id);
      view.say(own === id ? words()[word] : '');
    }),
    refused: () => head.say(words().folder),
  });
  new ResizeObserver(fit).observe(list);
  fit();
  const { readValue, readSwaps } = makeReading(tray, { uploads, head, publish, readReview, ...deeds });
  watch(VALUE, readValue);
  watch(SWAPS, readSwaps);
  watch(REPLY, adding.answered);
  watch([REVIEW, LANGUAGE], readReview);
  watch(FACE, readFace);
  readValue();
  readFace();
};

const shell = element.querySelector('.r2v-tray');
if (shell && shell.childElementCount === 0) openTray(shell);
