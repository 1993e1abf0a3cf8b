// In a frame of the Hub's page: a way out of it, and why, where the browser lets a frame keep nothing.
const keeps = () => {
  try {
    localStorage.setItem('r2v-kept', '');
    localStorage.removeItem('r2v-kept');
    return true;
  } catch {
    return false;
  }
};
if (window.top !== window) {
  element.querySelector('.r2v-own-tab').hidden = false;
  element.querySelector('.r2v-kept-nowhere').hidden = keeps();
}
