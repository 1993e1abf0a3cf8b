// The line of a repair: its one button takes the repair back.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-fix]');
  if (button) trigger('select', { fix: button.dataset.fix, field: button.dataset.field, start: null, end: null });
});
