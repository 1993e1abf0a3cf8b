// Files on their way in: chosen, dropped anywhere on the tray, dropped on a card, or pasted.
const takeFiles = ({ element, shell, input, many, add, replace, giveVoice, voices, overCard, refused }) => {
  const life = new AbortController();
  const { signal } = life;
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes('Files');
  const isSound = (type) => type.startsWith('audio/');
  const idOf = (event) => event.target.closest('.r2v-ref')?.dataset.id ?? null;

  // A folder comes as a file that can't be read.
  const filesOf = (transfer) => {
    const items = [...(transfer.items || [])].filter((item) => item.kind === 'file');
    const isFolder = (item) => Boolean(item.webkitGetAsEntry?.()?.isDirectory);
    if (!items.some(isFolder)) return [...transfer.files];
    refused();
    return items.filter((item) => !isFolder(item)).map((item) => item.getAsFile()).filter(Boolean);
  };

  const calm = () => {
    shell.classList.remove('r2v-tray-wanted', 'r2v-tray-target');
    overCard(null, '');
  };

  // The page outlives a tray that Gradio has taken away, so what listens there asks first.
  const onPage = (name, handle) => {
    document.addEventListener(name, (event) => {
      if (element.isConnected) handle(event);
      else life.abort();
    }, { signal });
  };

  input.addEventListener('change', () => {
    const files = [...input.files];
    // Emptied, so that choosing the same file again is a change again.
    input.value = '';
    if (files.length) add(files);
  });

  shell.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    shell.classList.add('r2v-tray-target');
    const { type } = event.dataTransfer.items?.[0] ?? { type: '' };
    overCard(idOf(event), voices() && isSound(type) ? 'drop_voice' : 'drop_replace');
  });
  shell.addEventListener('dragleave', (event) => {
    if (shell.contains(event.relatedTarget)) return;
    shell.classList.remove('r2v-tray-target');
    overCard(null, '');
  });
  shell.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    calm();
    const files = filesOf(event.dataTransfer);
    const id = idOf(event);
    if (!files.length) return;
    if (id === null) add(files);
    else if (voices() && isSound(files[0].type)) giveVoice(id, files[0]);
    else replace(id, files);
  });

  onPage('dragover', (event) => {
    if (!carriesFiles(event)) return;
    shell.classList.add('r2v-tray-wanted');
    // Missing the tray must not make the browser leave the page for the file.
    if (event.defaultPrevented) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  });
  onPage('dragleave', (event) => event.relatedTarget === null && calm());
  onPage('drop', (event) => {
    calm();
    if (carriesFiles(event)) event.preventDefault();
  });
  onPage('paste', (event) => {
    const files = event.clipboardData ? filesOf(event.clipboardData) : [];
    const { activeElement: active } = document;
    const here = shell.contains(active);
    const nowhere = many && (active === null || active === document.body);
    const writing = event.target.closest?.('input:not([type=file]), textarea, [contenteditable]');
    if (!files.length || writing || !(here || nowhere) || shell.offsetParent === null) return;
    event.preventDefault();
    add(files);
  });
};
