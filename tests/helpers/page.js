// What the tests and benchmarks ask of the page: which picture does each player show, and when does it change?

const PLAYER = '.jp-Cell-outputArea > .jp-OutputArea-child > .jp-OutputArea-output:has(.jupyter-widgets)';

const players = () => [...document.querySelectorAll(PLAYER)];

// A picture that is still loading, or whose place is empty, is none: null.
const picture = player => {
  const image = [...player.querySelectorAll('img')].find(img => img.checkVisibility());
  return image?.complete && image.naturalWidth > 0 ? image.src : null;
};

const pictures = () => players().map(picture);

// How many pixels each picture of an output has for one of the page.
const sharpness = () => [...document.querySelectorAll('.jp-OutputArea-output img')]
  .filter(img => img.checkVisibility()).map(img => img.naturalWidth / img.width);

// Make the cell of player i the active one.
function select(i) {
  const notebook = jupyterapp.shell.currentWidget.content, player = players()[i];
  notebook.activeCellIndex = notebook.widgets.findIndex(cell => cell.node.contains(player));
}

// Every picture that player i shows from now on, with the time of the animation frame that brings it and
// where its first slider stands.
let recordings = [];

function record(i) {
  const player = players()[i], shown = [];
  let last = picture(player);
  recordings.push(shown);
  requestAnimationFrame(function look() {
    const now = picture(player);
    if (now && now !== last) {
      const place = Number(player.querySelector('.noUi-target').noUiSlider.get());
      shown.push({ picture: last = now, at: performance.now(), place });
    }
    if (recordings.includes(shown)) requestAnimationFrame(look);
  });
}

function recorded() {
  const done = recordings;
  recordings = [];
  return done;
}

let pressed;
addEventListener('keydown', event => { pressed = event.timeStamp; }, { capture: true });

// What does not fit on the page, in words.
function overflowing() {
  const faults = [];
  players().forEach((player, i) => {
    const room = player.getBoundingClientRect();
    for (const part of player.querySelectorAll('img, .widget-readout, .widget-slider, .widget-text, .widget-toggle-button')) {
      if (!part.checkVisibility()) continue;
      const box = part.getBoundingClientRect();
      const name = `player ${i}: ${part.className || 'picture'}`;
      if (box.left < room.left - 1 || box.right > room.right + 1) faults.push(`${name} sticks out`);
      if (part.matches('.widget-readout') && part.scrollWidth > part.clientWidth + 1)
        faults.push(`${name} cuts off ${part.textContent}`);
    }
    if (player.scrollWidth > player.clientWidth + 1) faults.push(`player ${i} scrolls sideways`);
    if (player.scrollHeight > player.clientHeight + 1) faults.push(`player ${i} scrolls`);
  });
  return faults;
}
