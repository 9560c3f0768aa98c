// `cudafit lsp` and the client library of VS Code over stdio: what is asked, what comes back.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { brief, edits, lsp, modern, old, range, rpc, run, Server, until } from "./server.mjs";

const text = readFileSync("Dockerfile", "utf8");
const TAG = "1:5-1:50 image-tag-not-found";
const WHEEL = "1:0-1:18 torch-wheel-not-found";
const DRIVER = "1:16-1:28 driver-too-old";
const IMAGE = range(1, 5, 50);
const VERSION = range(0, 17, 23);

const server = new Server();
let first;

async function opened(capabilities, options) {
  const made = new Server();
  await made.initialize(capabilities, options);
  return made;
}

async function refused(promise, code) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.code, code, error.message);
    return true;
  });
}

const tests = [
  ["nothing is answered before initialize", () => refused(server.pull("Dockerfile"), -32002)],
  [
    "it says what it can do, once",
    async () => {
      const { capabilities: can, serverInfo } = await server.initialize(modern(["utf-8", "utf-16"]));
      assert.equal(serverInfo.name, "cudafit");
      assert.equal(can.positionEncoding, "utf-8");
      assert.equal(can.textDocumentSync.change, lsp.TextDocumentSyncKind.Incremental);
      assert.equal(can.textDocumentSync.openClose, true);
      assert.equal(can.diagnosticProvider.interFileDependencies, true);
      assert.equal(can.codeActionProvider.resolveProvider, true);
      for (const kind of ["quickfix", "quickfix.suppress.cudafit", "source.fixAll.cudafit", "refactor.rewrite.cudafit"])
        assert.ok(can.codeActionProvider.codeActionKinds.includes(kind), kind);
      for (const one of ["hoverProvider", "completionProvider", "definitionProvider", "inlayHintProvider"]) assert.ok(can[one], one);
      assert.ok(!can.documentFormattingProvider);
    },
  ],
  [
    "pulled diagnostics, with those of other files of the build",
    async () => {
      await server.open("Dockerfile", text);
      first = await server.pull("Dockerfile");
      assert.equal(first.kind, "full");
      assert.deepEqual(brief(first.items), [TAG]);
      const related = first.relatedDocuments[server.at("requirements.txt").uri];
      assert.deepEqual(brief(related.items), [WHEEL]);
    },
  ],
  [
    "a diagnostic says what, how bad, who and why",
    async () => {
      const [found] = first.items;
      assert.equal(found.source, "cudafit");
      assert.equal(found.severity, lsp.DiagnosticSeverity.Error);
      assert.match(found.message, /nvidia\/cuda:11\.7\.0-devel-ubuntu22\.04 was deleted/);
      const place = found.relatedInformation.find(({ message }) => message.includes("CUDA_VERSION"));
      assert.deepEqual(place.location, { uri: server.at("Dockerfile").uri, range: VERSION });
      assert.equal(found.codeDescription, undefined); // The rules have no address yet.
      await server.open("idle/Dockerfile", "FROM python:3.11\nRUN export FORCE_CUDA=1\n");
      const { items } = await server.pull("idle/Dockerfile");
      assert.deepEqual(items[0].tags, [lsp.DiagnosticTag.Unnecessary]);
    },
  ],
  [
    "asked again it says that nothing changed",
    async () => assert.equal((await server.pull("Dockerfile", first.resultId)).kind, "unchanged"),
  ],
  [
    "changes come in parts, several at once, in order",
    async () => {
      await server.change("Dockerfile", 2, [
        { range: range(0, 22, 23), text: "9" },
        { range: range(0, 22, 23), text: "1" },
      ]);
      assert.deepEqual(brief((await server.pull("Dockerfile", first.resultId)).items), []);
      await server.change("Dockerfile", 3, [{ range: range(0, 0, 0), text: "# é 🚀\n" }, { range: range(1, 22, 23), text: "0" }]);
      assert.deepEqual(brief((await server.pull("Dockerfile")).items), [TAG.replaceAll("1:", "2:")]);
      await server.change("Dockerfile", 4, [{ range: range(0, 0, 0, 1), text: "" }]);
      assert.deepEqual(brief((await server.pull("Dockerfile")).items), [TAG]);
      await server.change("Dockerfile", 5, [{ text }]);
      assert.deepEqual(brief((await server.pull("Dockerfile")).items), [TAG]);
    },
  ],
  ["a file that is right has none", async () => {
    await server.open("good/Dockerfile", readFileSync("good/Dockerfile", "utf8"));
    assert.deepEqual((await server.pull("good/Dockerfile")).items, []);
  }],
  [
    "a requirements file that is open counts as it is in the editor",
    async () => {
      await server.open("requirements.txt", "torch==2.4.1\n", "pip-requirements");
      assert.deepEqual((await server.pull("requirements.txt")).items, []);
      await server.change("requirements.txt", 2, [{ text: readFileSync("requirements.txt", "utf8") }]);
      assert.deepEqual(brief((await server.pull("requirements.txt")).items), [WHEEL]);
      await server.tell("textDocument/didClose", { textDocument: server.at("requirements.txt") });
    },
  ],
  [
    "code actions: the safe fix is preferred",
    async () => {
      const actions = await server.actions("Dockerfile", IMAGE, { diagnostics: first.items });
      const fixes = actions.filter(({ kind }) => kind === "quickfix");
      const preferred = fixes.filter(({ isPreferred }) => isPreferred);
      assert.equal(preferred.length, 1, JSON.stringify(actions));
      assert.match(preferred[0].title, /Use nvidia\/cuda:11\.7\.1-devel-ubuntu22\.04/);
      assert.equal(preferred[0].diagnostics[0].code, "image-tag-not-found");
      const edit = await server.edit(preferred[0]);
      assert.deepEqual(edits(edit), { [server.at("Dockerfile").uri]: [{ range: VERSION, newText: "11.7.1" }] });
    },
  ],
  [
    "ignoring writes a comment",
    async () => {
      const actions = await server.actions("Dockerfile", IMAGE, { diagnostics: first.items });
      const ignoring = actions.filter(({ kind }) => kind === "quickfix.suppress.cudafit");
      assert.ok(ignoring.length >= 1, JSON.stringify(actions));
      const edit = await server.edit(ignoring[0]);
      const [change] = edits(edit)[server.at("Dockerfile").uri];
      assert.match(change.newText, /^# cudafit: ignore=image-tag-not-found/);
      assert.ok(ignoring.every(({ isPreferred }) => !isPreferred));
    },
  ],
  [
    "fix all: safe ones only, by its own kind and by the kinds above",
    async () => {
      for (const kind of ["source.fixAll.cudafit", "source.fixAll", "source"]) {
        const actions = await server.actions("Dockerfile", range(0, 0, 0), { diagnostics: [], only: [kind] });
        assert.deepEqual(actions.map((each) => each.kind), ["source.fixAll.cudafit"], kind);
        const edit = await server.edit(actions[0]);
        assert.deepEqual(edits(edit), { [server.at("Dockerfile").uri]: [{ range: range(0, 0, 0, 1), newText: "ARG CUDA_VERSION=11.7.1\n" }] });
      }
      const other = { diagnostics: [], only: ["source.organizeImports"] };
      assert.deepEqual((await server.actions("Dockerfile", IMAGE, other)) ?? [], []);
      const silent = { diagnostics: [], only: ["source.fixAll"] };
      assert.deepEqual((await server.actions("good/Dockerfile", range(0, 0, 0), silent)) ?? [], []);
    },
  ],
  [
    "fix all is not in the menu of the cursor",
    async () => {
      const actions = await server.actions("Dockerfile", IMAGE, { diagnostics: first.items, only: ["quickfix"] });
      assert.ok(actions.every(({ kind }) => kind.startsWith("quickfix")), JSON.stringify(actions));
    },
  ],
  [
    "one stage becomes two",
    async () => {
      await server.open("split/Dockerfile", readFileSync("split/Dockerfile", "utf8"));
      const actions = await server.actions("split/Dockerfile", range(0, 6, 6), { diagnostics: [], only: ["refactor"] });
      assert.deepEqual(actions.map(({ kind }) => kind), ["refactor.rewrite.cudafit"]);
      assert.equal(actions[0].edit, undefined); // It takes long: only the one that is chosen is worked out.
      const edit = await server.edit(actions[0]);
      const written = edits(edit)[server.at("split/Dockerfile").uri].map(({ newText }) => newText).join("");
      assert.match(written, /FROM nvidia\/cuda:12\.4\.1-(runtime|base)-ubuntu22\.04/);
      assert.match(written, /COPY --from=/);
    },
  ],
  [
    "hover tells of the image, and nothing where there is nothing",
    async () => {
      const over = (name, line, character) =>
        server.ask("textDocument/hover", { textDocument: server.at(name), position: { line, character } });
      const { contents } = await over("Dockerfile", 1, 10);
      assert.equal(contents.kind, "markdown");
      assert.match(contents.value, /11\.7\.0/);
      assert.equal(await over("Dockerfile", 3, 2), null);
      assert.equal(await over("Dockerfile", 4000, 2), null);
    },
  ],
  [
    "completion of tags",
    async () => {
      await server.open("new/Dockerfile", "FROM nvidia/cuda:12.4.\n");
      const answer = await server.ask("textDocument/completion", {
        textDocument: server.at("new/Dockerfile"),
        position: { line: 0, character: 22 },
      });
      const items = Array.isArray(answer) ? answer : answer.items;
      const fitting = items.filter(({ label, filterText }) => (filterText ?? label).startsWith("12.4."));
      assert.deepEqual(fitting.map(({ label }) => label), ["12.4.1-", "12.4.0-"]);
      assert.deepEqual(fitting[0].textEdit, { range: range(0, 17, 22), newText: "12.4.1-" });
    },
  ],
  [
    "definitions of arguments, stages and files",
    async () => {
      const where = async (line, character) => {
        const answer = await server.ask("textDocument/definition", { textDocument: server.at("Dockerfile"), position: { line, character } });
        const place = Array.isArray(answer) ? answer[0] : answer;
        return `${place.uri ?? place.targetUri}:${(place.range ?? place.targetRange).start.line}`;
      };
      assert.equal(await where(1, 22), `${server.at("Dockerfile").uri}:0`);
      assert.equal(await where(6, 13), `${server.at("Dockerfile").uri}:1`);
      assert.equal(await where(4, 25), `${server.at("requirements.txt").uri}:0`);
    },
  ],
  [
    "inlay hints: what a FROM comes to",
    async () => {
      const hints = await server.ask("textDocument/inlayHint", { textDocument: server.at("Dockerfile"), range: range(0, 0, 0, 7) });
      const labels = hints.map(({ label, position }) => `${position.line} ${typeof label === "string" ? label : label.map(({ value }) => value).join("")}`);
      assert.ok(labels.some((each) => each.startsWith("1 ") && each.includes("11.7.0")), labels.join("; "));
      const none = await server.ask("textDocument/inlayHint", { textDocument: server.at("Dockerfile"), range: range(2, 0, 0, 3) });
      assert.deepEqual(none ?? [], []);
    },
  ],
  [
    "a cancelled request is answered, and the server lives on",
    async () => {
      const asked = [];
      for (let turn = 0; turn < 20; ++turn) {
        const source = new rpc.CancellationTokenSource();
        const params = { textDocument: server.at("Dockerfile"), position: { line: 1, character: 10 } };
        asked.push(server.ask("textDocument/hover", params, source.token));
        source.cancel();
      }
      for (const { status, reason } of await Promise.allSettled(asked))
        if (status === "rejected") assert.equal(reason.code, lsp.LSPErrorCodes.RequestCancelled);
      assert.deepEqual(brief((await server.pull("Dockerfile")).items), [TAG]);
    },
  ],
  [
    "what it does not know is refused or passed over",
    async () => {
      await refused(server.ask("textDocument/selectionRange", {}), -32601);
      await server.tell("$/whatever", {});
      await server.tell("textDocument/whatever", {});
      assert.equal(await server.ask("textDocument/hover", { nothing: true }), null);
      assert.deepEqual(brief((await server.pull("Dockerfile")).items), [TAG]);
    },
  ],
  [
    "files are watched: a change on the disk counts",
    async () => {
      const options = server.registered.get("workspace/didChangeWatchedFiles");
      assert.ok(options?.watchers.length > 0);
      const before = readFileSync("requirements.txt", "utf8");
      writeFileSync("requirements.txt", "torch==2.4.1\n");
      const changed = { changes: [{ uri: server.at("requirements.txt").uri, type: lsp.FileChangeType.Changed }] };
      const refreshed = server.refreshed;
      await server.tell("workspace/didChangeWatchedFiles", changed);
      const answer = await server.pull("Dockerfile");
      assert.deepEqual(brief(answer.relatedDocuments?.[server.at("requirements.txt").uri]?.items ?? []), []);
      await until(() => server.refreshed > refreshed);
      writeFileSync("requirements.txt", before);
      await server.tell("workspace/didChangeWatchedFiles", changed);
      const again = await server.pull("Dockerfile");
      assert.deepEqual(brief(again.relatedDocuments[server.at("requirements.txt").uri].items), [WHEEL]);
    },
  ],
  [
    "settings are asked for, and asked again when they change",
    async () => {
      assert.ok(server.asked > 0);
      await server.open("host/Dockerfile", readFileSync("host/Dockerfile", "utf8"));
      assert.deepEqual((await server.pull("host/Dockerfile")).items, []);
      for (const [settings, wanted] of [[{ driver: "450.80.02" }, [DRIVER]], [{ driver: "450", ignore: ["driver-too-old"] }, []], [{ driver: "450" }, [DRIVER]], [{}, []]]) {
        server.settings = settings;
        await server.tell("workspace/didChangeConfiguration", { settings: null });
        await until(async () => JSON.stringify(brief((await server.pull("host/Dockerfile")).items)) === JSON.stringify(wanted));
      }
    },
  ],
  [
    "the whole workspace at once, with what is not open",
    async () => {
      const asked = async (previousResultIds) => {
        const { items } = await server.ask("workspace/diagnostic", { previousResultIds });
        return new Map(items.map((each) => [each.uri, each]));
      };
      const all = await asked([]);
      assert.deepEqual(brief(all.get(server.at("Dockerfile").uri).items), [TAG]);
      const pins = all.get(server.at("requirements.txt").uri);
      assert.deepEqual(brief(pins.items), [WHEEL]);
      assert.ok(!all.has(server.at("other/settings.yaml").uri));
      const again = (await asked([{ uri: pins.uri, value: pins.resultId }])).get(pins.uri);
      assert.ok(again === undefined || again.kind === "unchanged", JSON.stringify(again));
    },
  ],
  ["one that pulls is never pushed to", async () => assert.deepEqual([...server.published.keys()], [])],
  [
    "it ends when it is told to, with 0",
    async () => {
      await server.ask("shutdown");
      await refused(server.pull("Dockerfile"), -32600);
      await server.tell("exit");
      assert.equal(await server.ended, 0);
    },
  ],
  [
    "columns are counted in what was agreed on",
    async () => {
      const line = "RUN echo é🚀 && pip install torch==2.0.1+cu121 --index-url https://download.pytorch.org/whl/cu121";
      const before = line.slice(0, line.indexOf("torch=="));
      const lengths = { "utf-8": Buffer.byteLength(before), "utf-16": before.length, "utf-32": [...before].length };
      for (const [encoding, wanted] of Object.entries(lengths)) {
        const each = await opened(modern([encoding]));
        assert.equal(each.result.capabilities.positionEncoding ?? "utf-16", encoding);
        await each.open("odd/Dockerfile", `FROM python:3.11\n${line}\n`);
        const { items } = await each.pull("odd/Dockerfile");
        assert.deepEqual(brief(items), [`1:${wanted}-1:${wanted + 18} torch-wheel-not-found`], encoding);
        await each.stop();
      }
    },
  ],
  [
    "an old editor is pushed to, also for other files, and gets whole actions",
    async () => {
      const each = await opened(old());
      assert.equal(each.result.capabilities.diagnosticProvider, undefined);
      await each.open("Dockerfile", text);
      const found = (name) => brief(each.published.get(each.at(name).uri) ?? []).join();
      await until(() => found("Dockerfile") === TAG && found("requirements.txt") === WHEEL);
      const actions = await each.actions("Dockerfile", IMAGE, { diagnostics: each.published.get(each.at("Dockerfile").uri) });
      const fix = actions.find(({ title }) => title.includes("11.7.1"));
      assert.deepEqual(edits(fix.edit), { [each.at("Dockerfile").uri]: [{ range: VERSION, newText: "11.7.1" }] });
      const { contents } = await each.ask("textDocument/hover", { textDocument: each.at("Dockerfile"), position: { line: 1, character: 10 } });
      assert.equal(contents.kind ?? "plaintext", "plaintext");
      await each.change("Dockerfile", 2, [{ range: VERSION, text: "11.7.1" }]);
      await until(() => found("Dockerfile") === "");
      assert.equal(each.registered.size, 0);
      assert.equal(await each.stop(), 0);
    },
  ],
  [
    "settings from initializationOptions and from the notification, for those who cannot be asked",
    async () => {
      const each = await opened(old(), { driver: "450.80.02" });
      await each.open("host/Dockerfile", readFileSync("host/Dockerfile", "utf8"));
      const found = () => brief(each.published.get(each.at("host/Dockerfile").uri) ?? []).join();
      await until(() => found() === DRIVER);
      await each.tell("workspace/didChangeConfiguration", { settings: { cudafit: { driver: "580" } } });
      await until(() => found() === "");
      await each.stop();
    },
  ],
  [
    "it ends with 1 when it is not shut down first, and at the end of its input",
    async () => {
      const each = await opened(modern());
      await each.tell("exit");
      assert.equal(await each.ended, 1);
      const other = await opened(modern());
      other.process.stdin.end();
      await other.ended;
    },
  ],
];

await run(tests);
process.exit(0);
