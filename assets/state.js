// The clock of a running job: counts on in the browser from the seconds that the server told.
let told = performance.now();
const clock = () => {
  const box = element.querySelector('.r2v-state');
  if (!box) return;
  const { state, late } = box.dataset;
  const running = ['waiting', 'uploading', 'queued', 'running', 'saving'].includes(state);
  const since = Number(box.dataset.elapsed) + (running ? (performance.now() - told) / 1000 : 0);
  const usual = Number(box.dataset.usual);
  const words = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  const line = box.querySelector('.r2v-clock');
  const bar = box.querySelector('.r2v-bar i');
  let text = state === 'idle' ? '' : ` · ${words(since)}`;
  if (running && usual) text += since <= usual ? ` ${say('of usually {time}', { time: words(usual) })}` : ` · ${late}`;
  if (line.textContent !== text) line.textContent = text;
  // The bar is time against usual time, not a percentage of work: nobody tells that.
  bar.style.width = running && usual ? `${Math.min(100, (since / usual) * 100)}%` : '0';
};
watch('value', () => { told = performance.now(); clock(); });
clock();
setInterval(clock, 500);
