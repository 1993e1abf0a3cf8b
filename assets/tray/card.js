// One card: the thing, its citation, its verdict. Built once, then only what has changed is written.
const makeCard = (card, actions) => {
  const item = make('li', 'r2v-ref');
  const body = make('div', 'r2v-ref-body');
  const preview = makePreview(actions.redraw);
  const length = make('span', 'r2v-ref-length');
  const sending = make('div', 'r2v-ref-sending');
  const bytes = make('span');
  const bar = make('div', 'r2v-ref-bar');
  const failed = make('div', 'r2v-ref-failed');
  const failure = make('p');
  const again = makeButton('r2v-ref-again', () => actions.sendAgain(card));
  const giveUp = makeButton('r2v-ref-again', () => actions.remove(card));
  const remove = makeButton('r2v-ref-remove', () => actions.remove(card));
  const label = make('span', 'r2v-ref-label');
  const mark = make('span', 'r2v-ref-mark');
  const about = make('span', 'r2v-sr');
  const line = make('div', 'r2v-ref-line');
  const over = make('div', 'r2v-ref-over');
  const voice = makeVoice(card, actions);
  const naming = actions.names ? makeNaming(card, actions) : null;
  const replace = makeButton('r2v-ref-tool', () => actions.chooseAnother(card));
  const apart = makeButton('r2v-ref-tool', () => actions.takeApart(card));
  const pen = makeButton('r2v-ref-tool', () => naming.edit());
  const tools = make('div', 'r2v-ref-tools');
  let markFor = '';

  item.dataset.id = card.id;
  about.id = `${actions.prefix}-${card.id}-about`;
  describe(body, { role: 'group', tabindex: '0', 'aria-describedby': about.id });
  describe(body, { 'aria-keyshortcuts': 'Alt+ArrowLeft Alt+ArrowRight Enter F2 Delete' });
  describe(bar, { role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100' });
  bar.append(make('i'));
  remove.append(makeIcon('close'));
  sending.append(bytes, bar);
  failed.append(failure, again, giveUp);
  replace.append(makeIcon('swap'));
  apart.append(makeIcon('apart'));
  pen.append(makeIcon('pen'));
  tools.append(card.parts ? apart : replace, ...(naming ? [pen] : []));
  line.append(label, mark);
  const media = make('div', 'r2v-ref-frame');
  media.append(preview.box, length, ...(naming ? [naming.box] : []), sending, failed, over);
  body.append(media, tools, remove, line, about);
  item.append(body);
  body.addEventListener('pointerenter', (event) => event.pointerType === 'mouse' && preview.play());
  body.addEventListener('pointerleave', preview.rest);
  body.addEventListener('focusin', preview.play);
  body.addEventListener('focusout', preview.rest);

  const drawSending = (words) => {
    const share = card.size ? Math.min(100, Math.round((card.sent / card.size) * 100)) : 0;
    sending.hidden = Boolean(card.path || card.failed);
    write(bytes, fill(words.sending, { sent: amountWords(card.sent, card.size), total: sizeWords(card.size) }));
    bar.firstChild.style.width = `${share}%`;
    describe(bar, { 'aria-valuenow': String(share), 'aria-label': card.name });
    failed.hidden = !card.failed;
    write(failure, card.failed ? words[card.failed] : '');
    write(again, words.retry);
    write(giveUp, words.give_up);
  };

  const drawMark = (verdict, words, tip) => {
    if (verdict !== markFor) {
      mark.replaceChildren(...(SHAPES[verdict] ? [makeIcon(verdict)] : []), make('span', 'r2v-sr'));
      mark.dataset.verdict = verdict;
      markFor = verdict;
    }
    write(mark.lastChild, words[`verdict_${verdict}`] ?? '');
    mark.title = tip;
  };

  const tell = (button, text) => {
    describe(button, { 'aria-label': text });
    button.title = text;
  };

  const draw = ({ shown, review, words }) => {
    const verdict = card.failed ? 'error' : !card.path ? 'sending' : (review && review.verdict) || 'reading';
    const facts = (review && review.facts) || sizeWords(card.size);
    const said = card.failed ? [words[card.failed]] : (review && review.messages) || [];
    preview.draw(card, review && review.poster, fill(words.play, { label: shown || card.name }));
    const known = (review && review.length) || '';
    write(length, known || (card.kind === 'clip' ? preview.length() : ''));
    drawSending(words);
    write(label, shown || card.name);
    drawMark(verdict, words, [...said, facts].join('\n'));
    Object.assign(item.dataset, { verdict, kind: card.kind });
    describe(body, { 'aria-label': [shown, card.called, card.name].filter(Boolean).join(', ') });
    tell(replace, fill(words.replace, { label: shown || card.name }));
    tell(apart, fill(words.apart, { label: shown || card.name }));
    tell(pen, fill(words.name_it, { label: shown || card.name }));
    naming?.draw(words, shown || card.name);
    describe(remove, { 'aria-label': fill(words.remove, { label: shown || card.name }) });
    const heard = (review && review.voice && review.voice.messages) || [];
    write(about, [words[`verdict_${verdict}`], ...said, ...heard, facts, words.card_keys].filter(Boolean).map((text) => text.replace(/[.。]$/, '')).join('. '));
    if (actions.voices()) {
      voice.draw({ label: shown || card.name, words, review: review && review.voice });
      if (!voice.row.parentNode) about.before(voice.row);
    } else {
      voice.hush();
      voice.row.remove();
    }
    item.dataset.details = [...said, card.name, facts].filter(Boolean).join(' · ');
  };
  const hush = () => {
    preview.hush();
    voice.hush();
  };
  return { card, item, body, draw, hush, edit: () => naming?.edit(), say: (text) => write(over, text) };
};
