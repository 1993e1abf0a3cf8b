// The strip below a card's label: a way to add a voice, or the voice with its name, to be heard and removed.
const makeVoice = (card, actions) => {
  const row = make('div', 'r2v-ref-voice');
  let sound = null;
  let drawnFor = '';
  let parts = {};

  const hush = () => {
    if (sound) sound.pause();
  };
  const listen = () => {
    const source = card.voice.source || card.voice.url;
    if (!sound || sound.dataset.source !== source) {
      hush();
      sound = new Audio(source);
      sound.dataset.source = source;
      for (const event of ['play', 'pause', 'ended', 'error']) sound.addEventListener(event, actions.redraw);
    }
    if (!sound.paused) return sound.pause();
    actions.hushAll();
    sound.play().catch(() => { /* the mark of the check says what is wrong with it */ });
  };

  const build = (state) => {
    const held = row.contains(document.activeElement);
    parts = {};
    if (state === 'none') {
      parts.add = makeButton('r2v-ref-sound', () => {});
      actions.voiceMenu(parts.add, card);
      parts.text = make('span');
      parts.add.append(makeIcon('sound'), parts.text);
      row.replaceChildren(parts.add);
    } else {
      const first = state === 'failed' ? () => actions.sendAgain(card.voice) : listen;
      parts.first = makeButton('r2v-ref-small', first);
      parts.text = make('span', 'r2v-ref-name');
      parts.whose = make('span');
      parts.file = make('span', 'r2v-ref-file');
      parts.text.append(parts.whose, parts.file);
      parts.remove = makeButton('r2v-ref-small', () => actions.removeVoice(card));
      parts.remove.append(makeIcon('close'));
      row.replaceChildren(parts.first, parts.text, parts.remove);
    }
    if (held) row.querySelector('button').focus();
  };

  const draw = ({ label, words, review }) => {
    const { voice } = card;
    if (!voice) hush();
    const state = !voice ? 'none' : voice.failed ? 'failed' : voice.path ? 'ready' : 'sending';
    if (state !== drawnFor) build(state);
    drawnFor = state;
    row.dataset.state = state;
    row.dataset.verdict = (state === 'ready' && review && review.verdict) || (state === 'failed' ? 'error' : '');
    if (state === 'none') {
      write(parts.text, words.voice);
      describe(parts.add, { 'aria-label': fill(words.voice_add, { label }) });
      return;
    }
    const playing = Boolean(sound) && !sound.paused && !sound.ended;
    const icon = state === 'failed' ? 'again' : playing ? 'pause' : 'play';
    if (parts.icon !== icon) parts.first.replaceChildren(makeIcon(icon));
    parts.icon = icon;
    parts.first.disabled = state === 'sending';
    const act = state === 'failed' ? words.retry : playing ? words.voice_pause : words.voice_play;
    // Whose voice it is comes first: a recording's name says little.
    const owner = card.called || label;
    const whose = card.called ? fill(words.voice_of, { name: owner }) : words.voice;
    describe(parts.first, { 'aria-label': fill(act, { label: owner }) });
    describe(parts.remove, { 'aria-label': fill(words.voice_remove, { label: owner }) });
    const problem = state === 'failed' ? words[voice.failed] : ((review && review.messages) || []).join(' ');
    const amounts = () => ({ sent: amountWords(voice.sent, voice.size), total: sizeWords(voice.size) });
    write(parts.whose, whose);
    write(parts.file, state === 'sending' ? fill(words.sending, amounts()) : voice.name.replace(/\.[^.]+$/, ''));
    parts.text.title = [whose, voice.name, review && review.facts, problem].filter(Boolean).join(' · ');
  };
  return { row, draw, hush };
};
