// What Python says of the cards: the form as it is to be, and files that change places with their repaired copies.
const makeReading = (tray, { uploads, head, exchange, publish, newId, readReview }) => {
  // Files change places with their repaired copies, or with their originals; all else stays as the person has it by
  // now. Each is done once, also where Gradio tells two at a time, or one again.
  const swapped = new Set();
  const readSwaps = () => {
    for (const { id, part, file, stamp } of props.swaps || []) {
      const old = tray.cards.find((card) => card.id === id);
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
    const stored = tray.cards.filter((card) => card.path);
    if (JSON.stringify(stored.map(valueOf)) === JSON.stringify(given)) return;
    for (const card of stored) known.set(card.id, card);
    const next = given.map(cardOf);
    const sending = tray.cards.filter((card) => !card.path);
    tray.lastId = Math.max(tray.lastId, ...next.map((card) => Number(/^c(\d+)$/.exec(card.id)?.[1] ?? 0)));
    for (const card of sending) if (next.some(({ id }) => id === card.id)) card.id = newId();
    tray.cards = [...next, ...sending];
    head.forget();
    tray.labels = {};
    readReview();
  };
  return { readValue, readSwaps };
};
