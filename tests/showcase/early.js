() => {
  const LIVE = ['#references .r2v-tray-slot', '#references input[type=file]', '#prompt textarea', '#generate', '#findings .r2v-verdict'];
  const GONE = [
    '[data-testid=status-tracker]', 'dialog', '[popover]', '.r2v-mirror', 'script', 'footer', '.hidden', '.hide', '.r2v-tray-undo', '.r2v-picker',
    '#outcome > :not(#welcome)', '#shots', '#restored', '#mending', '#asked-twice', '.r2v-mark:not(.r2v-mark-idle)', '.r2v-stage-button',
    '.r2v-sr:not(input)', '.sr-only', '.reference', '.r2v-findings', '.r2v-single input',
  ];
  // What depends on whose app it is: its room stays.
  const UNTOLD = ['.r2v-service', '.r2v-cost'];
  const whole = document.querySelector('gradio-app > .gradio-container').cloneNode(true);
  const own = document.querySelector('gradio-app > .gradio-container');
  const place = (selector) => [...whole.querySelectorAll(selector)];
  // What stands in a field is no part of its markup.
  const written = [...own.querySelectorAll('input')];
  place('input').forEach((input, index) => {
    if (input.type === 'radio') input.toggleAttribute('checked', written[index].checked);
    else if (input.type !== 'file') input.setAttribute('value', written[index].value);
    if (input.type === 'radio' || input.type === 'range') input.removeAttribute('name');
  });
  for (const node of LIVE.flatMap(place)) node.dataset.live = '';
  for (const node of place('.r2v-mirrored')) node.classList.remove('r2v-mirrored');
  // Gone only if it leaves no gap: an element without a box may still part two others.
  const boxes = new Map([...own.querySelectorAll('*')].map((node, index) => [index, node.getClientRects().length > 0]));
  place('*').forEach((node, index) => { if (!boxes.get(index) && !node.closest('svg, [data-live]')) node.dataset.gone = ''; });
  for (const node of [...GONE, '[data-gone]'].flatMap(place)) node.remove();
  for (const node of UNTOLD.flatMap(place)) node.style.visibility = 'hidden';
  const comments = document.createTreeWalker(whole, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  for (const comment of found) comment.remove();
  for (const node of place('*')) {
    if (node.id && !node.id.startsWith('html-')) node.classList.add(`r2v-as-${node.id}`);
    for (const name of ['id', 'for', 'data-testid', 'data-iframe-height', 'aria-controls', 'src', 'poster', 'title', 'popovertarget', 'data-do', 'data-starter', 'data-gone']) {
      if (name !== 'data-testid' || !node.closest('.r2v-as-ratio')) node.removeAttribute(name);
    }
    for (const name of ['--start-top', '--start-left', '--start-width', '--start-height']) node.style?.removeProperty(name);
    if (node.getAttribute('style') === '') node.removeAttribute('style');
  }
  const live = (node) => node.matches('[data-live]') || Boolean(node.querySelector('[data-live]'));
  const still = (node) => {
    for (const child of node.children) {
      if (!live(child)) child.inert = !child.matches('svg, label > span');
      else if (!child.matches('[data-live]')) still(child);
    }
  };
  still(whole);
  whole.dataset.model = document.querySelector('#model-note code').textContent;
  return whole.outerHTML.replaceAll('=""', '').replaceAll(' svelte-', ' svelte-');
}
