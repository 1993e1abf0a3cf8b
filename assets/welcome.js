// The examples of an empty page: their films run silently while they are seen, unless less motion is asked for.
const still = matchMedia('(prefers-reduced-motion: reduce)');
const run = ({ target: film, isIntersecting: seen }) => {
  // The attribute alone doesn't mute a video that a script has made.
  film.muted = true;
  if (seen && !still.matches) film.play().catch(() => { /* a browser that saves power shows the poster */ });
  else film.pause();
};
const sight = new IntersectionObserver((entries) => entries.forEach(run));
const begin = () => {
  sight.disconnect();
  for (const film of element.querySelectorAll('.r2v-starter video')) sight.observe(film);
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-starter]');
  if (button) trigger('starter', { name: button.dataset.starter });
});
watch('value', begin);
begin();
