// Makes the .vsix of one platform: npm run package -- --binary PATH [--target linux-x64] [--notices FILE] [--out FILE]
//
// The binary goes into bin/, the licences of what is bundled and the binary's own notices into THIRD-PARTY.txt; these are
// the repository's THIRD-PARTY-NOTICES unless another file is named.

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
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
    target: { type: "string", default: `${process.platform}-${process.arch}` },
    notices: { type: "string" },
    out: { type: "string" },
  },
});
const { binary, target } = values;
const notices = values.notices ?? join(here, "../../../THIRD-PARTY-NOTICES");
if (!existsSync(notices)) fail(`there is no ${notices}: say with --notices what the program carries`);
if (binary === undefined) fail("say which program with --binary");
if (!existsSync(binary)) fail(`there is no ${binary}`);
if (!(target in machines)) fail(`the target ${target} is none of ${Object.keys(machines).join(", ")}`);
const head = readFileSync(binary).subarray(0, 20);
if (head.length < 20 || head.toString("latin1", 0, 4) !== "\x7fELF") fail(`${binary} is no program of Linux`);
if (head.readUInt16LE(18) !== machines[target]) fail(`${binary} is not for ${target}`);

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
writeFileSync(join(here, "THIRD-PARTY.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
mkdirSync(join(here, "bin"), { recursive: true });
copyFileSync(binary, join(here, "bin/cudafit"));
chmodSync(join(here, "bin/cudafit"), 0o755);
const { version } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
const out = resolve(values.out ?? join(here, `cudafit-${target}-${version}.vsix`));
// The repository has no public address yet, so there is none for vsce to link to.
const vsce = join(here, "node_modules/@vscode/vsce/vsce");
const args = ["package", "--no-dependencies", "--allow-missing-repository", "--target", target, "--out", out];
execFileSync(process.execPath, [vsce, ...args], { cwd: here, stdio: "inherit" });
console.log(out);
