// The page: two files, the machine they are for, and what the linter says of them. The linter itself runs in a worker.
'use strict';

const EXAMPLES = {
  'A tag that is gone': {
    Dockerfile: `ARG CUDA_VERSION=11.7.0
FROM nvidia/cuda:\${CUDA_VERSION}-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
COPY requirements.txt .
RUN pip3 install -r requirements.txt
RUN pip3 install transformers>=4.40
CMD ["python3", "main.py"]
`,
    'requirements.txt': `--extra-index-url https://download.pytorch.org/whl/cu118
torch==2.0.1+cu118
torchvision==0.15.2+cu117
numpy
`,
  },
  'An old driver': {
    Dockerfile: `FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y g++
COPY kernel.cu .
RUN nvcc -arch=sm_90 kernel.cu -o kernel

FROM python:3.11-slim
COPY --from=build kernel /usr/local/bin/kernel
RUN pip install torch==2.4.1
ENV NVIDIA_VISIBLE_DEVICES=all
`,
    'requirements.txt': '',
    driver: '470',
    gpus: 'H100, V100',
  },
  'Nothing wrong': {
    Dockerfile: `FROM python:3.11-slim-bookworm
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
CMD ["python", "main.py"]
`,
    'requirements.txt': 'torch==2.4.1\nnumpy<2\n',
    driver: '535',
    gpus: 'A100',
  },
};
const NAMES = ['Dockerfile', 'requirements.txt'];
const PATIENCE = 150; // milliseconds of quiet before a text is linted

const find = (id) => document.getElementById(id);
const bytes = new TextEncoder();
const words = new TextDecoder();

/** An element with a class, children and properties. */
function make(name, className, children = [], properties = {}) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...[children].flat());
  return Object.assign(element, properties);
}

// The worker: one question at a time.
const worker = new Worker(URL.createObjectURL(new Blob([find('worker').textContent], { type: 'text/javascript' })));
const waiting = new Map();
let asked = 0;

function ask(...args) {
  const id = ++asked;
  worker.postMessage({ id, files: given(), args: [args[0], ...args.slice(1), ...(args[0] === 'explain' ? [] : machine())] });
  return new Promise((answer) => waiting.set(id, answer));
}

worker.onmessage = ({ data }) => {
  if (data.ready) return void lint();
  if (data.failed) return say(`The linter does not start here: ${data.failed}. It needs a browser of 2023 or newer.`);
  waiting.get(data.id)(data);
  waiting.delete(data.id);
};
worker.onerror = (event) => say(`The linter does not start here: ${event.message}`);
worker.postMessage({ program: find('program').textContent });

// What is written.
const texts = Object.fromEntries(NAMES.map((name) => [name, '']));
let shown = NAMES[0];
let findings = [];

const given = () => Object.fromEntries(NAMES.filter((name) => name === 'Dockerfile' || texts[name].trim()).map((name) => [name, texts[name]]));

function machine() {
  const out = [];
  const driver = find('driver').value.trim();
  if (driver) out.push('--driver', driver);
  for (const gpu of find('gpus').value.split(',').map((each) => each.trim()).filter(Boolean)) out.push('--gpu', gpu);
  if (find('wsl').checked) out.push('--host', 'wsl2');
  return out;
}

const say = (text) => (find('status').textContent = text);

// Linting: again when something was typed meanwhile.
let running = false;
let again = false;
let timer = 0;

function changed() {
  clearTimeout(timer);
  timer = setTimeout(lint, PATIENCE);
}

async function lint() {
  if (running) return void (again = true);
  running = true;
  const started = performance.now();
  const told = await ask('check', '--isolated', '--format', 'json', '.');
  const wrong = told.status === 2;
  find('wrong').textContent = wrong ? told.error.replace(/^cudafit: /gm, '').trim() : '';
  if (!wrong) {
    let report = null;
    try {
      report = JSON.parse(told.out);
    } catch {
      say(told.error || 'The linter has failed.');
    }
    if (report) {
      findings = report.findings;
      list();
      mark();
      tabs();
      say(`${summary()} · cudafit ${report.tool.version}, data of ${report.tool.data} · ${Math.round(performance.now() - started)} ms`);
      await panel();
    }
  }
  running = false;
  document.body.dataset.linted = String(Number(document.body.dataset.linted || 0) + 1);
  if (again) {
    again = false;
    lint();
  }
}

function summary() {
  const counts = ['error', 'warning', 'hint'].map((severity) => [severity, findings.filter((each) => each.severity === severity).length]);
  const told = counts.filter(([, number]) => number).map(([severity, number]) => `${number} ${severity}${number > 1 ? 's' : ''}`);
  return told.join(', ') || 'No problems found';
}

// Findings.
function list() {
  const open = new Set([...document.querySelectorAll('#list details[open]')].map((each) => each.dataset.rule));
  find('list').replaceChildren(...findings.map((finding, index) => entry(finding, index, open)));
  find('tab-findings').replaceChildren('Findings ', make('span', 'count', String(findings.length)));
  if (!findings.length) find('list').append(make('li', 'none', 'No problems found.'));
}

function place(where, label) {
  const button = make('button', 'place', label || `${where.path}:${where.start.line}:${where.start.column}`, { type: 'button' });
  button.onclick = () => go(where);
  return button;
}

function entry(finding, index, open) {
  const item = make('li', `finding ${finding.severity}`, [], { id: `finding-${index}` });
  item.append(
    make('p', 'head', [
      make('span', 'severity', finding.severity),
      make('span', 'rule', finding.rule),
      finding.start ? place(finding) : '',
      finding.host ? make('span', 'quiet', `on ${finding.host}`) : '',
    ]),
    make('p', 'message', finding.message),
  );
  const notes = finding.notes.map((note) => {
    const said = note.url ? `${note.message} (${note.url})` : note.message;
    return make('li', '', note.start && NAMES.includes(note.path) ? [said + ' ', place(note)] : said);
  });
  if (notes.length) item.append(make('ul', 'notes', notes));
  finding.fixes.forEach((fix, number) => item.append(offer(fix, number)));
  const why = make('details', '', make('summary', '', 'Why, and what a good one looks like'));
  why.dataset.rule = finding.rule;
  why.ontoggle = async () => {
    if (!why.open || why.querySelector('pre')) return;
    const page = make('pre', 'page', '…');
    why.append(page);
    page.textContent = (await ask('explain', finding.rule)).out.trim();
  };
  if (open.has(finding.rule)) why.open = true;
  item.append(why);
  return item;
}

const MEANS = {
  safe: 'safe: the line as written cannot have worked, or all else stays the same',
  suggested: 'suggested: it changes what is shipped',
  shown: 'shown: a person has to finish it',
};

function offer(fix, number) {
  const whole = fix.edits.length && fix.edits.every((edit) => NAMES.includes(edit.path));
  const row = make('p', `fix ${fix.safety}`, [
    make('span', 'safety', fix.safety, { title: MEANS[fix.safety] || '' }),
    make('span', 'title', `${number ? 'or ' : ''}${fix.title}`),
  ]);
  if (whole && fix.safety !== 'shown') {
    const button = make('button', 'apply', 'Apply', { type: 'button' });
    button.setAttribute('aria-label', `Apply: ${fix.title}`);
    button.onclick = () => apply(fix.edits);
    row.append(button);
  }
  return row;
}

/** Places are bytes of UTF-8. */
function apply(edits) {
  for (const name of NAMES) {
    let text = bytes.encode(texts[name]);
    const own = edits.filter((edit) => edit.path === name).sort((a, b) => b.start.offset - a.start.offset);
    for (const edit of own) {
      const parts = [text.slice(0, edit.start.offset), bytes.encode(edit.text), text.slice(edit.end.offset)];
      const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        joined.set(part, at);
        at += part.length;
      }
      text = joined;
    }
    if (own.length) texts[name] = words.decode(text);
  }
  refill();
  lint();
  find('text').focus();
}

// The editor: a text field over a copy of the text that has the underlines.
function refill() {
  find('text').value = texts[shown];
  mark();
}

function switchTo(name) {
  shown = name;
  tabs();
  refill();
}

function go(where) {
  if (!NAMES.includes(where.path)) return;
  switchTo(where.path);
  const encoded = bytes.encode(texts[shown]);
  const index = (offset) => words.decode(encoded.slice(0, offset)).length;
  const field = find('text');
  field.focus();
  field.setSelectionRange(index(where.start.offset), index(where.end.offset));
  const height = parseFloat(getComputedStyle(field).lineHeight);
  field.scrollTop = Math.max(0, (where.start.line - 4) * height);
  scrolled();
}

function mark() {
  const encoded = bytes.encode(texts[shown]);
  const own = findings.filter((finding) => finding.path === shown && finding.start && finding.end.offset <= encoded.length);
  // Where several overlap, the first, which is the gravest of its line, is drawn.
  own.sort((a, b) => a.start.offset - b.start.offset || b.end.offset - a.end.offset);
  const pieces = [];
  let at = 0;
  for (const finding of own) {
    const from = finding.start.offset;
    const to = Math.max(finding.end.offset, from);
    if (from < at) continue;
    pieces.push(words.decode(encoded.slice(at, from)));
    pieces.push(make('mark', finding.severity, words.decode(encoded.slice(from, to))));
    at = to;
  }
  pieces.push(words.decode(encoded.slice(at)), '\n');
  document.querySelector('.marks').replaceChildren(...pieces);
  const graver = { error: 3, warning: 2, hint: 1 };
  const lines = texts[shown].split('\n').map((_, index) => {
    const here = own.filter((finding) => finding.start.line === index + 1).sort((a, b) => graver[b.severity] - graver[a.severity]);
    const number = make('div', here.length ? here[0].severity : '', String(index + 1));
    number.title = here.map((finding) => finding.message).join('\n');
    return number;
  });
  document.querySelector('.gutter').replaceChildren(...lines);
  scrolled();
}

function scrolled() {
  const field = find('text');
  const marks = document.querySelector('.marks');
  marks.scrollTop = field.scrollTop;
  marks.scrollLeft = field.scrollLeft;
  document.querySelector('.gutter').scrollTop = field.scrollTop;
}

// Tabs: arrow keys go from one to the next.
function arrows(row, choose) {
  row.onkeydown = (event) => {
    const all = [...row.querySelectorAll('[role=tab]')];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = all.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = all[(at + step + all.length) % all.length];
    choose(next);
    document.getElementById(next.id).focus();
  };
}

function tabs() {
  const row = document.querySelector('#files .tabs');
  const focused = row.contains(document.activeElement);
  row.replaceChildren(
    ...NAMES.map((name) => {
      const number = findings.filter((finding) => finding.path === name).length;
      const tab = make('button', '', [name, ...(number ? [' ', make('span', 'count', String(number))] : [])], { type: 'button', id: `file-${name}` });
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', 'editor');
      tab.setAttribute('aria-selected', String(name === shown));
      tab.tabIndex = name === shown ? 0 : -1;
      tab.onclick = () => switchTo(name);
      return tab;
    }),
  );
  if (focused) find(`file-${shown}`).focus();
  find('editor').setAttribute('aria-labelledby', `file-${shown}`);
  find('text').setAttribute('aria-label', shown);
}

let panelShown = 'findings';

function choosePanel(tab) {
  panelShown = tab.getAttribute('aria-controls');
  for (const each of document.querySelectorAll('#results [role=tab]')) {
    const chosen = each === tab;
    each.setAttribute('aria-selected', String(chosen));
    each.tabIndex = chosen ? 0 : -1;
    find(each.getAttribute('aria-controls')).hidden = !chosen;
  }
  document.querySelector('main').classList.toggle('wide', panelShown === 'graph');
  panel();
}

/** What the panel that is seen shows beside the findings. */
async function panel() {
  if (panelShown === 'graph') draw((await ask('graph', '--isolated', '--format', 'svg', 'Dockerfile')).out);
  if (panelShown === 'fix') {
    const told = await ask('check', '--isolated', '--unsafe-fixes', '--diff', '.');
    find('diff').replaceChildren(...coloured(told.out || 'Nothing to change.'));
  }
  if (panelShown === 'image') find('advice').textContent = (await ask('recommend', '--isolated', 'Dockerfile')).out;
}

const coloured = (text) =>
  text.split('\n').flatMap((line) => {
    const kind = /^(---|\+\+\+|@@)/.test(line) ? 'quiet' : { '+': 'added', '-': 'removed' }[line[0]];
    return [kind ? make('span', kind, line) : line, '\n'];
  });

/** The drawing brings its own style, which the page's policy lets in as a sheet only. */
function draw(svg) {
  const image = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (image.nodeName !== 'svg') return void find('graph').replaceChildren('There is nothing to draw.');
  const sheet = new CSSStyleSheet();
  for (const style of image.querySelectorAll('style')) {
    sheet.replaceSync(style.textContent);
    style.remove();
  }
  document.adoptedStyleSheets = [sheet];
  find('graph').replaceChildren(document.importNode(image, true));
}

async function fixAll(...flags) {
  const told = await ask('check', '--isolated', ...flags, '.');
  for (const name of Object.keys(told.files)) texts[name] = told.files[name];
  refill();
  lint();
}

find('licences').ontoggle = async (event) => {
  const details = event.currentTarget;
  if (!details.open || details.querySelector('pre')) return;
  const packed = Uint8Array.from(atob(find('notices').textContent), (character) => character.charCodeAt(0));
  const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  details.append(make('pre', 'page', text));
};

// Beginning.
function example(name) {
  const chosen = EXAMPLES[name];
  for (const file of NAMES) texts[file] = chosen[file];
  find('driver').value = chosen.driver || '';
  find('gpus').value = chosen.gpus || '';
  find('wsl').checked = false;
  switchTo('Dockerfile');
}

find('example').append(...Object.keys(EXAMPLES).map((name) => make('option', '', name)));
find('example').onchange = () => {
  example(find('example').value);
  lint();
};
find('text').oninput = () => {
  texts[shown] = find('text').value;
  findings = findings.filter((finding) => finding.path !== shown); // their places are of another text
  mark();
  changed();
};
find('text').onscroll = scrolled;
find('host').onsubmit = (event) => event.preventDefault();
for (const id of ['driver', 'gpus']) find(id).oninput = changed;
find('wsl').onchange = changed;
find('fix-safe').onclick = () => fixAll('--fix');
find('fix-all').onclick = () => fixAll('--unsafe-fixes');
arrows(document.querySelector('#files .tabs'), (tab) => switchTo(tab.id.slice('file-'.length)));
arrows(document.querySelector('#results .tabs'), choosePanel);
for (const tab of document.querySelectorAll('#results [role=tab]')) tab.onclick = () => choosePanel(tab);
example(Object.keys(EXAMPLES)[0]);
