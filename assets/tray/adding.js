// The ways in beside dropping and pasting, in one small menu: what the browser has, and what the server brings.
const SOUND_TYPES = 'audio/*,.wav,.mp3,.m4a';

// Opens the file chooser once. Out of the page, the input could be collected as garbage while somebody still chooses.
const chooseFiles = ({ accept, multiple = false }, then) => {
  const input = make('input');
  Object.assign(input, { type: 'file', accept, multiple, hidden: true });
  input.addEventListener('change', () => {
    input.remove();
    if (input.files.length) then([...input.files]);
  });
  input.addEventListener('cancel', () => input.remove());
  document.body.append(input);
  input.click();
};

const makeAdding = (shell, { words, browse, add, arrive, giveVoice, pictures, lay }) => {
  const sheet = makeSheet(shell);
  const menu = makeMenu(shell);
  const server = makeServer();
  const takes = (...kinds) => props.accept.some((one) => kinds.includes(one));
  const longest = (kind) => props.longest?.[kind] ?? 10;
  const common = () => ({ sheet, server, words: words() });
  const button = makeButton('r2v-tray-from', () => {});
  const said = make('span');
  button.append(said, makeIcon('down'));

  const entries = () => {
    const photos = takes('.png', '.jpg', 'image/*');
    const clips = takes('.mp4', 'video/*');
    const take = (file) => add([file]);
    const examples = (props.examples || []).filter(({ kind }) => (kind === 'clip' ? clips : photos));
    const text = words();
    const rows = [['file', text.device, browse]];
    if (photos || clips) {
      const camera = { photos, clips, longest: longest('clip'), take };
      rows.push(['camera', text.camera, () => openCamera({ ...common(), ...camera })]);
    } else rows.push(['microphone', text.microphone, () => record('sound', take)]);
    rows.push(['link', text.link, () => openLink({ ...common(), take: arrive })]);
    if (photos) rows.push(['clip', text.past, () => openPast({ ...common(), take: arrive })]);
    if (examples.length) rows.push(['picture', text.examples, () => openExamples({ ...common(), take, examples })]);
    if (props.many && photos) rows.push(['grid', text.grid, laying]);
    return rows;
  };
  let grid = null;
  const laying = () => {
    grid = openGrid({ ...common(), pictures, add, lay });
  };
  const record = (kind, take) => openMicrophone({ ...common(), longest: longest(kind), take });
  menu.at(button, () => [words().add_from, entries()]);

  // A voice comes from a file or from the microphone; either way only its timbre is used.
  const chooseVoice = (card) => chooseFiles({ accept: SOUND_TYPES }, ([one]) => giveVoice(card, one));
  const voiceMenu = (anchor, card, label) => {
    const file = () => chooseVoice(card);
    const recorded = () => record('voice', (one) => giveVoice(card, one));
    menu.at(anchor, () => {
      const text = words();
      const rows = [['file', text.device, file], ['microphone', text.microphone, recorded]];
      return [fill(text.voice_add, { label: label() }), rows, text.timbre];
    });
  };

  const draw = () => {
    grid?.draw();
    write(said, props.many ? words().add_from : words().from);
    describe(button, { 'aria-label': words().add_from });
  };
  return { button, draw, voiceMenu, chooseVoice, server, sheet, common, answered: server.answered };
};
