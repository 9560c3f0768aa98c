// As much of the module `vscode` as the extension and the client library touch when a server starts, is told of settings and
// ends. What is not here is an empty class, so that they can derive from it.

const { pathToFileURL, fileURLToPath } = require("node:url");

class EventEmitter {
  listeners = new Set();
  event = (listener, self, disposables) => {
    const bound = self === undefined ? listener : listener.bind(self);
    this.listeners.add(bound);
    const disposable = new Disposable(() => this.listeners.delete(bound));
    disposables?.push(disposable);
    return disposable;
  };
  fire = (value) => [...this.listeners].forEach((listener) => listener(value));
  dispose = () => this.listeners.clear();
}

class Disposable {
  static from = (...all) => new Disposable(() => all.forEach((each) => each.dispose()));
  constructor(act) {
    this.dispose = act ?? (() => {});
  }
}

class Uri {
  static file = (path) => new Uri(pathToFileURL(path).href);
  static parse = (text) => new Uri(text);
  constructor(text) {
    this.text = text;
    this.scheme = text.slice(0, text.indexOf(":"));
    this.fsPath = this.scheme === "file" ? fileURLToPath(text) : text;
    this.path = this.fsPath;
  }
  with = () => this;
  toString = () => this.text;
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(...at) {
    const [start, end] = at.length === 4 ? [new Position(at[0], at[1]), new Position(at[2], at[3])] : at;
    Object.assign(this, { start, end });
  }
}

class CodeActionKind {
  static Empty = new CodeActionKind("");
  constructor(value) {
    this.value = value;
  }
  append = (part) => new CodeActionKind(this.value === "" ? part : `${this.value}.${part}`);
}

class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() };
  cancel = () => {};
  dispose = () => {};
}

/** A document that is open, as the test has it. */
class TextDocument {
  constructor(path, languageId, text) {
    Object.assign(this, { uri: Uri.file(path), fileName: path, languageId, version: 1, isClosed: false, isDirty: false });
    this.text = text;
    this.lineCount = text.split("\n").length;
  }
  getText = () => this.text;
}

/** What the test sets and looks at. */
const stage = {
  settings: {},
  documents: [],
  commands: new Map(),
  executed: [],
  errors: [],
  output: [],
  diagnostics: new Map(),
  opened: new EventEmitter(),
  configured: new EventEmitter(),
  open(path, languageId, text) {
    const document = new TextDocument(path, languageId, text);
    stage.documents.push(document);
    stage.opened.fire(document);
    return document;
  },
  /** Changes settings, as a person does in the settings of VS Code. */
  configure(changed) {
    for (const [name, value] of Object.entries(changed)) stage.settings[name] = value;
    stage.configured.fire({ affectsConfiguration: (asked) => Object.keys(changed).some((name) => `${name}.`.startsWith(`${asked}.`)) });
  },
};

const never = () => new EventEmitter().event;
const log = (level) => (message) => stage.output.push(`${level}: ${message}`);
const channel = {
  name: "cudafit",
  logLevel: 3,
  onDidChangeLogLevel: never(),
  show: () => stage.output.push("shown"),
  ...Object.fromEntries(["trace", "debug", "info", "warn", "error", "append", "appendLine"].map((level) => [level, log(level)])),
  dispose: () => {},
};

/** `cudafit.driver` is in the section cudafit, and in the nameless one under `cudafit`. */
function getConfiguration(section) {
  const under = (prefix) => {
    const out = {};
    for (const [name, value] of Object.entries(stage.settings)) {
      if (!name.startsWith(prefix)) continue;
      const keys = name.slice(prefix.length).split(".");
      const last = keys.pop();
      keys.reduce((at, key) => (at[key] ??= {}), out)[last] = value;
    }
    return out;
  };
  const all = under(section ? `${section}.` : "");
  return {
    get: (key, fallback) => key.split(".").reduce((at, each) => at?.[each], all) ?? fallback,
    has: (key) => key in all,
    inspect: () => undefined,
  };
}

/** Languages, and patterns of `**`, `*` and `{a,b}`. */
function matches(filter, { uri, languageId }) {
  if (filter.scheme !== undefined && filter.scheme !== uri.scheme) return 0;
  if (filter.language !== undefined && filter.language !== languageId) return 0;
  if (filter.pattern === undefined) return 10;
  const written = filter.pattern.replace(/\*\*\/|[*{},.]/g, (sign) => ({ "**/": "(?:.*/)?", "*": "[^/]*", "{": "(?:", "}": ")", ",": "|", ".": "\\." })[sign]);
  return new RegExp(`^${written}$`).test(uri.fsPath.slice(1)) ? 10 : 0;
}

const registers = { get: (target, name) => target[name] ?? (() => new Disposable()) };

const vscode = {
  stage,
  EventEmitter,
  Disposable,
  Uri,
  Position,
  Range,
  CodeActionKind,
  CancellationTokenSource,
  version: "1.91.0",
  env: { appName: "stub", language: "en", openExternal: async () => true },
  LogLevel: { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  DiagnosticTag: { Unnecessary: 1, Deprecated: 2 },
  l10n: { t: (text) => text },
  extensions: { getExtension: () => undefined, onDidChange: never() },
  commands: {
    registerCommand(name, act) {
      stage.commands.set(name, act);
      return new Disposable(() => stage.commands.delete(name));
    },
    executeCommand: async (...args) => void stage.executed.push(args),
  },
  languages: new Proxy(
    {
      match: (selector, document) => Math.max(...selector.map((filter) => matches(filter, document))),
      createDiagnosticCollection: () => ({
        set: (uri, list) => stage.diagnostics.set(uri.toString(), list),
        has: (uri) => stage.diagnostics.has(uri.toString()),
        delete: (uri) => stage.diagnostics.delete(uri.toString()),
        clear: () => stage.diagnostics.clear(),
        dispose: () => {},
      }),
    },
    registers,
  ),
  window: new Proxy(
    {
      createOutputChannel: () => channel,
      showErrorMessage: async (text) => void stage.errors.push(text),
      showWarningMessage: async () => undefined,
      showInformationMessage: async () => undefined,
      activeTextEditor: undefined,
      visibleTextEditors: [],
      tabGroups: { all: [], activeTabGroup: { tabs: [] }, onDidChangeTabs: never(), onDidChangeTabGroups: never(), close: () => {} },
      onDidChangeActiveTextEditor: never(),
      onDidChangeVisibleTextEditors: never(),
    },
    registers,
  ),
  workspace: new Proxy(
    {
      workspaceFolders: [{ uri: Uri.file(process.cwd()), name: "test", index: 0 }],
      rootPath: process.cwd(),
      getConfiguration,
      get textDocuments() {
        return stage.documents;
      },
      get notebookDocuments() {
        return [];
      },
      getWorkspaceFolder: () => undefined,
      onDidOpenTextDocument: stage.opened.event,
      onDidChangeConfiguration: stage.configured.event,
      createFileSystemWatcher: () => ({ onDidCreate: never(), onDidChange: never(), onDidDelete: never(), dispose: () => {} }),
      applyEdit: async () => true,
    },
    registers,
  ),
};

module.exports = new Proxy(vscode, {
  get: (target, name) => (name in target ? target[name] : typeof name === "symbol" ? undefined : (target[name] = class {})),
  has: () => true,
});
