// In VS Code itself, with the extension installed from its package: what a person sees and does.

const assert = require("node:assert/strict");
const { appendFileSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const vscode = require("vscode");

const folder = vscode.workspace.workspaceFolders[0].uri.fsPath;
const print = (line) => appendFileSync(join(folder, "result"), `${line}\n`);
const at = (name) => vscode.Uri.file(join(folder, name));
const disk = (name) => readFileSync(join(folder, name), "utf8");
const run = vscode.commands.executeCommand;

const BAD = "ARG CUDA_VERSION=11.7.0";
const GOOD = "ARG CUDA_VERSION=11.7.1";
const TAG = "1:5-1:50 Error image-tag-not-found cudafit";
const WHEEL = "1:0-1:18 Error torch-wheel-not-found cudafit";
const DRIVER = "1:16-1:28 Warning driver-too-old cudafit";

async function until(condition, what) {
  for (let turn = 0; turn < 1000; ++turn) {
    if (await condition()) return;
    await new Promise((go) => setTimeout(go, 10));
  }
  assert.fail(`it did not happen within 10 s: ${await what()}`);
}

function found(name) {
  const brief = ({ range: { start, end }, severity, code, source }) =>
    `${start.line}:${start.character}-${end.line}:${end.character} ${vscode.DiagnosticSeverity[severity]} ${code?.value ?? code} ${source}`;
  return vscode.languages.getDiagnostics(at(name)).map(brief).sort().join();
}

const finds = (name, wanted) => until(() => found(name) === wanted, () => `${name}: ${found(name)}`);

async function open(name, line = 0, character = 0) {
  const document = await vscode.workspace.openTextDocument(at(name));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, character, line, character) });
  return { document };
}

async function write(document, line, text) {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, document.lineAt(line).range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const set = (section, name, value) =>
  vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Global);
const extension = vscode.extensions.getExtension("cudafit.cudafit");

const tests = {
  "it is installed, and sleeps": async () => {
    assert.ok(extension, "it is not there");
    assert.ok(!extension.extensionPath.startsWith(folder));
  },
  "a Dockerfile wakes it, and what is wrong is shown": async () => {
    await open("Dockerfile");
    await finds("Dockerfile", TAG);
    assert.ok(extension.isActive);
  },
  "a path that the workspace sets does not count": async () => {
    assert.match(disk(".vscode/settings.json"), /cudafit\.path/);
    assert.equal(vscode.workspace.getConfiguration("cudafit").get("path"), "");
  },
  "the reasons are there": async () => {
    const [only] = vscode.languages.getDiagnostics(at("Dockerfile"));
    assert.ok(only.relatedInformation.some(({ message }) => message.includes("CUDA_VERSION")));
  },
  "what is wrong in requirements is shown in their file": async () => {
    await open("requirements.txt");
    await finds("requirements.txt", WHEEL);
  },
  "the light bulb fixes": async () => {
    const { document } = await open("Dockerfile");
    const actions = await run("vscode.executeCodeActionProvider", document.uri, new vscode.Range(1, 8, 1, 8));
    const fix = actions.find(({ isPreferred }) => isPreferred);
    assert.match(fix?.title ?? JSON.stringify(actions), /11\.7\.1/);
    assert.ok(actions.some(({ kind }) => kind?.value.startsWith("quickfix.suppress")), JSON.stringify(actions));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.lineAt(0).text, GOOD);
    await finds("Dockerfile", "");
    await write(document, 0, BAD);
    await finds("Dockerfile", TAG);
  },
  "the command fixes all": async () => {
    const { document } = await open("Dockerfile");
    await run("cudafit.fixAll");
    await until(() => document.lineAt(0).text === GOOD, () => document.getText());
    await write(document, 0, BAD);
    await finds("Dockerfile", TAG);
    await document.save();
    assert.ok(disk("Dockerfile").startsWith(BAD));
  },
  "saving fixes, when it is asked to": async () => {
    const { document } = await open("Dockerfile");
    await set("editor", "codeActionsOnSave", { "source.fixAll.cudafit": "explicit" });
    await write(document, 1, document.lineAt(1).text);
    await vscode.window.activeTextEditor.edit((builder) => builder.insert(new vscode.Position(7, 0), "# saved\n"));
    await run("workbench.action.files.save");
    await until(() => disk("Dockerfile").startsWith(GOOD), () => disk("Dockerfile"));
    assert.ok(disk("Dockerfile").endsWith("# saved\n"));
    await set("editor", "codeActionsOnSave", undefined);
    assert.ok(disk("requirements.txt").includes("cu121"), "a suggested fix was made");
  },
  "the command splits a stage": async () => {
    const { document } = await open("split/Dockerfile", 0, 8);
    await run("cudafit.splitStage");
    await until(() => document.getText().match(/^FROM /gm).length === 2, () => document.getText());
    await run("workbench.action.files.revert");
  },
  "hover, completion, definition, inlay hints": async () => {
    const { document } = await open("Dockerfile");
    const [hover] = await run("vscode.executeHoverProvider", document.uri, new vscode.Position(1, 10));
    assert.match(hover?.contents.map(({ value }) => value).join("") ?? "no hover", /11\.7/);
    const [place] = await run("vscode.executeDefinitionProvider", document.uri, new vscode.Position(1, 22));
    assert.equal((place?.targetRange ?? place?.range)?.start.line, 0);
    const hints = await run("vscode.executeInlayHintProvider", document.uri, new vscode.Range(0, 0, 8, 0));
    assert.ok(hints.length > 0, "no hints");
    const fresh = await open("new.Dockerfile");
    const { items } = await run("vscode.executeCompletionItemProvider", fresh.document.uri, new vscode.Position(0, 22));
    assert.ok(items.some(({ label }) => (label.label ?? label).includes("12.4.1")), items.slice(0, 5).map(({ label }) => label).join());
  },
  "settings count at once": async () => {
    await open("host/Dockerfile");
    await finds("host/Dockerfile", "");
    await set("cudafit", "driver", "450.80.02");
    await finds("host/Dockerfile", DRIVER);
    await set("cudafit", "driver", undefined);
    await finds("host/Dockerfile", "");
  },
  "a restarted server finds the same": async () => {
    const { document } = await open("Dockerfile");
    await run("cudafit.restart");
    await write(document, 0, BAD);
    await finds("Dockerfile", TAG);
    await run("workbench.action.files.revert");
    await finds("Dockerfile", "");
  },
};

exports.run = async () => {
  print(`# VS Code ${vscode.version}`);
  for (const [what, test] of Object.entries(tests)) {
    const began = Date.now();
    try {
      await test();
      print(`ok ${what} (${Date.now() - began} ms)`);
    } catch (error) {
      print(`not ok ${what}: ${error.stack ?? error}`);
    }
  }
  print("done");
};
