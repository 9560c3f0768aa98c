// `cudafit lsp` led by the client library of VS Code, and what the parts in node count with.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.argv[2], "package.json"));
export const rpc = require("vscode-jsonrpc/node");
export const lsp = require("vscode-languageserver-protocol/node");

export const uri = (path) => pathToFileURL(path).href;

/** Runs the tests in order; each is [what, function]. A failed one does not stop the others. */
export async function run(tests) {
  for (const [what, test] of tests) {
    let timer;
    const late = new Promise((_, fail) => (timer = setTimeout(() => fail(new Error("no answer within 15 s")), 15000)));
    try {
      await Promise.race([test(), late]);
      console.log(`ok ${what}`);
    } catch (error) {
      console.log(`not ok ${what}: ${error.stack ?? error}`);
    } finally {
      clearTimeout(timer);
    }
  }
  console.log("done");
}

/** Asks until the answer is as wanted, for five seconds. */
export async function until(condition) {
  for (let turn = 0; turn < 500; ++turn) {
    if (await condition()) return;
    await new Promise((go) => setTimeout(go, 10));
  }
  assert.ok(await condition(), "it did not happen within 5 s");
}

/** What VS Code says of itself, as far as the server looks at it. */
export function modern(encodings = ["utf-16"]) {
  return {
    general: { positionEncodings: encodings },
    textDocument: {
      synchronization: { didSave: true },
      publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] }, codeDescriptionSupport: true },
      diagnostic: { dynamicRegistration: false, relatedDocumentSupport: true },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix", "refactor", "refactor.rewrite", "source", "source.fixAll"] } },
        isPreferredSupport: true,
        disabledSupport: true,
        dataSupport: true,
        resolveSupport: { properties: ["edit"] },
      },
      hover: { contentFormat: ["markdown", "plaintext"] },
      completion: { completionItem: { documentationFormat: ["markdown", "plaintext"] } },
      definition: { linkSupport: false },
      inlayHint: { dynamicRegistration: false },
    },
    workspace: {
      workspaceEdit: { documentChanges: true },
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: true },
      didChangeWatchedFiles: { dynamicRegistration: true },
      diagnostics: { refreshSupport: true },
      inlayHint: { refreshSupport: true },
      workspaceFolders: true,
    },
  };
}

/** An editor of before 3.17: no pull, nothing resolved, nothing registered. */
export const old = () => ({
  textDocument: {
    publishDiagnostics: { relatedInformation: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } } },
    hover: { contentFormat: ["plaintext"] },
  },
});

export class Server {
  published = new Map();
  registered = new Map();
  refreshed = 0;
  asked = 0;
  settings = null;

  constructor(folder = process.cwd()) {
    this.folder = folder;
    this.process = spawn(process.env.CUDAFIT, ["lsp"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    this.ended = new Promise((go) => this.process.on("exit", (status) => go(status)));
    this.connection = rpc.createMessageConnection(
      new rpc.StreamMessageReader(this.process.stdout),
      new rpc.StreamMessageWriter(this.process.stdin),
    );
    const on = this.connection;
    on.onNotification("textDocument/publishDiagnostics", (params) => this.published.set(params.uri, params.diagnostics));
    on.onNotification("window/logMessage", () => {});
    on.onNotification("$/progress", () => {});
    on.onRequest("client/registerCapability", ({ registrations }) => {
      for (const each of registrations) this.registered.set(each.method, each.registerOptions);
      return null;
    });
    on.onRequest("window/workDoneProgress/create", () => null);
    on.onRequest("workspace/inlayHint/refresh", () => null);
    on.onRequest("workspace/diagnostic/refresh", () => {
      ++this.refreshed;
      return null;
    });
    on.onRequest("workspace/configuration", ({ items }) => {
      ++this.asked;
      return items.map((item) => (item.section === "cudafit" ? this.settings : null));
    });
    on.listen();
  }

  // An argument that is undefined would be sent as a second parameter.
  ask = (method, ...given) => this.connection.sendRequest(method, ...given);
  tell = (method, ...given) => this.connection.sendNotification(method, ...given);

  async initialize(capabilities, initializationOptions) {
    const root = uri(this.folder);
    this.result = await this.ask("initialize", {
      processId: process.pid,
      rootUri: root,
      workspaceFolders: [{ uri: root, name: "test" }],
      capabilities,
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
    });
    await this.tell("initialized", {});
    return this.result;
  }

  at(name) {
    return { uri: uri(join(this.folder, name)) };
  }

  open(name, text, languageId = "dockerfile") {
    return this.tell("textDocument/didOpen", { textDocument: { ...this.at(name), languageId, version: 1, text } });
  }

  change(name, version, contentChanges) {
    return this.tell("textDocument/didChange", { textDocument: { ...this.at(name), version }, contentChanges });
  }

  pull(name, previousResultId) {
    const params = { textDocument: this.at(name) };
    return this.ask("textDocument/diagnostic", previousResultId === undefined ? params : { ...params, previousResultId });
  }

  actions(name, range, context = { diagnostics: [] }) {
    return this.ask("textDocument/codeAction", { textDocument: this.at(name), range, context });
  }

  /** What an action does, asked for where it was left out. */
  edit = async (action) => action.edit ?? (await this.ask("codeAction/resolve", action)).edit;

  async stop() {
    await this.ask("shutdown");
    await this.tell("exit");
    return this.ended;
  }
}

export const range = (line, from, to, last = line) => ({
  start: { line, character: from },
  end: { line: last, character: to },
});

/** `1:5-1:50 rule`, in the order of places. */
export const brief = (diagnostics) =>
  diagnostics
    .map(({ range: { start, end }, code }) => `${start.line}:${start.character}-${end.line}:${end.character} ${code}`)
    .sort();

/** The edits of a WorkspaceEdit by file, in either of its forms. */
export function edits(edit) {
  const out = {};
  for (const [file, list] of Object.entries(edit.changes ?? {})) out[file] = list;
  for (const { textDocument, edits: list } of edit.documentChanges ?? []) out[textDocument.uri] = list;
  return out;
}
