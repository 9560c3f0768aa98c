// Which cudafit is run.

import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `script`: to be run by the editor's own Node.js. */
export type Program = { path: string } | { script: string } | { missing: string };

/**
 * `set` is the setting, `extension` the folder of the extension, `path` the variable PATH. A relative setting would mean
 * another program in every workspace, so it is refused.
 */
export function program(set: string, extension: string, path: string): Program {
  if (set !== "") {
    if (!isAbsolute(set)) return { missing: `cudafit.path is "${set}", which is no absolute path` };
    return runs(set) ? { path: set } : { missing: `cudafit.path is "${set}", and there is no program` };
  }
  const name = process.platform === "win32" ? "cudafit.exe" : "cudafit";
  const own = join(extension, "bin", name);
  if (runs(own)) return { path: own };
  const script = join(extension, "bin", "wasm", "run.js");
  if (existsSync(script)) return { script };
  const found = path.split(delimiter).filter(isAbsolute).map((folder) => join(folder, name)).find(runs);
  if (found !== undefined) return { path: found };
  return { missing: "there is no cudafit in this extension for your machine, and none on PATH; set cudafit.path" };
}
