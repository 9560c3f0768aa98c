// Which documents the server is told of. A build reads more files than these; the server reads those from the disk.

import type { DocumentSelector } from "vscode-languageclient/node";

/** Names that VS Code gives no language of their own, or one that other files have as well. */
const names = [
  "**/{Dockerfile,dockerfile,Containerfile,containerfile}*",
  "**/*.{Dockerfile,dockerfile,Containerfile,containerfile}",
  "**/{compose,docker-compose}*.{yaml,yml}",
  "**/docker-bake*.{hcl,json}",
  "**/{devcontainer,.devcontainer}.json",
  "**/*requirements*.{txt,in}",
  "**/*constraints*.{txt,in}",
  "**/requirements/*.{txt,in}",
  "**/{environment,conda}*.{yaml,yml}",
  "**/{pyproject,.cudafit}.toml",
];

const languages = ["dockerfile", "dockercompose", "dockerbake", "pip-requirements"];

export const documents = [
  ...languages.map((language) => ({ scheme: "file", language })),
  ...names.map((pattern) => ({ scheme: "file", pattern })),
  ...languages.map((language) => ({ scheme: "untitled", language })),
] satisfies DocumentSelector;
