// Makes the .vsix of one platform: npm run package -- --binary PATH [--target linux-x64] [--notices FILE] [--out FILE]
// or the one for all others: npm run package -- --wasm FOLDER [--notices FILE] [--out FILE]
//
// The binary, or what packaging/wasm/build has made in FOLDER and the script that runs it, goes into bin/, the licences of what is bundled and the binary's own notices into THIRD-PARTY.txt; these are
// the repository's THIRD-PARTY-NOTICES unless another file is named.

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
/** Where a program of ELF says what it is for: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
const machines = { "linux-x64": 0x3e, "linux-arm64": 0xb7, "alpine-x64": 0x3e, "alpine-arm64": 0xb7 };

function fail(why) {
  console.error(`package: ${why}`);
  process.exit(1);
}

const { values } = parseArgs({
  options: {
    binary: { type: "string" },
    wasm: { type: "string" },
    target: { type: "string" },
    notices: { type: "string" },
    out: { type: "string" },
  },
});
const { binary, wasm } = values;
/** Of the WebAssembly: what runs, and the notices of what is linked into it. */
const carried = ["run.js", "cudafit.js", "cudafit.wasm", "NOTICES-emscripten"];
const target = values.target ?? (wasm === undefined ? `${process.platform}-${process.arch}` : undefined);
const notices = values.notices ?? join(here, "../../../THIRD-PARTY-NOTICES");
if (!existsSync(notices)) fail(`there is no ${notices}: say with --notices what the program carries`);
if ((binary === undefined) === (wasm === undefined)) fail("say which program with --binary, or --wasm");
if (wasm !== undefined) {
  if (target !== undefined) fail("--wasm is for every platform: there is no --target");
  for (const name of carried) if (!existsSync(join(wasm, name))) fail(`there is no ${join(wasm, name)}`);
} else {
  if (!existsSync(binary)) fail(`there is no ${binary}`);
  if (!(target in machines)) fail(`the target ${target} is none of ${Object.keys(machines).join(", ")}`);
  const head = readFileSync(binary).subarray(0, 20);
  if (head.length < 20 || head.toString("latin1", 0, 4) !== "\x7fELF") fail(`${binary} is no program of Linux`);
  if (head.readUInt16LE(18) !== machines[target]) fail(`${binary} is not for ${target}`);
}

/** The licences of the packages that esbuild put into the bundle, as it lists them. */
function licences() {
  const { inputs } = JSON.parse(readFileSync(join(here, "dist/meta.json"), "utf8"));
  const folders = new Set();
  for (const input of Object.keys(inputs)) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (folder !== null) folders.add(folder[1]);
  }
  return [...folders].sort().map((folder) => {
    const about = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    const file = readdirSync(join(here, folder)).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined) fail(`${folder} is bundled and has no licence`);
    const text = readFileSync(join(here, folder, file), "utf8").trim();
    return `${about.name} ${about.version} (${about.license})\n\n${text}\n`;
  });
}

const npm = (...args) => execFileSync(process.platform === "win32" ? "npm.cmd" : "npm", args, { cwd: here, stdio: "inherit" });
npm("run", "--silent", "build");
const texts = licences();
texts.push(readFileSync(notices, "utf8"));
if (wasm !== undefined) texts.push(readFileSync(join(wasm, carried[3]), "utf8"));
writeFileSync(join(here, "THIRD-PARTY.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
const bin = join(here, "bin");
rmSync(bin, { recursive: true, force: true });
if (wasm !== undefined) {
  mkdirSync(join(bin, "wasm"), { recursive: true });
  for (const name of carried.slice(0, 3)) copyFileSync(join(wasm, name), join(bin, "wasm", name));
} else {
  mkdirSync(bin);
  copyFileSync(binary, join(bin, "cudafit"));
  chmodSync(join(bin, "cudafit"), 0o755);
}
const { version } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
const out = resolve(values.out ?? join(here, `cudafit-${target === undefined ? "" : `${target}-`}${version}.vsix`));
// The repository has no public address yet, so there is none for vsce to link to.
const vsce = join(here, "node_modules/@vscode/vsce/vsce");
const args = ["package", "--no-dependencies", "--allow-missing-repository", "--out", out];
if (target !== undefined) args.push("--target", target);
execFileSync(process.execPath, [vsce, ...args], { cwd: here, stdio: "inherit" });
console.log(out);
