// Runs the linter beside the page, so that typing never waits. Each question gets a program of its own: no state stays.
/* global cudafit */
'use strict';

let compiled; // a promise of the WebAssembly module

async function compile(packed) {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
}

/** What `cudafit ARGS` says in a folder that holds these files, and the files afterwards. */
async function run(files, args) {
  const module = await compiled;
  const said = { 1: [], 2: [] };
  let status = 3;
  const program = await cudafit({
    thisProgram: 'cudafit',
    instantiateWasm: (imports, receive) => {
      const instance = new WebAssembly.Instance(module, imports);
      receive(instance);
      return instance.exports;
    },
    quit: (code, why) => {
      status = code;
      throw why;
    },
  });
  const { FS } = program;
  for (const descriptor of [1, 2]) {
    const stream = FS.getStream(descriptor);
    stream.tty = undefined;
    stream.stream_ops = {
      ...stream.stream_ops,
      write: (_, buffer, offset, length) => {
        said[descriptor].push(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length).slice());
        return length;
      },
      close: () => {},
    };
  }
  FS.mkdir('/project');
  FS.mkdir('/project/.git'); // the root of the repository
  for (const [name, text] of Object.entries(files)) FS.writeFile('/project/' + name, text);
  FS.chdir('/project');
  program.callMain(args);
  const after = {};
  for (const name of Object.keys(files)) after[name] = FS.readFile('/project/' + name, { encoding: 'utf8' });
  const text = async (pieces) => new Blob(pieces).text();
  return { status, out: await text(said[1]), error: await text(said[2]), files: after };
}

self.onmessage = async ({ data }) => {
  if (data.program) {
    compiled = compile(data.program);
    compiled.then(
      () => self.postMessage({ ready: true }),
      (error) => self.postMessage({ failed: String(error) }),
    );
    return;
  }
  try {
    self.postMessage({ id: data.id, ...(await run(data.files, data.args)) });
  } catch (error) {
    self.postMessage({ id: data.id, status: 3, out: '', error: String(error), files: data.files });
  }
};
