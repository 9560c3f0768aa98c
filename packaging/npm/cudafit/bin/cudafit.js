#!/usr/bin/env node
// Starts the program that the package for this platform carries (an optional dependency, so npm installs the one that fits).
'use strict';

const { spawn } = require('child_process');
const os = require('os');

const name = `cudafit-${process.platform}-${process.arch}`;
const built = Object.keys(require('../package.json').optionalDependencies);

let program;
try {
  program = require.resolve(`${name}/bin/cudafit`);
} catch {
  const why = built.includes(name)
    ? `its program is in the package ${name}, which is not installed: install again without --omit=optional (--no-optional), ` +
      'and without node_modules or a lock file of another platform'
    : `there is no program for ${process.platform} on ${process.arch}; there is one for ` +
      built.map((other) => other.slice('cudafit-'.length).replace('-', ' on ')).join(', ') +
      '. From source it builds where a C++20 compiler and its libraries are';
  console.error(`cudafit: ${why}`);
  process.exit(3);
}

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
child.on('error', (error) => {
  console.error(`cudafit: ${program} does not start: ${error.message}`);
  process.exit(3);
});
// Ctrl-C reaches both at once; what is sent to this process alone is handed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (status, signal) => process.exit(signal ? 128 + os.constants.signals[signal] : status));
