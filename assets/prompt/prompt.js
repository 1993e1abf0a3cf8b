// The desk of the prompt: chips above it, marks in it, the count of its characters as the model counts them.
const openPrompt = (box) => {
  let cards = [];
  let pictures = 0;
  let citing = makeCiting(props.value);
  let visited = false;
  let drawn = '';

  const row = make('div', 'r2v-chip-row');
  const count = make('span', 'r2v-count');

  // The language of the prompt, or of the page where nothing is written yet.
  const isChinese = (text) => HAN.test(text) || (!text.trim() && navigator.language.startsWith('zh'));

  const placed = () => cards.map((card) => ({ ...citing.placeOf(card.label), card })).filter((one) => one.own);
  const optionsOf = (text) =>
    placed().map(({ own, number, card }) => {
      const called = card.called || '';
      const cited = citing.cite({ own, number }, isChinese(text));
      const forms = [false, true].map((chinese) => citing.cite({ own, number }, chinese));
      const spoken = [...new Set([cited, ...forms, `${own.word} ${number}`, card.label, ...(called.length > 1 ? [called] : [])])];
      return {
        id: card.id, word: own.word.toLowerCase(), number, kind: card.kind, label: card.label, called, file: card.name, voice: Boolean(card.voice),
        text: cited, own: spoken, names: [...spoken, called, card.name].filter(Boolean),
      };
    });

  const write = ({ id }) => {
    const area = field();
    if (!area) return;
    const { value } = area;
    // A field that nobody has been in has its caret at the start, where nobody put it.
    const [start, end] = visited ? [area.selectionStart, area.selectionEnd] : [value.length, value.length];
    putAmong(optionsOf(value).find((one) => one.id === id).text, start, end);
  };

  const ideas = makeIdeas({ library: props.library, citing: () => citing, isChinese });
  const again = () => {
    drawn = '';
    draw();
  };
  const shots = makeShots({ rules: () => props.value, citing: () => citing, optionsOf: (text) => optionsOf(text), isChinese, changed: again });
  ideas.box.append(shots.toggle);
  box.append(row, ideas.box, count);

  const mirror = makeMirror();
  const drawChips = makeChips(row, write);

  const drawCount = (text) => {
    const { most, han } = props.value;
    const length = lengthOf(text, han);
    const counted = `${length} / ${most}`;
    if (count.textContent !== counted) count.textContent = counted;
    count.classList.toggle('r2v-over', most > 0 && length > most);
  };

  const draw = () => {
    const area = field();
    const text = area ? area.value : '';
    const state = JSON.stringify([text, cards, pictures, props.value.citations, Boolean(area)]);
    if (state === drawn) return;
    drawn = state;
    drawChips(optionsOf(''), pictures);
    ideas.draw(text, props.value.ideas || []);
    drawCount(text);
    if (!area) return;
    const places = placed();
    const marks = citing.read(text).map((cited) => ({
      ...cited,
      kind: citing.missing(cited, places) ? 'r2v-cited r2v-cited-missing' : 'r2v-cited',
    }));
    mirror.draw(area, marks);
    shots.draw(text);
  };

  const picker = makePicker({
    host: box, found: written, citing: () => citing, optionsOf,
    placeOf: (area, index) => (area === field() ? mirror.placeOf(index) : area.getBoundingClientRect()),
    drawOption: optionParts,
  });

  document.addEventListener('r2v:cards', (event) => {
    if (event.target.closest && !event.target.closest('#references')) return;
    cards = (event.detail.cards || []).filter((card) => card.label);
    draw();
  });
  // A card's picture is there a moment after the card.
  for (const name of ['load', 'loadeddata']) {
    document.addEventListener(name, (event) => {
      if (!event.target.closest?.('#references .r2v-ref-media')) return;
      pictures += 1;
      draw();
    }, true);
  }
  // The same press of the same button, so that what guards it guards this: a key that is held down presses once.
  const generate = (event) => {
    const asked = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing && !event.repeat;
    if (!asked || !event.target.closest?.('#form') || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    picker.close();
    document.querySelector('#generate:not([disabled])')?.click();
  };
  const inPrompt = (event) => event.target === field();
  const writes = (event) => inPrompt(event) || Boolean(event.target.matches?.('.r2v-shot-words'));
  document.addEventListener('input', (event) => {
    if (inPrompt(event)) draw();
    if (writes(event) && !event.isComposing) picker.look(true);
  });
  document.addEventListener('compositionend', (event) => writes(event) && picker.look(true));
  document.addEventListener('selectionchange', () => picker.look(false));
  document.addEventListener('focusin', (event) => { if (inPrompt(event)) visited = true; });
  document.addEventListener('focusout', (event) => writes(event) && picker.close());
  document.addEventListener('keydown', (event) => writes(event) && picker.key(event), true);
  document.addEventListener('keydown', generate);
  window.addEventListener('scroll', picker.follow, { passive: true, capture: true });
  window.addEventListener('resize', picker.follow);
  const typed = makePause(() => trigger('input'));
  document.addEventListener('focusout', (event) => inPrompt(event) && typed.now());
  window.addEventListener('pagehide', typed.now);
  // What a finding speaks of was selected (`assets/ways.js`).
  document.addEventListener('r2v:selected', (event) => inPrompt(event) && mirror.reveal(event.target.selectionStart));
  // Comes for what was typed, and for a prompt that was put back.
  document.addEventListener('r2v:prompt', () => {
    draw();
    typed.soon();
  });
  watch('value', () => {
    citing = makeCiting(props.value);
    draw();
  });
  draw();
  const waiting = setInterval(() => { if (field()) { clearInterval(waiting); draw(); } }, 100);
};

const box = element.querySelector('.r2v-chips');
if (box && box.childElementCount === 0) openPrompt(box);
