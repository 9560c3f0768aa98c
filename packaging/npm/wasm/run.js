// Runs cudafit as WebAssembly on the files of this machine: for systems that have no program of their own.
//
// The program sees a Unix: every entry of / is there under its own name; on Windows C:\x is /c/x, in arguments and in reports.
'use strict';

const fs = require('fs');
const path = require('path');
const tty = require('tty');
const { MessageChannel, Worker, isMainThread, parentPort, receiveMessageOnPort, workerData } = require('worker_threads');

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
  // The files that a language server is asked about are not in its arguments.
  const all = args[0] === 'lsp' ? [...'abcdefghijklmnopqrstuvwxyz'].map((drive) => drive + ':\\').filter((drive) => fs.existsSync(drive)) : [];
  const drives = [process.cwd(), process.env.USERPROFILE || '', ...args, ...all].map((text) => /(?:^|=)([A-Za-z]):[\\/]/.exec(text));
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

/** What the main thread has read of the input and tells this one of; `news` counts. The end is null. */
class ReadAhead {
  constructor({ input, news }) {
    Object.assign(this, { input, news, chunks: [] });
  }

  /** Whether there is something within so many milliseconds; negative: whenever that is. */
  wait(milliseconds) {
    const end = milliseconds < 0 ? Infinity : Date.now() + milliseconds;
    for (;;) {
      const seen = Atomics.load(this.news, 0);
      for (let next; (next = receiveMessageOnPort(this.input)); ) this.chunks.push(next.message);
      if (this.chunks.length > 0) return true;
      const left = end - Date.now();
      if (left <= 0) return false;
      Atomics.wait(this.news, 0, seen, left);
    }
  }

  read(bytes) {
    this.wait(-1);
    const [chunk] = this.chunks;
    if (chunk === null) return 0;
    const length = Math.min(chunk.length, bytes.length);
    bytes.set(chunk.subarray(0, length));
    if (length === chunk.length) this.chunks.shift();
    else this.chunks[0] = chunk.subarray(length);
    return length;
  }
}

/** Runs the program; its exit status. `ahead`: where its input comes from, if not from this process. */
async function run(args, ahead) {
  const windows = process.platform === 'win32';
  const environment = { ...process.env };
  if (windows) Object.assign(environment, { HOME: argument(process.env.USERPROFILE || '', true), CUDAFIT_DRIVE_LETTERS: '1' });
  let status = 3;
  const program = await require('./cudafit.js')({
    waitForInput: (milliseconds) => ahead.wait(milliseconds),
    watchProcess: (watch) => parentPort.postMessage({ watch }),
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
  if (ahead) {
    const input = FS.getStream(0);
    input.tty = undefined;
    input.stream_ops = { ...input.stream_ops, read: (_, buffer, offset, length) => ahead.read(buffer.subarray(offset, offset + length)) };
  }
  FS.chdir(windows ? argument(process.cwd(), true) : process.cwd());
  program.callMain(args.map((text) => argument(text)));
  return status;
}

/** The language server, in a thread of its own: this one reads ahead for it. */
function serve(args) {
  const news = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const tell = (bytes) => {
    port1.postMessage(bytes);
    Atomics.add(news, 0, 1);
    Atomics.notify(news, 0);
  };
  const worker = new Worker(__filename, { workerData: { args, input: port2, news }, transferList: [port2] });
  process.stdin.on('data', tell);
  for (const last of ['end', 'close', 'error']) process.stdin.once(last, () => tell(null));
  worker.on('error', (error) => {
    console.error(error);
    process.exit(3);
  });
  worker.on('message', ({ watch, status }) => {
    if (watch === undefined) process.exit(status);
    const gone = () => {
      try {
        process.kill(watch, 0);
      } catch (error) {
        if (error.code === 'ESRCH') tell(null);
      }
    };
    setInterval(gone, 2000).unref();
  });
}

module.exports = { argument, run };

if (!isMainThread && workerData && workerData.news) {
  run(workerData.args, new ReadAhead(workerData)).then((status) => parentPort.postMessage({ status }));
} else if (require.main === module && process.argv[2] === 'lsp') {
  serve(process.argv.slice(2));
} else if (require.main === module) {
  run(process.argv.slice(2)).then((status) => (process.exitCode = status));
}
