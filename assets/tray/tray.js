// The tray: which cards there are, in which order. What they are worth, Python says in its review.
const openTray = (shell) => {
  // Gradio takes any quoted word of this script for an event of the component, so a prop is named without quotes.
  const [REVIEW, VALUE, LANGUAGE] = Object.keys({ review: 0, value: 0, language: 0 });
  const [SWAPS, REPLY] = Object.keys({ swaps: 0, reply: 0 });
  const FACE = Object.keys({ title: 0, slots: 0, accept: 0, voices: 0, words: 0 });
  const { many } = props;
  const uploads = makeUploads(upload);
  const views = new Map();
  let cards = [];
  let labels = {};
  let review = props.review || {};
  let told = '';
  let lastId = 0;
  let faceShown = '';

  const list = make('ul', 'r2v-tray-list');
  const input = make('input', 'r2v-sr');
  const words = () => {
    const chosen = props.language || navigator.language || 'en';
    return props.words[chosen.toLowerCase().startsWith('zh') ? 'zh' : 'en'];
  };
  const heading = () => (typeof props.title === 'string' ? props.title : props.title[words().code]);
  const indexOf = (id) => cards.findIndex((card) => card.id === id);
  const nameOf = (card) => labels[card.id] || card.name;

  const adding = makeAdding(shell, {
    words,
    browse: () => input.click(),
    add: (files) => add(files),
    arrive: (file) => arrive(file),
    giveVoice: (card, file) => giveVoice(card, file),
    pictures: () => cards.filter((card) => card.path && card.kind === 'picture'),
    lay: (laid, file) => lay(laid, file),
  });
  const place = makePlace(many, () => input.click(), adding.button);
  const head = makeHead(many, adding.button);

  const renumber = () => {
    labels = numbered(cards, labels, (kind) => (many ? words()[`label_${kind}`] : heading()));
  };

  const tell = () => {
    const shown = cards.map((card) => ({ ...valueOf(card), label: labels[card.id] || '' }));
    const sending = cards.filter((card) => !card.path && !card.failed).length;
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
      if (cards.some((card) => card.id === id && card === view.card)) continue;
      view.hush();
      views.delete(id);
    }
    for (const card of cards) if (!views.has(card.id)) views.set(card.id, makeCard(card, actions));
    const still = list.querySelector('.r2v-held') ?? document.activeElement?.closest('.r2v-ref');
    const free = cards.length < props.slots ? [place.item] : [];
    putInOrder(list, [...cards.map((card) => views.get(card.id).item), ...free], still);
    drawPlace();
    const judged = review.cards || {};
    for (const card of cards) {
      const own = card.path ? judged[card.id] : null;
      views.get(card.id).draw({ shown: labels[card.id], review: own, words: words() });
    }
    const counted = many ? review.count || '' : '';
    head.draw({ words: words(), heading: many ? heading() : '', counted, over: cards.length > props.slots });
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
    const value = cards.filter((card) => card.path).map(valueOf);
    if (JSON.stringify(value) === JSON.stringify(props.value || [])) return;
    props.value = value;
    trigger('input');
  };

  const forgetFile = (held) => {
    if (!cards.some((card) => card === held || card.voice === held)) letGo(held);
  };

  const forgetCard = (card) => {
    if (cards.includes(card)) return;
    forgetFile(card);
    forgetFile(card.voice);
  };

  const add = (files) => {
    if (!many && cards.length) return replace(cards[0].id, files);
    const added = (many ? files : files.slice(0, 1)).map((file) => ({ id: newId(), voice: null, ...holdFile(file) }));
    cards.push(...added);
    publish();
    added.forEach(begin);
    head.say(fill(words().added, { name: added.map((card) => card.name).join(', ') }));
  };

  // A file that the server has already, as it names it.
  const arrive = (file) => {
    if (!many && cards.length) return replaceBy(cards[0], holdStored({ ...file, id: cards[0].id }, uploads.addressOf));
    cards.push(holdStored({ ...file, id: newId() }, uploads.addressOf));
    publish();
    head.say(fill(words().added, { name: file.name }));
  };

  const { begin, resume } = makeSender(uploads, {
    draw: () => draw(),
    publish: () => publish(),
    refused: (held) => head.say(`${held.name}: ${words()[held.failed]}`),
  });
  const newId = () => `c${(lastId += 1)}`;

  const replace = (id, [file, ...rest]) => {
    const old = cards[indexOf(id)];
    // The same card with another file: what the prompt says of it goes on to mean it.
    replaceBy(old, { id, ...holdFile(file) });
    if (rest.length && many) add(rest);
  };

  const replaceBy = (old, given) => {
    const next = { ...given, voice: old.voice, called: old.called };
    const label = nameOf(old);
    old.stop();
    exchange(old, next);
    resume(next);
    const back = () => {
      Object.assign(old, { voice: next.voice, called: next.called });
      exchange(next, old);
      resume(old);
      forgetFile(next);
    };
    head.offer('replaced', label, back, () => forgetFile(old));
  };

  const exchange = (from, to) => {
    const at = cards.indexOf(from);
    cards.splice(at < 0 ? cards.length : at, at < 0 ? 0 : 1, to);
    publish();
  };

  // Files change places with their repaired copies, or with their originals; all else stays as the person has it by
  // now. Each is done once, also where Gradio tells two at a time, or one again.
  const swapped = new Set();
  const readSwaps = () => {
    for (const { id, part, file, stamp } of props.swaps || []) {
      const old = cards[indexOf(id)];
      if (swapped.has(stamp) || !old) continue;
      swapped.add(stamp);
      const held = holdStored({ ...file, id }, uploads.addressOf);
      if (part === 'voice') {
        old.voice = held;
        publish();
      } else {
        const { voice, called, parts } = old;
        exchange(old, { ...held, voice, called, parts });
      }
    }
  };

  const remove = (card) => {
    const at = cards.indexOf(card);
    const label = nameOf(card);
    const held = views.get(card.id).item.contains(document.activeElement);
    card.stop();
    cards.splice(at, 1);
    publish();
    if (held) focusAt(at);
    head.offer('removed', label, () => restore(card, at), () => forgetCard(card));
  };

  const restore = (card, at) => {
    cards.splice(Math.min(at, cards.length), 0, card);
    publish();
    resume(card);
    focusAt(cards.indexOf(card));
  };

  const focusAt = (at) => {
    const card = cards[Math.min(at, cards.length - 1)];
    if (card) views.get(card.id).body.focus();
    else place.focus();
  };

  const { lay, takeApart } = makeParts({
    all: () => cards,
    put: (next) => {
      cards = next;
      publish();
    },
    hold: (stored) => holdStored({ ...stored, id: newId() }, uploads.addressOf),
    focus: (card) => focusAt(cards.indexOf(card)),
    forget: forgetCard,
    nameOf,
    offer: head.offer,
  });

  const giveVoice = (card, file) => setVoice(card, holdFile(file), 'voice_replaced');

  const setVoice = (card, next, deed) => {
    const old = card.voice;
    card.voice = next;
    publish();
    if (next) begin(next);
    if (!old) return;
    old.stop();
    const back = () => {
      card.voice = old;
      publish();
      resume(old);
      forgetFile(next);
    };
    head.offer(deed, nameOf(card), back, () => forgetFile(old));
  };

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
    takeApart,
    focus: (card) => views.get(card.id)?.body.focus(),
    removeVoice: (card) => setVoice(card, null, 'voice_removed'),
    sendAgain: (held) => {
      begin(held);
      draw();
    },
    hushAll: () => views.forEach((view) => view.hush()),
  };

  const moveTo = (id, to) => {
    const at = indexOf(id);
    if (at < 0 || to < 0 || to >= cards.length || at === to) return;
    cards.splice(to, 0, ...cards.splice(at, 1));
    glide(list, () => {
      renumber();
      draw();
    });
  };

  const moved = (id) => {
    publish();
    const values = { label: nameOf(cards[indexOf(id)]), place: indexOf(id) + 1, count: cards.length };
    head.say(fill(words().moved, values));
  };

  const step = (id, by, carried) => {
    const to = indexOf(id) + by;
    if (to < 0 || to >= cards.length) return;
    if (!carried) return focusAt(to);
    moveTo(id, to);
    moved(id);
  };

  // A card that was here keeps what the browser has of its file, so that it comes back in the same moment.
  const known = new Map();
  const cardOf = (value) => {
    const card = known.get(value.id);
    if (card?.path !== value.path) return holdStored(value, uploads.addressOf);
    const { voice } = value;
    card.called = value.called ?? '';
    if (card.voice?.path !== voice?.path) card.voice = voice ? holdStored(voice, uploads.addressOf) : null;
    return card;
  };

  // What Python gives is the form now; only what is still being sent stays, for nobody has judged it yet.
  const readValue = () => {
    const given = props.value || [];
    const stored = cards.filter((card) => card.path);
    if (JSON.stringify(stored.map(valueOf)) === JSON.stringify(given)) return;
    for (const card of stored) known.set(card.id, card);
    const next = given.map(cardOf);
    const sending = cards.filter((card) => !card.path);
    lastId = Math.max(lastId, ...next.map((card) => Number(/^c(\d+)$/.exec(card.id)?.[1] ?? 0)));
    for (const card of sending) if (next.some(({ id }) => id === card.id)) card.id = newId();
    cards = [...next, ...sending];
    head.forget();
    labels = {};
    readReview();
  };

  const readReview = () => {
    review = props.review || {};
    renumber();
    for (const card of cards) labels[card.id] = review.cards?.[card.id]?.label ?? labels[card.id];
    draw();
  };

  // Another model: other words, other files, voices or none; the cards stay, and are numbered as it numbers them.
  const readFace = () => {
    const { title, slots, accept, voices } = props;
    const face = JSON.stringify([title, slots, accept, voices, props.words]);
    if (face === faceShown) return;
    faceShown = face;
    describe(input, { accept: accept.join(',') });
    labels = {};
    readReview();
  };

  describe(input, { type: 'file', tabindex: '-1', 'aria-hidden': 'true' });
  input.multiple = many;
  shell.dataset.many = String(many);
  shell.append(head.box, list, input);
  takeKeys(shell, {
    step, remove: (id) => remove(cards[indexOf(id)]), undo: head.undo,
    replace: (id) => actions.chooseAnother(cards[indexOf(id)]),
    rename: (id) => views.get(id).edit(),
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
    giveVoice: (id, file) => giveVoice(cards[indexOf(id)], file),
    overCard: (id, word) => views.forEach((view, own) => {
      view.item.classList.toggle('r2v-ref-target', own === id);
      view.say(own === id ? words()[word] : '');
    }),
    refused: () => head.say(words().folder),
  });
  new ResizeObserver(fit).observe(list);
  fit();
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
