/**
 * What a script adds to the administration page, which works without: times in the reader's own zone, the number of
 * permissions chosen, and a button that chooses all or none of them.
 */
export const adminScript = `
for (const time of document.querySelectorAll('time')) {
  const when = new Date(time.dateTime);
  time.title = time.textContent;
  time.textContent = when.toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
}
const boxes = [...document.querySelectorAll('input[name=permission]')];
const submit = document.getElementById('consent-chosen');
if (submit && boxes.length > 0) {
  const all = document.getElementById('choose-all');
  const label = submit.textContent;
  const update = () => {
    const count = boxes.filter((box) => box.checked).length;
    submit.disabled = count === 0;
    submit.textContent = label + ' (' + count + ')';
    all.textContent = count === boxes.length ? 'Choose none' : 'Choose all';
  };
  all.hidden = false;
  all.addEventListener('click', () => {
    const checked = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = checked;
    update();
  });
  for (const box of boxes) box.addEventListener('change', update);
  update();
}
`;
