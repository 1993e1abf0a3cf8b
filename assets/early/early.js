// The form before Gradio has begun. It holds what is written, brought and pressed until Gradio's own form stands with what
// the browser kept in it, and then hands it over in one go: the text with its caret, the files in their order, the press.
const standFirst = (root) => {
  const PROMPT = 'r2v.prompt';
  const FORM = 'r2v-form';
  const find = (selector) => root.querySelector(selector);
  const [area, shell, input] = [find('textarea'), find('.r2v-tray'), find('input[type=file]')];
  const [slot, button, verdict] = [find('.r2v-tray-slot'), find('button.primary'), find('.r2v-verdict [role=status] > span:last-child')];
  const list = find('.r2v-tray-list');
  const files = [];
  const pictures = [];
  let mine = false;
  let pressed = false;
  let over = false;
  let composing = false;
  let held = false;

  const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (text, unsent) => {
    try { localStorage.setItem(PROMPT, JSON.stringify({ text, unsent })); } catch { /* then it lasts as long as the page */ }
  };
  const kept = () => { try { return JSON.parse(stored(PROMPT)) ?? {}; } catch { return {}; } };

  // ---------------------------------------------------------------- the press

  const first = verdict.textContent;
  const press = () => {
    pressed = true;
    button.setAttribute('aria-busy', 'true');
    verdict.textContent = say('It is sent as soon as the page is ready.');
  };
  // What was pressed for is not what stands there any more.
  const withdraw = () => {
    if (!pressed) return;
    pressed = false;
    button.removeAttribute('aria-busy');
    verdict.textContent = first;
  };

  // ---------------------------------------------------------------- text and files

  const wrote = () => {
    mine = true;
    withdraw();
    keep(area.value, true);
  };

  const drawFile = (file) => {
    const item = document.createElement('li');
    const [kind] = file.type.split('/');
    const source = URL.createObjectURL(file);
    pictures.push(source);
    item.className = 'r2v-ref';
    item.innerHTML = `<div class="r2v-ref-body"><div class="r2v-ref-frame"><div class="r2v-ref-media"></div></div>
      <div class="r2v-ref-line"><span class="r2v-ref-label"></span><span class="r2v-ref-mark" data-verdict="sending"></span></div></div>`;
    item.querySelector('.r2v-ref-label').textContent = file.name;
    if (kind === 'image' || kind === 'video') {
      const picture = document.createElement(kind === 'image' ? 'img' : 'video');
      Object.assign(picture, kind === 'image' ? { alt: '' } : { muted: true, preload: 'metadata' });
      picture.src = source;
      item.querySelector('.r2v-ref-media').append(picture);
    }
    list.lastElementChild.before(item);
  };

  const theirs = {
    area: () => document.querySelector('#prompt textarea:enabled'),
    input: () => document.querySelector('#references input[type=file]'),
    button: () => document.querySelector('#generate:enabled'),
  };
  const give = (some) => {
    const carried = new DataTransfer();
    for (const file of some) carried.items.add(file);
    const target = theirs.input();
    target.files = carried.files;
    target.dispatchEvent(new Event('change'));
  };
  // A file chooser may be answered after the form that opened it is gone.
  const add = (some) => {
    if (over) return give(some);
    withdraw();
    files.push(...some);
    some.forEach(drawFile);
    if (shell.dataset.across === '5' && files.length > 4) list.lastElementChild.hidden = true;
    return undefined;
  };

  const write = (text, writing) => {
    const target = theirs.area();
    if (target.value === text) return;
    if (writing) {
      target.focus({ preventScroll: true });
      target.select();
      // As if typed: the browser's own undo goes back to what was kept.
      if (document.execCommand(text ? 'insertText' : 'delete', false, text)) return;
    }
    target.value = text;
    target.dispatchEvent(new Event('input', { bubbles: true }));
  };

  // ---------------------------------------------------------------- handing over

  // Pressed once, when every file has arrived; not at all where one has not, where somebody else pressed, or where the
  // form has become another one meanwhile.
  const send = (sending) => {
    const ends = new AbortController();
    const { signal } = ends;
    const target = theirs.button();
    const end = () => {
      ends.abort();
      target.removeAttribute('aria-busy');
    };
    const look = (left) => {
      if (left || signal.aborted) return;
      const failed = document.querySelector('#references .r2v-ref-failed:not([hidden])');
      end();
      if (!failed) setTimeout(() => theirs.button()?.click());
    };
    target.setAttribute('aria-busy', 'true');
    document.addEventListener('click', (event) => event.target.closest?.('#generate') && end(), { signal, capture: true });
    document.addEventListener('input', (event) => event.target.closest?.('#form') && end(), { signal, capture: true });
    document.addEventListener('r2v:cards', (event) => event.detail.tray === 'references' && look(event.detail.sending), { signal });
    look(sending);
  };

  const pass = () => {
    const active = document.activeElement;
    const writing = active === area;
    const caret = [area.selectionStart, area.selectionEnd, area.selectionDirection];
    const { value: text, scrollTop } = area;
    let sending = 0;
    const count = (event) => { if (event.detail.tray === 'references') sending = event.detail.sending; };
    if (mine) write(text, writing);
    const target = theirs.area();
    if (writing) {
      target.focus({ preventScroll: true });
      if (target.value === text) target.setSelectionRange(...caret);
      target.scrollTop = scrollTop;
    }
    if (active === button) theirs.button().focus({ preventScroll: true });
    if (active === slot) document.querySelector('#references .r2v-tray-slot')?.focus({ preventScroll: true });
    document.addEventListener('r2v:cards', count);
    if (files.length) give(files);
    document.removeEventListener('r2v:cards', count);
    if (pressed) send(sending);
  };

  const hand = () => {
    if (over || awaited || composing || held || !theirs.area() || !theirs.input() || !theirs.button()) return;
    over = true;
    looking.disconnect();
    document.documentElement.classList.remove('r2v-early');
    try {
      pass();
    } finally {
      root.remove();
      pictures.forEach((source) => URL.revokeObjectURL(source));
      remember();
    }
  };
  // Two answers are waited for: what was kept stands in the form, and the job that was looked at is shown. Generate, which
  // the first allows, and the tray's script may come a moment later.
  let awaited = 2;
  const looking = new MutationObserver(hand);
  document.addEventListener('r2v:stands', () => {
    awaited -= 1;
    if (awaited) return;
    looking.observe(document.getElementById('form'), { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
    hand();
  });

  // ---------------------------------------------------------------- what is shown at the next visit

  // The text stands there before the form that the browser kept: its last words may not be in that one yet.
  const remember = () => {
    let before = null;
    let changed = mine;
    document.addEventListener('r2v:prompt', () => {
      changed = true;
      before = stored(FORM);
    });
    window.addEventListener('pagehide', () => {
      const text = document.querySelector('#prompt textarea')?.value;
      if (changed && text !== undefined) keep(text, before === stored(FORM));
    });
  };

  // ---------------------------------------------------------------- the start

  const dark = new URL(location.href).searchParams.get('__theme') ?? stored('r2v.theme')
    ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

  const { text = '', unsent = false } = kept();
  area.value = text;
  mine = Boolean(unsent);
  root.classList.toggle('dark', dark === 'dark');
  root.toggleAttribute('data-again', Boolean(stored('r2v-visitor')));
  root.hidden = false;
  document.documentElement.classList.add('r2v-early');
  if (list.offsetWidth < 480) shell.dataset.across = '3';

  area.addEventListener('input', wrote);
  area.addEventListener('compositionstart', () => { composing = true; });
  area.addEventListener('compositionend', () => {
    composing = false;
    setTimeout(hand);
  });
  root.addEventListener('pointerdown', () => { held = true; });
  // Let go of outside the window, it is noticed when the pointer comes back.
  for (const name of ['pointerup', 'pointercancel', 'pointermove']) {
    document.addEventListener(name, (event) => {
      if (!held || event.buttons) return;
      held = false;
      setTimeout(hand);
    });
  }
  slot.addEventListener('click', () => input.click());
  button.addEventListener('click', press);
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
    event.preventDefault();
    press();
  });
  takeFiles({
    element: root, shell, input, many: true, add, replace: add, giveVoice: add, voices: () => false,
    overCard: () => {}, refused: () => {},
  });
};

window.r2vEarly = () => {
  const root = document.getElementById('r2v-early');
  root.previousElementSibling.remove();
  if (window.r2vPage.leaving) return;
  try {
    standFirst(root);
  } catch (error) {
    console.error(error);
    root.remove();
    document.documentElement.classList.remove('r2v-early');
  }
  const begin = () => {
    const script = document.createElement('script');
    Object.assign(script, { type: 'module', crossOrigin: '', src: root.dataset.entry });
    script.addEventListener('error', () => {
      const told = say('The page could not be loaded whole. Load it again: what you wrote is kept.');
      root.querySelector('.r2v-verdict [role=status] > span:last-child').textContent = told;
    });
    document.head.append(script);
  };
  // Gradio takes the page for itself while it begins, so it begins when the form has been seen.
  if (document.hidden) begin();
  else requestAnimationFrame(() => setTimeout(begin));
};
