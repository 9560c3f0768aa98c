// Starts `cudafit lsp` when the first document is opened that it reads, and tells it of the settings.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";

import { documents } from "./files";
import { program } from "./program";
import { told } from "./settings";

const section = "cudafit";

let client: LanguageClient | undefined;
let output: vscode.LogOutputChannel;
/** Starts and stops wait for each other. */
let last: Promise<void> = Promise.resolve();

function inTurn(act: () => Promise<void>): Promise<void> {
  last = last.then(act, act);
  return last;
}

function settings(scope?: vscode.Uri): Record<string, unknown> {
  const all = vscode.workspace.getConfiguration(undefined, scope ?? null);
  return told(all.get<Record<string, unknown>>(section));
}

async function complain(what: string): Promise<void> {
  output.error(what);
  const open = "Open Settings";
  const chosen = await vscode.window.showErrorMessage(`cudafit: ${what}`, open, "Show Output");
  if (chosen === open) await vscode.commands.executeCommand("workbench.action.openSettings", `${section}.path`);
  else if (chosen !== undefined) output.show();
}

const options = (): LanguageClientOptions => ({
  documentSelector: documents,
  outputChannel: output,
  initializationOptions: settings,
  synchronize: { configurationSection: section },
  middleware: {
    workspace: {
      configuration: async (params, token, next) => {
        const answers = await next(params, token);
        if (!Array.isArray(answers)) return answers;
        return params.items.map((item, at) => (item.section === section ? told(answers[at]) : answers[at]));
      },
      didChangeConfiguration: async () => {
        await client?.sendNotification("workspace/didChangeConfiguration", { settings: { [section]: settings() } });
      },
    },
  },
});

async function start(context: vscode.ExtensionContext): Promise<void> {
  if (client !== undefined) return;
  const set = vscode.workspace.getConfiguration(section).get<string>("path", "");
  const found = program(set, context.extensionPath, process.env["PATH"] ?? "");
  if ("missing" in found) {
    void complain(found.missing);
    return;
  }
  const what = "script" in found ? found.script : found.path;
  output.info(`running ${what} lsp`);
  const server =
    "script" in found
      ? { command: process.execPath, args: [what, "lsp"], options: { env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" } } }
      : { command: what, args: ["lsp"] };
  const starting = new LanguageClient(section, "cudafit", server, options());
  client = starting;
  try {
    await starting.start();
  } catch (error) {
    if (client === starting) client = undefined;
    void complain(`${what} lsp does not start: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function stop(): Promise<void> {
  const stopping = client;
  client = undefined;
  try {
    await stopping?.dispose();
  } catch (error) {
    output.warn(`the server did not end as asked: ${String(error)}`);
  }
}

/** Runs what VS Code runs for a code action of this kind at the cursor; it says itself when there is none. */
async function act(kind: string, apply: "first" | "ifSingle"): Promise<void> {
  await vscode.commands.executeCommand("editor.action.codeAction", { kind, apply });
}

export function activate(context: vscode.ExtensionContext): void {
  output = vscode.window.createOutputChannel("cudafit", { log: true });
  let wanted = false;
  const restart = (): Promise<void> =>
    inTurn(async () => {
      wanted = true;
      await stop();
      await start(context);
    });
  const opened = (document: vscode.TextDocument): void => {
    if (wanted || vscode.languages.match(documents, document) === 0) return;
    wanted = true;
    void inTurn(() => start(context));
  };
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("cudafit.restart", restart),
    vscode.commands.registerCommand("cudafit.fixAll", () => act("source.fixAll.cudafit", "first")),
    vscode.commands.registerCommand("cudafit.splitStage", () => act("refactor.rewrite.cudafit", "ifSingle")),
    vscode.commands.registerCommand("cudafit.showOutput", () => output.show()),
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (wanted && change.affectsConfiguration(`${section}.path`)) void restart();
    }),
  );
  vscode.workspace.textDocuments.forEach(opened);
}

export function deactivate(): Promise<void> {
  return inTurn(stop);
}
