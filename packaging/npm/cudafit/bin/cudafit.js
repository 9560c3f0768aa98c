#!/usr/bin/env node
// Starts the program that the package for this platform carries (an optional dependency, so npm installs the one that fits). Where
// there is none, cudafit-wasm runs: the same linter as WebAssembly.
'use strict';

const { spawn } = require('child_process');
const os = require('os');

const name = `cudafit-${process.platform}-${process.arch}`;
const wasm = 'cudafit-wasm';
const built = Object.keys(require('../package.json').optionalDependencies).filter((other) => other !== wasm);

/** Where a package has the file; undefined without the package. */
function find(file) {
  try {
    return require.resolve(file);
  } catch {
    return undefined;
  }
}

const program = find(`${name}/bin/cudafit`);
if (program) start(program);
else if (find(wasm)) require(wasm).run(process.argv.slice(2)).then((status) => (process.exitCode = status));
else nothing();

function nothing() {
  const why = built.includes(name)
    ? `its program is in the package ${name}, which is not installed: install again without --omit=optional (--no-optional), ` +
      'and without node_modules or a lock file of another platform'
    : `there is no program for ${process.platform} on ${process.arch}; there is one for ` +
      built.map((other) => other.slice('cudafit-'.length).replace('-', ' on ')).join(', ') +
      `. Elsewhere the package ${wasm} runs, which is not installed: install again without --omit=optional (--no-optional). ` +
      'From source it builds where a C++20 compiler and its libraries are';
  console.error(`cudafit: ${why}`);
  process.exit(3);
}

function start(program) {
  const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
  child.on('error', (error) => {
    console.error(`cudafit: ${program} does not start: ${error.message}`);
    process.exit(3);
  });
  // Ctrl-C reaches both at once; what is sent to this process alone is handed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (status, signal) => process.exit(signal ? 128 + os.constants.signals[signal] : status));
}
