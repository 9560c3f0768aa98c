// The package for VS Code: what is in the .vsix, and what its package.json promises about trust and settings.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./server.mjs";

const folder = process.argv[2];
const vsix = join(process.cwd(), "../cudafit.vsix"); // where the tests in VS Code look for it
const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const target = `${process.platform}-${process.arch}`;

const notices = fileURLToPath(new URL("../../THIRD-PARTY-NOTICES", import.meta.url));

const make = (...args) =>
  spawnSync("npm", ["run", "--silent", "package", "--", "--notices", notices, ...args], { cwd: folder, encoding: "utf8" });

const tests = [
  [
    "no workspace chooses the program",
    async () => {
      const { untrustedWorkspaces, virtualWorkspaces } = about.capabilities;
      assert.equal(untrustedWorkspaces.supported, "limited");
      assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, ["cudafit.path"]);
      assert.equal(virtualWorkspaces.supported, false);
      const settings = about.contributes.configuration.properties;
      for (const [name, { scope }] of Object.entries(settings)) assert.equal(scope === "machine", name === "cudafit.path", name);
      assert.deepEqual(
        Object.keys(settings).sort(),
        ["config", "driver", "gpus", "host", "ignore", "path", "platform", "preview", "select", "trace.server"].map((name) => `cudafit.${name}`),
      );
    },
  ],
  [
    "commands are declared as they are written",
    async () => {
      const source = readFileSync(join(folder, "src/extension.ts"), "utf8");
      const written = [...source.matchAll(/registerCommand\("([^"]+)"/g)].map(([, name]) => name);
      assert.deepEqual(about.contributes.commands.map(({ command }) => command).sort(), written.sort());
    },
  ],
  [
    "the lock file names no address to fetch from",
    async () => assert.doesNotMatch(readFileSync(join(folder, "package-lock.json"), "utf8"), /"resolved"|registry/),
  ],
  [
    "it packs, with the program",
    async () => {
      const made = make("--binary", process.env.CUDAFIT, "--out", vsix);
      assert.equal(made.status, 0, made.stdout + made.stderr);
      execFileSync("python3", ["-c", "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall('unpacked')", vsix]);
    },
  ],
  [
    "it holds what runs and what people read, and nothing else",
    async () => {
      const list = "import sys, zipfile\nfor each in sorted(zipfile.ZipFile(sys.argv[1]).infolist(), key=lambda x: x.filename): print(oct(each.external_attr >> 16 & 0o777), each.filename)";
      const listed = execFileSync("python3", ["-c", list, vsix], { encoding: "utf8" }).trim().split("\n");
      assert.deepEqual(listed.map((line) => line.split(" ").slice(1).join(" ")).sort(), [
        "[Content_Types].xml",
        "extension.vsixmanifest",
        "extension/LICENSE.txt",
        "extension/THIRD-PARTY.txt",
        "extension/bin/cudafit",
        "extension/changelog.md",
        "extension/dist/extension.js",
        "extension/package.json",
        "extension/readme.md",
      ]);
      assert.ok(listed.includes("0o755 extension/bin/cudafit"), listed.join("\n"));
      assert.ok(readFileSync("unpacked/extension/bin/cudafit").equals(readFileSync(process.env.CUDAFIT)));
    },
  ],
  [
    "it is for one platform, and says whose work it carries",
    async () => {
      assert.match(readFileSync("unpacked/extension.vsixmanifest", "utf8"), new RegExp(`TargetPlatform="${target}"`));
      const carried = readFileSync("unpacked/extension/THIRD-PARTY.txt", "utf8");
      for (const name of ["vscode-languageclient", "vscode-languageserver-protocol", "vscode-jsonrpc"]) assert.match(carried, new RegExp(`^${name} `, "m"));
      assert.ok(carried.endsWith(readFileSync(notices, "utf8")));
      assert.ok(statSync("unpacked/extension/dist/extension.js").size < 1e6);
    },
  ],
  [
    "each program of a release gets its package, the same bytes each time",
    async () => {
      const script = fileURLToPath(new URL("../../packaging/vsix", import.meta.url));
      const machine = process.arch === "x64" ? "x86_64" : "aarch64";
      const made = ["one", "two"].map((name) => {
        mkdirSync(name);
        assert.match(spawnSync(script, [name, folder], { encoding: "utf8" }).stderr, /no program of a release/);
        const program = join(name, `cudafit-linux-${machine}`);
        copyFileSync(process.env.CUDAFIT, program);
        chmodSync(program, 0o755);
        execFileSync(script, [name, folder], { env: { ...process.env, SOURCE_DATE_EPOCH: "1700000000" } });
        const packed = readdirSync(name).filter((file) => file.endsWith(".vsix"));
        assert.deepEqual(packed, [`cudafit-${target}-${about.version}.vsix`]);
        return readFileSync(join(name, packed[0]));
      });
      assert.ok(made[0].equals(made[1]));
    },
  ],
  [
    "a program for another machine is refused",
    async () => {
      const other = target.endsWith("x64") ? "linux-arm64" : "linux-x64";
      assert.match(make("--binary", process.env.CUDAFIT, "--target", other).stderr, /is not for/);
      writeFileSync("script", "#!/bin/sh\n");
      assert.match(make("--binary", join(process.cwd(), "script")).stderr, /no program of Linux/);
      assert.match(make("--binary", join(process.cwd(), "nothing")).stderr, /there is no/);
    },
  ],
];

await run(tests);
