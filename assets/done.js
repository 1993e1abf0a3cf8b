// A sound when the job that is shown ends, where one is asked for; the tab's title is the list's affair (queue.js).
const UNDER_WAY = ['waiting', 'uploading', 'queued', 'running', 'saving'];
const wanted = () => { try { return localStorage.getItem('r2v.sound') === 'on'; } catch { return false; } };
let before = '';

// Two soft notes, a fifth apart, so that no file has to be fetched.
const ring = () => {
  const context = new AudioContext();
  [659.25, 987.77].forEach((pitch, number) => {
    const note = context.createOscillator();
    const loud = context.createGain();
    const start = context.currentTime + number * 0.18;
    note.frequency.value = pitch;
    loud.gain.setValueAtTime(0.0001, start);
    loud.gain.exponentialRampToValueAtTime(0.2, start + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, start + 0.6);
    note.connect(loud).connect(context.destination);
    note.start(start);
    note.stop(start + 0.6);
    note.onended = () => { if (number === 1) context.close(); };
  });
};

const drawBell = () => element.querySelector('.r2v-bell')?.setAttribute('aria-pressed', String(wanted()));
const follow = () => {
  const state = element.querySelector('.r2v-state')?.dataset.state ?? '';
  if (UNDER_WAY.includes(before) && state && !UNDER_WAY.includes(state) && wanted()) ring();
  before = state;
  drawBell();
};
element.addEventListener('click', (event) => {
  if (!event.target.closest('.r2v-bell')) return;
  try { localStorage.setItem('r2v.sound', wanted() ? 'off' : 'on'); } catch { /* private window */ }
  drawBell();
  // The sound itself says what was turned on, and the browser learns that the person wants it.
  if (wanted()) ring();
});
watch('value', follow);
follow();
