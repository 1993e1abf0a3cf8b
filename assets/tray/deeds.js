// What a person does to the cards: add, replace, remove, give a voice; each but the first with its undo.
const makeDeeds = (tray, { uploads, views, place, head, words, publish, draw, renumber, nameOf, many }) => {
  const indexOf = (id) => tray.cards.findIndex((card) => card.id === id);
  const forgetFile = (held) => {
    if (!tray.cards.some((card) => card === held || card.voice === held)) letGo(held);
  };

  const forgetCard = (card) => {
    if (tray.cards.includes(card)) return;
    forgetFile(card);
    forgetFile(card.voice);
  };

  const add = (files) => {
    if (!many && tray.cards.length) return replace(tray.cards[0].id, files);
    const added = (many ? files : files.slice(0, 1)).map((file) => ({ id: newId(), voice: null, ...holdFile(file) }));
    tray.cards.push(...added);
    publish();
    added.forEach(begin);
    head.say(fill(words().added, { name: added.map((card) => card.name).join(', ') }));
  };

  // A file that the server has already, as it names it.
  const arrive = (file) => {
    if (!many && tray.cards.length) return replaceBy(tray.cards[0], holdStored({ ...file, id: tray.cards[0].id }, uploads.addressOf));
    tray.cards.push(holdStored({ ...file, id: newId() }, uploads.addressOf));
    publish();
    head.say(fill(words().added, { name: file.name }));
  };

  const { begin, resume } = makeSender(uploads, {
    draw: () => {
      renumber();
      draw();
    },
    publish: () => publish(),
    refused: (held) => head.say(`${held.name}: ${words()[held.failed]}`),
  });
  const newId = () => `c${(tray.lastId += 1)}`;

  const replace = (id, [file, ...rest]) => {
    const old = tray.cards[indexOf(id)];
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
      focusAt(tray.cards.indexOf(old));
    };
    head.offer('replaced', label, back, () => forgetFile(old));
  };

  const exchange = (from, to) => {
    const at = tray.cards.indexOf(from);
    tray.cards.splice(at < 0 ? tray.cards.length : at, at < 0 ? 0 : 1, to);
    publish();
  };

  const remove = (card) => {
    const at = tray.cards.indexOf(card);
    const label = nameOf(card);
    const held = views.get(card.id).item.contains(document.activeElement);
    card.stop();
    tray.cards.splice(at, 1);
    publish();
    if (held) focusAt(at);
    head.offer('removed', label, () => restore(card, at), () => forgetCard(card));
  };

  const restore = (card, at) => {
    tray.cards.splice(Math.min(at, tray.cards.length), 0, card);
    publish();
    resume(card);
    focusAt(tray.cards.indexOf(card));
  };

  const focusAt = (at) => {
    const card = tray.cards[Math.min(at, tray.cards.length - 1)];
    if (card) views.get(card.id).body.focus();
    else place.focus();
  };

  const { lay, takeApart } = makeParts({
    all: () => tray.cards,
    put: (next) => {
      tray.cards = next;
      publish();
    },
    hold: (stored) => holdStored({ ...stored, id: newId() }, uploads.addressOf),
    focus: (card) => focusAt(tray.cards.indexOf(card)),
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
      focusAt(tray.cards.indexOf(card));
    };
    head.offer(deed, nameOf(card), back, () => forgetFile(old));
  };
  return { add, arrive, replace, exchange, remove, focusAt, lay, takeApart, begin, giveVoice, setVoice, newId };
};
