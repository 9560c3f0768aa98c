// The extension for VS Code, built and loaded with a stand-in for VS Code: it starts the server when there is something for it,
// tells it of the settings, takes another program when the path changes, and ends it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, until } from "./server.mjs";

const folder = process.argv[2];
const work = process.cwd();
const stub = fileURLToPath(new URL("vscode_stub.cjs", import.meta.url));
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => (name === "vscode" ? stub : resolve(name, ...rest));
const require = createRequire(import.meta.url);
const { stage } = require(stub);

/** A program that keeps what the editor says to the server. */
function wrapper(name) {
  const path = join(work, name);
  writeFileSync(path, `#!/bin/sh\necho "$@" >>'${path}.args'\ntee -a '${path}.log' | exec '${process.env.CUDAFIT}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
const said = (path) => (existsSync(`${path}.log`) ? readFileSync(`${path}.log`, "utf8") : "");
const starts = (path) => (existsSync(`${path}.args`) ? readFileSync(`${path}.args`, "utf8") : "");

let extension;
const context = { subscriptions: [], extensionPath: folder };
const one = wrapper("one");
const two = wrapper("two");

const tests = [
  ["the types are right", async () => void execFileSync("npm", ["run", "--silent", "check"], { cwd: folder, stdio: "pipe" })],
  [
    "it builds into one file",
    async () => {
      execFileSync("npm", ["run", "--silent", "build"], { cwd: folder, stdio: "pipe" });
      extension = require(join(folder, "dist/extension.js"));
    },
  ],
  [
    "nothing runs before a file is opened that the server reads",
    async () => {
      stage.settings = { "cudafit.path": one, "cudafit.driver": "450.80.02", "cudafit.gpus": ["A100"], "cudafit.host": "", "cudafit.select": [] };
      extension.activate(context);
      stage.open(join(work, "other/settings.yaml"), "yaml", "a: 1\n");
      stage.open(join(work, "notes.txt"), "plaintext", "FROM x\n");
      await new Promise((go) => setTimeout(go, 200));
      assert.equal(starts(one), "");
    },
  ],
  [
    "a Dockerfile starts it, once",
    async () => {
      stage.open(join(work, "host/Dockerfile"), "dockerfile", readFileSync("host/Dockerfile", "utf8"));
      stage.open(join(work, "requirements.txt"), "plaintext", readFileSync("requirements.txt", "utf8"));
      await until(() => said(one).includes('"initialized"'));
      assert.equal(starts(one), "lsp\n");
    },
  ],
  [
    "it is told of the settings that say something",
    async () => {
      const options = /"initializationOptions":(\{[^}]*\})/.exec(said(one))[1];
      assert.deepEqual(JSON.parse(options), { driver: "450.80.02", gpus: ["A100"] });
    },
  ],
  [
    "and of changes",
    async () => {
      stage.configure({ "cudafit.driver": "580" });
      await until(() => /"workspace\/didChangeConfiguration"[^]*"driver":"580"/.test(said(one)));
      assert.equal(starts(one), "lsp\n");
    },
  ],
  [
    "another path is another program",
    async () => {
      stage.configure({ "cudafit.path": two });
      await until(() => said(two).includes('"initialized"'));
      await until(() => /"shutdown"[^]*"exit"/.test(said(one)));
    },
  ],
  [
    "a path that is none is said, and a right one works again",
    async () => {
      stage.configure({ "cudafit.path": "cudafit" });
      await until(() => stage.errors.some((text) => text.includes("no absolute path")));
      await until(() => /"shutdown"[^]*"exit"/.test(said(two)));
      stage.configure({ "cudafit.path": join(work, "nothing") });
      await until(() => stage.errors.some((text) => text.includes("there is no program")));
      stage.configure({ "cudafit.path": one });
      await until(() => starts(one) === "lsp\nlsp\n");
    },
  ],
  [
    "the commands do what VS Code does for code actions",
    async () => {
      await stage.commands.get("cudafit.fixAll")();
      await stage.commands.get("cudafit.splitStage")();
      assert.deepEqual(stage.executed, [
        ["editor.action.codeAction", { kind: "source.fixAll.cudafit", apply: "first" }],
        ["editor.action.codeAction", { kind: "refactor.rewrite.cudafit", apply: "ifSingle" }],
      ]);
      stage.commands.get("cudafit.showOutput")();
      assert.ok(stage.output.includes("shown"));
      await stage.commands.get("cudafit.restart")();
      await until(() => starts(one) === "lsp\nlsp\nlsp\n");
    },
  ],
  [
    "without a path, the program in the extension is taken, then the one on PATH",
    async () => {
      mkdirSync(join(folder, "bin"), { recursive: true });
      stage.configure({ "cudafit.path": "" });
      await until(() => stage.output.some((line) => line.endsWith("/bin/cudafit lsp") && !line.includes(folder)));
      writeFileSync(join(folder, "bin/cudafit"), `#!/bin/sh\nexec '${two}' "$@"\n`);
      chmodSync(join(folder, "bin/cudafit"), 0o755);
      await stage.commands.get("cudafit.restart")();
      await until(() => starts(two) === "lsp\nlsp\n");
    },
  ],
  [
    "where it has no program, the editor's Node.js runs the WebAssembly in it",
    async () => {
      rmSync(join(folder, "bin/cudafit"));
      mkdirSync(join(folder, "bin/wasm"));
      const runs = `require("child_process").spawnSync(${JSON.stringify(two)}, process.argv.slice(2), { stdio: "inherit" });\n`;
      writeFileSync(join(folder, "bin/wasm/run.js"), `if (process.env.ELECTRON_RUN_AS_NODE !== "1") process.exit(1);\n${runs}`);
      await stage.commands.get("cudafit.restart")();
      await until(() => starts(two) === "lsp\nlsp\nlsp\n");
    },
  ],
  [
    "deactivated, it leaves no server",
    async () => {
      await until(() => said(two).split('"initialized"').length === 4);
      await extension.deactivate();
      await until(() => said(two).split('"exit"').length === 4);
    },
  ],
];

await run(tests);
process.exit(0);
