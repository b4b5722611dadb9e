// Functions for tests and benchmarks that observe the players of a page.

const PLAYER = '.jp-Cell-outputArea .player';

const players = () => [...document.querySelectorAll(PLAYER)];

const shown = player => [...player.querySelectorAll('.stage img')].find(img => img.checkVisibility());

// The visible picture, scaled down; null while it is loading or if there is none.
const picture = player => {
  const image = shown(player);
  if (!image?.complete || image.naturalWidth === 0) return null;
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 160 });
  canvas.getContext('2d').drawImage(image, 0, 0, 320, 160);
  return canvas.toDataURL();
};

const pictures = () => players().map(picture);

const waiting = () => players().some(player => player.ariaBusy === 'true');

// Image pixels per page pixel of each picture in an output.
const sharpness = () => [...document.querySelectorAll('.jp-OutputArea-output img')]
  .filter(img => img.checkVisibility()).map(img => img.naturalWidth / img.width);

// Select the cell of player i.
function select(i) {
  const notebook = jupyterapp.shell.currentWidget.content, player = players()[i];
  notebook.activeCellIndex = notebook.widgets.findIndex(cell => cell.node.contains(player));
}

// Record every picture that player i shows from now on, with its time and the position of the first slider.
let recordings = [];

function record(i) {
  const player = players()[i], list = [];
  let last = shown(player)?.src;
  recordings.push(list);
  requestAnimationFrame(function look() {
    const image = shown(player);
    if (image?.complete && image.src !== last) {
      const place = Number(player.querySelector('input[type=range]')?.value);
      list.push({ picture: last = image.src, at: performance.now(), place });
    }
    if (recordings.includes(list)) requestAnimationFrame(look);
  });
}

function recorded() {
  const done = recordings;
  recordings = [];
  return done;
}

let pressed;
addEventListener('keydown', event => { pressed = event.timeStamp; }, { capture: true });

// Descriptions of everything that does not fit on the page.
function overflowing() {
  const faults = [];
  players().forEach((player, i) => {
    const room = player.getBoundingClientRect();
    for (const part of player.querySelectorAll('img, input, select, button')) {
      if (!part.checkVisibility()) continue;
      const box = part.getBoundingClientRect();
      const name = `player ${i}: ${part.className || part.tagName}`;
      if (box.left < room.left - 1 || box.right > room.right + 1) faults.push(`${name} sticks out`);
      if (part.matches('.typed') && part.scrollWidth > part.clientWidth + 1) faults.push(`${name} cuts off ${part.value}`);
    }
    if (player.scrollWidth > player.clientWidth + 1) faults.push(`player ${i} scrolls sideways`);
    if (player.scrollHeight > player.clientHeight + 1) faults.push(`player ${i} scrolls`);
  });
  return faults;
}
