// Runs cudafit as WebAssembly on the files of this machine: for systems that have no program of their own.
//
// The program sees a Unix: every entry of / is there under its own name; on Windows C:\x is /c/x, in arguments and in reports.
'use strict';

const fs = require('fs');
const path = require('path');
const tty = require('tty');

const EAGAIN = 6;
const EPIPE = 64;

/** An argument as the program reads it. Only Windows writes paths in another way. */
function argument(text, windows = process.platform === 'win32') {
  if (!windows) return text;
  const [, flag, value] = /^(--[a-z-]+=)?([^]*)$/.exec(text);
  if (/^[A-Za-z]:[\\/]/.test(value)) return (flag || '') + '/' + value[0].toLowerCase() + value.slice(2).replace(/\\/g, '/');
  if (flag || text.startsWith('-')) return text;
  return text.replace(/\\/g, '/');
}

/** What is mounted where: [name in the program, path on this machine]. */
function places(args) {
  if (process.platform !== 'win32') {
    // /proc and /dev are the program's own.
    return fs.readdirSync('/').filter((name) => name !== 'proc' && name !== 'dev').map((name) => ['/' + name, '/' + name]);
  }
  const drives = [process.cwd(), process.env.USERPROFILE || '', ...args].map((text) => /(?:^|=)([A-Za-z]):[\\/]/.exec(text));
  return [...new Set(drives.filter(Boolean).map((found) => found[1].toLowerCase()))].map((drive) => ['/' + drive, drive + ':\\']);
}

function mount(FS, name, target) {
  let kind;
  try {
    kind = fs.lstatSync(target);
  } catch {
    return;
  }
  if (kind.isSymbolicLink()) {
    FS.symlink(fs.readlinkSync(target), name);
  } else if (kind.isDirectory() || kind.isFile()) {
    if (!FS.analyzePath(name).exists) FS.mkdir(name);
    FS.mount(FS.filesystems.NODEFS, { root: target }, name);
  }
}

const sleeping = new Int32Array(new SharedArrayBuffer(4));

/** A stream of this process, read and written at once. A terminal stays one. */
function connect(FS, descriptor) {
  const stream = FS.getStream(descriptor);
  const again = (work) => {
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (error.code === 'EOF') return 0; // a closed pipe of Windows
        if (error.code === 'EPIPE') throw new FS.ErrnoError(EPIPE);
        if (error.code !== 'EAGAIN') throw new FS.ErrnoError(EAGAIN);
        Atomics.wait(sleeping, 0, 0, 5);
      }
    }
  };
  const bytes = (buffer, offset, length) => Buffer.from(buffer.buffer, buffer.byteOffset + offset, length);
  if (!tty.isatty(descriptor)) stream.tty = undefined;
  stream.stream_ops = {
    ...stream.stream_ops,
    read: (_, buffer, offset, length) => again(() => fs.readSync(descriptor, bytes(buffer, offset, length))),
    write: (_, buffer, offset, length) => again(() => fs.writeSync(descriptor, bytes(buffer, offset, length))),
    close: () => {},
  };
}

/** Runs the program; its exit status. */
async function run(args) {
  const windows = process.platform === 'win32';
  const environment = { ...process.env };
  if (windows) environment.HOME = argument(process.env.USERPROFILE || '', true);
  let status = 3;
  const program = await require('./cudafit.js')({
    thisProgram: 'cudafit',
    preRun: [(module) => Object.assign(module.ENV, environment)],
    wasmBinary: fs.readFileSync(path.join(__dirname, 'cudafit.wasm')),
    quit: (code, why) => {
      status = code;
      throw why;
    },
  });
  const { FS } = program;
  // Links are what they are, not what they are seen from a mount.
  FS.filesystems.NODEFS.node_ops.readlink = (node) => {
    try {
      const target = fs.readlinkSync(FS.filesystems.NODEFS.realPath(node));
      return windows ? argument(target, true) : target;
    } catch (error) {
      throw error.code === 'UNKNOWN' ? new FS.ErrnoError(28 /* EINVAL */) : new FS.ErrnoError(FS.filesystems.NODEFS.convertNodeCode(error));
    }
  };
  for (const [name, target] of places(args)) mount(FS, name, target);
  for (const descriptor of [0, 1, 2]) connect(FS, descriptor);
  FS.chdir(windows ? argument(process.cwd(), true) : process.cwd());
  program.callMain(args.map((text) => argument(text)));
  return status;
}

module.exports = { argument, run };

if (require.main === module) {
  run(process.argv.slice(2)).then((status) => (process.exitCode = status));
}
