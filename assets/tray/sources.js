// What the server brings: a file from a link, the last frame of an earlier video. And the examples, which lie here.
const makeServer = () => {
  const waiting = new Map();
  let lastTurn = 0;
  // Gives the answer to what was asked; the server says in `told` why it can't.
  const ask = (asked) =>
    new Promise((resolve) => {
      lastTurn += 1;
      waiting.set(lastTurn, resolve);
      trigger('bring', { asked: { ...asked, turn: lastTurn } });
    });
  const answered = () => {
    const { turn, ...answer } = props.reply || {};
    waiting.get(turn)?.(answer);
    waiting.delete(turn);
  };
  return { ask, answered };
};

// Asks while the sheet says so; an answer that comes after it was closed is nobody's any more.
const askInSheet = async ({ sheet, server, asked, words, waits, acts }) => {
  sheet.say('');
  for (const act of acts) act.disabled = true;
  write(waits, words.fetching);
  const here = waits.isConnected;
  const answer = await server.ask(asked);
  if (!here || !waits.isConnected) return null;
  write(waits, '');
  for (const act of acts) act.disabled = false;
  if (answer.told) sheet.say(answer.told);
  return answer.told ? null : answer;
};

const openLink = ({ sheet, server, words, take }) => {
  const form = make('form', 'r2v-ask-form');
  const field = make('input', 'r2v-ask-field');
  const fetchIt = make('button', 'r2v-ask-act r2v-ask-main', words.fetch_link);
  const waits = make('p', 'r2v-ask-note');
  const note = make('p', 'r2v-ask-note', words.link_note);
  Object.assign(field, { type: 'url', required: true, maxLength: 2000, placeholder: 'https://', autocomplete: 'off' });
  describe(field, { 'aria-label': words.link });
  describe(waits, { role: 'status' });
  form.append(field, fetchIt);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const asked = { source: 'link', link: field.value.trim() };
    const answer = await askInSheet({ sheet, server, asked, words, waits, acts: [fetchIt] });
    if (!answer) return;
    take(answer.file);
    sheet.close();
  });
  sheet.open({ words, said: words.link, content: [note, form, waits] });
  field.focus();
};

const openPast = async ({ sheet, server, words, take }) => {
  const waits = make('p', 'r2v-ask-note');
  const list = make('ul', 'r2v-ask-tiles');
  describe(waits, { role: 'status' });
  sheet.open({ words, said: words.past, content: [make('p', 'r2v-ask-note', words.past_note), waits, list] });
  const found = await askInSheet({ sheet, server, asked: { source: 'past' }, words, waits, acts: [] });
  if (!found) return;
  if (!found.videos.length) return write(waits, words.past_empty);
  const tiles = found.videos.map(({ job, poster, title }) =>
    makeTile({ picture: poster, title, act: async () => {
      const asked = { source: 'frame', job };
      const answer = await askInSheet({ sheet, server, asked, words, waits, acts: list.querySelectorAll('button') });
      if (!answer) return;
      take(answer.file);
      sheet.close();
    } }));
  list.append(...tiles);
  list.querySelector('button').focus();
};

const makeTile = ({ picture, title, act }) => {
  const item = make('li');
  const tile = makeButton('r2v-ask-tile', act);
  const image = make('img');
  Object.assign(image, { src: picture, alt: '', loading: 'lazy' });
  tile.append(...(picture ? [image] : []), make('span', '', title));
  tile.title = title;
  item.append(tile);
  return item;
};

const openExamples = ({ sheet, words, take, examples }) => {
  const list = make('ul', 'r2v-ask-tiles');
  const bring = async ({ url, name, type }) => {
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(answer.statusText);
      take(new File([await answer.blob()], name, { type }));
      sheet.close();
    } catch {
      sheet.say(words.example_failed);
    }
  };
  list.append(...examples.map((one) => makeTile({ picture: one.url, title: one.name, act: () => bring(one) })));
  sheet.open({ words, said: words.examples, content: [list] });
  list.querySelector('button').focus();
};
